"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import math

import numpy as np
from grader.testing import assert_pure, assert_same, check


def small_network():
    """Return (X, y, params) of the handout's network: 2 inputs, 2 hidden units, 1 output."""
    X, y = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 2.0]]), np.array([1, 0, 1])
    hidden = {"W": np.array([[1.0, -1.0], [0.5, 1.0]]), "b": np.array([0.0, -0.5])}
    output = {"W": np.array([[2.0], [-1.0]]), "b": np.array([-1.0])}
    return X, y, [hidden, output]


def in_tuples(findings):
    """Return the findings of an audit with tuples throughout: lists would do as well."""
    return [(layer, name, tuple(expected), tuple(got)) for layer, name, expected, got in findings]


@check("audit_dims", weight=3)
def test_audit_of_the_handouts_network(submission):
    """In the handout's broken network the first weights and the last bias are found; the mended one is clean."""
    X = np.zeros((5, 3))
    broken = [{"W": np.zeros((4, 3)), "b": np.zeros(4)}, {"W": np.zeros((4, 1)), "b": np.zeros((1, 1))}]
    findings = in_tuples(submission.audit_dims([3, 4, 1], broken, X))
    expected = [(1, "W", (3, 4), (4, 3)), (2, "b", (1,), (1, 1))]
    assert findings == expected, f"the findings should be {expected}, but are {findings}"
    mended = [{"W": np.zeros((3, 4)), "b": np.zeros(4)}, {"W": np.zeros((4, 1)), "b": np.zeros(1)}]
    findings = in_tuples(submission.audit_dims([3, 4, 1], mended, X))
    assert findings == [], f"the mended network is clean, but the findings are {findings}"
    assert_pure(submission)


@check("init_deep", weight=1)
def test_start_has_the_right_shapes(submission):
    """dims = [3, 4, 1] gives two layers: weights (3, 4) and (4, 1), biases (4,) and (1,), which are zero."""
    params = submission.init_deep([3, 4, 1], np.random.default_rng(0))
    assert len(params) == 2, f"there should be 2 layers, but there are {len(params)}"
    for number, layer, n_in, n_out in zip((1, 2), params, (3, 4), (4, 1), strict=True):
        W, b = np.shape(layer["W"]), np.shape(layer["b"])
        assert W == (n_in, n_out), f"W of layer {number} should have shape {(n_in, n_out)}, but has {W}"
        assert b == (n_out,), f"b of layer {number} should have shape {(n_out,)}, but has {b}"
        assert np.all(layer["b"] == 0), f"the biases of layer {number} should be 0"


@check("init_deep", weight=1)
def test_start_spreads_by_one_over_the_root(submission):
    """dims = [400, 100, 1]: the weights of layer 1 spread by 1/20 and those of layer 2 by 1/10, give or take."""
    params = submission.init_deep([400, 100, 1], np.random.default_rng(1))
    for number, layer, n_in in zip((1, 2), params, (400, 100), strict=True):
        spread, wanted = float(np.std(layer["W"])), 1 / math.sqrt(n_in)
        # Of N draws the standard deviation errs by its 1 / sqrt(2 N)-th part; five of these are left to chance.
        tolerance = 5 * wanted / math.sqrt(2 * layer["W"].size)
        assert abs(spread - wanted) < tolerance, f"the weights of layer {number} spread by {spread:.4f}, not {wanted:.4f}"


@check("init_deep", weight=1)
def test_start_is_repeatable(submission):
    """The same seed gives the same parameters, in a dict with W and b for every layer."""
    one, other = (submission.init_deep([5, 4, 1], np.random.default_rng(3)) for _ in range(2))
    assert len(one) == len(other) == 2, f"there should be 2 layers, but there are {len(one)}"
    for number, layer, again in zip((1, 2), one, other, strict=True):
        assert sorted(layer) == ["W", "b"], f"layer {number} should hold W and b, but holds {sorted(layer)}"
        for name in ("W", "b"):
            same = np.array_equal(layer[name], again[name])
            assert same, f"{name} of layer {number} differs when the same seed is used again"


