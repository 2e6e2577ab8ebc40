"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import math

import numpy as np
from grader.testing import Spy, assert_pure, assert_same, check


@check("carve_splits", weight=1.5)
def test_splits_of_twenty_rows(submission):
    """Of 20 rows a quarter goes to dev and a quarter to test; every row is in exactly one part."""
    train, dev, test = submission.carve_splits(20, 0.25, 0.25, np.random.default_rng(0))
    sizes = [len(train), len(dev), len(test)]
    assert sizes == [10, 5, 5], f"train, dev and test hold {sizes} rows instead of [10, 5, 5]"
    rows = sorted(int(row) for row in [*train, *dev, *test])
    assert rows == list(range(20)), f"not every row is in exactly one part: together they hold {rows}"


@check("carve_splits", weight=1)
def test_splits_of_two_classes(submission):
    """With 12 rows of class 0 and 8 of class 1, a quarter of each class goes to dev: 3 and 2 rows."""
    labels = np.array([0] * 12 + [1] * 8)
    _, dev, _ = submission.carve_splits(20, 0.25, 0.5, np.random.default_rng(0), labels)
    classes = sorted(labels[dev].tolist())
    assert classes == [0, 0, 0, 1, 1], f"dev has not a quarter of each class: its labels are {classes}"
    assert_pure(submission)


@check("diagnose", weight=2)
def test_diagnosis_of_three_models(submission):
    """Beside a base of 1 %: 8 and 9 % is a bias, 1 and 11 % a variance, 15 and 30 % both."""
    for train, dev, label in [(0.08, 0.085, "bias"), (0.01, 0.11, "variance"), (0.15, 0.30, "bias and variance")]:
        diagnosis = submission.diagnose(0.01, train, dev)
        found = {"bias_gap": diagnosis.bias_gap, "variance_gap": diagnosis.variance_gap, "label": diagnosis.label}
        assert_same(found, {"bias_gap": train - 0.01, "variance_gap": dev - train, "label": label})


@check("recipe", weight=1.5)
def test_recipe_for_one_problem_or_none(submission):
    """Each problem has its own action, and a model without one is done."""
    actions = [
        (submission.Diagnosis(0.2, 0.0, "bias"), "bigger network"),
        (submission.Diagnosis(0.0, 0.2, "variance"), "more data or regularisation"),
        (submission.Diagnosis(0.0, 0.0, "fine"), "done"),
    ]
    for diagnosis, action in actions:
        found = submission.recipe(diagnosis)
        assert found == action, f"for the label {diagnosis.label!r} the action is {found!r}, not {action!r}"


@check("binary_metrics", weight=1.5)
def test_counts_of_ten_answers(submission):
    """Ten examples of which four are positive: three are found, two others are called positive as well."""
    y = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    yhat = np.array([1, 1, 1, 0, 1, 1, 0, 0, 0, 0])
    metrics = submission.binary_metrics(y, yhat)
    assert_same({name: metrics[name] for name in ("tp", "fp", "fn", "tn")}, {"tp": 3, "fp": 2, "fn": 1, "tn": 4})
    assert_pure(submission)


@check("binary_metrics", weight=1)
def test_scores_of_ten_answers(submission):
    """With 3 tp, 2 fp, 1 fn and 4 tn: accuracy 7/10, precision 3/5, recall 3/4, f1 2/3."""
    y = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    yhat = np.array([1, 1, 1, 0, 1, 1, 0, 0, 0, 0])
    metrics = submission.binary_metrics(y, yhat)
    scores = {name: float(metrics[name]) for name in ("accuracy", "precision", "recall", "f1")}
    assert_same(scores, {"accuracy": 0.7, "precision": 0.6, "recall": 0.75, "f1": 2 / 3})


@check("standardise", weight=2)
def test_standardise_one_column_of_two(submission):
    """The column 1, 3, 5, 7 has mean 4 and variance 5; a constant column becomes 0; dev uses the same numbers."""
    train = np.array([[1.0, 2.0], [3.0, 2.0], [5.0, 2.0], [7.0, 2.0]])
    dev = np.array([[4.0, 3.0], [9.0, 2.0]])
    first, second = submission.standardise(train, dev)
    root = math.sqrt(5)
    assert_same(first, [[-3 / root, 0.0], [-1 / root, 0.0], [1 / root, 0.0], [3 / root, 0.0]])
    assert_same(second, [[0.0, 1.0], [5 / root, 0.0]])
    assert_pure(submission)


@check("init_scaled", weight=1)
def test_weights_have_the_shape_of_the_layer(submission):
    """A layer of 3 inputs and 5 units has (3, 5) weights, float64 numbers that all differ."""
    for scheme in ("he", "xavier"):
        W = submission.init_scaled(3, 5, scheme, np.random.default_rng(1))
        assert W.shape == (3, 5)
        assert W.dtype == np.float64
        different = len(np.unique(W))
        assert different == 15, f"{scheme}: of 15 weights only {different} differ"


