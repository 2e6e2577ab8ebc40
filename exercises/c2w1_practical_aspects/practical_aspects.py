"""Practical aspects: your answers.

Replace each `raise NotImplementedError`; leave names and arguments as they are. The docstrings are the
specification, README.md tells the story. `grader check` runs the checks in test_public.py on this file.
"""

from dataclasses import dataclass

import numpy as np


def carve_splits(n, dev, test, rng, labels=None):
    """Deal the rows of a data set out to a training, a dev and a test set, by chance.

    Args:
        n: The number of rows, an int, at least 1.
        dev: The part of the rows for the dev set, a number from 0 up.
        test: The part of the rows for the test set, a number from 0 up.
        rng: The numpy.random.Generator that every draw comes from.
        labels: None, or an (n,) array of ints, the class of every row.

    Returns:
        ``(train_rows, dev_rows, test_rows)``: three arrays of ints with one axis,
        numbers of rows, from 0 to n - 1.

    Raises:
        ValueError: dev or test is negative, dev + test is 1 or more, or labels has
            another shape than (n,).

    Rulings:
        - Every row is in exactly one of the three.
        - The dev set has n * dev rows and the test set n * test, each rounded down; all
          others are for training. A part may be empty. Where a product is whole on
          paper and a hair less in floats (100 * 0.29), either size will do.
        - With labels, this holds inside every class: a class of k rows gives k * dev of
          them, rounded down, to the dev set, k * test, rounded down, to the test set,
          and the others to the training set.
        - Which rows go where is left to chance alone: all rows (of a class) have the
          same chances. The same seed gives the same sets. NumPy's global random state
          is neither read nor changed.
        - In which order the rows stand inside a set is up to you.
        - No Python work per row: a loop over classes is fine. labels is not changed.
    """
    raise NotImplementedError


@dataclass(frozen=True)
class Diagnosis:
    """What three error rates say about a model.

    Attributes:
        bias_gap: How much worse the model is on its training set than it could be, a
            float.
        variance_gap: How much worse it is on the dev set than on its training set, a
            float.
        label: "bias", "variance", "bias and variance" or "fine".
    """

    bias_gap: float
    variance_gap: float
    label: str


def diagnose(base, train, dev, tol=0.01):
    """Compare three error rates and name the model's problem.

    Args:
        base: The error rate that can be hoped for at best, a float: that of careful
            people, say.
        train: The error rate on the training set, a float.
        dev: The error rate on the dev set, a float.
        tol: The largest gap that is left alone, a float, at least 0.

    Returns:
        A Diagnosis: bias_gap is train - base, variance_gap is dev - train. The label
        names the gaps that are larger than tol: "bias", "variance" or, if both are,
        "bias and variance"; if neither is, it is "fine".

    Rulings:
        - A gap that equals tol is left alone.
        - Gaps are plain differences, and they keep their sign; a negative gap is no
          problem, however large it is.
    """
    raise NotImplementedError


def recipe(d):
    """Say what to do next about a diagnosis.

    Args:
        d: A Diagnosis. The action follows from its label, one problem at a time:

            a bias → "bigger network";
            a variance, and no bias → "more data or regularisation";
            neither → "done".

    Returns:
        The action, a str, spelt exactly as above.

    Rulings:
        - The bias is treated first: with both problems, the action is the one against
          bias.
        - The label decides, not the gaps: how large a gap may be was settled when the
          diagnosis was made.
    """
    raise NotImplementedError


def binary_metrics(y, yhat):
    """Count right and wrong answers to a yes-or-no question; form four scores.

    Args:
        y: (m,) array of ints, the labels, each 0 or 1, m at least 1.
        yhat: (m,) array of ints, the answers, each 0 or 1.

    Returns:
        A dict with exactly these entries. Four ints: "tp" and "fp", how many examples
        were called 1 and are 1 or 0; "fn" and "tn", how many were called 0 and are 1 or
        0. Four floats: "accuracy", the part of all examples that was called right;
        "precision", tp / (tp + fp); "recall", tp / (tp + fn); "f1", the harmonic mean
        of precision and recall, 2 * precision * recall / (precision + recall). Python's
        numbers and NumPy's will do alike.

    Raises:
        ValueError: y and yhat differ in shape.

    Rulings:
        - 1 is the positive class.
        - Wherever a score would be 0 / 0 it is 0.0.
        - No Python work per example. No argument is changed.
    """
    raise NotImplementedError


def standardise(train, *others):
    """Shift and scale columns: mean 0 and standard deviation 1 in the training set.

    Args:
        train: (m, n) array, the training set, floats or ints, m at least 1.
        others: Any number of arrays (k, n), such as dev and test set; each may have
            another k.

    Returns:
        A list of float64 arrays: train standardised, then the others in their order,
        each of the shape it had.

    Rulings:
        - All sets are shifted and scaled by the same numbers, and these come from train
          alone.
        - The standard deviation is the root of the mean squared distance from the mean:
          the sum is divided by m.
        - A column that holds one value only in train, whatever the value, is only
          shifted: it becomes exactly 0 in train, and in the others the difference from
          that value.
        - Every other column ends with standard deviation 1, be it as narrow as 1e-9:
          nothing is added to it. A column whose spread is nearly lost in the rounding
          of its own values (1e-9 around a million) is not asked for.
        - No Python work per example. No argument is changed.
    """
    raise NotImplementedError


