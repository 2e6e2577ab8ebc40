"""Hidden checks of the week: properties first, then agreement with the reference on fresh draws."""

import math

import numpy as np
from grader.testing import assert_gradient, assert_raises, assert_same, check

# ---------------------------------------------------------------- threshold_unit: public 2.5, hidden 7.5


@check("threshold_unit", weight=2)
def test_threshold_unit_matches_its_definition(agree, rng):
    """The unit matches its definition for few and many examples, one example and one feature too."""
    sizes = [(6, 3), (3, 5), (4, 4), (1, 3), (7, 1)]
    agree.each("threshold_unit", [(rng.normal(size=s), rng.normal(size=s[1]), float(rng.normal())) for s in sizes])


@check("threshold_unit", weight=2)
def test_threshold_unit_fires_when_the_sum_just_reaches(submission, rng):
    """A sum that exactly equals the threshold gives 1, a little less gives 0."""
    X, w = rng.integers(-4, 5, size=(6, 3)), rng.integers(1, 5, size=3)
    sums = X @ w
    theta = int(sums[rng.integers(6)])
    expected = [1 if total >= theta else 0 for total in sums.tolist()]
    assert_same(submission.threshold_unit(X, w, theta), expected)
    assert_same(submission.threshold_unit(X / 4, w / 2, theta / 8), expected)


@check("threshold_unit", weight=1.5)
def test_threshold_unit_depends_on_the_ratio_alone(submission, rng):
    """Weights and threshold made twice or half as large together change no answer; a higher threshold changes some."""
    X, w = rng.normal(size=(9, 4)), rng.normal(size=4)
    sums = np.sort(X @ w)
    theta = float(sums[3] + sums[4]) / 2
    fired = submission.threshold_unit(X, w, theta)
    assert np.sum(fired) == 5, "another number of sums reach this threshold"
    for scale in (0.5, 2.0, 64.0):
        assert_same(submission.threshold_unit(X, scale * w, scale * theta), fired)
    assert_same(submission.threshold_unit(X, w, float(sums[-1]) + 1), np.zeros(9, dtype=int))


@check("threshold_unit", weight=1)
def test_threshold_unit_answers_with_ints(submission, rng):
    """The answers are ints, 0 and 1, one per example."""
    X = np.vstack([np.ones(3), -np.ones(3), rng.uniform(1, 2, size=3)])
    fired = submission.threshold_unit(X, np.ones(3), 1.0)
    assert fired.shape == (3,), "the shape is not (m,)"
    assert fired.dtype.kind in "iu", "the answers are not ints"
    assert fired.tolist() == [1, 0, 1]


