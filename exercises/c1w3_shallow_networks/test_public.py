"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import math

import numpy as np
from grader.testing import assert_same, check


def small_network():
    """Return the network of the handout: two features, two hidden units."""
    return {
        "W1": np.array([[1.0, 0.0], [0.0, -1.0]]),
        "b1": np.array([0.0, math.atanh(0.5)]),
        "W2": np.array([[2.0], [4.0]]),
        "b2": np.array([-1.0]),
    }


@check("init_two_layer", weight=2)
def test_init_has_the_right_shapes(submission):
    """A network from 5 features to 3 hidden units and 1 output: W1 (5, 3), b1 (3,), W2 (3, 1), b2 (1,)."""
    P = submission.init_two_layer(5, 3, 1, np.random.default_rng(0))
    assert set(P) == {"W1", "b1", "W2", "b2"}
    assert P["W1"].shape == (5, 3)
    assert P["b1"].shape == (3,)
    assert P["W2"].shape == (3, 1)
    assert P["b2"].shape == (1,)


@check("init_two_layer", weight=1)
def test_init_is_small_but_not_zero(submission):
    """No weight is 0 and none is far out, measured by the scale; the biases are zeros."""
    P = submission.init_two_layer(4, 3, 2, np.random.default_rng(1), 0.5)
    weights = np.concatenate([P["W1"].ravel(), P["W2"].ravel()])
    assert np.all(weights != 0)
    assert np.max(np.abs(weights)) < 6 * 0.5
    assert_same(P["b1"], [0.0, 0.0, 0.0])
    assert_same(P["b2"], [0.0, 0.0])


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
    a, slope = submission.activation_pair(np.array([-2.0, 3.0]), "leaky")
    assert_same(a, [-0.02, 3.0])
    assert_same(slope, [0.01, 1.0])


@check("two_layer_forward", weight=2)
def test_forward_of_the_handouts_network(submission):
    """Hidden outputs (1/2, 1/2) give the logit 2/2 + 4/2 - 1 = 2; hidden outputs (0, 0) give -1."""
    X = np.array([[math.atanh(0.5), 0.0], [0.0, math.atanh(0.5)]])
    p, cache = submission.two_layer_forward(X, small_network())
    assert_same(cache["A1"], [[0.5, 0.5], [0.0, 0.0]])
    assert_same(cache["z2"], [2.0, -1.0])
    assert_same(p, [1 / (1 + math.exp(-2)), 1 / (1 + math.exp(1))])


@check("two_layer_loss_grad", weight=3)
def test_gradients_of_one_example(submission):
    """One example with A1 = (1/2, 1/2), logit 2 and label 1: all four gradients follow from p - 1."""
    X, y = np.array([[math.atanh(0.5), 0.0]]), np.array([1])
    loss, grads = submission.two_layer_loss_grad(X, y, small_network())
    error = 1 / (1 + math.exp(-2)) - 1
    assert_same(loss, math.log(1 + math.exp(-2)))
    assert_same(grads["b2"], [error])
    assert_same(grads["W2"], [[error / 2], [error / 2]])
    assert_same(grads["b1"], [error * 2 * 0.75, error * 4 * 0.75])
    assert_same(grads["W1"], [[error * 1.5 * math.atanh(0.5), error * 3 * math.atanh(0.5)], [0.0, 0.0]])


@check("two_layer_loss_grad", weight=2)
def test_gradients_have_the_shapes_of_their_parameters(submission):
    """Whatever the number of examples, each gradient has the shape of its parameter, and the loss is one number."""
    P = {"W1": np.ones((3, 4)), "b1": np.ones(4), "W2": np.ones((4, 1)), "b2": np.ones(1)}
    loss, grads = submission.two_layer_loss_grad(np.ones((6, 3)), np.array([0, 1, 0, 1, 1, 1]), P)
    assert np.shape(loss) == ()
    assert set(grads) == set(P)
    for key in P:
        assert grads[key].shape == P[key].shape, f"{key} has the gradient's shape {grads[key].shape}"


@check("gradient_step", weight=2)
def test_step_by_hand(submission):
    """With lr = 1/2 a parameter of 3 with the gradient 4 becomes 1; all four parameters move."""
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
    assert_same(new["W1"], [[1.0, 1.0]])
    assert_same(new["b1"], [0.0, 2.0])
    assert_same(new["W2"], [[0.0], [2.0]])
    assert_same(new["b2"], [4.5])


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
    assert isinstance(losses, np.ndarray)
    assert losses.shape == (600,)
    assert abs(losses[0] - math.log(2)) < 0.02
    assert losses[-1] < 0.9 * losses[0]


@check("draw_history", weight=2)
def test_two_curves_on_axes_that_take_notes(submission):
    """A history of two losses becomes two lines over the epochs 1, 2, 3, which the legend calls by their names."""
    axes = submission.NotedAxes()
    train, dev = submission.draw_history(axes, {"train": [3.0, 2.0, 1.0], "dev": [4.0, 3.0, 3.0]}).curves()
    assert train["name"] == "train"
    assert dev["name"] == "dev"
    assert_same(train["x"], [1.0, 2.0, 3.0])
    assert_same(train["y"], [3.0, 2.0, 1.0])
    assert_same(dev["x"], [1.0, 2.0, 3.0])
    assert_same(dev["y"], [4.0, 3.0, 3.0])


@check("gan_losses", weight=2)
def test_losses_of_a_discriminator_that_knows_nothing(submission):
    """Logits of 0 mean p = 1/2 for everything: the discriminator pays log 2 twice, the generator once."""
    d_loss, g_loss = submission.gan_losses(np.zeros(3), np.zeros(2))
    assert_same(d_loss, 2 * math.log(2))
    assert_same(g_loss, math.log(2))


@check("pairwise_sq_dist", weight=2)
def test_distances_of_five_points(submission):
    """From (0, 0) to (3, 4) it is 25, from (1, 1) to (1, 2) it is 1, and so on: one row per point of A."""
    A, B = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[3.0, 4.0], [1.0, 2.0], [0.0, 0.0]])
    assert_same(submission.pairwise_sq_dist(A, B), [[25.0, 5.0, 0.0], [13.0, 1.0, 2.0]])
