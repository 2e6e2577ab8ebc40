"""Hidden checks of the week: properties first, then agreement with the reference on fresh draws."""

import math

import numpy as np
from grader.testing import Spy, assert_gradient, assert_pure, assert_raises, assert_same, assert_vectorised, check


def generator(rng):
    """Return a generator with a seed nobody has seen."""
    return np.random.default_rng(int(rng.integers(10**9)))


# ---------------------------------------------------------------- carve_splits: public 2.5, hidden 7.5


def assert_dealt(parts, n):
    """Require three arrays of ints that hold every row once; return them."""
    assert len(parts) == 3, "there are not three parts"
    for part in parts:
        assert isinstance(part, np.ndarray), "a part is not an array"
        assert part.ndim == 1, "a part has not one axis"
        assert part.dtype.kind in "iu", "the numbers of rows are not ints"
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(n)), "not every row is in exactly one part"
    return parts


@check("carve_splits", weight=1)
def test_splits_hold_every_row_once(submission, rng):
    """Every row is in exactly one part, for few rows and for many, one row alone too."""
    for n in (1, 2, 3, 40, int(rng.integers(100, 200))):
        assert_dealt(submission.carve_splits(n, 0.2, 0.3, generator(rng)), n)


@check("carve_splits", weight=1.5)
def test_splits_have_the_right_sizes(submission, rng):
    """dev and test have their part of the rows, rounded down, and the rest is for training, of many rows 98 in 100."""
    for n in (1, 3, 7, 8, int(rng.integers(20, 90))):
        for dev, test in [(0.25, 0.125), (0.125, 0.5), (0.0, 0.25), (0.375, 0.0)]:
            sizes = [len(part) for part in submission.carve_splits(n, dev, test, generator(rng))]
            n_dev, n_test = math.floor(n * dev), math.floor(n * test)
            assert sizes[1:] == [n_dev, n_test], "dev or test has the wrong size"
            assert sizes[0] == n - n_dev - n_test, "train has the wrong size"
    sizes = [len(part) for part in submission.carve_splits(100_000, 0.01, 0.01, generator(rng))]
    assert sizes == [98_000, 1_000, 1_000], "of many rows a part has the wrong size"


@check("carve_splits", weight=1.5)
def test_splits_are_left_to_chance(submission, rng):
    """Rows from everywhere are in dev and test, not just those that lie side by side; every row gets everywhere."""
    n, size = 4000, 1000
    parts = submission.carve_splits(n, 0.25, 0.25, generator(rng))
    error = math.sqrt((n**2 - 1) / 12 / size * (1 - size / n))
    for part in parts[1:]:
        centre, together = np.mean(part) - (n - 1) / 2, np.mean(np.isin(part + 1, part))
        submission.note("centre and neighbours", (round(float(centre) / 100), round(float(together), 1)))
        assert abs(centre) < 5 * error, "rows from the beginning and from the end have not the same chances"
        assert together < 0.5, "rows that lie side by side stay together"
    seen = np.zeros((3, 8), dtype=bool)
    for _ in range(100):  # that a row misses a part each time has a chance of 1e-12
        for place, part in enumerate(submission.carve_splits(8, 0.25, 0.25, generator(rng))):
            seen[place, part] = True
    assert np.all(seen), "some rows never get into some part"


def classes(rng, counts):
    """Return labels, in mixed order, with as many rows of each class as asked for; the classes are any ints."""
    names = rng.permutation(np.arange(-20, 20))[: len(counts)]
    return rng.permutation(np.repeat(names, counts))


