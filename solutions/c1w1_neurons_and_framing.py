"""Neurons, framing, scale: units that fire, tasks that become networks, and what more data buys, in plain NumPy.

Examples are rows everywhere: ``X`` is (m, n), one example per row; ``y`` is (m,) with a 0 or a 1 per example.
"""

from dataclasses import dataclass

import numpy as np


def threshold_unit(X, w, theta):
    """Answer 1 for examples whose weighted sum reaches the threshold, 0 for the others.

    Args:
        X: (m, n) array, one example per row, floats or ints.
        w: (n,) array, one weight per feature.
        theta: The threshold, a number.

    Returns:
        (m,) array of ints: entry i is 1 where w[0] * X[i, 0] + w[1] * X[i, 1] + ...
        reaches theta, else 0.

    Rulings:
        - Reaching is enough: a sum equal to theta gives 1. The sum is the one that
          comes out in floats. Where its rounding decides, as for 0.1 + 0.2 against 0.3,
          either answer counts.
        - The answers are ints, not bools.
        - No Python work per example. No argument is changed.
    """
    return (X @ w >= theta).astype(int)


def blobs(m, rng):
    """Draw two clouds of points in a plane that a straight line can separate.

    Args:
        m: How many points, a positive int.
        rng: The ``numpy.random.Generator`` that every draw comes from.

    Returns:
        ``(X, y)``: X is (m, 2) float64, one point per row; y is (m,) int, the cloud of
        each, in random order.
    """
    y = rng.permutation(np.arange(m) % 2)
    angle = rng.uniform(0, 2 * np.pi)
    from_0_to_1 = np.array([np.cos(angle), np.sin(angle)])
    middle = rng.uniform(-1, 1, size=2)
    X = middle + 2 * np.outer(2 * y - 1, from_0_to_1) + rng.uniform(-1, 1, size=(m, 2))
    return X, y


def xor_table():
    """Return ``(X, y)``: the four pairs of truth values, and whether exactly one is on.

    X is (4, 2) float64, y is (4,) int.
    """
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])


def perceptron_epoch(X, y, w, b):
    """Show a unit every example once, in order; let it learn from each it gets wrong.

    The unit answers 1 where x @ w + b is at least 0, else 0. After a wrong answer to
    example x with label y, (y - answer) * x is added to w and y - answer to b. After a
    right answer nothing changes.

    Args:
        X: (m, n) array, one example per row, m at least 1.
        y: (m,) array of ints, each 0 or 1.
        w: (n,) float array, the weights before the first example.
        b: The bias before the first example, a float.

    Returns:
        ``(w, b, n_errors)``: the weights after the last example, an (n,) float64 array;
        the bias after the last example, a float; how many examples were answered
        wrongly when their turn came, an int.

    Rulings:
        - Rows are taken in order, 0, 1, ..., and each is answered by the weights and
          the bias as they are by then.
        - A score of exactly 0 counts as the answer 1.
        - The step has no learning rate: it is the whole example.
        - No argument is changed. A loop over examples is what the rule asks for.
    """
    n_errors = 0
    for x, label in zip(X, y, strict=True):
        error = label - (x @ w + b >= 0)
        w = w + error * x
        b = b + error
        n_errors += abs(error)
    return w, b, n_errors


def xor_units():
    """Choose three threshold units that compute "one or the other, but not both".

    With inputs X, (4, 2) of zeros and ones, the two hidden units see X @ W1 and answer
    1 where their sum reaches t1; the output unit sees hidden @ w2, where hidden is (4,
    2) of those answers, and answers 1 where its sum reaches t2.

    Returns:
        A dict with four entries: ``W1``, (2, 2) array, column j holds the weights of
        hidden unit j; ``t1``, (2,) array, the hidden units' thresholds; ``w2``, (2,)
        array, the output unit's weights; ``t2``, a number, its threshold. Floats or
        ints.

    Rulings:
        - The output is 1 for the inputs (0, 1) and (1, 0), and 0 for (0, 0) and (1, 1).
        - Every sum that occurs is at least 0.1 away from the threshold it is compared
          with: those of both hidden units for all four inputs, and those of the output
          unit.
        - There are many solutions. Any of them counts.
    """
    return {"W1": np.full((2, 2), 2), "t1": np.array([1, 3]), "w2": np.array([2, -2]), "t2": 1}