def init_scaled(n_in, n_out, scheme, rng):
    """Draw the weights that a layer starts from, scaled to its size.

    Args:
        n_in: How many inputs the layer has, an int, at least 1.
        n_out: How many units the layer has, an int, at least 1.
        scheme: "he" or "xavier".
        rng: The numpy.random.Generator that every draw comes from.

    Returns:
        (n_in, n_out) float64 array: every entry is drawn by itself from a normal
        distribution with mean 0. Its standard deviation is sqrt(2 / n_in) for "he" and
        sqrt(2 / (n_in + n_out)) for "xavier".

    Raises:
        ValueError: scheme is neither of the two.

    Rulings:
        - In which order the draws are made is up to you; the same seed gives the same
          weights.
        - NumPy's global random state is neither read nor changed.
    """
    raise NotImplementedError


def activate(Z, kind):
    """Apply the activation "linear", "relu" or "tanh" to every number of Z."""
    activations = {"linear": np.array, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}
    return activations[kind](Z)


def signal_profile(Ws, X, kind):
    """Measure how strong the signal is behind every layer of a network without biases.

    Layer l multiplies what comes in by Ws[l] and applies the activation; what comes out
    goes into layer l + 1.

    Args:
        Ws: List of L arrays, L at least 1; Ws[l] is (n_in, n_out), and n_out is n_in of
            the next.
        X: (m, n) float array, what goes into the first layer.
        kind: The activation after every layer: "linear", "relu" or "tanh".

    Returns:
        (L,) float64 array: the standard deviation of all the numbers that come out of
        each layer, over all examples and units together, the first layer first.

    Rulings:
        - The strength of X itself is not part of the profile.
        - The standard deviation divides by the number of entries, as np.std does.
        - No Python work per example: a loop over layers is fine. No argument is
          changed.
    """
    raise NotImplementedError


def verdict(profile):
    """Tell whether a signal dies out or blows up on its way through a network.

    Args:
        profile: (L,) float array, as signal_profile makes it, L at least 1; its first
            entry is positive.

    Returns:
        "vanishing" if the last entry divided by the first is below 1e-3, "exploding" if
        it is above 1e3, else "steady".

    Rulings:
        - A ratio of exactly 1e-3 or 1e3 is steady.
        - First and last decide; what lies between does not matter. The profile is not
          changed.
        - A profile with nan or inf in it is not asked for.
    """
    raise NotImplementedError


def add_weight_decay(loss, grads, params, lam, m):
    """Add the price of large weights to a loss, and its derivative to the gradients.

    The price is lam / (2 * m) times the sum of the squares of all weights of all
    layers.

    Args:
        loss: The loss without it, a float.
        grads: List of L dicts with "W" and "b", the gradients of that loss.
        params: List of L dicts with "W" and "b", the parameters.
        lam: How much weights cost, a float, at least 0.
        m: The number of examples in the loss, an int, at least 1.

    Returns:
        ``(loss, grads)``: the loss with the price, a float; the gradients of that, a
        list of L dicts with "W" and "b", built like grads.

    Rulings:
        - Biases cost nothing, and their gradients stay as they are.
        - No argument is changed, nor any array inside: the gradients are new.
        - A loop over layers is fine.
    """
    raise NotImplementedError


def dropout_forward(A, keep, rng, training):
    """Switch units off at random and make up for it in the others (inverted dropout).

    Args:
        A: (m, n) float array, what the n units of a layer answer to m examples.
        keep: The probability that an entry survives, a float, 0 < keep <= 1.
        rng: The numpy.random.Generator that every draw comes from; it may be None when
            training is False.
        training: A bool.

    Returns:
        ``(out, mask)``. When training is True, mask is an (m, n) array of bools, or of
        numbers 0 and 1, that is true where an entry survives, and out is (m, n)
        float64: survivors divided by keep, and zeros elsewhere. When training is False,
        out is A as it is (itself or a copy), and mask is None.

    Rulings:
        - Every entry survives by itself, independently of all others.
        - How you draw is up to you; the same seed gives the same mask. Nothing is drawn
          when training is False.
        - The mask itself is not divided by keep.
        - NumPy's global random state is neither read nor changed.
        - No Python work per example. A is not changed.
    """
    raise NotImplementedError


def dropout_backward(dout, mask, keep):
    """Send a derivative back through dropout.

    Args:
        dout: (m, n) float array, the derivative of the loss by what dropout_forward has
            put out.
        mask: (m, n) array, the mask of that same call, bools or numbers 0 and 1.
        keep: The probability of that same call.

    Returns:
        (m, n) float64 array: the derivative of the loss by the entries of A.

    Rulings:
        - The mask and keep are all that is needed: nothing is drawn.
        - No Python work per example. No argument is changed.
    """
    raise NotImplementedError


def gradient_check(f, theta, grad, eps=1e-5):
    """Tell how far a gradient is from the slopes that are measured by nudging.

    The measured slope along entry i is
    (f(theta + nudge) - f(theta - nudge)) / (2 * eps), where nudge is eps at entry i and
    0 at all others.

    Args:
        f: A function that takes a float64 array shaped like theta and returns a float.
        theta: Array of any shape, floats or ints, the point where the gradient is
            claimed.
        grad: Array of the same shape, the claimed gradient.
        eps: How far each entry is nudged, a positive float.

    Returns:
        The norm of (measured - grad), divided by (norm of measured + norm of
        grad + 1e-12), a float. A norm is the root of the sum of the squares of all
        entries.

    Raises:
        ValueError: theta and grad differ in shape.

    Rulings:
        - f may be slow: it is called exactly twice per entry of theta.
        - Only one entry is nudged at a time. Ints are treated as the floats they stand
          for.
        - A loop over entries is fine. Neither theta nor grad is changed.
    """
    raise NotImplementedError