@check("threshold_unit", weight=1)
def test_threshold_unit_takes_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples."""
    w = rng.normal(size=3)
    agree.vectorised("threshold_unit", (rng.normal(size=(4, 3)), w, 0.5), (rng.normal(size=(400, 3)), w, 0.5))


# ---------------------------------------------------------------- perceptron_epoch: public 4, hidden 11


def separable(rng, m, n):
    """Return (X, y, bound): examples that a unit can tell apart, and the most mistakes the rule can ever make."""
    w, b = rng.normal(size=n), float(rng.normal())
    X = rng.normal(size=(m, n))
    y = (X @ w + b >= 0).astype(int)
    X += np.outer(2 * y - 1, w / (w @ w))  # every score moves one unit away from 0
    margin = np.min(np.abs(X @ w + b)) / math.hypot(*w, b)
    return X, y, (np.max(np.sum(X**2, axis=1)) + 1) / margin**2


def trained(submission, X, y, epochs):
    """Return (w, b, errors of each epoch) after training from zeros until an epoch has no error."""
    w, b, errors = np.zeros(X.shape[1]), 0.0, []
    while len(errors) < epochs and errors[-1:] != [0]:
        w, b, n_errors = submission.perceptron_epoch(X, y, w, b)
        errors.append(int(n_errors))
    return w, b, errors


@check("perceptron_epoch", weight=2.5)
def test_epoch_matches_its_definition(agree, rng):
    """Weights, bias and number of errors match their definition for many examples, square X and one example too."""
    draws = [
        (rng.normal(size=(m, n)), rng.permutation(np.arange(m) % 2), rng.normal(size=n), float(rng.normal()))
        for m, n in [(12, 3), (30, 2), (4, 4), (1, 3), (2, 5)]
    ]
    agree.each("perceptron_epoch", draws)


@check("perceptron_epoch", weight=2)
def test_epoch_is_made_of_its_parts(submission, rng):
    """Two halves shown one after the other leave the same unit, and as many errors, as both shown in one epoch."""
    X, y = rng.normal(size=(20, 3)), rng.permutation(np.arange(20) % 2)
    w, b, first = submission.perceptron_epoch(X[:7], y[:7], np.zeros(3), 0.0)
    w, b, second = submission.perceptron_epoch(X[7:], y[7:], w, b)
    together = submission.perceptron_epoch(X, y, np.zeros(3), 0.0)
    assert_same(together[0], w)
    assert_same(together[1], b)
    assert_same(together[2], int(first + second))
    assert together[2] > 0, "labels at random cannot all be answered rightly"


@check("perceptron_epoch", weight=1.5)
def test_epoch_changes_the_unit_by_its_one_error(submission, rng):
    """Where one label alone is wrong for the unit, just that example is added or taken away, and 1 from the bias."""
    X, w = rng.normal(size=(9, 4)), rng.normal(size=4)
    for label in (0, 1):
        b = 1 - 2 * label - float(X[8] @ w)  # the last score is 1 where its label is 0, and -1 where it is 1
        y = (X @ w + b >= 0).astype(int)
        y[8] = label
        new_w, new_b, n_errors = submission.perceptron_epoch(X, y, w, b)
        assert_same(n_errors, 1)
        assert_same(new_w, w + (2 * label - 1) * X[8])
        assert_same(new_b, b + (2 * label - 1))
    right = (X @ w + b >= 0).astype(int)
    new_w, new_b, n_errors = submission.perceptron_epoch(X, right, w, b)
    assert_same(n_errors, 0)
    assert_same(new_w, w)
    assert_same(new_b, b)


@check("perceptron_epoch", weight=1)
def test_epoch_calls_a_score_of_zero_a_one(submission, rng):
    """A score of exactly 0 counts as the answer 1."""
    x = rng.integers(1, 9, size=(1, 3)).astype(float)
    w, b, n_errors = submission.perceptron_epoch(x, np.array([1]), np.zeros(3), 0.0)
    assert n_errors == 0, "the answer was right"
    assert_same(w, np.zeros(3))
    assert_same(b, 0.0)
    w, b, n_errors = submission.perceptron_epoch(x, np.array([0]), np.array([1.0, 1.0, 1.0]), -float(np.sum(x)))
    assert n_errors == 1, "the answer was wrong"
    assert_same(w, 1 - x[0])


@check("perceptron_epoch", weight=2)
def test_training_ends_where_a_line_separates(submission, rng):
    """On examples that a unit can tell apart, epochs end without errors, after no more errors than theory allows."""
    X, y, bound = separable(rng, 30, 3)
    w, b, errors = trained(submission, X, y, min(int(bound) + 2, 400))
    assert errors[-1] == 0, "the errors never end"
    assert sum(errors) <= bound, "there are more errors than the rule can make"
    assert_same((X @ w + b >= 0).astype(int), y)


@check("perceptron_epoch", weight=1)
def test_training_learns_both_but_never_either(submission):
    """Trained on the four pairs of truth values, the unit learns "both" and never "one, but not both"."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    _, _, errors = trained(submission, X, np.array([0, 0, 0, 1]), 40)
    assert errors[-1] == 0, "no epoch ends without errors"
    _, _, errors = trained(submission, X, np.array([0, 1, 1, 0]), 40)
    assert min(errors) > 0, "an epoch without errors is claimed where none is possible"


@check("perceptron_epoch", weight=1)
def test_epoch_leaves_its_arguments_alone(agree, rng):
    """The epoch is right, and none of the arrays that were handed in is changed."""
    agree("perceptron_epoch", rng.normal(size=(6, 2)), np.array([0, 1, 0, 1, 1, 0]), rng.normal(size=2), 0.5)


# ---------------------------------------------------------------- xor_units: public 3, hidden 7

PAIRS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


def run(units):
    """Return (hidden sums, hidden answers, output sums, output answers) for the four pairs."""
    sums = PAIRS @ np.asarray(units["W1"])
    hidden = (sums >= np.asarray(units["t1"])).astype(int)
    total = hidden @ np.asarray(units["w2"])
    return sums, hidden, total, (total >= units["t2"]).astype(int)


@check("xor_units", weight=1.5)
def test_xor_tells_one_from_none(submission):
    """With either input alone the answer is 1, with none it is 0."""
    answers = run(submission.xor_units())[-1]
    assert answers.tolist()[:3] == [0, 1, 1], "one input alone is not told from none"