@check("dense_forward", weight=3)
def test_forward_of_the_handouts_layer(submission):
    """The handout's layer answers (5.5, 1) and (0, 1), and its cache holds A, W, Z and kind."""
    A = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 2.0]])
    layer = {"W": np.array([[1.0, -1.0], [2.0, 0.0], [0.0, 1.0]]), "b": np.array([0.5, -1.0])}
    out, cache = submission.dense_forward(A, layer, "relu")
    assert_same(out, [[5.5, 1.0], [0.0, 1.0]])
    assert_same(cache, {"A": A, "W": layer["W"], "Z": np.array([[5.5, 1.0], [-1.5, 1.0]]), "kind": "relu"})
    assert_pure(submission)


@check("dense_backward", weight=4)
def test_backward_of_the_handouts_layer(submission):
    """Through the handout's layer, dOut = (1, 2), (3, 4) becomes the dA, dW and db worked out there."""
    cache = {
        "A": np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 2.0]]),
        "W": np.array([[1.0, -1.0], [2.0, 0.0], [0.0, 1.0]]),
        "Z": np.array([[5.5, 1.0], [-1.5, 1.0]]),
        "kind": "relu",
    }
    dA, grad = submission.dense_backward(np.array([[1.0, 2.0], [3.0, 4.0]]), cache)
    assert_same(dA, [[-1.0, 2.0, 2.0], [-4.0, 0.0, 4.0]])
    assert_same(grad, {"W": [[1.0, 2.0], [2.0, 0.0], [3.0, 14.0]], "b": [1.0, 6.0]})
    assert_pure(submission)


@check("dense_backward", weight=1)
def test_backward_shapes_are_those_of_what_they_belong_to(submission):
    """dA has the shape of the input, the gradients those of weights and bias."""
    cache = {"A": np.ones((5, 2)), "W": np.ones((2, 3)), "Z": np.ones((5, 3)), "kind": "tanh"}
    dA, grad = submission.dense_backward(np.ones((5, 3)), cache)
    for name, got, shape in [("dA", dA, (5, 2)), ("W", grad["W"], (2, 3)), ("b", grad["b"], (3,))]:
        assert np.shape(got) == shape, f"{name} should have shape {shape}, but has {np.shape(got)}"


@check("deep_forward", weight=3)
def test_deep_forward_of_the_handouts_network(submission):
    """The handout's network gives its three examples the scores 1, -0.5 and 2.5."""
    X, _, params = small_network()
    p, caches = submission.deep_forward(X, params)
    assert_same(p, [1 / (1 + np.exp(-1)), 1 / (1 + np.exp(0.5)), 1 / (1 + np.exp(-2.5))])
    kinds = [cache["kind"] for cache in caches]
    assert kinds == ["relu", "sigmoid"], f"the caches, first layer first, should be relu and sigmoid, but are {kinds}"
    assert_pure(submission)


@check("deep_loss_grad", weight=3)
def test_gradients_of_the_handouts_network(submission):
    """Loss and gradients of the handout's network are those worked out there, to four digits."""
    X, y, params = small_network()
    loss, grads = submission.deep_loss_grad(X, y, params)
    assert_same(loss, 0.2887, atol=5e-5)
    assert len(grads) == 2, f"there should be 2 dicts of gradients, one per layer, but there are {len(grads)}"
    expected = [
        {"W": [[-0.2299, 0.0253], [0.1505, -0.0753]], "b": [0.0218, -0.1006]},
        {"W": [[-0.0773], [0.0503]], "b": [0.0109]},
    ]
    for number, grad, right in zip((1, 2), grads, expected, strict=True):
        for name, wanted in right.items():
            got, shape = grad[name], np.shape(wanted)
            where = f"the gradient of {name} in layer {number}"
            assert np.shape(got) == shape, f"{where} should have shape {shape}, but has {np.shape(got)}"
            assert np.allclose(got, wanted, rtol=0, atol=1e-4), f"{where} should be {wanted}, but is {np.round(got, 4).tolist()}"
    assert_pure(submission)