@check("carve_splits", weight=1.5)
def test_splits_keep_the_shares_of_the_classes(submission, rng):
    """With labels, every class is split by itself, rare classes and classes of any number included."""
    for counts in ([40, 8], [3, 16, 7, 1], [24]):
        labels = classes(rng, counts)
        parts = assert_dealt(submission.carve_splits(len(labels), 0.25, 0.125, generator(rng), labels), len(labels))
        assert_pure(submission)
        for label in np.unique(labels):
            count = np.sum(labels == label)
            found = [int(np.sum(labels[part] == label)) for part in parts]
            assert found[1:] == [count // 4, count // 8], "a class has not its share of dev or test"


@check("carve_splits", weight=0.5)
def test_splits_of_classes_are_left_to_chance(submission, rng):
    """With labels, which rows of a class go where is left to chance."""
    labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    seen = np.zeros((3, 8), dtype=bool)
    for _ in range(100):
        for place, part in enumerate(submission.carve_splits(8, 0.25, 0.25, generator(rng), labels)):
            seen[place, part] = True
    assert np.all(seen), "some rows never get into some part"


@check("carve_splits", weight=0.5)
def test_splits_come_from_the_generator(submission, rng):
    """The same seed gives the same splits, another seed others."""
    seed = int(rng.integers(10**9))
    one, same, other = (submission.carve_splits(200, 0.25, 0.25, np.random.default_rng(s)) for s in (seed, seed, seed + 1))
    assert_same(one, same)
    assert not np.array_equal(np.sort(one[1]), np.sort(other[1])), "another seed gives the same dev set"


@check("carve_splits", weight=0.5)
def test_splits_refuse_what_cannot_be_dealt(submission, rng):
    """Negative parts, parts that leave nothing to train on, and labels for another number of rows raise ValueError."""
    for dev, test in [(-0.25, 0.5), (0.5, -0.25), (0.5, 0.5), (0.75, 0.5)]:
        assert_raises(ValueError, submission.carve_splits, 8, dev, test, generator(rng))
    for m in (7, 9):
        assert_raises(ValueError, submission.carve_splits, 8, 0.25, 0.25, generator(rng), np.arange(m) % 2)


@check("carve_splits", weight=0.5)
def test_splits_take_all_rows_at_once(submission, rng):
    """The work in Python does not grow with the number of rows."""
    few, many = ((m, 0.25, 0.25, generator(rng), np.arange(m) % 3) for m in (12, 1200))
    assert_dealt(submission.carve_splits(*many), 1200)
    assert_vectorised(submission, "carve_splits", few, many)


# ---------------------------------------------------------------- diagnose, recipe: public 3.5, hidden 8.5


def eighths(rng, count):
    """Return error rates that are whole eighths, so that sums and differences of them are exact."""
    return [float(rate) for rate in rng.integers(0, 9, size=count) / 8]


@check("diagnose", weight=1.5)
def test_gaps_are_differences(submission, rng):
    """The bias gap is train minus base and the variance gap is dev minus train, whatever their signs."""
    for _ in range(15):
        base, train, dev = (float(rate) for rate in rng.uniform(0.01, 0.5, size=3))
        diagnosis = submission.diagnose(base, train, dev)
        assert_same(diagnosis.bias_gap, train - base)
        assert_same(diagnosis.variance_gap, dev - train)


@check("diagnose", weight=1.5)
def test_labels_of_many_models(submission, rng):
    """The label names the gaps above tol, one, the other, both or none."""
    for _ in range(8):
        base, tol = float(rng.uniform(0.0, 0.1)), float(rng.uniform(0.02, 0.1))
        small, large = (tol * float(factor) for factor in (rng.uniform(0.1, 0.9), rng.uniform(1.1, 3)))
        rates = [(small, large), (large, small), (large, large), (small, small)]
        labels = [submission.diagnose(base, base + bias, base + bias + variance, tol).label for bias, variance in rates]
        assert labels == ["variance", "bias", "bias and variance", "fine"], "a label does not fit the gaps"


@check("diagnose", weight=1)
def test_a_gap_equal_to_tol_is_left_alone(submission, rng):
    """A gap that is exactly tol is no problem, neither of bias nor of variance."""
    for tol in (0.0625, 0.125, 0.25):
        base = eighths(rng, 1)[0]
        for bias, variance, label in [(1, 1, "fine"), (1, 2, "variance"), (2, 1, "bias")]:
            train = base + bias * tol
            diagnosis = submission.diagnose(base, train, train + variance * tol, tol)
            assert diagnosis.label == label, "a gap of exactly tol is named, or a larger one is not"
        assert submission.diagnose(base, base, base, 0.0).label == "fine", "no gap is no problem, even where tol is 0"


@check("diagnose", weight=0.75)
def test_labels_do_not_depend_on_the_level(submission, rng):
    """Adding the same amount to all three error rates leaves the label as it is."""
    for _ in range(10):
        base, train, dev, more = eighths(rng, 4)
        before, after = (submission.diagnose(base + a, train + a, dev + a, 0.25).label for a in (0.0, more))
        gaps = (("bias", train - base), ("variance", dev - train))
        assert before == (" and ".join(name for name, gap in gaps if gap > 0.25) or "fine"), "a label is wrong"
        assert after == before, "the label depends on the level"


@check("diagnose", weight=0.75)
def test_a_negative_gap_is_no_problem(submission, rng):
    """A model that is better than base, or better on dev than on train, has no problem there."""
    for _ in range(5):
        train, less, little = (float(rng.uniform(*limits)) for limits in ((0.3, 0.5), (0.05, 0.2), (0.0, 0.005)))
        assert submission.diagnose(train + less, train, train + little).label == "fine", "better than base is no bias"
        assert submission.diagnose(train - little, train, train - less).label == "fine", "better on dev is no variance"
        assert submission.diagnose(train - less, train, train - less).label == "bias", "a bias is overlooked"
        assert submission.diagnose(train + less, train, train + less).label == "variance", "a variance is overlooked"


@check("diagnose", weight=0.5)
def test_a_gap_of_one_percent_is_usually_allowed(submission, rng):
    """Where tol is not given, gaps a little below 0.01 are left alone and gaps a little above are named."""
    base = float(rng.uniform(0.05, 0.2))
    assert submission.diagnose(base, base + 0.0098, base + 0.0196).label == "fine", "less than tol is allowed"
    assert submission.diagnose(base, base + 0.0102, base + 0.0204).label == "bias and variance", "more is not allowed"


@check("recipe", weight=1.5)
def test_bias_is_treated_first(submission, solution, rng):
    """With both problems, however large either is, the action is the one against bias."""
    for _ in range(6):
        bias, variance = (float(gap) for gap in rng.uniform(0.02, 0.5, size=2))
        both = solution.Diagnosis(bias, variance, "bias and variance")
        assert submission.recipe(both) == "bigger network", "bias comes first"


@check("recipe", weight=1)
def test_recipe_follows_the_label(submission, solution, rng):
    """The action follows from the label, whatever tol the diagnosis was made with."""
    actions = {"bias": "bigger network", "variance": "more data or regularisation", "fine": "done"}
    for tol in (0.0001, 0.4):
        bias, variance = (tol * float(factor) for factor in rng.uniform(1.1, 1.6, size=2))
        for gaps, label in [((bias, tol / 2), "bias"), ((tol / 2, variance), "variance"), ((tol / 2, tol / 3), "fine")]:
            diagnosis = solution.Diagnosis(*gaps, label)
            assert submission.recipe(diagnosis) == actions[label], "the action does not follow from the label"


# ---------------------------------------------------------------- binary_metrics: public 2.5, hidden 7.5


def answers(rng, m):
    """Return (y, yhat) with some of all four kinds of answers, in different numbers; m is 16 or more."""
    kinds = np.concatenate([np.repeat(np.arange(4), rng.permutation([1, 2, 3, 4])), rng.integers(0, 4, size=m - 10)])
    kinds = rng.permutation(kinds)
    return kinds // 2, kinds % 2


def tallied(y, yhat):
    """Count answers one by one."""
    pairs = list(zip(y.tolist(), yhat.tolist(), strict=True))
    return {"tp": pairs.count((1, 1)), "fp": pairs.count((0, 1)), "fn": pairs.count((1, 0)), "tn": pairs.count((0, 0))}


@check("binary_metrics", weight=1.5)
def test_the_four_counts(submission, rng):
    """tp, fp, fn and tn are ints, each the number of examples of its kind, one example alone too."""
    cases = [answers(rng, m) for m in (16, 25, 60)]
    cases += [(np.array([a]), np.array([b])) for a in (0, 1) for b in (0, 1)]
    for y, yhat in cases:
        metrics = submission.binary_metrics(y, yhat)
        assert_same({name: metrics[name] for name in ("tp", "fp", "fn", "tn")}, tallied(y, yhat))


@check("binary_metrics", weight=1.5)
def test_precision_and_recall(submission, rng):
    """Precision is the part of those called positive that is positive, recall the part of the positives that is found."""
    for m in (16, 30):
        y, yhat = answers(rng, m)
        metrics, tally = submission.binary_metrics(y, yhat), tallied(y, yhat)
        assert_same(metrics["precision"], tally["tp"] / (tally["tp"] + tally["fp"]))
        assert_same(metrics["recall"], tally["tp"] / (tally["tp"] + tally["fn"]))
    one, several = np.array([0, 1, 0, 0]), np.array([1, 1, 0, 1])
    assert_same(submission.binary_metrics(several, one)["precision"], 1.0)
    assert_same(submission.binary_metrics(one, several)["recall"], 1.0)


@check("binary_metrics", weight=1)
def test_f1_is_the_harmonic_mean(submission, rng):
    """One divided by f1 is the average of one divided by precision and one divided by recall."""
    for m in (16, 30):
        y, yhat = answers(rng, m)
        tally = tallied(y, yhat)
        assert_same(submission.binary_metrics(y, yhat)["f1"], 1 / (1 + (tally["fp"] + tally["fn"]) / (2 * tally["tp"])))


@check("binary_metrics", weight=0.5)
def test_accuracy_is_the_part_called_right(submission, rng):
    """Accuracy is the part of all examples whose answer is the label; it is the same for the opposite question."""
    y, yhat = answers(rng, 30)
    right = float(np.mean(y == yhat))
    assert_same(submission.binary_metrics(y, yhat)["accuracy"], right)
    assert_same(submission.binary_metrics(1 - y, 1 - yhat)["accuracy"], right)


@check("binary_metrics", weight=1.5)
def test_scores_that_would_be_zero_by_zero(submission, rng):
    """Where nothing is positive, or nothing is called positive, the scores are 0.0, never nan."""
    m = int(rng.integers(3, 9))
    ones, zeros = np.ones(m, dtype=int), np.zeros(m, dtype=int)
    for y, yhat, accuracy in [(zeros, zeros, 1.0), (ones, zeros, 0.0), (zeros, ones, 0.0)]:
        metrics = submission.binary_metrics(y, yhat)
        scores = {name: metrics[name] for name in ("accuracy", "precision", "recall", "f1")}
        assert_same(scores, {"accuracy": accuracy, "precision": 0.0, "recall": 0.0, "f1": 0.0})
    metrics = submission.binary_metrics(ones, ones)
    assert_same([metrics[name] for name in ("precision", "recall", "f1")], [1.0, 1.0, 1.0])


@check("binary_metrics", weight=0.5)
def test_metrics_refuse_unequal_shapes(submission, rng):
    """Labels and answers of different shapes raise ValueError."""
    y, yhat = answers(rng, 16)
    for other in (yhat[:, None], yhat[:1], yhat[:-1]):
        assert_raises(ValueError, submission.binary_metrics, y, other)


@check("binary_metrics", weight=1)
def test_metrics_take_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples."""
    agree.vectorised("binary_metrics", answers(rng, 16), answers(rng, 1600))


# ---------------------------------------------------------------- standardise: public 2, hidden 6


def table(rng, m, n):
    """Return an (m, n) table whose columns have all sorts of means and spreads."""
    return rng.uniform(-50, 50, size=n) + 10 ** rng.uniform(-1, 2, size=n) * rng.normal(size=(m, n))


@check("standardise", weight=1.5)
def test_standardise_matches_its_definition(agree, rng):
    """Training sets of any size, floats or ints, come back standardised, and with them any number of other sets."""
    agree.each(
        "standardise",
        [
            (table(rng, 6, 6),),
            (table(rng, 9, 3), table(rng, 4, 3)),
            (table(rng, 4, 5), table(rng, 1, 5), table(rng, 7, 5), table(rng, 2, 5)),
            (rng.permutation(40).reshape(8, 5), rng.integers(0, 40, size=(3, 5))),
        ],
    )


@check("standardise", weight=0.5)
def test_training_columns_end_with_mean_0_and_spread_1(submission, rng):
    """Every column of the training set ends with mean 0 and standard deviation 1."""
    train = submission.standardise(table(rng, 12, 4))[0]
    assert_same(np.mean(train, axis=0), np.zeros(4), atol=1e-9)
    assert_same(np.sqrt(np.mean(train**2, axis=0)), np.ones(4))


@check("standardise", weight=1)
def test_a_shift_of_another_set_is_kept(submission, rng):
    """A set that is the training set shifted stays shifted, by as many standard deviations, and one row can come alone."""
    train, shift = table(rng, 10, 3), rng.uniform(5, 50, size=3)
    first, second, alone = submission.standardise(train, train + shift, train[:1] + shift)
    assert_same(second - first, np.tile(shift / np.std(train, axis=0), (10, 1)), rtol=1e-7)
    assert_same(alone, second[:1])


@check("standardise", weight=1)
def test_constant_columns_are_only_shifted(submission, rng):
    """A column with one value only becomes 0 in training, and the plain difference from that value elsewhere."""
    train, other = table(rng, 7, 4), table(rng, 5, 4)
    place, value = int(rng.integers(4)), float(rng.integers(1, 9))
    train[:, place] = value
    first, second = submission.standardise(train, other)
    assert np.all(np.isfinite(first)), "there are numbers that are not finite"
    assert_same(first[:, place], np.zeros(7))
    assert_same(second[:, place], other[:, place] - value)
    first, second = submission.standardise(train[:1], other)  # a single row is constant all over
    assert_same(first, np.zeros((1, 4)))
    assert_same(second, other - train[0])


@check("standardise", weight=0.5)
def test_constant_columns_of_any_value_become_0(submission, rng):
    """A constant column becomes exactly 0 also where adding up its value many times has to round."""
    values = np.concatenate([[0.1, 0.7, 1e9 / 3], 1e6 * rng.random(20)])
    for m in (3, 7):
        first, second = submission.standardise(np.tile(values, (m, 1)), np.zeros((2, len(values))))
        assert np.all(first == 0), "a constant column of another value is not 0"
        assert_same(second, np.tile(-values, (2, 1)))


@check("standardise", weight=0.6)
def test_narrow_columns_are_stretched(submission, rng):
    """A column becomes the same whatever unit it was measured in, tiny numbers and huge ones."""
    X = rng.normal(size=(8, 3))
    scale = 10.0 ** rng.permutation([-9, 0, 9])
    assert_same(submission.standardise(X * scale)[0], submission.standardise(X)[0])
    assert_same(np.std(submission.standardise(X * scale)[0], axis=0), np.ones(3))


@check("standardise", weight=0.4)
def test_standardise_leaves_its_arguments_alone(agree, rng):
    """The sets are right, and the arrays that were handed in are not changed."""
    agree("standardise", table(rng, 5, 2), table(rng, 3, 2))


@check("standardise", weight=0.5)
def test_standardise_takes_all_rows_at_once(agree, rng):
    """The work in Python does not grow with the number of rows."""
    few, many = ((table(rng, m, 3), table(rng, m, 3)) for m in (4, 400))
    agree.vectorised("standardise", few, many)


# ---------------------------------------------------------------- init_scaled: public 2.5, hidden 7.5


def spread_of(submission, rng, scheme, n_in, n_out, spread):
    """Require the standard deviation of many weights to be ``spread``, and their mean to be 0."""
    weights = submission.init_scaled(n_in, n_out, scheme, generator(rng))
    assert weights.shape == (n_in, n_out), "the weights have the wrong shape"
    scaled = weights / spread
    submission.note("spread", round(float(np.log(np.std(scaled) + 1e-9)), 1))
    # Of N normal numbers the mean errs by 1 / sqrt(N), the standard deviation by 1 / sqrt(2 N): five of each.
    assert abs(np.std(scaled) - 1) < 5 / math.sqrt(2 * scaled.size), "the weights are spread too widely or narrowly"
    assert abs(np.mean(scaled)) < 5 / math.sqrt(scaled.size), "the mean of the weights is not 0"


@check("init_scaled", weight=2)
def test_he_is_scaled_to_the_inputs(submission, rng):
    """With he the variance of the weights is 2 / n_in, for layers that widen and layers that narrow."""
    for n_in, n_out in [(400, 100), (100, 400), (1, 4000)]:
        spread_of(submission, rng, "he", n_in, n_out, math.sqrt(2 / n_in))


@check("init_scaled", weight=2)
def test_xavier_is_scaled_to_inputs_and_units(submission, rng):
    """With xavier the variance of the weights is 2 / (n_in + n_out), for layers that widen and layers that narrow."""
    for n_in, n_out in [(400, 100), (100, 400), (1, 4000)]:
        spread_of(submission, rng, "xavier", n_in, n_out, math.sqrt(2 / (n_in + n_out)))


@check("init_scaled", weight=1.5)
def test_weights_are_normal(submission, rng):
    """Weights follow the bell curve: 68 % of them lie within one standard deviation, 95 % within two."""
    for scheme in ("he", "xavier"):
        weights = submission.init_scaled(200, 150, scheme, generator(rng))
        assert np.std(weights) > 0, "all weights are equal"
        for width in (1, 2):
            share = math.erf(width / math.sqrt(2))
            within = np.mean(np.abs(weights) < width * np.std(weights))
            error = math.sqrt(share * (1 - share) / weights.size)
            submission.note("within", round(float(within), 1))
            assert abs(within - share) < 5 * error, "the weights do not follow the bell curve"


@check("init_scaled", weight=0.75)
def test_weights_repeat_no_numbers(submission, rng):
    """No two units begin alike, and no two inputs are treated alike."""
    for scheme in ("he", "xavier"):
        weights = submission.init_scaled(30, 20, scheme, generator(rng))
        assert len(np.unique(weights)) == 600, "some numbers occur twice"


@check("init_scaled", weight=0.75)
def test_weights_come_from_the_generator(submission, rng):
    """The same seed gives the same weights, another seed others, for layers of any shape."""
    seed = int(rng.integers(10**9))
    for n_in, n_out, scheme in [(1, 1, "he"), (3, 4, "he"), (5, 2, "xavier"), (1, 1, "xavier")]:
        one, same, other = (
            submission.init_scaled(n_in, n_out, scheme, np.random.default_rng(s)) for s in (seed, seed, seed + 1)
        )
        assert one.shape == (n_in, n_out), "the weights have the wrong shape"
        assert one.dtype == np.float64, "the weights are not float64"
        assert_same(one, same)
        assert not np.any(one == other), "another seed gives the same numbers"


@check("init_scaled", weight=0.5)
def test_unknown_schemes_are_refused(submission, rng):
    """A scheme that is neither of the two raises ValueError."""
    for scheme in ("zeros", "He", ""):
        assert_raises(ValueError, submission.init_scaled, 3, 2, scheme, generator(rng))


# ---------------------------------------------------------------- signal_profile, verdict: public 2.5, hidden 7.5

KINDS = {"linear": lambda z: z, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}


def stack(rng, sizes, gain=1.0):
    """Return the weights of a network, each layer scaled to keep a signal about as strong as it is."""
    return [
        gain * rng.normal(size=(n_in, n_out)) / math.sqrt(n_in) for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def signals(Ws, X, activation):
    """Return what comes out of each layer."""
    found = [X]
    for W in Ws:
        found.append(activation(found[-1] @ W))
    return found[1:]


@check("signal_profile", weight=2)
def test_profile_matches_its_definition(submission, rng):
    """Behind every layer it is the spread of all outputs together, for the three kinds, any sizes, one example too."""
    for kind, activation in KINDS.items():
        for m, sizes in [(6, [3, 5, 2, 4]), (4, [4, 4, 4]), (1, [2, 7]), (9, [5, 1, 3])]:
            Ws, X = stack(rng, sizes, 1.5), 2 + rng.normal(size=(m, sizes[0]))
            expected = np.array([math.sqrt(np.mean((out - np.mean(out)) ** 2)) for out in signals(Ws, X, activation)])
            assert_same(submission.signal_profile(Ws, X, kind), expected)


@check("signal_profile", weight=1)
def test_profile_grows_from_the_scaled_layer_on(submission, rng):
    """Weights of one layer times four: in linear and relu networks the profile grows fourfold from there on, not before."""
    for kind in ("linear", "relu"):
        Ws, X = stack(rng, [5, 8, 8, 8]), rng.normal(size=(20, 5))
        place = int(rng.integers(3))
        scaled = [4 * W if number == place else W for number, W in enumerate(Ws)]
        before, after = (np.asarray(submission.signal_profile(weights, X, kind)) for weights in (Ws, scaled))
        assert before.shape == (3,), "there is not one number per layer"
        assert np.all(before > 0), "a signal has no strength"
        assert_same(after, before * np.where(np.arange(3) < place, 1.0, 4.0))


@check("signal_profile", weight=1)
def test_profile_of_fifty_layers(submission, rng):
    """Fifty layers that halve a signal, keep it or double it have the profile that powers of the gain give."""
    for gain in (0.5, 1.0, 2.0):
        turns = [gain * np.linalg.qr(rng.normal(size=(4, 4)))[0] for _ in range(50)]
        X = np.concatenate([np.eye(4), -np.eye(4)]) * float(rng.uniform(1, 3))  # its mean is 0, however it is turned
        expected = np.std(X) * gain ** np.arange(1, 51)
        assert_same(submission.signal_profile(turns, X, "linear"), expected, rtol=1e-7, atol=0)


@check("signal_profile", weight=0.6)
def test_profile_leaves_its_arguments_alone(agree, rng):
    """The profile is right, and neither the examples nor the weights are changed."""
    for kind in KINDS:
        agree("signal_profile", stack(rng, [3, 4, 2]), rng.normal(size=(5, 3)), kind)


@check("signal_profile", weight=0.9)
def test_profile_takes_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples."""
    Ws = stack(rng, [3, 4, 2])
    agree.vectorised("signal_profile", (Ws, rng.normal(size=(4, 3)), "tanh"), (Ws, rng.normal(size=(400, 3)), "tanh"))


RATIOS = [(2e-4, "vanishing"), (5e-3, "steady"), (0.9, "steady"), (2e2, "steady"), (5e3, "exploding")]


@check("verdict", weight=1)
def test_verdict_compares_last_with_first(submission, rng):
    """The last entry divided by the first decides, be the whole signal weak or strong."""
    for level in (1e-8, 1e-2, 1.0, 1e2, 1e8):
        for ratio, word in RATIOS:
            profile = level * float(rng.uniform(0.5, 2)) * ratio ** np.linspace(0, 1, int(rng.integers(2, 6)))
            assert submission.verdict(profile) == word, "the verdict does not fit the ratio of last and first"
            assert_pure(submission)


@check("verdict", weight=0.5)
def test_verdict_does_not_look_between(submission, rng):
    """A signal that dips or rises on its way, and recovers, is judged by its first and last strength."""
    for ratio, word in RATIOS:
        for between in (1e-6, 1e6):
            profile = np.array([1.0, between * float(rng.uniform(0.5, 2)), ratio])
            assert submission.verdict(profile) == word, "the verdict depends on what lies between first and last"


@check("verdict", weight=0.5)
def test_verdict_at_the_borders(submission, rng):
    """A ratio of exactly 1e-3 or 1e3 is steady, and so is a single layer; a last entry of 0 is vanishing."""
    between = float(rng.uniform(0.1, 10))
    for last in (1e-3, 1e3):
        assert submission.verdict(np.array([1.0, between, last])) == "steady", "the border itself is steady"
    assert submission.verdict(np.array([1.0, between, 0.9995e-3])) == "vanishing", "just beyond the border is not steady"
    assert submission.verdict(np.array([1.0, between, 1.0005e3])) == "exploding", "just beyond the border is not steady"
    assert submission.verdict(np.array([1e-5 * between])) == "steady", "a single layer is steady"
    assert submission.verdict(np.array([between, 0.0])) == "vanishing", "nothing is left, and it is not vanishing"


# ---------------------------------------------------------------- add_weight_decay: public 2.5, hidden 7.5


def network(rng, sizes):
    """Return (grads, params) of a network, all numbers different."""
    shapes = [{"W": (n_in, n_out), "b": (n_out,)} for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)]
    return tuple([{name: rng.normal(size=shape) for name, shape in layer.items()} for layer in shapes] for _ in range(2))