@check("xor_units", weight=1.5)
def test_xor_tells_one_from_both(submission):
    """With either input alone the answer is 1, with both it is 0."""
    answers = run(submission.xor_units())[-1]
    assert answers.tolist()[1:] == [1, 1, 0], "one input alone is not told from both"


@check("xor_units", weight=2.5)
def test_xor_keeps_its_distance(submission):
    """The units compute XOR, and no sum comes closer to its threshold than 0.1."""
    units = submission.xor_units()
    sums, _, total, answers = run(units)
    assert answers.tolist() == [0, 1, 1, 0], "these units compute something else"
    nearly = 0.1 - 1e-9  # 1 - 0.9 is a little less than 0.1
    assert np.min(np.abs(sums - units["t1"])) >= nearly, "the sum of a hidden unit comes too close to its threshold"
    assert np.min(np.abs(total - units["t2"])) >= nearly, "the sum of the output unit comes too close to its threshold"


@check("xor_units", weight=1.5)
def test_xor_units_have_the_right_shapes(submission):
    """W1 is a (2, 2) array, t1 and w2 are (2,) arrays, t2 is one number; the hidden units do not answer alike."""
    units = submission.xor_units()
    assert set(units) == {"W1", "t1", "w2", "t2"}, "the dict has other keys than it should"
    for name, shape in (("W1", (2, 2)), ("t1", (2,)), ("w2", (2,))):
        assert isinstance(units[name], np.ndarray), "what should be an array is none"
        assert units[name].shape == shape, "an array has another shape than it should"
        assert units[name].dtype.kind in "iuf", "an array holds something other than numbers"
    assert isinstance(units["t2"], int | float | np.integer | np.floating), "t2 is not one number"
    _, hidden, _, _ = run(units)
    assert not np.array_equal(hidden[:, 0], hidden[:, 1]), "both hidden units answer alike"


# ---------------------------------------------------------------- frame_task: public 7, hidden 18

KINDS = ("table", "image", "text", "audio")
TARGETS = ("quantity", "yes or no", "one of k", "any of k")


def cards(solution, rng, inputs):
    """Return a card for each of some inputs and each target."""
    return [solution.Card(kinds, target, int(rng.integers(3, 12))) for kinds in inputs for target in TARGETS]


def fields(subject, deck, field):
    """Return one field of the plans for some cards."""
    return [getattr(subject.frame_task(card), field) for card in deck]


@check("frame_task", weight=3)
def test_plan_has_the_family_of_its_input(submission, solution, rng):
    """One kind of input, once or several times, gives the family that this kind asks for."""
    deck = cards(solution, rng, [*((kind,) for kind in KINDS), ("image", "image"), ("table", "table", "table")])
    for card in deck:
        network = solution.frame_task(card).network
        assert submission.frame_task(card).network == network, "one kind of input leads to a wrong family"


@check("frame_task", weight=3.5)
def test_plan_of_mixed_inputs(submission, solution, rng):
    """Inputs of different families make a hybrid, inputs of one family do not, in whatever order they come."""
    mixed = [tuple(rng.permutation(["table", kind]).tolist()) for kind in ("image", "text", "audio")]
    mixed += [("image", "audio"), ("audio", "text", "image"), ("text", "text", "table"), KINDS]
    for card in cards(solution, rng, mixed):
        assert submission.frame_task(card).network == "hybrid", "inputs of different families make no hybrid"
    for card in cards(solution, rng, [("text", "audio"), ("audio", "text", "audio")]):
        assert submission.frame_task(card).network == "recurrent", "inputs of one family are called something else"


@check("frame_task", weight=3)
def test_plan_has_the_right_number_of_units(submission, solution, rng):
    """A yes or no has one unit, k of anything has k, the least k included."""
    deck = cards(solution, rng, [(kind,) for kind in KINDS])
    deck += [solution.Card(("image",), target, 1) for target in ("quantity", "yes or no", "any of k")]
    deck += [solution.Card(("text",), target, 2) for target in TARGETS]
    assert fields(submission, deck, "units") == fields(solution, deck, "units"), "a number of units is wrong"


@check("frame_task", weight=3)
def test_plan_has_the_right_head(submission, solution, rng):
    """The head fits the target, whatever the inputs are, and for k = 2 as well."""
    deck = cards(solution, rng, [*((kind,) for kind in KINDS), ("table", "image")])
    deck += [solution.Card(("audio",), target, 2) for target in TARGETS]
    assert fields(submission, deck, "head") == fields(solution, deck, "head"), "a head does not fit its target"