@check("init_scaled", weight=1.5)
def test_weights_of_a_wide_layer_have_the_right_spread(submission):
    """With 200 inputs and 600 units the spread is 0.1 for he and 0.05 for xavier, give or take one part in thirty."""
    for scheme, spread in (("he", 0.1), ("xavier", 0.05)):
        W = submission.init_scaled(200, 600, scheme, np.random.default_rng(1))
        found = np.std(W)
        assert abs(found / spread - 1) < 1 / 30, f"{scheme}: the weights have the spread {found:.4f}, not {spread}"


@check("signal_profile", weight=1.5)
def test_profile_of_two_layers(submission):
    """relu leaves 3, 0, 1, 0 of the first layer; the second doubles the numbers and sums them in pairs: 6 and 2."""
    X = np.array([[3.0, -4.0], [1.0, -2.0]])
    Ws = [np.eye(2), np.array([[2.0], [2.0]])]
    assert_same(submission.signal_profile(Ws, X, "relu"), [math.sqrt(1.5), 2.0])
    assert_pure(submission)


@check("verdict", weight=1)
def test_verdict_on_three_profiles(submission):
    """From 2 to 0.0002 a signal vanishes, from 2 to 20000 it explodes, from 2 to 4 it is steady."""
    profiles = {"vanishing": [2.0, 0.02, 0.0002], "exploding": [2.0, 200.0, 20000.0], "steady": [2.0, 9.0, 4.0]}
    for word, profile in profiles.items():
        found = submission.verdict(np.array(profile))
        assert found == word, f"the profile {profile} is called {found!r}, not {word!r}"
        assert_pure(submission)


@check("add_weight_decay", weight=2.5)
def test_decay_of_a_small_network(submission):
    """Weights 1, -2 and 3 have squares that sum to 14: with lam = 0.5 and m = 2 they cost 1.75, and push back by w / 4."""
    params = [{"W": np.array([[1.0, -2.0]]), "b": np.array([5.0, 5.0])}, {"W": np.array([[3.0], [0.0]]), "b": np.ones(1)}]
    grads = [{"W": np.zeros((1, 2)), "b": np.ones(2)}, {"W": np.ones((2, 1)), "b": np.zeros(1)}]
    loss, decayed = submission.add_weight_decay(0.25, grads, params, 0.5, 2)
    assert_same(loss, 2.0)
    assert_same(decayed[0]["W"], [[0.25, -0.5]])
    assert_same(decayed[1]["W"], [[1.75], [1.0]])
    assert_same(decayed[0]["b"], [1.0, 1.0])
    assert_same(decayed[1]["b"], [0.0])
    assert_pure(submission)


@check("dropout_forward", weight=1.5)
def test_dropout_zeroes_some_and_doubles_the_others(submission):
    """With keep = 1/2 every entry is either 0 or twice what it was, and the mask says which."""
    A = np.arange(1.0, 61.0).reshape(10, 6)
    out, mask = submission.dropout_forward(A, 0.5, np.random.default_rng(3), True)
    mask = np.asarray(mask, dtype=float)
    held = np.unique(mask).tolist()
    assert held == [0.0, 1.0], f"the mask should hold zeros and ones, and some of both; its values are {held}"
    assert_same(out, 2 * A * mask)
    assert_pure(submission)


@check("dropout_forward", weight=1)
def test_dropout_does_nothing_when_training_is_over(submission):
    """Without training the output is the input and there is no mask."""
    A = np.array([[1.0, -2.0], [0.0, 4.0]])
    out, mask = submission.dropout_forward(A, 0.5, np.random.default_rng(3), False)
    assert_same(out, A)
    assert mask is None, f"the mask should be None, but it is {mask!r}"


@check("dropout_backward", weight=1.5)
def test_dropout_backward_of_four_entries(submission):
    """With keep = 1/4 the derivative of a survivor is four times as large, and that of the others is 0."""
    mask = np.array([[True, False], [False, True]])
    dA = submission.dropout_backward(np.array([[1.0, 2.0], [3.0, -0.5]]), mask, 0.25)
    assert_same(dA, [[4.0, 0.0], [0.0, -2.0]])
    assert_pure(submission)


@check("gradient_check", weight=2)
def test_check_of_a_right_and_a_wrong_gradient(submission):
    """The slopes of a * a + 3 * b at (2, 1) are (4, 3), lengths 5; claiming (-4, 3) is off by 8 of 10."""
    theta = np.array([2.0, 1.0])

    def f(t):
        return float(t[0] ** 2 + 3 * t[1])

    assert_same(submission.gradient_check(f, theta, np.array([4.0, 3.0]), 0.25), 0.0)
    assert_same(submission.gradient_check(f, theta, np.array([-4.0, 3.0]), 0.25), 0.8)
    assert_pure(submission)


@check("gradient_check", weight=2)
def test_check_nudges_one_entry_at_a_time_both_ways(submission):
    """At (1, 2) with eps = 0.5 the function is asked about exactly four points."""
    spy = Spy(lambda t: float(np.sum(t)))
    submission.gradient_check(spy, np.array([1.0, 2.0]), np.ones(2), 0.5)
    asked = sorted(np.asarray(args[0]).tolist() for args, _ in spy.calls)
    assert asked == [[0.5, 2.0], [1.0, 1.5], [1.0, 2.5], [1.5, 2.0]], f"it is asked about {asked}"