@dataclass(frozen=True)
class Card:
    """What a task is about.

    Attributes:
        inputs: Tuple of str: what one example consists of. Kinds are "table", "image",
            "text" and "audio".
        target: What is asked: "quantity", "yes or no", "one of k" or "any of k".
        k: How many quantities, classes or labels, an int.
    """

    inputs: tuple
    target: str
    k: int


@dataclass(frozen=True)
class Plan:
    """What a network for a task looks like from outside.

    Attributes:
        network: Its family: "dense", "convolutional", "recurrent" or "hybrid".
        units: How many units its last layer has, an int.
        head: What the last layer does to its scores: "linear", "sigmoid" or "softmax".
        loss: "mean squared error", "binary cross-entropy" or "categorical
            cross-entropy".
    """

    network: str
    units: int
    head: str
    loss: str


def frame_task(card):
    """Turn the card of a task into the plan of a network.

    Args:
        card: A Card. The family follows from its inputs:

            a table → "dense"; an image → "convolutional"; text or audio → "recurrent".

            The last layer and the loss follow from its target:

            "quantity" (k real numbers) → k units, "linear", "mean squared error";
            "yes or no" → 1 unit, "sigmoid", "binary cross-entropy";
            "one of k" (k classes that exclude each other) → k units, "softmax",
            "categorical cross-entropy";
            "any of k" (k labels, each there or not) → k units, "sigmoid",
            "binary cross-entropy".

    Returns:
        A Plan.

    Raises:
        ValueError: There are no inputs, an input or the target is of another kind than
            those above, k is below 1, or k is below 2 where one of k is asked.

    Rulings:
        - Several inputs whose families are all the same have that family: text and
          audio are "recurrent". Only inputs of different families make a "hybrid".
          Their order means nothing.
        - "yes or no" has 1 unit whatever k is, from 1 on. "one of k" with k = 2 has 2
          units, as with any other k.
        - A quantity is "linear" whether or not it can be negative.
        - The words of the plan are spelt exactly as above.
    """
    families = {"table": "dense", "image": "convolutional", "text": "recurrent", "audio": "recurrent"}
    heads = {
        "quantity": ("linear", "mean squared error"),
        "yes or no": ("sigmoid", "binary cross-entropy"),
        "one of k": ("softmax", "categorical cross-entropy"),
        "any of k": ("sigmoid", "binary cross-entropy"),
    }
    if not card.inputs or not set(card.inputs) <= set(families):
        raise ValueError(f"inputs are some of {sorted(families)}, not {card.inputs}")
    if card.target not in heads:
        raise ValueError(f"a target is one of {sorted(heads)}, not {card.target!r}")
    if card.k < (2 if card.target == "one of k" else 1):
        raise ValueError(f"k = {card.k} is too small for {card.target!r}")
    needed = {families[kind] for kind in card.inputs}
    network = needed.pop() if len(needed) == 1 else "hybrid"
    units = 1 if card.target == "yes or no" else card.k
    head, loss = heads[card.target]
    return Plan(network, units, head, loss)


def learning_curve():
    """Return ``(sizes, errors)``: how often a detector errs that saw so many pictures.

    The detector is next week's. Measured on 1000 new pictures and averaged over
    training sets, 12 of each size up to 320 and 5 of each larger one; both are (7,)
    float64 arrays.
    """
    sizes = np.array([20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0])
    errors = np.array([0.166, 0.110, 0.056, 0.036, 0.026, 0.019, 0.013])
    return sizes, errors


