"""Hidden checks of the week: properties first, then agreement with the reference on fresh draws."""

import math

import numpy as np
from grader.testing import assert_gradient, assert_pure, assert_raises, assert_same, assert_vectorised, check

KEYS = ("W1", "b1", "W2", "b2")


def labels(rng, m):
    """Return (m,) ints in which 0 and 1 both occur as soon as m is 2."""
    return rng.permutation(np.resize([0, 1], m))


def network(rng, n_x, n_h, n_y=1):
    """Return a network whose hidden units are busy and whose biases are not zero."""
    shapes = {"W1": (n_x, n_h), "b1": (n_h,), "W2": (n_h, n_y), "b2": (n_y,)}
    return {key: 0.7 * rng.normal(size=shape) for key, shape in shapes.items()}


def examples(rng, m, n_x, n_h):
    """Return (X, y, P)."""
    return rng.normal(size=(m, n_x)), labels(rng, m), network(rng, n_x, n_h)


def seed_of(rng):
    """Return a seed; equal seeds make equal generators, however often one is handed over."""
    return int(rng.integers(10**9))


# ---------------------------------------------------------------- init_two_layer: public 3, hidden 7


@check("init_two_layer", weight=1.5)
def test_init_shapes_for_any_sizes(submission, rng):
    """Shapes, dtypes and names are right for any numbers of inputs, hidden units and outputs, one of each too."""
    for n_x, n_h, n_y in [(1, 1, 1), (4, 4, 4), (2, 5, 3), (7, 2, 1)]:
        P = submission.init_two_layer(n_x, n_h, n_y, np.random.default_rng(seed_of(rng)))
        assert isinstance(P, dict), "the network is not a dict"
        assert set(P) == set(KEYS), "the names are others than W1, b1, W2 and b2"
        shapes = {"W1": (n_x, n_h), "b1": (n_h,), "W2": (n_h, n_y), "b2": (n_y,)}
        for key in KEYS:
            assert isinstance(P[key], np.ndarray), "an entry is not an array"
            assert P[key].shape == shapes[key], "an array has another shape than the specification says"
            assert P[key].dtype == np.float64, "an array is not of float64"


@check("init_two_layer", weight=2)
def test_init_weights_are_normal(submission, rng):
    """The weights of both layers are normal with mean 0 and the standard deviation asked for, 0.01 unless told."""
    for scale in (None, 0.3):
        given = () if scale is None else (scale,)
        P = submission.init_two_layer(200, 150, 180, np.random.default_rng(seed_of(rng)), *given)
        for key in ("W1", "W2"):
            w = P[key].ravel() / (scale or 0.01)
            # Five standard errors of the mean, of the spread, and of the share beyond two standard deviations.
            submission.note(f"mean {key}", round(float(w.mean()), 1))
            submission.note(f"std {key}", float(f"{w.std():.1g}"))
            assert abs(w.mean()) < 5 / math.sqrt(w.size), "the weights of a layer do not have the mean 0"
            assert abs(w.std() - 1) < 5 / math.sqrt(2 * w.size), "the weights of a layer do not spread as asked"
            tails = 0.0455
            assert abs(np.mean(np.abs(w) > 2) - tails) < 5 * math.sqrt(tails / w.size), "they are not normal"


@check("init_two_layer", weight=1)
def test_init_biases_are_zero(submission, rng):
    """All biases are zero, and no weight is."""
    P = submission.init_two_layer(6, 5, 4, np.random.default_rng(seed_of(rng)), 0.5)
    for key in ("b1", "b2"):
        assert np.all(P[key] == 0), "a bias is not zero"
    for key in ("W1", "W2"):
        assert np.all(P[key] != 0), "a weight is zero"


