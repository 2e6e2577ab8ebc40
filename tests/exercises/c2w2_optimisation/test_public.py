"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import numpy as np
from grader.testing import Spy, assert_pure, assert_same, check


@check("minibatches", weight=2)
def test_seven_examples_in_batches_of_three(submission):
    """Seven examples make batches of 3, 3 and 1, and every example keeps its own label."""
    X = np.arange(7.0)[:, None] * np.array([1.0, 10.0])
    batches = submission.minibatches(X, np.arange(7), 3, np.random.default_rng(0))
    sizes = [len(yb) for _, yb in batches]
    assert sizes == [3, 3, 1], f"the batches hold {sizes} examples, not [3, 3, 1]"
    for Xb, yb in batches:
        # Row n of X is (n, 10 n), and n is its label.
        together = np.array_equal(Xb, yb[:, None] * np.array([1.0, 10.0]))
        assert together, f"labels have left their rows: {yb.tolist()} stand beside {Xb.tolist()}"
        assert_same(Xb, yb[:, None] * np.array([1.0, 10.0]))
    dealt = sorted(np.concatenate([yb for _, yb in batches]).tolist())
    assert dealt == [0, 1, 2, 3, 4, 5, 6], f"not every example is dealt once: the labels are {dealt}"
    assert_pure(submission)


@check("ewma", weight=1.5)
def test_average_of_three_numbers(submission):
    """At beta = 1/2 the series 4, 8, 2 has the raw averages 2, 5, 3.5."""
    assert_same(submission.ewma(np.array([4.0, 8.0, 2.0]), 0.5, correct=False), [2.0, 5.0, 3.5])
    assert_pure(submission)


@check("ewma", weight=1)
def test_corrected_average_of_three_numbers(submission):
    """Corrected, the same averages are 2 / (1/2), 5 / (3/4) and 3.5 / (7/8)."""
    assert_same(submission.ewma(np.array([4.0, 8.0, 2.0]), 0.5), [4.0, 20 / 3, 4.0])


@check("momentum_step", weight=2)
def test_two_steps_with_momentum(submission):
    """At beta = 1/2 and lr = 1 the gradients 4 and 8 make the velocities 2 and 5: from 10 to 8 to 3."""
    p, v = submission.momentum_step(
        {"w": np.array([10.0])}, {"w": np.array([4.0])}, {"w": np.array([0.0])}, 1.0, beta=0.5
    )
    assert_same({"p": p["w"], "v": v["w"]}, {"p": [8.0], "v": [2.0]})
    p, v = submission.momentum_step(p, {"w": np.array([8.0])}, v, 1.0, beta=0.5)
    assert_same({"p": p["w"], "v": v["w"]}, {"p": [3.0], "v": [5.0]})
    assert_pure(submission)


@check("rmsprop_step", weight=2)
def test_one_step_of_rmsprop(submission):
    """At beta = 3/4 the gradients 4 and -8 have the mean squares 4 and 16, so both entries move by 2 lr."""
    p, s = submission.rmsprop_step(
        {"w": np.array([1.0, 1.0])}, {"w": np.array([4.0, -8.0])}, {"w": np.zeros(2)}, 0.1, beta=0.75
    )
    assert_same({"s": s["w"], "p": p["w"]}, {"s": [4.0, 16.0], "p": [0.8, 1.2]}, atol=1e-7)
    assert_pure(submission)


@check("adam_step", weight=2)
def test_first_step_of_adam(submission):
    """The first step moves every entry by lr against the sign of its gradient, however large that is."""
    p = {"W": np.array([[1.0, 1.0]]), "b": np.array([1.0])}
    g = {"W": np.array([[0.5, -500.0]]), "b": np.array([2.0])}
    zeros = {"W": np.zeros((1, 2)), "b": np.zeros(1)}
    moved, m, v = submission.adam_step(p, g, zeros, zeros, 1, 0.5)
    assert_same({"p['W']": moved["W"], "p['b']": moved["b"]}, {"p['W']": [[0.5, 1.5]], "p['b']": [0.5]}, atol=1e-6)
    assert_same({"m['b']": m["b"], "v['b']": v["b"]}, {"m['b']": [0.2], "v['b']": [0.004]})
    assert_pure(submission)


@check("adam_step", weight=1.5)
def test_second_step_of_adam(submission):
    """With b1 = b2 = 1/2 and the gradients 1 and 3: m_hat = 7/3, v_hat = 19/3, and the raw averages are kept."""
    p, m, v = {"w": np.array([0.0])}, {"w": np.array([0.0])}, {"w": np.array([0.0])}
    for t, slope in ((1, 1.0), (2, 3.0)):
        p, m, v = submission.adam_step(p, {"w": np.array([slope])}, m, v, t, 1.0, b1=0.5, b2=0.5)
    assert_same({"m": m["w"], "v": v["w"]}, {"m": [1.75], "v": [4.75]})
    assert_same({"p": p["w"]}, {"p": [-1 - (7 / 3) / np.sqrt(19 / 3)]}, atol=1e-6)


