"""One hidden layer: your answers.

Replace each `raise NotImplementedError`; leave names and arguments as they are. The docstrings are the
specification, README.md tells the story. `grader check` runs the checks in test_public.py on this file.
"""

import numpy as np
from notedaxes import NotedAxes  # noqa: F401 - lent to learners who have no Matplotlib
from planardata import petals


def sigmoid(z):
    """Squash every number of z into 0 to 1: 1 / (1 + exp(-z)); nothing overflows."""
    shrunk = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + shrunk), shrunk / (1 + shrunk))


def softplus(t):
    """Calculate log(1 + exp(t)) for every number of t; right for every float."""
    return np.maximum(t, 0) + np.log1p(np.exp(-np.abs(t)))


def bce_from_logits(z, y):
    """Average the binary cross-entropy of (m,) logits z against (m,) labels y.

    Right however large a logit is.
    """
    return np.mean(softplus(z) - z * y)


def init_two_layer(n_x, n_h, n_y, rng, scale=0.01):
    """Draw the first weights of a network with one hidden layer.

    Args:
        n_x: Number of features, a positive int.
        n_h: Number of hidden units, a positive int.
        n_y: Number of output units, a positive int.
        rng: The ``numpy.random.Generator`` that every draw comes from.
        scale: The standard deviation of the weights, a positive float.

    Returns:
        dict with ``W1`` (n_x, n_h), ``b1`` (n_h,), ``W2`` (n_h, n_y), ``b2`` (n_y,),
        all float64.

    Rulings:
        - Every weight of W1 and of W2 is drawn by itself from the normal distribution
          with mean 0 and standard deviation ``scale``.
        - Both biases are zeros.
        - In which order the weights are drawn is free. The same state of rng gives the
          same network; nothing is drawn from anywhere else.
    """
    raise NotImplementedError


def activation_pair(z, kind):
    """Apply an activation function to every number of z, and tell its slope there.

    Args:
        z: Array of any shape, floats or ints.
        kind: "sigmoid", "tanh", "relu" or "leaky". The last is max(0, z) too, but 0.01
            z instead of 0 where z is negative.

    Returns:
        ``(a, slope)``: two float64 arrays of the shape of z, the function's values and
        its derivatives.

    Raises:
        ValueError: kind is none of the four.

    Rulings:
        - At z = 0, where two straight pieces meet, the slope is that of the left piece:
          0 for "relu", 0.01 for "leaky".
        - Both answers are finite and right as far out as abs(z) = 1000. A slope may be
          off by 1e-12, whatever its own size: one as tiny as that may come out as 0, or
          with few right digits, as the formulas of the handout give it.
        - Ints are treated as the floats they stand for. z is not changed.
    """
    raise NotImplementedError


def two_layer_forward(X, P):
    """Calculate what a network answers: tanh in the hidden layer, sigmoid at the end.

    Args:
        X: (m, n_x) array, one example per row, floats or ints, m at least 1.
        P: dict of the network, with n_y = 1: W1 (n_x, n_h), b1 (n_h,), W2 (n_h, 1), b2
            (1,).

    Returns:
        ``(p, cache)``: p, an (m,) float64 array, is each example's probability of label
        1; cache is a dict of what the way back will need: ``A1``, the (m, n_h) float64
        outputs of the hidden layer, and ``z2``, the (m,) float64 logits, so that
        p = sigmoid(z2).

    Rulings:
        - p and z2 have one axis, also for a single example.
        - No Python work per example. No argument is changed.
    """
    raise NotImplementedError


def two_layer_loss_grad(X, y, P):
    """Calculate a network's mean cross-entropy and its gradients.

    The network is that of ``two_layer_forward``.

    Args:
        X: (m, n_x) array, one example per row, m at least 1.
        y: (m,) array of labels, each 0 or 1, ints or floats.
        P: dict of the network: W1 (n_x, n_h), b1 (n_h,), W2 (n_h, 1), b2 (1,).

    Returns:
        ``(loss, grads)``: the mean binary cross-entropy, a float; and a dict with the
        keys W1, b1, W2, b2, where grads[key] is the derivative of the loss by P[key], a
        float64 array of the same shape.

    Rulings:
        - The loss is a mean over the m examples, and the gradients are those of the
          mean.
        - Right, and never inf or nan, for confident networks too (logits of size up to
          1000).
        - No Python work per example. No argument is changed.
    """
    raise NotImplementedError


