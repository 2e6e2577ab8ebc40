"""Logistic regression as a one-unit network: from pixels to a trained detector, in plain NumPy.

Examples are rows everywhere: ``X`` is (m, n), one example per row; ``y`` is (m,) with a 0 or a 1 per example.
"""

import numpy as np
from coursedata import critters16


def sigmoid(z):
    """Squash every number of z into the range from 0 to 1: 1 / (1 + exp(-z)).

    Args:
        z: Array of any shape, floats or ints.

    Returns:
        float64 array of the same shape.

    Rulings:
        - The answer is right to 1e-12 for every finite float: far out on the right it
          is 1, and far out on the left 0 and the tiny true value both count, as 0 and
          1e-304 do at z = -700. Infinities and nan are not asked for.
        - Nothing overflows on the way, not even in a branch whose result is thrown
          away. Where exp only ever sees numbers that are zero or negative, nothing can;
          its tiny results may round to 0.
        - Ints are treated as the floats they stand for. z is not changed.
    """
    shrunk = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + shrunk), shrunk / (1 + shrunk))


def flatten_images(imgs):
    """Lay every image out as one row of numbers between 0 and 1.

    Args:
        imgs: (m, h, w, c) uint8, values 0 to 255.

    Returns:
        (m, h * w * c) float64: row i is image i, read row by row, within a row pixel by
        pixel, within a pixel channel by channel; every value divided by 255.

    Rulings:
        - The divisor is always 255, however dark the images are: what an image becomes
          does not depend on its company.
        - No Python work per image. The images are not changed.
    """
    return imgs.reshape(len(imgs), -1) / 255


def unit_rows(X):
    """Divide every row by its 2-norm, so that all rows have length 1.

    Args:
        X: (m, n) array, floats or ints.

    Returns:
        (m, n) float64; X itself is not changed.

    Rulings:
        - A row of zeros stays a row of zeros.
        - Any other row ends with norm 1, be its entries as small as 1e-100 or as large
          as 1e100: nothing is added to the norm.
        - No Python work per row.
    """
    norms = np.sqrt(np.sum(np.square(X), axis=1, keepdims=True))
    return X / np.where(norms > 0, norms, 1.0)


def bce_from_logits(z, y):
    """Average the binary cross-entropy of logits z against labels y.

    The loss of one example is -log(p) if its label is 1 and -log(1 - p) if it is 0,
    where p = sigmoid(z).

    Args:
        z: (m,) array of logits (scores before the sigmoid), m at least 1.
        y: (m,) array of labels, each 0 or 1, ints or floats.

    Returns:
        The mean over the m examples, a float.

    Raises:
        ValueError: z and y differ in shape.

    Rulings:
        - Natural logarithm.
        - Right for every abs(z) up to 1000: no clipping, no epsilon, never inf or nan.
          A confident mistake at z = 800 costs 800.
        - A warning about overflow in a branch that is thrown away costs nothing here.
        - No argument is changed.
    """
    if np.shape(z) != np.shape(y):
        raise ValueError(f"z has shape {np.shape(z)} but y has shape {np.shape(y)}")
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def mean_squared_error(y, yhat):
    """Average the squared differences between targets and predictions.

    Args:
        y: Array of targets of any shape, at least one entry.
        yhat: Array of predictions, of the same shape.

    Returns:
        The mean over all entries, a float.

    Raises:
        ValueError: The shapes differ, even where NumPy would broadcast them.

    Rulings:
        - No factor 1/2, no square root. No argument is changed.
    """
    if y.shape != yhat.shape:
        raise ValueError(f"y has shape {y.shape} but yhat has shape {yhat.shape}")
    return np.mean((y - yhat) ** 2)