@check("frame_task", weight=3)
def test_plan_has_the_right_loss(submission, solution, rng):
    """The loss fits the target, whatever the inputs are, and for k = 2 as well."""
    deck = cards(solution, rng, [*((kind,) for kind in KINDS), ("text", "image")])
    deck += [solution.Card(("table",), target, 2) for target in TARGETS]
    assert fields(submission, deck, "loss") == fields(solution, deck, "loss"), "a loss does not fit its target"


@check("frame_task", weight=2.5)
def test_plan_refuses_what_it_does_not_know(agree, submission, solution):
    """Unknown inputs, unknown targets, no inputs and a k that is too small raise ValueError; the least k does not."""
    refused = [
        (("smell",), "yes or no", 1),
        (("image", "smell"), "one of k", 3),
        (("table",), "two of k", 3),
        ((), "quantity", 1),
        (("image",), "quantity", 0),
        (("image",), "any of k", -1),
        (("image",), "yes or no", 0),
        (("text",), "one of k", 1),
    ]
    for inputs, target, k in refused:
        assert_raises(ValueError, submission.frame_task, solution.Card(inputs, target, k))
    least = [("quantity", 1), ("yes or no", 1), ("any of k", 1), ("one of k", 2)]
    agree.each("frame_task", [(solution.Card(("table", "text"), target, k),) for target, k in least])


# ---------------------------------------------------------------- power_law_fit, data_needed: public 6, hidden 14


def curve(rng, k):
    """Return (sizes, errors, a, b): an exact power law at k different sizes."""
    a, b = float(rng.uniform(0.5, 3)), float(rng.uniform(0.2, 0.9))
    sizes = np.cumsum(rng.uniform(10, 400, size=k))
    return sizes, a * sizes**-b, a, b


def noisy(rng, k):
    """Return (sizes, errors) that only resemble a power law."""
    sizes, errors, _, _ = curve(rng, k)
    return sizes, errors * np.exp(rng.normal(0, 0.2, size=k))


@check("power_law_fit", weight=1.5)
def test_fit_finds_how_fast_an_exact_law_falls(submission, rng):
    """Errors that follow a law exactly give back its b, in any order of the points."""
    for k in (2, 6, 15):
        sizes, errors, _, b = curve(rng, k)
        order = rng.permutation(k)
        assert_same(submission.power_law_fit(sizes[order], errors[order])[1], b)


@check("power_law_fit", weight=1)
def test_fit_finds_where_an_exact_law_begins(submission, rng):
    """Errors that follow a law exactly give back its a, in any order of the points."""
    for k in (2, 6, 15):
        sizes, errors, a, _ = curve(rng, k)
        order = rng.permutation(k)
        assert_same(submission.power_law_fit(sizes[order], errors[order])[0], a)


@check("power_law_fit", weight=1.5)
def test_fit_has_the_least_squares_slope(submission, rng):
    """On noisy errors, what a line with slope -b misses in the logs has no slope left."""
    sizes, errors = noisy(rng, 9)
    _, b = submission.power_law_fit(sizes, errors)
    x = np.log(sizes)
    missed = np.log(errors) + b * x
    assert abs(missed @ (x - np.mean(x))) < 1e-9, "another slope would come closer to the points"


@check("power_law_fit", weight=1)
def test_fit_has_the_least_squares_level(submission, rng):
    """On noisy errors, what the line misses in the logs adds up to nothing."""
    sizes, errors = noisy(rng, 9)
    a, b = submission.power_law_fit(sizes, errors)
    missed = np.log(errors) - (math.log(a) - b * np.log(sizes))
    assert abs(np.sum(missed)) < 1e-9, "the line lies too high or too low"


@check("power_law_fit", weight=1)
def test_fit_of_whole_and_repeated_sizes(agree, rng):
    """Sizes may be ints, occur several times, and errors may rise; none of the arguments is changed."""
    _, errors = noisy(rng, 8)
    agree("power_law_fit", rng.permutation([50, 50, 100, 200, 400, 400, 800, 1600]), errors)
    agree("power_law_fit", np.array([10, 1000]), np.sort(errors[:2]))


@check("power_law_fit", weight=1.5)
def test_fit_does_not_depend_on_units(submission, rng):
    """Counting examples in millions leaves b as it is; errors in per cent make a a hundred times as large."""
    sizes, errors = noisy(rng, 7)
    a, b = submission.power_law_fit(sizes, errors)
    a_millions, b_millions = submission.power_law_fit(sizes / 1e6, errors)
    assert_same(b_millions, float(b))
    assert_same(a_millions, float(a * 1e6**-b))
    a_cents, b_cents = submission.power_law_fit(sizes, 100 * errors)
    assert_same(b_cents, float(b))
    assert_same(a_cents, float(100 * a))