def power_law_fit(sizes, errors):
    """Fit errors = a * sizes ** -b to a learning curve.

    Args:
        sizes: (k,) array, numbers of training examples, floats or ints.
        errors: (k,) array, the error measured after training on that many.

    Returns:
        ``(a, b)``, two floats: of all straight lines through the points (log(sizes),
        log(errors)), the one with the least sum of squared vertical distances has slope
        -b and the value log(a) at log(sizes) = 0.

    Raises:
        ValueError: sizes and errors differ in shape, a size or an error is 0 or
            negative, or there are fewer than two different sizes.

    Rulings:
        - Every point counts equally; a size may occur several times.
        - A curve that rises has a negative b. That is no error.
        - No argument is changed.
    """
    if np.shape(sizes) != np.shape(errors):
        raise ValueError(f"sizes has shape {np.shape(sizes)} but errors has shape {np.shape(errors)}")
    if np.min(sizes) <= 0 or np.min(errors) <= 0:
        raise ValueError("sizes and errors have to be positive: they have no logarithm otherwise")
    if np.min(sizes) == np.max(sizes):
        raise ValueError("a line needs points at two sizes or more")
    x, y = np.log(sizes), np.log(errors)
    away = x - np.mean(x)
    b = -(away @ y) / (away @ away)
    return np.exp(np.mean(y) + b * np.mean(x)), b


def data_needed(a, b, target):
    """Say with how many training examples the error a * n ** -b comes down to a target.

    Args:
        a: The error at n = 1, a float.
        b: How fast errors fall, a float.
        target: The error to be reached, a float.

    Returns:
        The n with a * n ** -b = target, a float.

    Raises:
        ValueError: a, b or target is 0 or negative.

    Rulings:
        - The answer is not rounded, also where it is below 1.
        - What happens where n is too large for a float, or the target too small to tell
          from 0, is not asked: an OverflowError and inf both count.
    """
    if min(a, b, target) <= 0:
        raise ValueError("a, b and target have to be positive")
    return (a / target) ** (1 / b)


def soft_targets(logits, T):
    """Turn every row of logits into probabilities, softened by a temperature.

    Entry k of a row becomes exp(logits[k] / T), divided by the sum of these over the
    row.

    Args:
        logits: (m, K) array, one example per row, one score per class, floats or ints.
        T: The temperature, a positive number.

    Returns:
        (m, K) float64: each row holds K numbers from 0 to 1 that add up to 1.

    Raises:
        ValueError: T is 0 or negative.

    Rulings:
        - Right, and never inf or nan, for logits up to 1e4 in size and T from 0.01 on.
          A T between 0 and 0.01 is not asked for.
        - No Python work per example. The logits are not changed.
    """
    if T <= 0:
        raise ValueError(f"a temperature is positive, not {T}")
    grown = np.exp((logits - np.max(logits, axis=1, keepdims=True)) / T)
    return grown / np.sum(grown, axis=1, keepdims=True)


def distill_loss(student, teacher, T):
    """Charge a student for differing from a teacher, both softened by one temperature.

    The cost of one example is minus the sum over classes of q * log(p), where q are the
    teacher's probabilities and p the student's, both at temperature T. The loss is
    T ** 2 times the mean cost.

    Args:
        student: (m, K) array, the student's logits, one example per row, m at least 1.
        teacher: (m, K) array, the teacher's logits for the same examples.
        T: The temperature, a positive number.

    Returns:
        T ** 2 times the mean over the m examples, a float.

    Raises:
        ValueError: student and teacher differ in shape, or T is 0 or negative.

    Rulings:
        - Natural logarithm. The teacher's own uncertainty is not subtracted: a student
          that agrees with the teacher still pays for it.
        - Right for logits up to 1e4 in size and T from 0.01 on: no clipping, no
          epsilon, never inf or nan. A T between 0 and 0.01 is not asked for.
        - No Python work per example. No argument is changed.
    """
    if np.shape(student) != np.shape(teacher):
        raise ValueError(f"student has shape {np.shape(student)} but teacher has shape {np.shape(teacher)}")
    scores = (student - np.max(student, axis=1, keepdims=True)) / T
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -(T**2) * np.mean(np.sum(soft_targets(teacher, T) * log_p, axis=1))