@check("deep_loss_grad", weight=1)
def test_gradients_are_built_like_the_parameters(submission):
    """There is one gradient per layer, first layer first, each with the shapes of its weights and bias."""
    X, y, params = small_network()
    wide = [{"W": np.ones((2, 3)), "b": np.zeros(3)}, {"W": np.ones((3, 2)), "b": np.zeros(2)}, params[1]]
    _, grads = submission.deep_loss_grad(X, y, wide)
    assert len(grads) == 3, f"there should be 3 dicts of gradients, one per layer, but there are {len(grads)}"
    for number, grad, layer in zip((1, 2, 3), grads, wide, strict=True):
        for name in ("W", "b"):
            got, shape = np.shape(grad[name]), layer[name].shape
            assert got == shape, f"the gradient of {name} in layer {number} should have shape {shape}, but has {got}"


@check("fit_deep", weight=2.5)
def test_spirals_are_told_apart(submission):
    """At least 95 % of the new points of spiral_split(0) are called right: this is how the grader measures, too."""
    train_X, train_y, test_X, test_y = submission.spiral_split(0)
    params, _ = submission.fit_deep(train_X, train_y, [2, 24, 16, 1], 0.5, 500, np.random.default_rng(0))
    p, _ = submission.deep_forward(test_X, params)
    accuracy = np.mean((p >= 0.5) == test_y)
    assert accuracy >= 0.95, f"the network that fit_deep has trained calls {accuracy:.1%} right; deep_forward only asks it"


@check("fit_deep", weight=0.5)
def test_losses_is_an_array_with_one_loss_per_step(submission):
    """losses is an array with one entry per step, and training makes it fall."""
    X, y = np.array([[1.0], [-1.0], [2.0]]), np.array([1, 0, 1])
    _, losses = submission.fit_deep(X, y, [1, 1], 0.1, 20, np.random.default_rng(0))
    assert isinstance(losses, np.ndarray), f"losses should be an array, but is a {type(losses).__name__}"
    assert losses.shape == (20,), f"losses should have shape (20,), one loss per step, but has {losses.shape}"
    assert losses[-1] < losses[0], f"the loss should fall, but goes from {losses[0]:.4f} to {losses[-1]:.4f}"
    assert_pure(submission)


@check("parity_tree", weight=1.5)
def test_parity_of_seven_rows(submission):
    """1 1 0 1 1 has four ones, 0 0 0 0 0 has none; a single one is odd wherever it stands."""
    bits = np.vstack([[1, 1, 0, 1, 1], [0, 0, 0, 0, 0], np.eye(5, dtype=int)])
    parity = submission.parity_tree(bits)
    assert np.shape(parity) == (7,), f"there should be one answer per row, shape (7,), but the shape is {np.shape(parity)}"
    for row, odd, answer in zip(bits.tolist(), [0, 0, 1, 1, 1, 1, 1], parity.tolist(), strict=True):
        assert answer == odd, f"the parity of the row {row} should be {odd}, but is {answer}"
    assert_same(parity, [0, 0, 1, 1, 1, 1, 1])
    assert_pure(submission)


@check("unit_counts", weight=0.5)
def test_units_for_three_bits(submission):
    """Three bits take two gates of three units, or one unit for each of the patterns 001, 010, 100, 111."""
    assert_same(submission.unit_counts(3), (6, 4))


@check("describe_network", weight=1.5)
def test_description_of_a_small_network(submission):
    """A network of 3 inputs, 4 hidden units and 1 output has 16 + 5 parameters."""
    described = submission.describe_network([3, 4, 1], {"W1": None, "b1": None, "lr": 0.1, "steps": 500, "W2": None})
    assert_same(described, {"n_params": 21, "learned": {"W1", "b1", "W2"}, "chosen": {"lr", "steps"}})
    assert_pure(submission)