SIZES = ([3, 4, 2], [5, 1], [2, 2, 2, 2], [1, 6, 3, 1])


@check("add_weight_decay", weight=1.5)
def test_loss_grows_by_the_price_of_the_weights(submission, rng):
    """The loss grows by lam / (2 m) times the sum of the squares of all weights in all layers."""
    for sizes in SIZES:
        grads, params = network(rng, sizes)
        loss, lam, m = float(rng.normal()), float(rng.uniform(0.1, 3)), int(rng.integers(2, 40))
        squares = sum(float(np.sum(layer["W"] ** 2)) for layer in params)
        assert_same(submission.add_weight_decay(loss, grads, params, lam, m)[0], loss + lam * squares / (2 * m))


@check("add_weight_decay", weight=1.5)
def test_gradients_of_all_weights_get_their_part(submission, rng):
    """In every layer the gradient of the weights grows by lam / m times the weights."""
    for sizes in SIZES:
        grads, params = network(rng, sizes)
        lam, m = float(rng.uniform(0.1, 3)), int(rng.integers(2, 40))
        _, decayed = submission.add_weight_decay(0.5, grads, params, lam, m)
        expected = [grad["W"] + layer["W"] * lam / m for grad, layer in zip(grads, params, strict=True)]
        assert_same([layer["W"] for layer in decayed], expected)