@check("init_two_layer", weight=1.5)
def test_init_makes_no_clones(submission, rng):
    """Every weight is drawn by itself: no two hidden units are alike, nor do the layers repeat each other."""
    P = submission.init_two_layer(30, 30, 30, np.random.default_rng(seed_of(rng)))
    for key in ("W1", "W2"):
        assert len(np.unique(P[key])) == P[key].size, "some weights of a layer are equal"
    both = np.intersect1d(P["W1"], P["W2"])
    assert both.size == 0, "the second layer repeats numbers of the first"


@check("init_two_layer", weight=1)
def test_init_draws_from_the_generator_it_was_given(submission, rng):
    """The same seed gives the same network, another seed another one."""
    seed = seed_of(rng)
    one, same, other = (submission.init_two_layer(3, 4, 2, np.random.default_rng(s)) for s in (seed, seed, seed + 1))
    for key in ("W1", "W2"):
        assert np.array_equal(one[key], same[key]), "the same seed gives different weights"
        assert not np.any(one[key] == other[key]), "another seed gives the same weights"


# ---------------------------------------------------------------- activation_pair: public 2, hidden 6


@check("activation_pair", weight=1)
def test_smooth_activations_match_their_definitions(agree, rng):
    """sigmoid and tanh and their slopes match their definitions, for arrays of one, two and three dimensions."""
    shapes = [(1,), (9,), (4, 3), (2, 3, 4)]
    agree.each("activation_pair", [(2 * rng.normal(size=s), kind) for s in shapes for kind in ("sigmoid", "tanh")])


@check("activation_pair", weight=1)
def test_straight_activations_match_their_definitions(agree, rng):
    """relu and leaky and their slopes match their definitions, for arrays of one, two and three dimensions."""
    shapes = [(1,), (9,), (4, 3), (2, 3, 4)]
    agree.each("activation_pair", [(2 * rng.normal(size=s), kind) for s in shapes for kind in ("relu", "leaky")])


@check("activation_pair", weight=1)
def test_slopes_are_those_of_the_values(submission, rng):
    """Each slope is how fast the value that you return moves with z."""
    z = rng.permutation([-1, -1, 1, 1, 1]) * rng.uniform(0.2, 2.5, size=5)  # at a distance from the bend
    for kind in ("sigmoid", "tanh", "relu", "leaky"):
        _, slope = submission.activation_pair(z, kind)
        assert_gradient(lambda moved, kind=kind: np.sum(submission.activation_pair(moved, kind)[0]), z, slope)


@check("activation_pair", weight=1)
def test_slopes_at_zero(submission):
    """At z = 0 the slope of relu is 0, that of leaky 0.01; both values are 0 there."""
    for kind, left in (("relu", 0.0), ("leaky", 0.01)):
        a, slope = submission.activation_pair(np.array([0.0, 1.0]), kind)
        assert_same(a, [0.0, 1.0])
        assert_same(slope, [left, 1.0])


@check("activation_pair", weight=0.5)
def test_activations_are_right_far_out(submission, rng):
    """Far out on either side all values and slopes are finite and right."""
    far = float(rng.uniform(750, 1000))
    z = np.array([-far, far])
    expected = {
        "sigmoid": ([0.0, 1.0], [0.0, 0.0]),
        "tanh": ([-1.0, 1.0], [0.0, 0.0]),
        "relu": ([0.0, far], [0.0, 1.0]),
        "leaky": ([-0.01 * far, far], [0.01, 1.0]),
    }
    for kind, (values, slopes) in expected.items():
        a, slope = submission.activation_pair(z, kind)
        assert_same(a, values)
        assert_same(slope, slopes)


@check("activation_pair", weight=0.5)
def test_activations_of_whole_numbers(agree, rng):
    """An array of ints gives the same floats as the numbers it stands for."""
    z = rng.permutation(np.arange(-4, 5))
    agree.each("activation_pair", [(z, kind) for kind in ("sigmoid", "tanh", "relu", "leaky")])


@check("activation_pair", weight=0.5)
def test_unknown_activations_are_refused(submission, rng):
    """A kind that is none of the four raises ValueError."""
    z = rng.normal(size=3)
    for kind in ("softplus", "Tanh", ""):
        assert_raises(ValueError, submission.activation_pair, z, kind)


