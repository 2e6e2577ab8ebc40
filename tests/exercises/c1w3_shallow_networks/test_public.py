"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import math

import numpy as np
from grader.testing import assert_pure, assert_same, check


def small_network():
    """Return the network of the handout: two features, two hidden units."""
    return {
        "W1": np.array([[1.0, 0.0], [0.0, -1.0]]),
        "b1": np.array([0.0, math.atanh(0.5)]),
        "W2": np.array([[2.0], [4.0]]),
        "b2": np.array([-1.0]),
    }


def assert_entries(got, expected, what):
    """Require the arrays of a dict one by one, so that a message says which of them is wrong."""
    for key, value in expected.items():
        assert isinstance(got[key], np.ndarray), f"{what} {key} should be an array, but is a {type(got[key]).__name__}"
        shape = np.shape(value)
        assert got[key].shape == shape, f"{what} {key} should have shape {shape}, but has {got[key].shape}"
        found, wanted = (np.round(array, 4).tolist() for array in (got[key], value))
        assert np.allclose(got[key], value, rtol=1e-9, atol=1e-12), f"{what} {key} should be {wanted}, but is {found}"


@check("init_two_layer", weight=2)
def test_init_has_the_right_shapes(submission):
    """A network from 5 features to 3 hidden units and 1 output: W1 (5, 3), b1 (3,), W2 (3, 1), b2 (1,)."""
    P = submission.init_two_layer(5, 3, 1, np.random.default_rng(0))
    assert set(P) == {"W1", "b1", "W2", "b2"}, f"the keys should be W1, b1, W2 and b2, but are {sorted(P)}"
    for key, shape in {"W1": (5, 3), "b1": (3,), "W2": (3, 1), "b2": (1,)}.items():
        assert np.shape(P[key]) == shape, f"{key} should have shape {shape}, but has {np.shape(P[key])}"


@check("init_two_layer", weight=1)
def test_init_is_small_but_not_zero(submission):
    """No weight is 0 and none is far out, measured by the scale; the biases are zeros."""
    P = submission.init_two_layer(4, 3, 2, np.random.default_rng(1), 0.5)
    weights = np.concatenate([P["W1"].ravel(), P["W2"].ravel()])
    assert np.all(weights != 0), f"{np.sum(weights == 0)} weights are 0"
    largest = np.max(np.abs(weights))
    assert largest < 6 * 0.5, f"the scale is 0.5, but there is a weight of size {largest:.3g}"
    assert_entries(P, {"b1": np.zeros(3), "b2": np.zeros(2)}, "the bias")


@check("activation_pair", weight=1)
def test_smooth_activations_at_known_points(submission):
    """At log 3 the sigmoid is 3/4 with slope 3/16; at 0 tanh is 0 with slope 1; where tanh is 1/2, its slope is 3/4."""
    a, slope = submission.activation_pair(np.array([0.0, math.log(3)]), "sigmoid")
    assert_same(a, [0.5, 0.75])
    assert_same(slope, [0.25, 0.1875])
    a, slope = submission.activation_pair(np.array([0.0, math.atanh(0.5)]), "tanh")
    assert_same(a, [0.0, 0.5])
    assert_same(slope, [1.0, 0.75])


@check("activation_pair", weight=1)
def test_straight_activations_at_known_points(submission):
    """relu and leaky keep what is positive; below 0 the one gives 0 and the other a hundredth."""
    a, slope = submission.activation_pair(np.array([-2.0, 3.0]), "relu")
    assert_same(a, [0.0, 3.0])
    assert_same(slope, [0.0, 1.0])
    assert_pure(submission)
    a, slope = submission.activation_pair(np.array([-2.0, 3.0]), "leaky")
    assert_same(a, [-0.02, 3.0])
    assert_same(slope, [0.01, 1.0])
    assert_pure(submission)