@check("add_weight_decay", weight=1)
def test_added_gradient_is_the_slope_of_the_added_loss(submission, rng):
    """What is added to the gradient of the weights is the slope of what is added to the loss."""
    grads, params = network(rng, [3, 2, 2])
    lam, m = float(rng.uniform(1, 3)), 4
    _, decayed = submission.add_weight_decay(0.5, grads, params, lam, m)
    for place in range(2):

        def price(W, place=place):
            moved = [{**layer, "W": W} if number == place else layer for number, layer in enumerate(params)]
            return submission.add_weight_decay(0.5, grads, moved, lam, m)[0]

        assert_gradient(price, params[place]["W"], decayed[place]["W"] - grads[place]["W"])


@check("add_weight_decay", weight=1.25)
def test_biases_are_exempt(submission, rng):
    """Biases cost nothing however large they are, and their gradients stay as they are."""
    for sizes in SIZES[:2]:
        grads, params = network(rng, sizes)
        large = [{"W": layer["W"], "b": 100 * layer["b"]} for layer in params]
        loss, decayed = submission.add_weight_decay(0.5, grads, params, 2.0, 5)
        assert_same([layer["b"] for layer in decayed], [layer["b"] for layer in grads])
        assert_same(float(submission.add_weight_decay(0.5, grads, large, 2.0, 5)[0]), float(loss))


