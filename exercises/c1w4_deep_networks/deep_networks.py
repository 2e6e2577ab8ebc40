"""Deep networks: your answers.

Replace each `raise NotImplementedError`; leave names and arguments as they are. The docstrings are the
specification, README.md tells the story. `grader check` runs the checks in test_public.py on this file.
"""

import numpy as np
from planardata import spirals


def sigmoid(z):
    """Squash every number of z into the range from 0 to 1; right for every float."""
    shrunk = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + shrunk), shrunk / (1 + shrunk))


def bce_from_logits(z, y):
    """Average the binary cross-entropy of (m,) logits z against (m,) labels y.

    Right for every logit up to 1000.
    """
    if np.shape(z) != np.shape(y):
        raise ValueError(f"z has shape {np.shape(z)} but y has shape {np.shape(y)}")
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def activation_pair(z, kind):
    """Apply an activation to every number of z and say how fast it moves there.

    Args:
        z: Float array of any shape.
        kind: "linear", "relu", "tanh" or "sigmoid".

    Returns:
        ``(a, slope)``: the activation and its derivative, float64 arrays of the same
        shape. At 0, relu has slope 0.

    Raises:
        ValueError: kind is none of the four.
    """
    if kind == "linear":
        return np.array(z), np.ones_like(z)
    if kind == "relu":
        return np.maximum(z, 0), np.where(z > 0, 1.0, 0.0)
    if kind == "tanh":
        a = np.tanh(z)
        return a, 1 - a**2
    if kind == "sigmoid":
        a = sigmoid(z)
        return a, a * (1 - a)
    raise ValueError(f"there is no activation {kind!r}")


def audit_dims(dims, params, X):
    """List every array of a network whose shape is not what dims asks for.

    Args:
        dims: List of L + 1 ints, the sizes of the input and of the L layers.
        params: List of L dicts, each with arrays "W" and "b" of any shapes.
        X: Array with two axes, the examples for this network.

    Returns:
        A list with one tuple ``(layer, name, expected, got)`` per wrong shape: layer is
        an int, name is "X", "W" or "b", expected and got are shapes, tuples of ints.
        The list is empty if every shape is right.

    Rulings:
        - Layers are counted from 1: layer l turns dims[l - 1] numbers into dims[l]. X
          counts as layer 0.
        - Any number of rows of X is right; its expected shape has as many rows as X
          has.
        - What is expected follows from dims alone: a wrong layer does not change what
          its neighbours should be.
        - The findings stand in this order: X first, then layer by layer, W before b.
        - Nothing is raised, and no argument is changed.
    """
    raise NotImplementedError


def init_deep(dims, rng):
    """Draw what a network starts from: weights scaled to their layer, biases zero.

    Args:
        dims: List of L + 1 ints, the sizes of the input and of the L layers, L at least
            1.
        rng: The numpy.random.Generator that every draw comes from.

    Returns:
        A list of L dicts: "W" is (n_in, n_out) float64, "b" is (n_out,) float64.

    Rulings:
        - Every weight is drawn by itself from a normal distribution with mean 0 and
          standard deviation 1 / sqrt(n_in), where n_in is the number of inputs of its
          own layer.
        - In which order the draws are made is up to you; the same seed gives the same
          parameters each time.
        - NumPy's global random state is neither read nor changed.
    """
    raise NotImplementedError


def dense_forward(A, layer, kind):
    """Send a batch through one layer, and keep what its backward pass will need.

    Args:
        A: (m, n_in) float array, the layer's input, m at least 1.
        layer: Dict with "W", (n_in, n_out), and "b", (n_out,), float arrays both.
        kind: "linear", "relu", "tanh" or "sigmoid".

    Returns:
        ``(out, cache)``: out is (m, n_out) float64, the activation of Z = A @ W + b.
        cache is a dict with exactly these entries: "A", the input; "W", the weights;
        "Z", the scores before the activation, (m, n_out); "kind".

    Raises:
        ValueError: kind is none of the four.

    Rulings:
        - What cache holds as "A" and "W" may be the caller's own arrays or copies of
          them.
        - What arrays of ints do is not asked.
        - No Python work per example. No argument is changed.
    """
    raise NotImplementedError


def dense_backward(dOut, cache):
    """Send a derivative back through one layer.

    Args:
        dOut: (m, n_out) float array, the derivative of the loss by every output of the
            layer.
        cache: What dense_forward has kept; nothing else is known about the layer.

    Returns:
        ``(dA, grad)``: dA is (m, n_in) float64, the derivative of the loss by the
        layer's input; grad is a dict
        ``{"W": (n_in, n_out) float64, "b": (n_out,) float64}`` with the derivatives by
        the parameters.

    Rulings:
        - Nothing is divided by m: the mean over examples is already in dOut.
        - Slopes are those of activation_pair: relu at exactly 0 has slope 0.
        - No Python work per example. No argument is changed, nor any array in the
          cache.
    """
    raise NotImplementedError


def deep_forward(X, params):
    """Send a batch through all layers: relu in the hidden ones, sigmoid in the last.

    Args:
        X: (m, n) float array, one example per row, m at least 1.
        params: List of L dicts with "W" and "b", L at least 1; the last layer has one
            unit.

    Returns:
        ``(p, caches)``: p is (m,) float64, the probability of label 1 for every
        example; caches is a list with the cache of dense_forward for each of the L
        layers, the first layer first.

    Rulings:
        - A network of one layer has no hidden layer: its only activation is the
          sigmoid.
        - No Python work per example: a loop over layers is fine. No argument is
          changed.
    """
    raise NotImplementedError