@check("activation_pair", weight=0.5)
def test_activations_take_all_numbers_at_once(agree, rng):
    """The work in Python does not grow with the number of entries, and z is not changed."""
    for kind in ("tanh", "leaky"):
        agree.vectorised("activation_pair", (rng.normal(size=4), kind), (rng.normal(size=400), kind))


# ---------------------------------------------------------------- two_layer_forward: public 2, hidden 8


@check("two_layer_forward", weight=3)
def test_forward_matches_its_definition(agree, rng):
    """Probabilities and cache match their definition for many shapes, one example and one hidden unit too."""
    sizes = [(5, 3, 4), (4, 4, 4), (1, 2, 3), (1, 1, 1), (30, 2, 8), (3, 5, 1)]
    agree.each("two_layer_forward", [(X, P) for X, _, P in (examples(rng, *size) for size in sizes)])


@check("two_layer_forward", weight=1.5)
def test_forward_does_not_care_about_the_order_of_hidden_units(submission, rng):
    """With the hidden units in another order the answers are the same, and the columns of A1 move along."""
    X, _, P = examples(rng, 6, 3, 5)
    order = rng.permutation(5)
    moved = {"W1": P["W1"][:, order], "b1": P["b1"][order], "W2": P["W2"][order], "b2": P["b2"]}
    p, cache = submission.two_layer_forward(X, P)
    again, other = submission.two_layer_forward(X, moved)
    assert np.std(p) > 0, "the answer does not depend on the example"
    assert_same(again, p)
    assert_same(other["A1"], cache["A1"][:, order])


@check("two_layer_forward", weight=1)
def test_forward_has_tanh_inside_and_a_sigmoid_outside(submission, rng):
    """Turning all signs of W1 and b1 turns the signs of A1; turning W2 and b2 turns p into 1 - p."""
    X, _, P = examples(rng, 7, 2, 4)
    p, cache = submission.two_layer_forward(X, P)
    _, inside = submission.two_layer_forward(X, {**P, "W1": -P["W1"], "b1": -P["b1"]})
    assert_same(inside["A1"], -cache["A1"])
    turned, outside = submission.two_layer_forward(X, {**P, "W2": -P["W2"], "b2": -P["b2"]})
    assert_same(turned, 1 - p)
    assert_same(outside["z2"], -cache["z2"])


@check("two_layer_forward", weight=1.5)
def test_forward_judges_every_example_by_itself(submission, rng):
    """An example gets the same answer alone as in company."""
    X, _, P = examples(rng, 4, 3, 2)
    p, _ = submission.two_layer_forward(X, P)
    for i in range(4):
        alone, _ = submission.two_layer_forward(X[i : i + 1], P)
        assert_same(alone, p[i : i + 1])


@check("two_layer_forward", weight=1)
def test_forward_takes_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples, and no argument is changed."""
    P = network(rng, 3, 4)
    agree.vectorised("two_layer_forward", (rng.normal(size=(4, 3)), P), (rng.normal(size=(400, 3)), P))


# ---------------------------------------------------------------- two_layer_loss_grad: public 5, hidden 15


def slope_check(submission, X, y, P, key):
    """Hold one gradient against small steps of the loss that goes with it."""
    loss, grads = submission.two_layer_loss_grad(X, y, P)
    assert np.isfinite(loss), "the loss is not finite"
    assert_gradient(lambda moved: submission.two_layer_loss_grad(X, y, {**P, key: moved})[0], P[key], grads[key])


@check("two_layer_loss_grad", weight=1.5)
def test_loss_matches_its_definition(submission, solution, rng):
    """The loss is the mean cross-entropy of the network's answers, for many examples and for one."""
    for m in (9, 1, 4):
        X, y, P = examples(rng, m, 3, 4)
        loss, _ = submission.two_layer_loss_grad(X, y, P)
        assert_same(loss, solution.two_layer_loss_grad(X, y, P)[0])


