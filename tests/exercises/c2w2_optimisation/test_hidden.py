"""Hidden checks of the week: properties first, then agreement with the reference on fresh draws."""

import math

import numpy as np
from grader.testing import Spy, assert_pure, assert_raises, assert_same, assert_vectorised, check

SHAPES = {"W": (3, 2), "b": (2,), "scale": (1,)}
"""The arrays of a layer that is not quite the usual one."""

NEARLY = {"rtol": 1e-6, "atol": 1e-6}
"""A tolerance that does not see where a tiny epsilon is added: a check of its own looks at that."""


def seed_of(rng):
    """Return a seed for a generator that is made afresh for each call."""
    return int(rng.integers(10**9))


def layer(rng, shapes=SHAPES):
    """Return parameters of ordinary size."""
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def slopes(rng, shapes=SHAPES):
    """Return gradients of either sign whose sizes lie between 1/2 and 2, so that a tiny epsilon changes nothing."""
    return {name: rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape) for name, shape in shapes.items()}


def squares(rng, shapes=SHAPES):
    """Return mean squares, which are positive."""
    return {name: value**2 for name, value in slopes(rng, shapes).items()}


def zeros(shapes=SHAPES):
    """Return what every average begins with."""
    return {name: np.zeros(shape) for name, shape in shapes.items()}


# ---------------------------------------------------------------- minibatches: public 2, hidden 7


def dealt(submission, m, size, seed):
    """Return the batches of m examples that are recognised by their label, and the order they were dealt in."""
    y = np.arange(m)
    batches = submission.minibatches(y[:, None] + np.array([0.25, 0.5, 0.75]), y, size, np.random.default_rng(seed))
    return batches, np.concatenate([yb for _, yb in batches])


@check("minibatches", weight=2)
def test_every_example_is_dealt_once(submission, rng):
    """Every example is in exactly one batch, whether or not size divides the number of examples."""
    for m, size in [(12, 4), (11, 4), (9, 8), (1, 3), (5, 1), (6, 6), (4, 50), (int(rng.integers(20, 40)), 7)]:
        _, order = dealt(submission, m, size, seed_of(rng))
        assert np.array_equal(np.sort(order), np.arange(m)), "some examples are missing, or dealt twice"


@check("minibatches", weight=1)
def test_labels_stay_with_their_rows(submission, rng):
    """Every row keeps its own label and the dtype it had, pictures too."""
    for shape in [(10, 3), (10, 2, 2, 3)]:
        X, y = rng.normal(size=shape), rng.permutation(10).astype(float)
        seen = submission.minibatches(X, y, 4, np.random.default_rng(seed_of(rng)))
        assert_pure(submission)
        place = np.argsort(y)
        for Xb, yb in seen:
            assert_same(yb, np.array(yb, dtype=float))
            assert_same(Xb, X[place[yb.astype(int)]])


@check("minibatches", weight=1)
def test_all_batches_are_full_but_the_last(submission, rng):
    """All batches hold size examples, except the last, which holds what is left over and is never empty."""
    for m, size, lengths in [(12, 4, [4, 4, 4]), (11, 4, [4, 4, 3]), (9, 8, [8, 1]), (3, 1, [1, 1, 1]), (4, 9, [4])]:
        batches, _ = dealt(submission, m, size, seed_of(rng))
        assert [len(Xb) for Xb, _ in batches] == lengths, "the batches do not have the sizes they should"


@check("minibatches", weight=1)
def test_the_order_is_thoroughly_mixed(submission, rng):
    """The order shows no trace of the order in which the examples were handed in."""
    m = 3000
    _, order = dealt(submission, m, 10, seed_of(rng))
    assert len(order) == m, "some examples are missing, or dealt twice"
    drift = np.corrcoef(order, np.arange(m))[0, 1]
    # Neighbours that stay neighbours are about one; the correlation has a standard deviation of 1 / sqrt(m).
    assert abs(drift) < 5 / math.sqrt(m), "what was in front tends to stay in front"
    assert np.sum(np.diff(order) == 1) < 15, "neighbours stay together"


@check("minibatches", weight=1.5)
def test_the_order_comes_from_the_generator(submission, rng):
    """The same seed deals the same batches, another seed and another call deal others."""
    seed = seed_of(rng)
    one, same, other = (dealt(submission, 40, 8, s)[1] for s in (seed, seed, seed + 1))
    assert_same(one, same)
    assert np.mean(one == other) < 0.5, "another seed deals the same batches"