@check("two_layer_forward", weight=2)
def test_forward_of_the_handouts_network(submission):
    """Hidden outputs (1/2, 1/2) give the logit 2/2 + 4/2 - 1 = 2; hidden outputs (0, 0) give -1."""
    X = np.array([[math.atanh(0.5), 0.0], [0.0, math.atanh(0.5)]])
    p, cache = submission.two_layer_forward(X, small_network())
    assert_same(cache["A1"], [[0.5, 0.5], [0.0, 0.0]])
    assert_same(cache["z2"], [2.0, -1.0])
    assert_same(p, [1 / (1 + math.exp(-2)), 1 / (1 + math.exp(1))])
    assert_pure(submission)


@check("two_layer_loss_grad", weight=2)
def test_gradients_of_one_example(submission):
    """One example with A1 = (1/2, 1/2), logit 2 and label 1: all four gradients follow from p - 1."""
    X, y = np.array([[math.atanh(0.5), 0.0]]), np.array([1])
    loss, grads = submission.two_layer_loss_grad(X, y, small_network())
    error = 1 / (1 + math.exp(-2)) - 1
    assert_same(loss, math.log(1 + math.exp(-2)))
    expected = {
        "b2": [error],
        "W2": [[error / 2], [error / 2]],
        "b1": [error * 2 * 0.75, error * 4 * 0.75],
        "W1": [[error * 1.5 * math.atanh(0.5), error * 3 * math.atanh(0.5)], [0.0, 0.0]],
    }
    assert_entries(grads, expected, "the gradient of")
    assert_pure(submission)


@check("two_layer_loss_grad", weight=1)
def test_gradients_of_one_example_shown_three_times(submission):
    """The loss is a mean, so one example shown three times has the loss and the gradients of showing it once."""
    X, y = np.array([[0.3, -0.5]]), np.array([0])
    loss, grads = submission.two_layer_loss_grad(X, y, small_network())
    again, thrice = submission.two_layer_loss_grad(np.tile(X, (3, 1)), np.tile(y, 3), small_network())
    assert math.isclose(again, loss), f"the loss is {loss:.6f} once and {again:.6f} three times"
    assert_entries(thrice, {key: grads[key] for key in ("W1", "b1", "W2", "b2")}, "three times, the gradient of")


@check("two_layer_loss_grad", weight=2)
def test_gradients_have_the_shapes_of_their_parameters(submission):
    """Whatever the number of examples, each gradient has the shape of its parameter, and the loss is one number."""
    P = {"W1": np.ones((3, 4)), "b1": np.ones(4), "W2": np.ones((4, 1)), "b2": np.ones(1)}
    loss, grads = submission.two_layer_loss_grad(np.ones((6, 3)), np.array([0, 1, 0, 1, 1, 1]), P)
    assert np.shape(loss) == (), f"the loss should be one number, but has shape {np.shape(loss)}"
    assert set(grads) == set(P), f"the keys should be {sorted(P)}, but are {sorted(grads)}"
    for key in P:
        shape = np.shape(grads[key])
        assert shape == P[key].shape, f"the gradient of {key} should have shape {P[key].shape}, but has {shape}"


@check("gradient_step", weight=2)
def test_step_by_hand(submission):
    """With lr = 1/2 a parameter of 3 with the gradient 4 becomes 1; all four parameters move, and P keeps its own."""
    P = {
        "W1": np.array([[3.0, 0.0]]),
        "b1": np.array([1.0, 2.0]),
        "W2": np.array([[1.0], [1.0]]),
        "b2": np.array([5.0]),
    }
    grads = {
        "W1": np.array([[4.0, -2.0]]),
        "b1": np.array([2.0, 0.0]),
        "W2": np.array([[2.0], [-2.0]]),
        "b2": np.array([1.0]),
    }
    new = submission.gradient_step(P, grads, 0.5)
    assert_entries(new, {"W1": [[1.0, 1.0]], "b1": [0.0, 2.0], "W2": [[0.0], [2.0]], "b2": [4.5]}, "the new")
    assert_pure(submission)