@check("two_layer_loss_grad", weight=1.5)
def test_second_weights_gradient_is_the_slope(submission, rng):
    """The gradient of W2 is the slope of your loss along W2."""
    slope_check(submission, *examples(rng, 5, 3, 4), "W2")


@check("two_layer_loss_grad", weight=1.5)
def test_second_bias_gradient_is_the_slope(submission, rng):
    """The gradient of b2 is the slope of your loss along b2."""
    slope_check(submission, *examples(rng, 5, 3, 4), "b2")


@check("two_layer_loss_grad", weight=2)
def test_first_weights_gradient_is_the_slope(submission, rng):
    """The gradient of W1 is the slope of your loss along W1."""
    slope_check(submission, *examples(rng, 5, 3, 4), "W1")


@check("two_layer_loss_grad", weight=2)
def test_first_bias_gradient_is_the_slope(submission, rng):
    """The gradient of b1 is the slope of your loss along b1."""
    slope_check(submission, *examples(rng, 5, 3, 4), "b1")


@check("two_layer_loss_grad", weight=2.5)
def test_gradients_match_their_definition_at_any_size(agree, rng):
    """Loss and gradients match their definition for many sizes: square, one example, one feature, one hidden unit."""
    sizes = [(5, 3, 4), (4, 1, 4), (4, 4, 4), (1, 2, 3), (6, 2, 1), (40, 2, 8)]
    agree.each("two_layer_loss_grad", [examples(rng, *size) for size in sizes])


@check("two_layer_loss_grad", weight=1)
def test_gradients_are_those_of_a_mean(submission, rng):
    """Repeating all examples twice changes neither the loss nor any gradient; labels may be floats."""
    X, y, P = examples(rng, 5, 2, 3)
    loss, grads = submission.two_layer_loss_grad(X, y, P)
    again, twice = submission.two_layer_loss_grad(np.vstack([X, X]), np.concatenate([y, y]).astype(float), P)
    assert_same(again, loss)
    for key in KEYS:
        assert_same(twice[key], grads[key])


@check("two_layer_loss_grad", weight=1)
def test_gradients_of_a_confident_network(agree, rng):
    """Logits in the hundreds give the right loss and gradients, finite ones, for right and wrong answers."""
    X, _, P = examples(rng, 6, 3, 4)
    for sign in (1, -1):
        P = {**P, "W2": 5 * P["W2"], "b2": np.array([sign * rng.uniform(700, 800)])}
        agree("two_layer_loss_grad", X, np.array([0, 1, 1, 0, 1, 0]), P)