class Node:
    """One number in a graph of calculations.

    Attributes:
        value: The number.
        grad: The derivative of the graph's output by this number; backprop fills it in.
        parents: Tuple of the nodes this number was calculated from, empty for an input.
            A node may occur twice.
        slopes: Tuple of the local slopes, one per parent: the derivative of this number
            by that parent alone.
    """

    def __init__(self, value, parents=(), slopes=()):
        self.value = float(value)
        self.grad = 0.0
        self.parents = tuple(parents)
        self.slopes = tuple(slopes)


def add(a, b):
    """Return the node a + b; either input moves the sum one for one."""
    return Node(a.value + b.value, parents=(a, b), slopes=(1.0, 1.0))


def mul(a, b):
    """Return the node a * b; the slope by one factor is the other factor."""
    return Node(a.value * b.value, parents=(a, b), slopes=(b.value, a.value))


def power(a, exponent):
    """Return the node a ** exponent, where exponent is a plain number."""
    return Node(a.value**exponent, parents=(a,), slopes=(exponent * a.value ** (exponent - 1),))


def backprop(node):
    """Fill in grad for node and for everything it was calculated from.

    After the call, ``other.grad`` is the derivative of ``node.value`` by
    ``other.value`` for every node ``other`` that can be reached from ``node`` through
    ``parents``.

    Args:
        node: The Node whose value is the output of the graph.

    Returns:
        None.

    Rulings:
        - The output's own grad is 1.
        - Grads left over from an earlier call are forgotten first: calling twice gives
          the same grads as once.
        - A value may be used many times; its grad is the sum over all uses.
        - The work grows with the number of nodes, not with the number of paths: 30
          steps that each use the one before twice are 30 steps of work, not 2 to the
          power of 30.
        - Graphs are at most 200 nodes deep, so recursion is fine.
    """
    ordered = []
    seen = set()

    def visit(current):
        if current not in seen:
            seen.add(current)
            for parent in current.parents:
                visit(parent)
            ordered.append(current)

    visit(node)
    for reached in ordered:
        reached.grad = 0.0
    node.grad = 1.0
    for user in reversed(ordered):
        for parent, slope in zip(user.parents, user.slopes, strict=True):
            parent.grad += slope * user.grad


def logreg_loss_grad(w, b, X, y):
    """Calculate the mean cross-entropy of a logistic unit and its gradients.

    The unit answers p = sigmoid(X @ w + b).

    Args:
        w: (n,) float array, the weights.
        b: The bias, a float.
        X: (m, n) array, one example per row, m at least 1.
        y: (m,) array of labels, each 0 or 1, ints or floats.

    Returns:
        ``(loss, dw, db)``: the mean binary cross-entropy, a float; its derivative by w,
        an (n,) float64 array; its derivative by b, a float.

    Rulings:
        - The loss is a mean over the m examples, so the gradients are those of the
          mean.
        - Right, and never inf or nan, for confident units too (abs(X @ w + b) up to
          1000).
        - What happens with shapes that do not fit together is not asked.
        - No Python work per example. No argument is changed.
    """
    scores = X @ w + b
    dz = (sigmoid(scores) - y) / len(y)
    return bce_from_logits(scores, y), X.T @ dz, np.sum(dz)