@check("add_weight_decay", weight=0.75)
def test_no_price_changes_nothing(submission, rng):
    """With lam = 0 loss and gradients are what they were."""
    grads, params = network(rng, [3, 4, 1])
    loss = float(rng.normal())
    assert_same(submission.add_weight_decay(loss, grads, params, 0.0, 7), (loss, grads))


@check("add_weight_decay", weight=1.5)
def test_decay_leaves_its_arguments_alone(agree, rng):
    """Loss and gradients are right, and neither parameters nor gradients that were handed in are changed."""
    for sizes in SIZES[:2]:
        agree("add_weight_decay", float(rng.normal()), *network(rng, sizes), float(rng.uniform(0.1, 3)), 6)


# ---------------------------------------------------------------- dropout_forward: public 2.5, hidden 7.5


def masked(submission, A, keep, rng):
    """Drop out while training; return (out, mask), the mask as numbers, once its form is right."""
    out, mask = submission.dropout_forward(A, keep, generator(rng), True)
    assert isinstance(mask, np.ndarray), "the mask is not an array"
    assert mask.shape == A.shape, "the mask has not the shape of A"
    mask = mask.astype(float)
    assert np.all((mask == 0) | (mask == 1)), "the mask holds something else than false and true, or 0 and 1"
    return out, mask