@check("two_layer_loss_grad", weight=2)
def test_gradients_take_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples, and no argument is changed."""
    agree.vectorised("two_layer_loss_grad", examples(rng, 4, 3, 2), examples(rng, 400, 3, 2))


# ---------------------------------------------------------------- gradient_step: public 2, hidden 6


@check("gradient_step", weight=2)
def test_step_matches_its_definition(agree, rng):
    """Every parameter moves by minus lr times its gradient, for networks of any size and any learning rate."""
    sizes = [(3, 4, 1), (2, 2, 2), (1, 1, 1)]
    steps = [(network(rng, *size), network(rng, *size), float(rng.uniform(0.1, 2))) for size in sizes]
    agree.each("gradient_step", steps)


@check("gradient_step", weight=1.5)
def test_step_leaves_its_arguments_alone(submission, rng):
    """The step is taken, and neither P nor grads nor any array in them is changed."""
    P, grads = network(rng, 3, 2), network(rng, 3, 2)
    new = submission.gradient_step(P, grads, 0.5)
    assert_pure(submission)
    for key in KEYS:
        assert_same(new[key], P[key] - 0.5 * grads[key])


@check("gradient_step", weight=1)
def test_step_goes_downhill(submission, solution, rng):
    """A small step along the gradients of a loss makes that loss smaller."""
    X, y, P = examples(rng, 8, 2, 3)
    loss, grads = solution.two_layer_loss_grad(X, y, P)
    moved = submission.gradient_step(P, grads, 1e-3)
    assert solution.two_layer_loss_grad(X, y, moved)[0] < loss, "the loss does not become smaller"


@check("gradient_step", weight=1)
def test_step_of_length_zero(agree, rng):
    """With lr = 0 the parameters are as before."""
    agree("gradient_step", network(rng, 2, 3), network(rng, 2, 3), 0.0)


@check("gradient_step", weight=0.5)
def test_step_makes_new_arrays(submission, rng):
    """A new dict is returned, and its arrays share no memory with what was handed in, not even where lr is 0."""
    for lr in (0.3, 0.0):
        same, shared = submission.probes.shared_memory(network(rng, 2, 3), network(rng, 2, 3), lr)
        assert not same, "the dict that was handed in is handed back"
        assert set(shared) == set(KEYS), "some parameters are missing"
        assert not any(shared.values()), "a new array shares memory with an old one"


# ---------------------------------------------------------------- fit_planar: public 4, hidden 12


def first_network(submission, X, y, n_h, seed):
    """Return the network that a fit begins with: one step that is too short to be seen."""
    return submission.fit_planar(X, y, n_h, 1e-12, 1, np.random.default_rng(seed))[0]


def descended(solution, X, y, P, lr, steps):
    """Return (P, losses) after gradient descent from a network."""
    losses = []
    for _ in range(steps):
        loss, grads = solution.two_layer_loss_grad(X, y, P)
        losses.append(loss)
        P = {key: P[key] - lr * grads[key] for key in KEYS}
    return P, np.array(losses)


FITS = [(9, 2, 5, 12), (6, 3, 2, 5), (1, 2, 3, 2)]
"""Examples, features, hidden units and steps."""


@check("fit_planar", weight=2.5)
def test_fit_ends_where_gradient_descent_ends(submission, solution, rng):
    """From the network it begins with, every number of steps leads where gradient descent leads."""
    for m, n_x, n_h, steps in FITS:
        X, y, seed = 2 * rng.normal(size=(m, n_x)), labels(rng, m), seed_of(rng)
        start = first_network(submission, X, y, n_h, seed)
        P, _ = submission.fit_planar(X, y, n_h, 2.0, steps, np.random.default_rng(seed))
        expected, _ = descended(solution, X, y, start, 2.0, steps)
        for key in KEYS:
            assert_same(P[key], expected[key], rtol=1e-6, atol=1e-9)


@check("fit_planar", weight=2)
def test_fit_records_the_loss_before_each_update(submission, solution, rng):
    """losses[k] is the loss at the point where update k begins."""
    for m, n_x, n_h, steps in FITS:
        X, y, seed = 2 * rng.normal(size=(m, n_x)), labels(rng, m), seed_of(rng)
        start = first_network(submission, X, y, n_h, seed)
        _, losses = submission.fit_planar(X, y, n_h, 2.0, steps, np.random.default_rng(seed))
        assert_same(losses, descended(solution, X, y, start, 2.0, steps)[1], rtol=1e-6)


@check("fit_planar", weight=2)
def test_fit_begins_with_small_normal_weights(submission, rng):
    """The network it begins with has the width asked for, zero biases, and normal weights of the right spread."""
    X, y = rng.normal(size=(4, 40)), labels(rng, 4)
    P = first_network(submission, X, y, 300, seed_of(rng))
    shapes = {"W1": (40, 300), "b1": (300,), "W2": (300, 1), "b2": (1,)}
    assert all(P[key].shape == shapes[key] for key in KEYS), "the network has another shape than it should"
    for key in ("b1", "b2"):
        assert np.max(np.abs(P[key])) < 1e-9, "a bias does not begin at zero"
    for key in ("W1", "W2"):
        w = P[key].ravel() / 0.01
        assert abs(w.mean()) < 5 / math.sqrt(w.size), "the first weights do not have the mean 0"
        assert abs(w.std() - 1) < 5 / math.sqrt(2 * w.size), "the first weights do not spread as they should"


@check("fit_planar", weight=1)
def test_fit_draws_from_the_generator_it_was_given(submission, rng):
    """The same seed gives the same network, another seed another one."""
    X, y, seed = rng.normal(size=(7, 2)), labels(rng, 7), seed_of(rng)
    one, same, other = (
        submission.fit_planar(X, y, 4, 0.5, 3, np.random.default_rng(s))[0] for s in (seed, seed, seed + 1)
    )
    for key in ("W1", "W2"):
        assert np.array_equal(one[key], same[key]), "the same seed gives different networks"
        assert not np.any(one[key] == other[key]), "another seed gives the same network"


@check("fit_planar", weight=2.5)
def test_fit_learns_the_petals(submission, solution, rng):
    """On two of three fresh flowers, 8 units halve the loss and call at least 88 % of 400 new points right."""
    good = 0
    for tried in range(3):
        train_X, train_y, test_X, test_y = solution.petal_split(seed_of(rng))
        P, losses = submission.fit_planar(train_X, train_y, 8, 1.0, 1500, np.random.default_rng(seed_of(rng)))
        assert len(losses) == 1500, "there are more or fewer losses than steps"
        score = np.tanh(test_X @ P["W1"] + P["b1"]) @ P["W2"] + P["b2"]
        # Right answers reached 91.7 % and more in twenty draws; a straight line, or no slope of tanh, at most 58 %.
        good += np.mean((score[:, 0] >= 0) == test_y) >= 0.88 and losses[-1] < losses[0] / 2
        if good == 2 or tried - good == 1:  # decided
            break
    assert good >= 2, "too many new points are called wrong, or the loss falls too little"


@check("fit_planar", weight=1)
def test_fit_takes_all_examples_at_once(submission, rng):
    """The work in Python does not grow with the number of examples, and no argument is changed."""
    few, many = (
        (rng.normal(size=(m, 3)), labels(rng, m), 2, 0.1, 3, np.random.default_rng(seed_of(rng))) for m in (4, 400)
    )
    P, losses = submission.fit_planar(*many)
    assert_pure(submission)
    assert P["W1"].shape == (3, 2), "the network has another shape than it should"
    assert abs(losses[0] - math.log(2)) < 0.01, "the first loss is not that of small weights"
    assert_vectorised(submission, "fit_planar", few, many)


@check("fit_planar", weight=1)
def test_fit_changes_neither_points_nor_labels(submission, rng):
    """The fit has all its parts, float64 throughout, and neither X nor y is changed."""
    X, y = rng.normal(size=(6, 2)), labels(rng, 6)
    P, losses = submission.fit_planar(X, y, 3, 0.5, 4, np.random.default_rng(seed_of(rng)))
    assert_pure(submission)
    assert isinstance(losses, np.ndarray), "losses is not an array"
    assert losses.dtype == np.float64, "losses is not of float64"
    assert losses.shape == (4,), "there is not one loss per step"
    assert set(P) == set(KEYS), "some parameters are missing, or there are others"
    assert all(P[key].dtype == np.float64 for key in KEYS), "a parameter is not of float64"


# ---------------------------------------------------------------- draw_history: public 2, hidden 6


def history_of(rng, **lengths):
    """Return a history: values for each name, as many as asked."""
    return {name: rng.normal(size=length).tolist() for name, length in lengths.items()}


@check("draw_history", weight=2)
def test_every_name_has_its_line(submission, rng):
    """Every quantity has one line with its values, over the epochs from 1 on, in the order of the history."""
    for history in (
        history_of(rng, loss=4),
        history_of(rng, b=3, a=3, c=3),
        history_of(rng, train=6, dev=2),
        {"accuracy": rng.random(5)},
        history_of(rng, only=1),
    ):
        curves = submission.probes.drawn(history)["curves"]
        assert len(curves) == len(history), "there is not exactly one line per quantity"
        for curve, values in zip(curves, history.values(), strict=True):
            assert len(curve["x"]) == len(values), "a line has not one point per epoch"
            assert_same(curve["x"], np.arange(1.0, len(values) + 1))
            assert_same(curve["y"], np.asarray(values))


@check("draw_history", weight=1.5)
def test_the_legend_names_every_line(submission, rng):
    """There is a legend, and it calls every line by its name, also where there is one line only."""
    for history in (history_of(rng, loss=3), history_of(rng, z=2, y=2, x=4)):
        found = submission.probes.drawn(history)
        names = [curve["name"] for curve in found["curves"]]
        assert found["legend"], "there is no legend"
        assert None not in names, "the legend leaves out a line"
        assert names == list(history), "the legend calls a line by another name, or lines are missing"


@check("draw_history", weight=1)
def test_both_axes_have_a_label(submission, rng):
    """Both axes have a label."""
    across, up = submission.probes.drawn(history_of(rng, loss=3))["labelled"]
    assert across, "the horizontal axis has no label"
    assert up, "the vertical axis has no label"


@check("draw_history", weight=0.75)
def test_drawing_happens_on_the_axes_alone(submission, rng):
    """The axes are returned, what was on them stays, and nothing is drawn, made, shown or saved elsewhere."""
    before = rng.normal(size=(2, 3))
    found = submission.probes.drawn(history_of(rng, loss=3, error=3), [tuple(before)])
    assert not found["elsewhere"], "pyplot is called, but the axes are all there is to draw on"
    assert len(found["curves"]) == 3, "what was on the axes is gone, or lines are missing"
    assert_same(found["curves"][0]["x"], before[0])
    assert_same(found["curves"][0]["y"], before[1])
    assert found["returned"], "the axes are not returned"


@check("draw_history", weight=0.75)
def test_drawing_leaves_the_history_alone(submission, rng):
    """The history is drawn and not changed."""
    found = submission.probes.drawn(history_of(rng, loss=3, error=4))
    assert_pure(submission)
    assert len(found["curves"]) == 2, "there is not one line per quantity"


# ---------------------------------------------------------------- gan_losses: public 2, hidden 6


@check("gan_losses", weight=2)
def test_gan_losses_match_their_definition(agree, rng):
    """Both losses match their definition, for as many fakes as real pictures, for more, for fewer and for one."""
    sizes = [(5, 5), (7, 3), (2, 9), (1, 1), (1, 4)]
    agree.each("gan_losses", [(2 * rng.normal(size=m) + 0.5, 2 * rng.normal(size=k) - 0.5) for m, k in sizes])


@check("gan_losses", weight=1)
def test_each_batch_has_a_mean_of_its_own(submission, rng):
    """Repeating all fakes, or all real pictures, several times changes neither loss."""
    real, fake = rng.normal(size=4), rng.normal(size=3)
    d_loss, g_loss = submission.gan_losses(real, fake)
    assert d_loss > 0, "a cross-entropy is never negative"
    assert g_loss > 0, "a cross-entropy is never negative"
    for one, other in ((np.tile(real, 5), fake), (real, np.tile(fake, 4))):
        again = submission.gan_losses(one, other)
        assert_same(again[0], d_loss)
        assert_same(again[1], g_loss)


@check("gan_losses", weight=1.5)
def test_gan_losses_are_exact_for_a_confident_discriminator(submission, rng):
    """Where the discriminator is very sure, right or wrong, both losses are finite and right."""
    real, fake = rng.uniform(500, 1000, size=3), rng.uniform(500, 1000, size=4)
    d_loss, g_loss = submission.gan_losses(real, -fake)
    assert_same(d_loss, 0.0)
    assert_same(g_loss, float(np.mean(fake)))
    d_loss, g_loss = submission.gan_losses(-real, fake)
    assert_same(d_loss, float(np.mean(real) + np.mean(fake)))
    assert_same(g_loss, 0.0)


@check("gan_losses", weight=1)
def test_each_player_wants_what_it_should(submission, rng):
    """Higher logits for real pictures please the discriminator; for fakes they please the generator and not it."""
    real, fake = rng.normal(size=4), rng.normal(size=5)
    d_loss, g_loss = submission.gan_losses(real, fake)
    d_real, g_real = submission.gan_losses(real + 0.5, fake)
    d_fake, g_fake = submission.gan_losses(real, fake + 0.5)
    assert d_real < d_loss, "the discriminator does not want to know real pictures"
    assert d_fake > d_loss, "the discriminator does not want to know fakes"
    assert g_fake < g_loss, "the generator does not want its fakes to pass"
    assert_same(g_real, g_loss)


@check("gan_losses", weight=0.5)
def test_gan_losses_leave_the_logits_alone(agree, rng):
    """The losses are right, and the arrays that were handed in are not changed."""
    agree("gan_losses", rng.normal(size=3), rng.normal(size=6))


# ---------------------------------------------------------------- pairwise_sq_dist: public 2, hidden 6


@check("pairwise_sq_dist", weight=1.5)
def test_distances_match_their_definition(agree, rng):
    """The distances match their definition for many shapes, one point and one column too."""
    sizes = [(4, 3, 2), (3, 3, 3), (1, 5, 2), (6, 1, 4), (2, 2, 1), (1, 1, 1)]
    agree.each("pairwise_sq_dist", [(rng.normal(size=(p, n)), rng.normal(size=(q, n))) for p, q, n in sizes])


@check("pairwise_sq_dist", weight=0.5)
def test_distances_of_whole_numbers(agree, rng):
    """Whole numbers of any width, pixels in uint8 too, are treated as the floats they stand for."""
    for dtype in (np.int64, np.uint8, np.int16):
        agree("pairwise_sq_dist", *(rng.integers(0, 256, size=(count, 3), dtype=dtype) for count in (4, 5)))


@check("pairwise_sq_dist", weight=1)
def test_distances_do_not_depend_on_the_origin(submission, rng):
    """Moving all points together by the same amount, even a large one, leaves their distances as they are."""
    A, B = rng.normal(size=(5, 3)), rng.normal(size=(4, 3))
    D = submission.pairwise_sq_dist(A, B)
    assert np.all(D > 0), "different points are at no distance"
    assert_same(submission.pairwise_sq_dist(A + 1e3, B + 1e3), D, rtol=0, atol=1e-5)


@check("pairwise_sq_dist", weight=1)
def test_distances_within_one_set(submission, rng):
    """From a set to itself the distances are symmetric, nearly 0 on the diagonal and not elsewhere."""
    A = rng.normal(size=(7, 4))
    D = submission.pairwise_sq_dist(A, A)
    assert_same(D, D.T)
    assert_same(np.diag(D), np.zeros(7), atol=1e-9)
    assert np.all(D + np.eye(7) > 1e-6), "different points are at no distance"


@check("pairwise_sq_dist", weight=1)
def test_distances_are_never_negative(submission, rng):
    """No distance is negative, not even by a rounding error."""
    A = rng.normal(size=(300, 5)) + 100
    D = submission.pairwise_sq_dist(A, A)
    assert D.shape == (300, 300), "there is not one distance per pair"
    assert np.all(D >= 0), "some squared distances are negative"


@check("pairwise_sq_dist", weight=1)
def test_distances_take_all_rows_at_once(agree, rng):
    """The work in Python does not grow with the number of rows of either set, and no argument is changed."""
    few, many = rng.normal(size=(4, 3)), rng.normal(size=(400, 3))
    agree.vectorised("pairwise_sq_dist", (few, few[:3]), (many, few[:3]))
    agree.vectorised("pairwise_sq_dist", (few[:3], few), (few[:3], many))