def deep_loss_grad(X, y, params):
    """Calculate the mean cross-entropy of a deep network and its gradients.

    Args:
        X: (m, n) float array, one example per row, m at least 1.
        y: (m,) array of labels, each 0 or 1, ints or floats.
        params: List of L dicts with "W" and "b", L at least 1; the last layer has one
            unit.

    Returns:
        ``(loss, grads)``: the mean binary cross-entropy of deep_forward's
        probabilities, a float; grads is a list of L dicts like params, the first layer
        first, with the derivative of the loss by every entry of every "W" and "b".

    Rulings:
        - The loss is a mean over the m examples, so the gradients are those of the
          mean.
        - Right, and never inf or nan, for confident networks too (scores of the last
          layer of size up to 1000).
        - No Python work per example: a loop over layers is fine. No argument is
          changed.
    """
    raise NotImplementedError


def spiral_split(seed, m_train=300, m_test=400):
    """Draw points on two spiral arms to train on and other points to be judged by.

    Args:
        seed: Any int that is not negative; the same seed gives the same points.
        m_train: How many points to train on.
        m_test: How many points to be judged by.

    Returns:
        ``(train_X, train_y, test_X, test_y)``: points (m, 2) float64, labels (m,) int,
        the number of the arm.
    """
    rng = np.random.default_rng(seed)
    train_X, train_y = spirals(m_train, rng)
    test_X, test_y = spirals(m_test, rng)
    return train_X, train_y, test_X, test_y


def fit_deep(X, y, dims, lr, steps, rng):
    """Train a deep network by gradient descent on all examples at once.

    Args:
        X: (m, n) float array, one example per row.
        y: (m,) array of labels, each 0 or 1.
        dims: List of L + 1 ints: dims[0] is n, dims[-1] is 1, those between are the
            sizes of the hidden layers.
        lr: The learning rate, a positive float.
        steps: How many updates to make, an int, at least 1.
        rng: The numpy.random.Generator that the starting parameters are drawn from.

    Returns:
        ``(params, losses)``: the parameters after the last update, a list of dicts as
        init_deep makes; losses, a (steps,) float64 array, where losses[k] is the loss
        before update k, k = 0, 1, ...

    Rulings:
        - The start is drawn as init_deep draws it, once, and nothing else is random.
        - One update moves all layers together, weights and biases, by gradients taken
          at the same point.
        - All steps are run; nothing stops early.
        - No Python work per example: loops over steps and layers are fine. No argument
          is changed.
    """
    raise NotImplementedError


def xor_gate(a, b):
    """Answer 1 where exactly one of two bits is 1: three units, entry by entry.

    Two relu units see the sum of the bits, one of them with bias -1; a third unit adds
    them up with weights 1 and -2.

    Args:
        a: Array of 0s and 1s.
        b: Array of 0s and 1s, of the same shape.

    Returns:
        Array of ints, each 0 or 1, of that shape.
    """
    total = np.add(a, b, dtype=int)
    return np.maximum(total, 0) - 2 * np.maximum(total - 1, 0)


def parity_tree(bits):
    """Tell for every row of bits whether its sum is odd, by a balanced tree of XORs.

    Args:
        bits: (m, n) array of ints, each 0 or 1, m and n at least 1.

    Returns:
        (m,) array of ints: 1 where the row has an odd number of ones, else 0.

    Rulings:
        - Bits are combined by xor_gate and by nothing else: no sum, no remainder, no
          operator such as ^. Moving them combines nothing: slicing, indexing, joining
          (np.hstack and the like), copying and astype(int) are fine.
        - Every bit enters the tree exactly once, so n - 1 gates are used for a row. One
          call of xor_gate on two (m, k) arrays is k gates for each row.
        - No signal passes more than ceil(log2(n)) gates, the fewest possible. Which
          bits are paired is up to you.
        - One bit is its own parity; no gate is needed. The answer may then be a view of
          bits, or a copy.
        - No Python work per row: a loop over levels or bits is fine. No argument is
          changed.
    """
    raise NotImplementedError


def unit_counts(n):
    """Count the units that parity of n bits takes in a deep and in a shallow network.

    Args:
        n: The number of bits, an int, at least 1.

    Returns:
        ``(deep, shallow)``, both ints: deep is the number of units in a tree of XOR
        gates of three units each; shallow is the number of hidden units when there is
        one hidden layer and each of its units recognises one pattern of n bits: one
        unit for every pattern with an odd number of ones.

    Rulings:
        - Exact for every n up to 200, so the answers are Python ints.
    """
    raise NotImplementedError


def describe_network(dims, config):
    """Count the parameters of a network; sort names into learned ones and chosen ones.

    Args:
        dims: List of L + 1 ints, the sizes of the input and of the L layers, L at least
            1.
        config: Dict from names (str) to anything: all that was written down about a
            training run.

    Returns:
        A dict with exactly these entries: "n_params", an int, how many numbers gradient
        descent adjusts in such a network; "learned", the set of those names in config
        that are parameters; "chosen", the set of all others.

    Rulings:
        - The parameters are named "W1" and "b1" in the first layer and so on up to the
          last, L. Every other name is something that somebody chose: a hyper-parameter.
        - The name decides, never the value. Layers beyond L do not occur in config.
        - n_params follows from dims alone, whatever config holds. config may be empty.
        - No argument is changed.
    """
    raise NotImplementedError