@check("learning_rate", weight=1.5)
def test_rates_after_three_epochs(submission):
    """After three epochs lr0 = 0.8 is 0.8 / 2.5 at inverse rate 1/2, and 0.1 at exponential rate 1/2."""
    for kind, rate in [("inverse", 0.32), ("exponential", 0.1)]:
        assert_same(submission.learning_rate(kind, 0.8, 3, 0.5), rate)


@check("learning_rate", weight=1)
def test_rates_on_a_stair(submission):
    """On stairs of ten epochs, epochs 10 and 19 have the same rate, epoch 20 the next."""
    for epoch, rate in [(9, 0.8), (10, 0.4), (19, 0.4), (20, 0.2)]:
        assert_same(submission.learning_rate("exponential", 0.8, epoch, 0.5, every=10), rate)


@check("classify_critical", weight=2.5)
def test_four_kinds_of_points(submission):
    """x² + y² has a minimum, its negative a maximum, x² - y² a saddle; x² alone is degenerate."""
    cases = {"minimum": [1.0, 1.0], "maximum": [-1.0, -1.0], "saddle": [1.0, -1.0], "degenerate": [1.0, 0.0]}
    for kind, (a, b) in cases.items():
        found = submission.classify_critical(np.diag([2 * a, 2 * b]))
        assert found == kind, f"{a:g} x² + {b:g} y² is called {found!r}, not {kind!r}"
        assert_pure(submission)


@check("has_converged", weight=2.5)
def test_losses_that_level_off(submission):
    """In windows of two, the means 6, 3 and 2.9: the improvement of 1/30 at index 5 is the first below a tenth."""
    losses = np.array([8.0, 4.0, 4.0, 2.0, 3.4, 2.4])
    assert_same(submission.has_converged(losses, 2, 0.1), 5)
    found = submission.has_converged(losses[:5], 2, 0.1)
    assert found is None, f"without the last loss the answer is {found!r}, not None"
    found = submission.has_converged(losses[:1], 2, 0.1)
    assert found is None, f"of one loss alone the answer is {found!r}, not None"
    assert_pure(submission)


@check("clip_by_global_norm", weight=2)
def test_clipping_two_layers_together(submission):
    """The entries 2, 4 and 4 in two layers have the joint norm 6; clipped to 3 they are halved."""
    grads = [{"W": np.array([[2.0]]), "b": np.array([4.0])}, {"W": np.array([[4.0]]), "b": np.array([0.0])}]
    clipped, norm = submission.clip_by_global_norm(grads, 3.0)
    assert_same(norm, 6.0)
    halved = [{"W": np.array([[1.0]]), "b": np.array([2.0])}, {"W": np.array([[2.0]]), "b": np.array([0.0])}]
    assert_same(clipped, halved)
    assert_pure(submission)


@check("train", weight=1.5)
def test_training_on_a_loss_with_a_known_slope(submission):
    """Where the slope is always 1 and lr is 1/4, two epochs of two batches take gradient descent from 5 to 4."""
    slope = Spy(lambda X, y, params: (float(len(y)), [{"W": np.array([[1.0]]), "b": np.array([1.0])}]))
    start = [{"W": np.array([[5.0]]), "b": np.array([5.0])}]
    with submission.replaced(loss_grad=slope):
        params, losses = submission.train(
            np.zeros((3, 1)), np.zeros(3), start, "gd", 0.25, 2, 2, np.random.default_rng(0)
        )
    assert_same(params, [{"W": np.array([[4.0]]), "b": np.array([4.0])}])
    assert len(slope.calls) == 4, f"loss_grad is called {len(slope.calls)} times, not 4"
    # The loss above is the size of the batch: 2 for two examples, 1 for the third, so the mean is 5/3.
    assert_same(losses, [5 / 3, 5 / 3])


@check("train", weight=1.5)
def test_training_lowers_the_loss(submission):
    """Every optimiser lowers the loss of a logistic unit, and losses has one entry per epoch."""
    X, y = np.array([[1.0], [2.0], [-1.0], [-2.0]]), np.array([1, 1, 0, 0])
    for optimizer in ("gd", "momentum", "rmsprop", "adam"):
        start = [{"W": np.zeros((1, 1)), "b": np.zeros(1)}]
        _, losses = submission.train(X, y, start, optimizer, 0.1, 20, 3, np.random.default_rng(0))
        assert losses.shape == (20,), f"{optimizer}: losses has the shape {losses.shape}, not (20,)"
        assert losses[-1] < losses[0], f"{optimizer}: the loss goes from {losses[0]:.4f} to {losses[-1]:.4f}"
        assert_pure(submission)