@check("minibatches", weight=0.5)
def test_batches_are_cut_out_at_once(submission, rng):
    """Few and many examples are dealt rightly, and the work in Python grows with the batches, not with the examples."""
    for m, size in ((4, 2), (400, 200)):
        _, order = dealt(submission, m, size, seed_of(rng))
        assert np.array_equal(np.sort(order), np.arange(m)), "some examples are missing, or dealt twice"
    few, many = ((np.ones((m, 2)), np.ones(m), m // 2, np.random.default_rng(0)) for m in (4, 400))
    assert_vectorised(submission, "minibatches", few, many)


# ---------------------------------------------------------------- ewma: public 2.5, hidden 6.5


@check("ewma", weight=2)
def test_averages_match_their_definition(agree, rng):
    """Raw and corrected averages match their definition, for one series and for several side by side."""
    shapes = [(6,), (30,), (7, 3), (4, 4), (1,), (1, 2)]
    cases = [(rng.normal(size=shape), float(rng.uniform(0.3, 0.95))) for shape in shapes]
    agree.each("ewma", [(x, beta, correct) for x, beta in cases for correct in (True, False)])


@check("ewma", weight=1)
def test_a_constant_series_is_its_own_average(submission, rng):
    """Corrected, the average of a series that never changes is that constant from the first entry on."""
    x = np.full(12, float(rng.uniform(2, 9)))
    for beta in (0.5, 0.9, 0.99):
        assert_same(submission.ewma(x, beta), x)


@check("ewma", weight=1)
def test_the_past_fades_by_beta(submission, rng):
    """A single pulse counts 1 - beta at once and beta times less at each later step, where nothing is corrected."""
    beta, pulse = rng.uniform(0.3, 0.9), np.zeros(9)
    pulse[2] = 1.0
    faded = np.where(np.arange(9) < 2, 0.0, (1 - beta) * beta ** np.maximum(np.arange(9) - 2.0, 0))
    assert_same(submission.ewma(pulse, float(beta), correct=False), faded)


@check("ewma", weight=1)
def test_corrected_averages_begin_at_the_first_value(submission, rng):
    """The first corrected value is the first of the series, and correction is what happens unless it is turned off."""
    x = rng.normal(size=(5, 2)) + 3
    for beta in (0.2, 0.97):
        assert_same(submission.ewma(x, beta)[0], x[0])
        assert_same(submission.ewma(x, beta), submission.ewma(x, beta, correct=True))


@check("ewma", weight=0.5)
def test_no_past_no_smoothing(submission, rng):
    """At beta = 0 the average is the series, corrected or not."""
    x = rng.normal(size=8)
    assert_same(submission.ewma(x, 0.0), x)
    assert_same(submission.ewma(x, 0.0, correct=False), x)


@check("ewma", weight=1)
def test_averages_of_whole_numbers(agree, rng):
    """A series of ints has averages with fractions, and is not changed."""
    for shape in [(6,), (5, 2)]:
        agree("ewma", rng.integers(1, 9, size=shape), 0.3)


# ---------------------------------------------------------------- momentum_step: public 2, hidden 6


def chained(agree, name, p, state, steps, *settings, **named):
    """Take several steps, each from where the one before ended, and compare all of them with the reference's."""
    for g in steps:
        p, *state = agree(name, p, g, *state, *settings, **named)


@check("momentum_step", weight=2)
def test_steps_with_momentum_match_their_definition(agree, rng):
    """Three steps one after another end where they should, with the velocity that belongs there."""
    for beta in (0.5, float(rng.uniform(0.6, 0.95))):
        steps = [layer(rng) for _ in range(3)]
        chained(agree, "momentum_step", layer(rng), [zeros()], steps, 0.3, beta)


@check("momentum_step", weight=1)
def test_momentum_without_a_past_is_plain_descent(submission, rng):
    """At beta = 0 the step is minus lr times the gradient, whatever the velocity was."""
    p, g = layer(rng), layer(rng)
    moved, _ = submission.momentum_step(p, g, layer(rng), 0.2, beta=0.0)
    assert_same(moved, {name: p[name] - 0.2 * g[name] for name in p})


@check("momentum_step", weight=1)
def test_velocity_is_an_average_of_gradients(submission, rng):
    """When the velocity already equals the gradient it stays so: an average of equal things is that thing."""
    p, g = layer(rng), layer(rng)
    moved, v = submission.momentum_step(p, g, g, 0.2, beta=float(rng.uniform(0.3, 0.9)))
    assert_same(v, g)
    assert_same(moved, {name: p[name] - 0.2 * g[name] for name in p})


@check("momentum_step", weight=1)
def test_momentum_leaves_its_arguments_alone(agree, rng):
    """A step at the usual beta is right, and none of the dicts that were handed in is changed."""
    agree("momentum_step", layer(rng), layer(rng), layer(rng), 0.05)


@check("momentum_step", weight=1)
def test_momentum_for_any_names(agree, rng):
    """A step works for a layer with one array and for one with many, whatever they are called."""
    for shapes in ({"kernel": (2, 2, 3)}, {f"part {n}": (n,) for n in range(1, 6)}):
        agree("momentum_step", layer(rng, shapes), layer(rng, shapes), layer(rng, shapes), 0.1, 0.7)


# ---------------------------------------------------------------- rmsprop_step: public 2, hidden 6


@check("rmsprop_step", weight=2.5)
def test_steps_of_rmsprop_match_their_definition(agree, rng):
    """Three steps one after another end where they should, with the mean square that belongs there."""
    for beta in (0.5, float(rng.uniform(0.6, 0.95))):
        steps = [slopes(rng) for _ in range(3)]
        chained(agree, "rmsprop_step", layer(rng), [zeros()], steps, 0.1, beta, **NEARLY)


@check("rmsprop_step", weight=1)
def test_rmsprop_does_not_see_the_scale_of_gradients(submission, rng):
    """Gradients that are a thousand times larger from the first step on make the same steps."""
    steps, ends = [slopes(rng) for _ in range(3)], []
    for scale in (1.0, 1000.0):
        p, s = zeros(), zeros()
        for g in steps:
            p, s = submission.rmsprop_step(p, {name: scale * g[name] for name in g}, s, 0.1)
        assert all(np.all(p[name] != 0) for name in SHAPES), "some parameters do not move"
        ends.append(p)
    assert_same(ends[1], ends[0], rtol=1e-5)


@check("rmsprop_step", weight=0.75)
def test_epsilon_of_rmsprop_is_outside_the_root(agree, rng):
    """With an epsilon that can be seen, it is added to the root."""
    agree("rmsprop_step", layer(rng), slopes(rng), squares(rng), 0.1, 0.9, 0.1)


@check("rmsprop_step", weight=1)
def test_rmsprop_stays_where_there_is_no_slope(submission, rng):
    """Where the gradient is zero the parameter stays, also in the very first step; the mean square fades."""
    p, s = layer(rng), squares(rng)
    moved, first = submission.rmsprop_step(p, zeros(), zeros(), 0.1)
    assert_same([moved, first], [p, zeros()])
    moved, faded = submission.rmsprop_step(p, zeros(), s, 0.1, beta=0.75)
    assert_same([moved, faded], [p, {name: 0.75 * s[name] for name in s}])


@check("rmsprop_step", weight=0.75)
def test_rmsprop_leaves_its_arguments_alone(agree, rng):
    """A step with the usual settings is right, and none of the dicts that were handed in is changed."""
    for shapes in (SHAPES, {"kernel": (2, 2, 3)}):
        agree("rmsprop_step", layer(rng, shapes), slopes(rng, shapes), squares(rng, shapes), 0.05, **NEARLY)


# ---------------------------------------------------------------- adam_step: public 3.5, hidden 10.5


def adam_run(submission, rng, steps, **settings):
    """Take steps of Adam from zeros and return p, m and v after the last one."""
    p, m, v = layer(rng), zeros(), zeros()
    for t, g in enumerate(steps, start=1):
        p, m, v = submission.adam_step(p, g, m, v, t, 0.1, **settings)
    return p, m, v


@check("adam_step", weight=3)
def test_steps_of_adam_match_their_definition(agree, rng):
    """Five steps one after another end where they should, with usual and with unusual settings."""
    for settings in ({}, {"b1": 0.7, "b2": 0.8}, {"b1": float(rng.uniform(0.2, 0.6)), "b2": 0.95}):
        p, m, v = layer(rng), zeros(), zeros()
        for t in range(1, 6):
            p, m, v = agree("adam_step", p, slopes(rng), m, v, t, 0.1, **NEARLY, **settings)


@check("adam_step", weight=1.5)
def test_adam_keeps_raw_averages(submission, rng):
    """The averages that come back are the raw ones, so that after steps of equal gradients they are not yet full."""
    g = slopes(rng)
    _, m, v = adam_run(submission, rng, [g] * 3, b1=0.5, b2=0.75)
    assert_same(m, {name: (1 - 0.5**3) * g[name] for name in g})
    assert_same(v, {name: (1 - 0.75**3) * g[name] ** 2 for name in g})


@check("adam_step", weight=2)
def test_adam_walks_at_the_learning_rate(submission, rng):
    """Under a gradient that never changes every step moves each parameter by lr, whatever the gradient's size."""
    g = {name: value * 10.0 ** rng.integers(0, 5) for name, value in slopes(rng).items()}
    p, m, v = zeros(), zeros(), zeros()
    for t in range(1, 4):
        p, m, v = submission.adam_step(p, g, m, v, t, 0.1)
        assert_same(p, {name: -0.1 * t * np.sign(g[name]) for name in g}, rtol=1e-5)


@check("adam_step", weight=1)
def test_adam_late_in_training(agree, rng):
    """Step one thousand is right, too, when the corrections have all but vanished."""
    for t in (20, 1000, int(rng.integers(2000, 9000))):
        agree("adam_step", layer(rng), slopes(rng), layer(rng), squares(rng), t, 0.01, **NEARLY)


@check("adam_step", weight=1)
def test_epsilon_of_adam_is_outside_the_root(agree, rng):
    """With an epsilon that can be seen, it is added to the root of the corrected mean square."""
    for t in (1, 3):
        agree("adam_step", layer(rng), slopes(rng), slopes(rng), squares(rng), t, 0.1, 0.9, 0.99, 0.1)


@check("adam_step", weight=1)
def test_adam_stays_where_there_is_no_slope(submission, rng):
    """Where all gradients so far were zero the parameter stays, finite and unmoved."""
    p = layer(rng)
    for t in (1, 2, 50):
        assert_same(submission.adam_step(p, zeros(), zeros(), zeros(), t, 0.1), (p, zeros(), zeros()))


@check("adam_step", weight=1)
def test_adam_leaves_its_arguments_alone(agree, rng):
    """A step is right for any names, and none of the dicts that were handed in is changed."""
    for shapes in (SHAPES, {"kernel": (2, 2, 3)}):
        p, g, m, v = (draw(rng, shapes) for draw in (layer, slopes, layer, squares))
        agree("adam_step", p, g, m, v, 4, 0.1, **NEARLY)


# ---------------------------------------------------------------- learning_rate: public 2.5, hidden 6.5


@check("learning_rate", weight=1.5)
def test_inverse_rates_match_their_definition(agree, rng):
    """The inverse schedule matches its definition in early and late epochs, on stairs of any length."""
    cases = [(int(epoch), float(rng.uniform(0.1, 3))) for epoch in (0, 1, 2, 7, *rng.integers(10, 90, size=3))]
    agree.each("learning_rate", [("inverse", 0.3, epoch, rate, every) for epoch, rate in cases for every in (1, 3, 8)])


@check("learning_rate", weight=1.5)
def test_exponential_rates_match_their_definition(agree, rng):
    """The exponential schedule matches its definition in early and late epochs, on stairs of any length."""
    cases = [(int(epoch), float(rng.uniform(0.5, 0.95))) for epoch in (0, 1, 2, 7, *rng.integers(10, 90, size=3))]
    agree.each(
        "learning_rate", [("exponential", 0.3, epoch, rate, every) for epoch, rate in cases for every in (1, 3, 8)]
    )


@check("learning_rate", weight=1)
def test_the_first_epoch_has_the_first_rate(submission, rng):
    """Both schedules begin at lr0 and stay there for the whole first stair."""
    lr0 = float(rng.uniform(0.1, 2))
    for kind in ("inverse", "exponential"):
        for epoch, every in [(0, 1), (0, 5), (4, 5)]:
            assert_same(submission.learning_rate(kind, lr0, epoch, 0.7, every), lr0)


@check("learning_rate", weight=1)
def test_rates_never_rise(submission):
    """From epoch to epoch the rate never rises, it falls where a stair ends, and only there."""
    for kind in ("inverse", "exponential"):
        rates = np.array([submission.learning_rate(kind, 0.5, epoch, 0.6, every=4) for epoch in range(16)])
        falls = np.flatnonzero(np.diff(rates) < 0) + 1
        assert np.all(np.diff(rates) <= 0), "the rate rises somewhere"
        assert falls.tolist() == [4, 8, 12], "the rate does not fall where the stairs end"


@check("learning_rate", weight=0.5)
def test_rates_that_do_not_shrink(submission, rng):
    """An inverse rate of 0 and an exponential rate of 1 leave the learning rate as it is."""
    lr0, epoch = float(rng.uniform(0.1, 2)), int(rng.integers(3, 50))
    assert_same(submission.learning_rate("inverse", lr0, epoch, 0.0), lr0)
    assert_same(submission.learning_rate("exponential", lr0, epoch, 1.0), lr0)


@check("learning_rate", weight=1)
def test_an_unknown_schedule_is_refused(submission):
    """A kind that does not exist raises ValueError."""
    assert_raises(ValueError, submission.learning_rate, "linear", 0.1, 3, 0.5)
    assert_raises(ValueError, submission.learning_rate, "Inverse", 0.1, 0, 0.5, 2)


# ---------------------------------------------------------------- classify_critical: public 2.5, hidden 7.5


def curved(rng, eigenvalues):
    """Return a symmetric matrix with these eigenvalues, in no direction of its own."""
    Q, _ = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
    H = Q * eigenvalues @ Q.T
    return (H + H.T) / 2


def assert_kind(submission, kind, H, **settings):
    """Require that a point is of this kind."""
    assert submission.classify_critical(H, **settings) == kind, "such a point is of another kind"


@check("classify_critical", weight=1.5)
def test_valleys_and_peaks(submission, rng):
    """In any number of dimensions and any orientation a minimum has only positive eigenvalues, a maximum only negative."""
    for n in (1, 2, 3, 6):
        eigenvalues = rng.uniform(0.1, 5, size=n)
        assert_kind(submission, "minimum", curved(rng, eigenvalues))
        assert_kind(submission, "maximum", curved(rng, -eigenvalues))


@check("classify_critical", weight=1.5)
def test_saddles_of_every_orientation(submission, rng):
    """One direction against all others is enough for a saddle, wherever it points."""
    for n in (2, 3, 5):
        eigenvalues = rng.uniform(0.5, 5, size=n)
        eigenvalues[rng.integers(n)] *= -1
        assert_kind(submission, "saddle", curved(rng, eigenvalues))
        assert_kind(submission, "saddle", curved(rng, -eigenvalues))


@check("classify_critical", weight=1)
def test_a_saddle_in_disguise(submission, rng):
    """Four dimensions, determinant and trace positive, and still a saddle."""
    for sign in (1, -1):
        eigenvalues = sign * np.array([6.0, 4.0, -1.0, -2.0]) * rng.uniform(0.9, 1.1, size=4)
        assert_kind(submission, "saddle", curved(rng, eigenvalues))


@check("classify_critical", weight=1)
def test_what_the_diagonal_hides(submission, rng):
    """Second derivatives by two different parameters count: equal signs on the diagonal prove nothing."""
    a, b = rng.uniform(1, 2), rng.uniform(3, 4)
    assert_kind(submission, "saddle", np.array([[a, b], [b, a]]))
    assert_kind(submission, "saddle", np.array([[-a, b], [b, -a]]))


@check("classify_critical", weight=1)
def test_flat_directions(submission, rng):
    """A direction without curvature leaves a valley or a peak undecided, but a saddle stays a saddle."""
    for eigenvalues in ([2.0, 0.0], [1.0, 3.0, 0.0], [-2.0, 0.0, -1.0], [0.0, 0.0]):
        assert_kind(submission, "degenerate", curved(rng, np.array(eigenvalues)))
    for eigenvalues in ([2.0, 0.0, -1.0], [0.0, -3.0, 0.0, 1.0]):
        assert_kind(submission, "saddle", curved(rng, np.array(eigenvalues)))


@check("classify_critical", weight=1)
def test_the_tolerance_decides_what_is_zero(submission):
    """An eigenvalue no farther from zero than tol counts as zero, on both sides, and tol itself counts so too."""
    cases = {(1.0, 0.25): "degenerate", (1.0, 0.5): "minimum", (-1.0, -0.25): "degenerate", (-1.0, -0.5): "maximum"}
    cases |= {(1.0, -0.125): "degenerate", (1.0, -0.5): "saddle", (0.125, -1.0): "degenerate"}
    for eigenvalues, kind in cases.items():
        assert_kind(submission, kind, np.diag(eigenvalues), tol=0.25)
    # Without being asked, only what is next to nothing counts as zero.
    assert_kind(submission, "minimum", np.diag([1e-6, 1.0]))
    assert_kind(submission, "saddle", np.diag([1e-6, -1.0]))
    assert_kind(submission, "degenerate", np.diag([5e-9, -1.0]))


@check("classify_critical", weight=0.5)
def test_many_dimensions(agree, rng):
    """A random symmetric matrix of many dimensions is a saddle, and is not changed."""
    H = rng.normal(size=(120, 120))
    assert agree("classify_critical", H + H.T) == "saddle"


# ---------------------------------------------------------------- has_converged: public 2.5, hidden 7.5


def improvements(losses, window):
    """Return the relative improvement at every index from 2 * window - 1 on."""
    means = np.convolve(losses, np.ones(window) / window, mode="valid")
    return 1 - means[window:] / means[:-window]


def settling(rng, window, tol):
    """Return losses that settle somewhere, with noise, and with no improvement close to 0 or to tol."""
    while True:
        fall = rng.uniform(1, 3) * np.exp(-np.arange(60) / rng.uniform(4, 12)) + rng.uniform(0.5, 1)
        losses = fall * np.exp(rng.normal(0, 0.05, size=60))
        found = improvements(losses, window)
        if np.min(np.abs([found, found - tol])) > 1e-9 and np.any((found >= 0) & (found < tol)):
            return losses


@check("has_converged", weight=2)
def test_convergence_of_noisy_runs(agree, rng):
    """In noisy runs the first index is found at which the window's mean has all but stopped falling."""
    windows = [(1, 0.02), (2, 0.05), (5, 0.02), (8, 0.05), (10, 0.01)]
    agree.each("has_converged", [(settling(rng, *one), *one) for one in windows for _ in range(3)])


@check("has_converged", weight=1)
def test_one_lucky_pair_is_no_plateau(submission, rng):
    """Two equal losses in the middle of a fall do not count: means are compared, not single losses."""
    losses = 4 * 0.8 ** np.arange(20.0)
    losses[7] = losses[6]
    losses[12] = losses[11] * 0.999
    losses *= rng.uniform(1, 9)
    assert submission.has_converged(losses, 4, 0.01) is None, "a falling run is said to be settled"
    # Here the fall all but ends at index 19, so that index 26 is the first whose two windows are both at rest. They fall
    # by a hair still: of equal means, added up one way or another, either may come out larger.
    assert_same(submission.has_converged(np.append(losses, losses[-1] * (1 - 1e-6 * np.arange(1, 13))), 4, 0.01), 26)


@check("has_converged", weight=1)
def test_diverging_runs_have_not_converged(submission, rng):
    """Losses that rise, or end in nan or inf, never count as converged."""
    rising = [rng.uniform(0.5, 1) * growth ** np.arange(25.0) for growth in (1.05, 1.001)]
    for losses in (*rising, *(np.append(0.7 ** np.arange(9.0), [end] * 9) for end in (np.nan, np.inf))):
        for window in (1, 3):
            assert submission.has_converged(losses, window, 0.01) is None, "a diverging run is said to be settled"
    # What never changes has settled: the answer None alone is not enough.
    assert_same(submission.has_converged(np.ones(9), 3, 0.01), 5)


@check("has_converged", weight=1)
def test_a_constant_run_has_converged_at_once(submission, rng):
    """A run that never changes has converged as soon as two windows are full, and not before."""
    level = 2.0 ** rng.integers(-3, 4)
    for window in (1, 2, 4, 8):
        for length in (2 * window, 2 * window + 3):
            assert_same(submission.has_converged(np.full(length, level), window, 0.05), 2 * window - 1)
        for length in range(2 * window):
            assert submission.has_converged(np.full(length, level), window, 0.05) is None, "two windows are not full yet"


@check("has_converged", weight=1)
def test_convergence_does_not_depend_on_the_unit(submission, rng):
    """All losses times the same factor, large or small, converge at the same index."""
    for window, tol in [(3, 0.03), (6, 0.01)]:
        losses = settling(rng, window, tol)
        found = [submission.has_converged(losses * factor, window, tol) for factor in (1.0, 1024.0, 1 / 4096)]
        assert found[0] is not None, "a run that has settled is not recognised"
        assert found[0] == found[1] == found[2], "the unit of the losses changes the answer"


@check("has_converged", weight=1)
def test_an_improvement_of_exactly_tol_is_enough_to_go_on(submission):
    """An improvement of exactly tol does not count as converged, one of exactly nothing does."""
    losses = np.array([4.0, 4.0, 3.0, 3.0, 2.25, 2.25, 2.25, 2.25, 2.25])
    assert_same(submission.has_converged(losses[[0, 2, 4, 5]], 1, 0.25), 3)
    assert_same(submission.has_converged(losses, 2, 0.25), 6)
    assert_same(submission.has_converged(losses, 2, 0.01), 7)


@check("has_converged", weight=0.5)
def test_convergence_leaves_the_losses_alone(agree, rng):
    """The index is right, an int, and the array of losses is not changed."""
    agree("has_converged", settling(rng, 4, 0.03), 4, 0.03)


# ---------------------------------------------------------------- clip_by_global_norm: public 2, hidden 6


def network(rng, size):
    """Return gradients of three layers whose joint norm is ``size``."""
    shapes = [{"W": (4, 3), "b": (3,)}, {"W": (3, 3), "b": (3,), "gain": (1, 3)}, {"W": (3, 1), "b": (1,)}]
    grads = [layer(rng, one) for one in shapes]
    norm = np.linalg.norm(flat(grads))
    return [{name: array * size / norm for name, array in one.items()} for one in grads]


def flat(grads):
    """Return all entries of all arrays as one vector."""
    return np.concatenate([np.ravel(array) for one in grads for array in one.values()])


@check("clip_by_global_norm", weight=1.5)
def test_clipping_matches_its_definition(agree, rng):
    """Gradients of one layer or of several, larger or smaller than the limit, come out as they should."""
    sizes = [(0.5, 1.0), (7.0, 2.0), (300.0, 5.0), (1.0, 3.0)]
    cases = [(network(rng, size), limit) for size, limit in sizes]
    agree.each("clip_by_global_norm", [*cases, ([layer(rng)], 0.5), ([{"b": rng.normal(size=1)}], 1e-3)])


@check("clip_by_global_norm", weight=1.5)
def test_clipping_shortens_and_does_not_turn(submission, rng):
    """What was too long has exactly the norm limit afterwards, and points the same way."""
    size, limit = rng.uniform(50, 90), float(rng.uniform(1, 5))
    grads = network(rng, size)
    clipped, _ = submission.clip_by_global_norm(grads, limit)
    before, after = flat(grads), flat(clipped)
    assert_same(float(np.linalg.norm(after)), limit)
    assert_same(float(before @ after / np.linalg.norm(before) / np.linalg.norm(after)), 1.0)


@check("clip_by_global_norm", weight=1)
def test_short_gradients_pass_unchanged(submission, rng):
    """What is short enough comes out as it went in, down to the last digit."""
    for size in (1e-9, 0.1, 1.9):
        grads = network(rng, size)
        clipped, _ = submission.clip_by_global_norm(grads, 2.0)
        assert_same(clipped, grads, rtol=0, atol=0)


@check("clip_by_global_norm", weight=1)
def test_the_norm_is_that_of_what_came_in(submission, rng):
    """The second answer is the norm before clipping, whether or not anything was clipped."""
    for size in (0.25, float(rng.uniform(3, 5)), 1e4):
        assert_same(submission.clip_by_global_norm(network(rng, size), 1.0)[1], size)


@check("clip_by_global_norm", weight=0.5)
def test_zeros_stay_zeros(submission):
    """Gradients that are all zero stay zero, and their norm is 0."""
    zero = [zeros(), zeros({"W": (2, 1)})]
    assert_same(submission.clip_by_global_norm(zero, 1.0), (zero, 0.0))


@check("clip_by_global_norm", weight=0.5)
def test_clipping_leaves_its_arguments_alone(agree, rng):
    """Clipped gradients are right, and the list that was handed in is as it was."""
    agree("clip_by_global_norm", network(rng, 10.0), 1.0)


# ---------------------------------------------------------------- train: public 3, hidden 10

LAYERS = ({"W": (2, 3), "b": (3,)}, {"W": (3, 1), "b": (1,)})
M, SIZE, EPOCHS = 7, 3, 2
"""Seven examples in batches of three: three steps an epoch, the last one with a single example."""


def observed(submission, rng, optimizer, lr=0.1):
    """Train on losses and gradients that are made up; return (start, losses, gradients, calls, answer)."""
    start, steps = [layer(rng, shapes) for shapes in LAYERS], 3 * EPOCHS
    gradients = [[slopes(rng, shapes) for shapes in LAYERS] for _ in range(steps)]
    losses = rng.uniform(1, 9, size=steps)

    def made_up(X, y, params):
        step = (len(spy.calls) - 1) % steps
        return float(losses[step]), gradients[step]

    spy = Spy(made_up)
    y = np.arange(M)
    with submission.replaced(loss_grad=spy):
        X = y[:, None] + np.array([0.25, 0.5])
        answer = submission.train(X, y, start, optimizer, lr, EPOCHS, SIZE, np.random.default_rng(seed_of(rng)))
    calls = [dict(zip(("X", "y", "params"), args, strict=False)) | named for args, named in spy.calls]
    assert len(calls) == steps, "loss_grad is not called once for every batch"
    return start, losses, gradients, calls, answer


def assert_path(seen, move):
    """Require that every step went where ``move(number, array, gradients)`` takes an array by its gradients so far."""
    start, _, gradients, calls, (params, _) = seen
    for step in range(1, len(calls) + 1):
        there = calls[step]["params"] if step < len(calls) else params
        expected = [
            {name: move(array, np.stack([g[number][name] for g in gradients[:step]])) for name, array in one.items()}
            for number, one in enumerate(start)
        ]
        assert_same(there, expected, **NEARLY)


def averages(g, beta):
    """Return the raw moving average of gradients after each step, and how full it is."""
    t = np.arange(1, len(g) + 1)
    weights = (1 - beta) * np.tril(beta ** np.maximum(t[:, None] - t, 0.0))
    full = (1 - beta**t).reshape(-1, *[1] * (g.ndim - 1))
    return np.tensordot(weights, g, 1), full


@check("train", weight=1.5)
def test_training_by_plain_descent(submission, rng):
    """Every step of gradient descent moves all layers by minus lr times the gradients of its batch."""
    assert_path(observed(submission, rng, "gd", 0.3), lambda p, g: p - 0.3 * g.sum(axis=0))


@check("train", weight=1.5)
def test_training_with_momentum(submission, rng):
    """The velocity is kept from step to step and from epoch to epoch."""
    assert_path(observed(submission, rng, "momentum"), lambda p, g: p - 0.1 * averages(g, 0.9)[0].sum(axis=0))


@check("train", weight=1)
def test_training_by_rmsprop(submission, rng):
    """The mean squares are kept from step to step and from epoch to epoch."""
    seen = observed(submission, rng, "rmsprop")
    assert_path(seen, lambda p, g: p - 0.1 * (g / np.sqrt(averages(g**2, 0.9)[0])).sum(axis=0))


@check("train", weight=1.5)
def test_training_by_adam(submission, rng):
    """Both averages are kept through all epochs, and t is the number of the step."""

    def move(p, g):
        (mean, full), (square, full_square) = averages(g, 0.9), averages(g**2, 0.999)
        return p - 0.1 * (mean / full / np.sqrt(square / full_square)).sum(axis=0)

    assert_path(observed(submission, rng, "adam"), move)


@check("train", weight=1.5)
def test_every_epoch_deals_all_examples_afresh(submission, rng):
    """Every epoch uses every example once, beside its label, in an order of its own."""
    orders = []
    for _ in range(3):
        _, _, _, calls, _ = observed(submission, rng, "gd")
        for number in range(EPOCHS):
            epoch = calls[3 * number : 3 * number + 3]
            assert [len(one["y"]) for one in epoch] == [3, 3, 1], "the batches have other sizes than they should"
            order = np.concatenate([one["y"] for one in epoch])
            assert_same(np.concatenate([one["X"] for one in epoch]), order[:, None] + np.array([0.25, 0.5]))
            assert np.array_equal(np.sort(order), np.arange(M)), "an epoch leaves out examples, or uses some twice"
            orders.append(order.tolist())
    # Three pairs of epochs that all agree by chance: once in 10^11.
    assert any(orders[n] != orders[n + 1] for n in (0, 2, 4)), "the order is the same in every epoch"


@check("train", weight=1)
def test_losses_are_means_over_examples(submission, rng):
    """Each epoch's loss is the mean over its examples of what their batch cost; a short batch weighs less."""
    _, losses, _, _, (_, recorded) = observed(submission, rng, "momentum")
    sizes = np.array([3, 3, 1])
    assert_same(recorded, (losses.reshape(EPOCHS, 3) * sizes).sum(axis=1) / M)


@check("train", weight=0.5)
def test_training_repeats_itself(submission, rng):
    """The same seed trains the same network, another seed another one."""
    X, y, seed = rng.normal(size=(20, 2)), rng.integers(0, 2, size=20), seed_of(rng)
    start = [layer(rng, shapes) for shapes in LAYERS]
    runs = [submission.train(X, y, start, "adam", 0.1, 2, 3, np.random.default_rng(s)) for s in (seed, seed, seed + 1)]
    assert_same(runs[0], runs[1])
    assert not np.array_equal(runs[0][1], runs[2][1]), "another seed deals the same batches"


@check("train", weight=0.5)
def test_training_leaves_its_arguments_alone(agree, rng):
    """With all examples in one batch every optimiser ends where it should, and no argument is changed."""
    for optimizer, m in (("gd", 6), ("momentum", 6), ("rmsprop", 1), ("adam", 9)):
        X, y, start = rng.normal(size=(m, 2)), rng.integers(0, 2, size=m), [layer(rng, shapes) for shapes in LAYERS]
        agree("train", X, y, start, optimizer, 0.05, 4, 9, np.random.default_rng(seed_of(rng)), rtol=1e-4, atol=1e-6)


@check("train", weight=0.5)
def test_an_unknown_optimiser_is_refused(submission, rng):
    """An optimiser that does not exist raises ValueError."""
    start = [layer(rng, shapes) for shapes in LAYERS]
    for name in ("sgd", "Adam"):
        rng_of_run = np.random.default_rng(0)
        assert_raises(ValueError, submission.train, np.ones((2, 2)), np.array([0, 1]), start, name, 0.1, 1, 2, rng_of_run)


@check("train", weight=0.5)
def test_adam_goes_down_a_tilted_valley_faster(submission, solution, rng):
    """Where features have very different scales Adam ends at no more than 0.9 of plain descent's loss, over two problems."""
    start = [{"W": np.zeros((6, 1)), "b": np.zeros(1)}]
    ends = {"gd": 0.0, "adam": 0.0}
    for _ in range(2):
        X, y = solution.tilted(200, np.random.default_rng(seed_of(rng)))
        for optimizer in ends:
            params, _ = submission.train(X, y, start, optimizer, 0.1, 150, 200, np.random.default_rng(0))
            assert np.isfinite(params[0]["W"]).all(), "the weights are not finite"
            z = (X @ params[0]["W"] + params[0]["b"])[:, 0]
            ends[optimizer] += np.mean(np.logaddexp(0, z) - z * y)
    # On 250 single problems the ratio was 0.61 to 0.81, with a standard deviation of 0.04 around 0.72.
    assert ends["adam"] <= 0.9 * ends["gd"], "Adam is hardly faster than plain descent"