@check("dropout_forward", weight=1.5)
def test_survivors_are_rescaled(submission, rng):
    """Survivors are divided by keep and the others are 0, just as the mask says, for batches of any shape."""
    for shape in [(6, 4), (4, 6), (5, 5), (1, 8), (9, 1)]:
        A, keep = rng.normal(size=shape), float(rng.uniform(0.3, 0.9))
        out, mask = masked(submission, A, keep, rng)
        assert_same(out, np.where(mask == 1, A / keep, 0.0))


@check("dropout_forward", weight=1.5)
def test_keep_is_the_part_that_survives(submission, rng):
    """In a large batch the part that survives is keep, whether that is more than half or less; with keep = 1 it is all."""
    for keep in (0.25, 0.8):
        out, mask = masked(submission, np.ones((200, 100)), keep, rng)
        share = np.mean(mask)
        submission.note("survivors", round(float(share), 1))
        assert abs(share - keep) < 5 * math.sqrt(keep * (1 - keep) / mask.size), "another part than keep survives"
        assert np.array_equal(out != 0, mask == 1), "the output has other survivors than the mask"
    A = rng.normal(size=(20, 10))
    out, mask = masked(submission, A, 1.0, rng)
    assert np.all(mask == 1), "something is dropped although keep is 1"
    assert_same(out, A)