@check("fit_planar", weight=2)
def test_eight_units_learn_the_petals(submission):
    """After 1500 steps 8 hidden units call at least 88 % of the new points of petal_split(0) right."""
    train_X, train_y, test_X, test_y = submission.petal_split(0)
    P, _ = submission.fit_planar(train_X, train_y, 8, 1.0, 1500, np.random.default_rng(0))
    score = np.tanh(test_X @ P["W1"] + P["b1"]) @ P["W2"] + P["b2"]
    accuracy = np.mean((score[:, 0] >= 0) == test_y)
    assert accuracy >= 0.88, f"{accuracy:.1%} are called right"


@check("fit_planar", weight=2)
def test_fit_starts_at_log_2_and_the_loss_falls(submission):
    """losses is an array with one loss per step; small first weights make the first nearly log 2."""
    train_X, train_y, _, _ = submission.petal_split(1)
    _, losses = submission.fit_planar(train_X, train_y, 5, 1.0, 600, np.random.default_rng(3))
    assert isinstance(losses, np.ndarray), f"losses should be an array, but is a {type(losses).__name__}"
    assert losses.shape == (600,), f"losses should have shape (600,), one loss per step, but has {losses.shape}"
    assert abs(losses[0] - math.log(2)) < 0.02, f"the first loss should be nearly 0.693, but is {losses[0]:.4f}"
    assert losses[-1] < 0.9 * losses[0], f"the loss should fall, but goes from {losses[0]:.4f} to {losses[-1]:.4f}"
    assert_pure(submission)


@check("draw_history", weight=2)
def test_two_curves_on_axes_that_take_notes(submission):
    """A history of two losses becomes two lines over the epochs 1, 2, 3, which the legend calls by their names."""
    axes = submission.NotedAxes()
    history = {"train": [3.0, 2.0, 1.0], "dev": [4.0, 3.0, 3.0]}
    returned = submission.draw_history(axes, history)
    assert returned is not None, "None is returned, but the axes are asked for"
    curves = returned.curves()
    assert len(curves) == 2, f"there should be two lines on the axes, but there are {len(curves)}"
    for curve, (name, values) in zip(curves, history.items(), strict=True):
        called, x, y = curve["name"], np.asarray(curve["x"]).tolist(), np.asarray(curve["y"]).tolist()
        assert called is not None, f"the legend leaves out the line for {name!r}: it has no name, or there is no legend"
        assert called == name, f"the legend calls the line for {name!r} {called!r}"
        assert x == [1.0, 2.0, 3.0], f"the line {name!r} should run over the epochs 1, 2, 3, but its places are {x}"
        assert y == values, f"the line {name!r} should have the heights {values}, but has {y}"
    assert_pure(submission)


@check("gan_losses", weight=1)
def test_losses_of_the_handouts_pictures(submission):
    """Real logits 2 and 1, fakes -1, 0.5 and -3: the discriminator pays 0.6654, the generator 1.6120, as in the handout."""
    d_loss, g_loss = submission.gan_losses(np.array([2.0, 1.0]), np.array([-1.0, 0.5, -3.0]))
    assert abs(d_loss - 0.6654) < 1e-4, f"d_loss should be 0.6654, but is {d_loss:.4f}"
    assert abs(g_loss - 1.6120) < 1e-4, f"g_loss should be 1.6120, but is {g_loss:.4f}"


@check("gan_losses", weight=1)
def test_losses_of_a_discriminator_that_knows_nothing(submission):
    """Logits of 0 mean p = 1/2 for everything: the discriminator pays log 2 twice, the generator once."""
    d_loss, g_loss = submission.gan_losses(np.zeros(3), np.zeros(2))
    assert_same(d_loss, 2 * math.log(2))
    assert_same(g_loss, math.log(2))
    assert_pure(submission)


@check("pairwise_sq_dist", weight=2)
def test_distances_of_five_points(submission):
    """From (0, 0) to (3, 4) it is 25, from (1, 1) to (1, 2) it is 1, and so on: one row per point of A."""
    A, B = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[3.0, 4.0], [1.0, 2.0], [0.0, 0.0]])
    assert_same(submission.pairwise_sq_dist(A, B), [[25.0, 5.0, 0.0], [13.0, 1.0, 2.0]])
    assert_pure(submission)