@check("power_law_fit", weight=2)
def test_fit_refuses_what_has_no_line(submission, rng):
    """Sizes and errors of 0 or below, unequal shapes, and points at a single size raise ValueError."""
    sizes, errors, _, b = curve(rng, 5)
    at = rng.integers(5)
    for wrong in (0.0, -1.0):
        assert_raises(ValueError, submission.power_law_fit, np.where(np.arange(5) == at, wrong, sizes), errors)
        assert_raises(ValueError, submission.power_law_fit, sizes, np.where(np.arange(5) == at, wrong, errors))
    assert_raises(ValueError, submission.power_law_fit, sizes, errors[:4])
    assert_raises(ValueError, submission.power_law_fit, sizes, errors[:, None])
    assert_raises(ValueError, submission.power_law_fit, np.full(5, 100.0), errors)
    assert_raises(ValueError, submission.power_law_fit, sizes[:1], errors[:1])
    assert abs(submission.power_law_fit(sizes, errors)[1]) > b / 2, "what has a line is refused, or has a flat one"


@check("data_needed", weight=2)
def test_data_needed_reaches_the_target(submission, rng):
    """With the n it says, the law gives the target; below 1 and between whole numbers too."""
    for target in (0.01, 0.3, 5.0):
        a, b = float(rng.uniform(0.5, 3)), float(rng.uniform(0.2, 1.5))
        n = submission.data_needed(a, b, target)
        assert_same(float(a * n**-b), target)
    a, b = float(rng.uniform(0.5, 3)), float(rng.uniform(0.2, 1.5))
    assert_same(submission.data_needed(a, b, a), 1.0)


@check("data_needed", weight=1)
def test_data_needed_for_half_the_error(submission, rng):
    """Half the error takes 2 ** (1 / b) times the data."""
    a, b = float(rng.uniform(0.5, 3)), float(rng.uniform(0.2, 0.9))
    once = submission.data_needed(a, b, 0.1)
    assert_same(submission.data_needed(a, b, 0.05), float(once * 2 ** (1 / b)))


@check("data_needed", weight=1.5)
def test_data_needed_refuses_the_impossible(submission, rng):
    """An a, a b or a target of 0 or below raises ValueError."""
    a, b, target = (float(value) for value in rng.uniform(0.1, 0.9, size=3))
    for wrong in (0.0, -0.5):
        assert_raises(ValueError, submission.data_needed, wrong, b, target)
        assert_raises(ValueError, submission.data_needed, a, wrong, target)
        assert_raises(ValueError, submission.data_needed, a, b, wrong)
    assert_raises(ValueError, submission.data_needed, -a, b, -target)
    assert submission.data_needed(a, b, target) > 0, "possible targets are refused, or have no answer"


# ---------------------------------------------------------------- soft_targets, distill_loss: public 6, hidden 14


@check("soft_targets", weight=2)
def test_soft_targets_match_their_definition(agree, rng):
    """The probabilities match their definition for any numbers of examples and classes, of floats or ints."""
    sizes = [(5, 3), (3, 3), (1, 4), (2, 7)]
    draws = [(2 * rng.normal(size=size), float(rng.uniform(0.5, 5))) for size in sizes]
    agree.each("soft_targets", [*draws, (rng.integers(-5, 6, size=(4, 3)), 2)])


@check("soft_targets", weight=2)
def test_soft_targets_at_warm_and_cold(submission, rng):
    """T = 1 is the softmax, a huge T makes all classes alike, a small T leaves the best class alone."""
    logits = rng.permutation(np.arange(20.0)).reshape(4, 5) / 4 + rng.uniform(0, 0.1, size=(4, 1))
    assert_same(submission.soft_targets(logits, 1.0), np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True))
    assert_same(submission.soft_targets(logits, 1e9), np.full((4, 5), 0.2), atol=1e-7)
    best = (logits == logits.max(axis=1, keepdims=True)).astype(float)
    assert_same(submission.soft_targets(logits, 0.01), best, atol=1e-7)