@check("dropout_forward", weight=1.5)
def test_every_entry_survives_by_itself(submission, rng):
    """From row to row and from column to column the number of survivors varies as with independent draws."""
    keep = 0.6
    _, mask = masked(submission, np.ones((200, 300)), keep, rng)
    for axis in (0, 1):
        length, lines = mask.shape[axis], mask.shape[1 - axis]
        squares = (np.sum(mask, axis=axis) - length * keep) ** 2 / (length * keep * (1 - keep))
        submission.note("variation", round(float(np.log(np.mean(squares) + 1e-9))))
        # The mean of so many squares of nearly normal numbers errs by sqrt(2 / lines); large values are not quite as rare
        # as in a bell curve, so seven of these are allowed. One coin for a whole line gives 100 and more, a fixed count 0.
        assert abs(np.mean(squares) - 1) < 7 * math.sqrt(2 / lines), "entries do not survive independently"
    for one, other in [(mask[:-1], mask[1:]), (mask[:, :-1], mask[:, 1:])]:
        together, error = keep**2, math.sqrt(keep**2 * (1 - keep) * (1 + 3 * keep) / one.size)
        assert abs(np.mean(one * other) - together) < 6 * error, "neighbours do not survive independently"


@check("dropout_forward", weight=1)
def test_nothing_happens_without_training(agree, rng):
    """Without training the answer is A and None, and nothing is drawn: it works without a generator."""
    for keep in (0.5, 0.9):
        agree("dropout_forward", rng.normal(size=(4, 3)), keep, None, training=False)


@check("dropout_forward", weight=1)
def test_masks_come_from_the_generator(submission, rng):
    """The same seed gives the same mask, another seed another one."""
    seed, A = int(rng.integers(10**9)), rng.normal(size=(20, 15))
    one, same, other = (
        submission.dropout_forward(A, 0.5, np.random.default_rng(s), True) for s in (seed, seed, seed + 1)
    )
    assert_same(one, same)
    assert not np.array_equal(one[0], other[0]), "another seed drops the same entries"


@check("dropout_forward", weight=0.4)
def test_dropout_leaves_its_argument_alone(submission, rng):
    """Survivors are rescaled, and the array that was handed in is not changed."""
    A = rng.normal(size=(6, 5))
    out, mask = masked(submission, A, 0.5, rng)
    assert_pure(submission)
    assert_same(out, np.where(mask == 1, A / 0.5, 0.0))


@check("dropout_forward", weight=0.6)
def test_dropout_takes_all_examples_at_once(submission, rng):
    """The work in Python does not grow with the number of examples."""
    few, many = ((rng.normal(size=(m, 3)), 0.5, generator(rng), True) for m in (4, 400))
    out, mask = masked(submission, many[0], 0.5, rng)
    assert_same(out, np.where(mask == 1, many[0] / 0.5, 0.0))
    assert_vectorised(submission, "dropout_forward", few, many)


# ---------------------------------------------------------------- dropout_backward: public 1.5, hidden 4.5


def frozen(rng, m, n):
    """Return (dout, mask, keep)."""
    keep = float(rng.uniform(0.3, 0.9))
    return rng.normal(size=(m, n)), rng.random((m, n)) < keep, keep


@check("dropout_backward", weight=1.6)
def test_backward_follows_the_mask(agree, rng):
    """Derivatives pass where the mask is true, divided by keep, whether the mask is of bools, floats or ints."""
    for m, n in [(5, 3), (3, 5), (4, 4), (1, 6)]:
        for kind in (bool, float, int):
            dout, mask, keep = frozen(rng, m, n)
            agree("dropout_backward", dout, mask.astype(kind), keep)


@check("dropout_backward", weight=1)
def test_backward_is_the_slope_of_forward(submission, rng):
    """With the mask held fast, the derivative is the slope of a loss behind the dropout."""
    dout, mask, keep = frozen(rng, 3, 4)
    dA = submission.dropout_backward(dout, mask, keep)
    assert_gradient(lambda A: float(np.sum(dout * np.where(mask, A / keep, 0.0))), rng.normal(size=(3, 4)), dA)


@check("dropout_backward", weight=1)
def test_backward_looks_at_the_mask_alone(submission, rng):
    """Which derivatives pass does not depend on their size or sign: with a mask of ones all do, with zeros none."""
    dout, _, keep = frozen(rng, 4, 5)
    dout[0, 0] = 0.0
    assert_same(submission.dropout_backward(dout, np.ones((4, 5), dtype=bool), keep), dout / keep)
    assert_same(submission.dropout_backward(dout, np.zeros((4, 5), dtype=bool), keep), np.zeros((4, 5)))


@check("dropout_backward", weight=0.4)
def test_backward_leaves_its_arguments_alone(agree, rng):
    """The derivative is right, and neither what came in nor the mask is changed."""
    agree("dropout_backward", *frozen(rng, 5, 2))