def fit_logreg(X, y, lr, steps):
    """Train a logistic unit by gradient descent from zero weights and zero bias.

    Args:
        X: (m, n) array, one example per row.
        y: (m,) array of labels, each 0 or 1.
        lr: The learning rate, a positive float.
        steps: How many updates to make, an int, at least 1.

    Returns:
        ``(w, b, losses)``: the weights after the last update, an (n,) float64 array;
        the bias after the last update, a float; losses, a (steps,) float64 array, where
        losses[k] is the loss before update k, k = 0, 1, ...

    Rulings:
        - One update moves w and b together, both by gradients taken at the same point,
          over all m examples.
        - All steps are run; nothing stops early.
        - No Python work per example: a loop over steps is fine. No argument is changed.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    losses = np.zeros(steps)
    for k in range(steps):
        losses[k], dw, db = logreg_loss_grad(w, b, X, y)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


def critter_split(seed, m_train=300, m_test=200):
    """Draw critters to train on and other critters to be judged by.

    Args:
        seed: Any int that is not negative; the same seed gives the same pictures.
        m_train: How many pictures to train on.
        m_test: How many pictures to be judged by.

    Returns:
        ``(train_imgs, train_y, test_imgs, test_y)``: images (m, 16, 16, 3) uint8,
        labels (m,) int, 1 for pointed ears.
    """
    rng = np.random.default_rng(seed)
    train_imgs, train_y = critters16(m_train, rng)
    test_imgs, test_y = critters16(m_test, rng)
    return train_imgs, train_y, test_imgs, test_y


def contrast(images):
    """Replace colours by their distance from that of the ground: outlines are left.

    Every image is treated on its own: the ground is the median colour of its upper,
    left and right edge; a pixel becomes its distance from the ground, and the farthest
    pixel becomes 255.

    Args:
        images: (m, h, w, 3) uint8.

    Returns:
        (m, h, w, 1) uint8: near 0 on the ground, near 255 on the critter.
    """
    edges = np.concatenate([images[:, 0], images[:, :, 0], images[:, :, -1]], axis=1)
    ground = np.median(edges, axis=1)[:, None, None, :]
    distance = np.sqrt(np.sum((images - ground) ** 2, axis=3, keepdims=True))
    farthest = np.max(distance, axis=(1, 2, 3), keepdims=True)
    return np.round(255 * distance / np.maximum(farthest, 1.0)).astype(np.uint8)


def critter_detector(train_imgs, train_y, test_imgs):
    """Learn from labelled pictures which critters have pointed ears; judge new ones.

    Train one logistic unit on the training pictures, put through ``contrast``; its
    settings are yours to choose.

    Args:
        train_imgs: (m, 16, 16, 3) uint8.
        train_y: (m,) int, 1 for pointed ears, 0 for any others.
        test_imgs: (k, 16, 16, 3) uint8, k at least 1.

    Returns:
        (k,) array of ints, one 0 or 1 per test picture.

    Rulings:
        - The label is 1 where the unit's probability is at least 0.5, else 0. Asking
          the score instead counts as the same, although rounding makes a probability of
          0.5 of a score that is a hair below 0.
        - What a picture is called depends on that picture and on the training set
          alone, never on the other test pictures: whatever statistics you use come from
          the training set.
        - The same arguments give the same answer each time.
        - At least 85 % of 200 new pictures are called right after training on 300, and
          also where one of the labels, be it 0 or 1, is between five and six times as
          common as the other, with 200 pictures to train on and 200 new ones, both so
          mixed.
        - No argument is changed.
        - With 300 training pictures it answers within half a second of computing time.
    """
    train_X = flatten_images(contrast(train_imgs))
    test_X = flatten_images(contrast(test_imgs))
    centre = np.mean(train_X, axis=0)
    w, b, _ = fit_logreg(train_X - centre, train_y, lr=1.0, steps=200)
    return ((test_X - centre) @ w + b >= 0).astype(int)


def discounted_returns(rewards, gamma):
    """Add up the rewards from each step on, each later step counting gamma times less.

    The return at step t is G_t = r_t + gamma * G_(t+1), and nothing follows the last
    step.

    Args:
        rewards: (T,) array, floats or ints, T at least 1; rewards[t] is r_t.
        gamma: The discount, a number from 0 to 1, both included.

    Returns:
        (T,) float64 array of all returns G_0, G_1, ..., in order of time.

    Rulings:
        - The reward at t itself is part of G_t and is not discounted.
        - The rewards are not changed.
        - A loop over time steps is fine.
    """
    returns = np.zeros(len(rewards))
    tail = 0.0
    for t in reversed(range(len(rewards))):
        tail = rewards[t] + gamma * tail
        returns[t] = tail
    return returns