@check("soft_targets", weight=1.5)
def test_soft_targets_of_huge_logits(submission, rng):
    """A row moved far up or down, all logits alike, has the same probabilities; none is ever nan."""
    logits = rng.normal(size=(4, 3))
    far = np.array([[1e4], [-1e4], [5e3], [0.0]])
    assert_same(submission.soft_targets(far + logits, 2.0), submission.soft_targets(logits, 2.0), atol=1e-10)
    assert_same(submission.soft_targets(1e4 * np.eye(3), 0.01), np.eye(3))


@check("soft_targets", weight=1)
def test_soft_targets_refuse_no_temperature(submission, rng):
    """A temperature of 0 or below raises ValueError, any other gives rows that add up to 1."""
    logits = rng.normal(size=(2, 3))
    assert_raises(ValueError, submission.soft_targets, logits, 0)
    assert_raises(ValueError, submission.soft_targets, logits, -1.5)
    assert_same(np.sum(submission.soft_targets(logits, 0.5), axis=1), np.ones(2))


@check("soft_targets", weight=1)
def test_soft_targets_take_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples; the logits are not changed."""
    agree.vectorised("soft_targets", (rng.normal(size=(4, 3)), 2.0), (rng.normal(size=(400, 3)), 2.0))


def softmax(logits):
    """Return the probabilities of moderate logits."""
    return np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True)


@check("distill_loss", weight=2)
def test_distill_loss_matches_its_definition(agree, rng):
    """The loss matches its definition for few and many examples, square logits and one example too."""
    sizes = [(5, 3), (3, 3), (1, 4), (40, 2)]
    draws = [(*rng.normal(size=(2, *size)), float(rng.uniform(0.5, 5))) for size in sizes]
    agree.each("distill_loss", [*draws, (*rng.integers(-3, 4, size=(2, 3, 4)), 2)])


@check("distill_loss", weight=1.5)
def test_distill_loss_pulls_the_student_to_the_teacher(submission, rng):
    """Moving one of the student's logits changes the loss by T (p - q) / m times the move."""
    student, teacher = rng.normal(size=(2, 4, 3))
    T = float(rng.uniform(1.5, 4))
    slope = T * (softmax(student / T) - softmax(teacher / T)) / 4
    assert_gradient(lambda moved: submission.distill_loss(moved, teacher, T), student, slope)


@check("distill_loss", weight=1)
def test_distill_loss_of_an_agreeing_student(submission, rng):
    """An agreeing student pays the teacher's own uncertainty, T ** 2 times the mean entropy, and any other pays more."""
    teacher = rng.normal(size=(5, 4))
    q = softmax(teacher / 3)
    least = -9 * float(np.mean(np.sum(q * np.log(q), axis=1)))
    assert_same(submission.distill_loss(teacher, teacher, 3.0), least)
    assert_same(submission.distill_loss(teacher + 7, teacher, 3.0), least)
    assert submission.distill_loss(teacher[::-1].copy(), teacher, 3.0) > least, "a student that differs pays no more"


@check("distill_loss", weight=1)
def test_distill_loss_of_very_sure_networks(submission, rng):
    """A student sure of the wrong class pays its lead, one sure of the right class nothing, however large the logits."""
    lead = float(rng.uniform(5e3, 1e4))
    level = np.array([[0.0], [-lead], [-lead / 2]])  # what all logits of a row share means nothing
    sure, other = level + lead * np.eye(3), lead * np.eye(3)[[1, 2, 0]]
    assert_same(submission.distill_loss(sure, sure, 2.0), 0.0)
    assert_same(submission.distill_loss(sure, other, 2.0), 2 * lead)


@check("distill_loss", weight=0.5)
def test_distill_loss_refuses_what_does_not_fit(submission, rng):
    """Logits of different shapes and temperatures of 0 or below raise ValueError, a loss comes of all else."""
    student, teacher = rng.normal(size=(2, 4, 3))
    assert_raises(ValueError, submission.distill_loss, student, teacher[:1], 2.0)
    assert_raises(ValueError, submission.distill_loss, student, teacher[:, :1], 2.0)
    assert_raises(ValueError, submission.distill_loss, student, teacher, 0)
    assert_raises(ValueError, submission.distill_loss, student, teacher, -2.0)
    assert submission.distill_loss(student, teacher, 2.0) > 0, "the loss is not positive"


@check("distill_loss", weight=0.5)
def test_distill_loss_takes_all_examples_at_once(agree, rng):
    """The work in Python does not grow with the number of examples; the logits are not changed."""
    agree.vectorised("distill_loss", (*rng.normal(size=(2, 4, 3)), 2.0), (*rng.normal(size=(2, 400, 3)), 2.0))