@check("dropout_backward", weight=0.5)
def test_backward_takes_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples."""
    agree.vectorised("dropout_backward", frozen(rng, 4, 3), frozen(rng, 400, 3))


# ---------------------------------------------------------------- gradient_check: public 4, hidden 10


def gap(measured, claimed):
    """Return the relative distance of two gradients, by another formula than the reference's."""
    lengths = [float(np.linalg.norm(np.ravel(vector))) for vector in (measured - claimed, measured, claimed)]
    return lengths[0] / (lengths[1] + lengths[2])


@check("gradient_check", weight=2.5)
def test_slopes_are_measured_on_both_sides(submission, rng):
    """On a cubic the measured slopes are those that nudges of eps to both sides give, for wide nudges and narrow."""
    for n, eps in [(1, 0.5), (3, 0.3), (5, 0.1)]:
        theta = rng.uniform(0.5, 2, size=n)
        spread = submission.gradient_check(lambda t: float(np.sum(t**3)), theta, 3 * theta**2, eps)
        assert_same(spread, gap(3 * theta**2 + eps**2, 3 * theta**2))


@check("gradient_check", weight=1.5)
def test_distance_is_relative_to_both_norms(submission, rng):
    """The distance is that of the two vectors, divided by the sum of their lengths, large or small ones alike."""
    slopes, claimed = rng.normal(size=(2, 6))
    for scale in (1e-3, 1.0, 1e3):
        spread = submission.gradient_check(lambda t, s=scale: s * float(slopes @ t), np.zeros(6), scale * claimed, 0.5)
        assert_same(spread, gap(slopes, claimed), rtol=1e-8)


@check("gradient_check", weight=1)
def test_check_takes_arrays_of_any_shape(submission, rng):
    """theta may have any number of axes: every entry is nudged, and what f gets has the same shape."""
    for shape in [(2, 3), (1, 4), (2, 1, 3)]:
        slopes, claimed = rng.normal(size=(2, *shape))
        spy = Spy(lambda t, slopes=slopes: float(np.sum(slopes * t)))
        assert_same(submission.gradient_check(spy, rng.normal(size=shape), claimed, 0.5), gap(slopes, claimed))
        assert {np.shape(args[0]) for args, _ in spy.calls} == {shape}, "f gets arrays of another shape than theta"


@check("gradient_check", weight=1)
def test_check_at_whole_numbers(submission, rng):
    """A point of ints is nudged by eps like any other."""
    theta = rng.permutation(np.arange(1, 5))
    for eps in (1e-3, 0.25):
        spread = submission.gradient_check(lambda t: float(np.sum(np.asarray(t) ** 3)), theta, np.ones(4), eps)
        assert_same(spread, gap(3.0 * theta**2 + eps**2, np.ones(4)), rtol=1e-7)


@check("gradient_check", weight=1.5)
def test_right_gradients_pass_and_wrong_ones_are_caught(submission, rng):
    """With the usual eps a right gradient stays below 1e-7, and one that is off by one per cent stands out."""
    A, theta = rng.normal(size=(4, 4)), rng.normal(size=4)

    def f(t):
        return float(np.sum(np.sin(A @ t)) + 0.5 * t @ t)

    right = A.T @ np.cos(A @ theta) + theta
    assert submission.gradient_check(f, theta, right) < 1e-7, "a right gradient does not pass"
    wrong = submission.gradient_check(f, theta, 1.01 * right)
    assert_same(wrong, 0.01 / 2.01, rtol=1e-4)


@check("gradient_check", weight=1)
def test_function_is_called_twice_per_entry(submission, rng):
    """f is called exactly twice per entry of theta, at points that differ from theta in that entry only."""
    theta = rng.normal(size=4)
    spy = Spy(lambda t: float(np.sum(t)))
    submission.gradient_check(spy, theta, np.ones(4), 0.25)
    assert len(spy.calls) == 8, "f is called too often or too seldom"
    moves = [np.asarray(args[0]) - theta for args, _ in spy.calls]
    nudged = [(int(np.argmax(np.abs(move))), bool(np.sum(move) > 0)) for move in moves]
    assert sorted(nudged) == [(i, up) for i in range(4) for up in (False, True)], "not every entry is nudged both ways"
    for move in moves:
        assert_same(np.sort(np.abs(move)), [0.0, 0.0, 0.0, 0.25])


@check("gradient_check", weight=0.5)
def test_check_where_everything_is_flat(submission, rng):
    """Where slopes and gradient are all 0 the distance is 0; the 1e-12 below the line counts for the tiniest gradients only."""
    theta = rng.normal(size=3)
    assert_same(submission.gradient_check(lambda t: 2.0, theta, np.zeros(3)), 0.0)
    tiny = float(rng.uniform(1, 4)) * 1e-12
    assert_same(submission.gradient_check(lambda t: 2.0, theta, np.array([tiny, 0.0, 0.0])), tiny / (tiny + 1e-12))


@check("gradient_check", weight=0.5)
def test_check_refuses_unequal_shapes(submission, rng):
    """A gradient of another shape than theta raises ValueError."""
    for shape in [(3, 1), (1,), (4,)]:
        assert_raises(ValueError, submission.gradient_check, lambda t: float(np.sum(t)), np.ones(3), np.ones(shape))


@check("gradient_check", weight=0.5)
def test_check_leaves_its_arguments_alone(agree, rng):
    """The distance is right, and neither theta nor the gradient is changed."""
    agree("gradient_check", lambda t: float(np.sum(t**2)), rng.normal(size=4), rng.normal(size=4), 0.5, rtol=1e-8)