def gradient_step(P, grads, lr):
    """Move every parameter a little way downhill.

    Args:
        P: dict of float64 arrays W1, b1, W2, b2.
        grads: dict with the same keys; grads[key] has the shape of P[key].
        lr: The learning rate, a float, at least 0.

    Returns:
        A new dict with the same keys: each parameter minus lr times its gradient.

    Rulings:
        - P, grads and the arrays in them are not changed, and the new arrays share no
          memory with them, not even where lr is 0.
    """
    raise NotImplementedError


def fit_planar(X, y, n_h, lr, steps, rng):
    """Train a network with one hidden layer by gradient descent.

    Args:
        X: (m, n_x) array, one example per row.
        y: (m,) array of labels, each 0 or 1.
        n_h: How many hidden units, a positive int.
        lr: The learning rate, a positive float.
        steps: How many updates to make, an int, at least 1.
        rng: The ``numpy.random.Generator`` that the first weights come from.

    Returns:
        ``(P, losses)``: the network after the last update, a dict of float64 arrays W1
        (n_x, n_h), b1 (n_h,), W2 (n_h, 1), b2 (1,); losses, a (steps,) float64 array,
        where losses[k] is the loss before update k, k = 0, 1, ...

    Rulings:
        - The network starts as ``init_two_layer`` draws it, with standard deviation
          0.01, once.
        - One update moves all four parameters together, by gradients taken at the same
          point, over all m examples.
        - All steps are run; nothing stops early. Nothing is drawn after the first
          weights.
        - No Python work per example: a loop over steps is fine. Neither X nor y is
          changed.
    """
    raise NotImplementedError


def petal_split(seed, m_train=200, m_test=400):
    """Draw points to train on and other points to be judged by.

    Args:
        seed: Any int that is not negative; the same seed gives the same points.
        m_train: How many points to train on.
        m_test: How many points to be judged by.

    Returns:
        ``(train_X, train_y, test_X, test_y)``: points (m, 2) float64, labels (m,) int.
    """
    rng = np.random.default_rng(seed)
    train_X, train_y = petals(m_train, rng)
    test_X, test_y = petals(m_test, rng)
    return train_X, train_y, test_X, test_y


def draw_history(ax, history):
    """Draw the curves of a training run on axes: one line for each quantity noted.

    Args:
        ax: Matplotlib axes, or anything that behaves as they do.
        history: dict from the name of a quantity, such as "loss", to its values, a list
            or (E,) array of numbers with one entry per epoch, E at least 1. At least
            one name. No name begins with an underscore: Matplotlib would leave its line
            out of the legend.

    Returns:
        ax itself.

    Rulings:
        - Every name has exactly one line, drawn with ``ax.plot``, in the order of the
          dict. The values are its heights; its places from left to right are the epochs
          1, 2, ..., E. Another name may have another E.
        - The legend calls every line by its name, also where there is one line only.
        - Both axes have a label. Its text is yours, and so are title, grid, colours and
          markers. A label, title or legend that ax has already may be replaced or kept.
        - The lines that are on ax already stay there. Nothing is drawn anywhere else,
          no figure is made, shown or saved: that is up to the caller.
        - history is not changed.
    """
    raise NotImplementedError


def gan_losses(real_logits, fake_logits):
    """Calculate the losses of both players of a generative adversarial network.

    The discriminator gives a logit to every picture, high where it believes the picture
    to be real. Its loss is the mean cross-entropy on the real pictures (their label is
    1) plus the mean cross-entropy on the fakes (label 0). The generator's loss is the
    non-saturating one: the mean cross-entropy of the fakes against the label 1, which
    it would like them to get.

    Args:
        real_logits: (m,) float array, the discriminator's logits for real pictures, m
            at least 1.
        fake_logits: (k,) float array, its logits for fakes, k at least 1; k need not be
            m.

    Returns:
        ``(d_loss, g_loss)``: two floats.

    Rulings:
        - Natural logarithm. d_loss is the sum of the two means, each over its own
          pictures; nothing is halved.
        - Right for every logit of size up to 1000: no clipping, no epsilon, never inf
          or nan.
        - No argument is changed.
    """
    raise NotImplementedError


def pairwise_sq_dist(A, B):
    """Calculate the squared distance from every row of A to every row of B.

    Args:
        A: (p, n) array, floats or ints, one point per row.
        B: (q, n) array, floats or ints, one point per row.

    Returns:
        (p, q) float64: entry (i, j) is the sum over all columns of (A[i] - B[j]) ** 2.

    Rulings:
        - No Python work per row, neither of A nor of B. A loop over columns is fine.
        - Ints of any width are treated as the floats they stand for: 200 squared is
          40000 also where the entries are uint8.
        - Never negative, not even by a rounding error.
        - Rounding may cost up to 1e-12 times the largest squared length of a row, of A
          or of B.
        - No argument is changed.
    """
    raise NotImplementedError
