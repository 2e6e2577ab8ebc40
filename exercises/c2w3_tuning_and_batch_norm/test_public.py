"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import math

import numpy as np
from grader.testing import Spy, assert_pure, assert_raises, assert_same, check


@check("log_uniform", weight=1)
def test_draws_lie_between_the_bounds(submission):
    """log_uniform(0.01, 10, 50, rng) gives 50 floats, none below 0.01 and none above 10."""
    drawn = submission.log_uniform(0.01, 10.0, 50, np.random.default_rng(0))
    assert drawn.shape == (50,), f"the shape is {drawn.shape}, not (50,)"
    assert drawn.dtype == np.float64, f"the dtype is {drawn.dtype}, not float64"
    lowest, highest = drawn.min(), drawn.max()
    assert 0.01 - 1e-9 < lowest <= highest < 10 + 1e-9, f"the draws run from {lowest:.4g} to {highest:.4g}"


@check("log_uniform", weight=1.5)
def test_half_of_the_draws_lie_below_the_middle_factor(submission):
    """Between 1 and 100, half of the numbers lie below 10: it is a factor of 10 from either end."""
    below = np.mean(submission.log_uniform(1.0, 100.0, 4000, np.random.default_rng(0)) < 10)
    assert 0.46 < below < 0.54, f"{below:.1%} lie below 10"


@check("draw_config", weight=2)
def test_one_hyperparameter_of_each_kind(submission):
    """Every kind gives a value of its own type, between its bounds or from its list."""
    space = {
        "lr": ("log", 1e-4, 1.0),
        "momentum": ("one_minus_log", 0.9, 0.999),
        "units": ("int", 8, 64),
        "schedule": ("choice", [None, "stairs"]),
    }
    config = submission.draw_config(space, np.random.default_rng(0))
    assert sorted(config) == ["lr", "momentum", "schedule", "units"], f"the names are {sorted(config)}"
    lr, momentum, units, schedule = (config[name] for name in ("lr", "momentum", "units", "schedule"))
    assert 1e-4 - 1e-12 <= lr <= 1 + 1e-12, f"lr is {lr!r}: not between its bounds"
    assert 0.9 - 1e-12 <= momentum <= 0.999 + 1e-12, f"momentum is {momentum!r}: not between its bounds"
    assert isinstance(units, int | np.integer), f"units is {units!r}: not an int"
    assert 8 <= units <= 64, f"units is {units!r}: not between its bounds"
    assert schedule in (None, "stairs"), f"schedule is {schedule!r}: not an entry of its list"
    assert_pure(submission)


@check("draw_config", weight=1)
def test_bounds_of_ints_are_included(submission):
    """Among 300 hyperparameters ("int", 1, 3) there are ones, twos and threes."""
    space = {f"layers {number}": ("int", 1, 3) for number in range(300)}
    drawn = sorted(set(submission.draw_config(space, np.random.default_rng(0)).values()))
    assert drawn == [1, 2, 3], f"the values that occur are {drawn}"


@check("draw_config", weight=0.5)
def test_an_unknown_kind_is_refused(submission):
    """A kind that is none of the four raises ValueError."""
    for line in [("normal", 0.0, 1.0), ("normal", [0.0, 1.0])]:
        assert_raises(ValueError, submission.draw_config, {"lr": line}, np.random.default_rng(0))


@check("random_search", weight=2)
def test_the_lowest_of_five_losses_wins(submission):
    """With losses 0.9, 0.4, 0.7, 0.3 and 0.5, the configuration tried fourth is the best."""
    losses = [0.9, 0.4, 0.7, 0.3, 0.5]
    evaluate = Spy(lambda config: losses[(len(evaluate.calls) - 1) % 5])
    rng = np.random.default_rng(0)
    best, loss, trials = submission.random_search(evaluate, {"lr": ("log", 1e-4, 1.0)}, 5, rng)
    assert_same(loss, 0.3)
    assert_same(best, evaluate.calls[3][0][0])
    assert_same([trial[1] for trial in trials], losses)
    assert_pure(submission)


@check("random_search", weight=1.5)
def test_the_budget_is_kept(submission):
    """A budget of 7 means 7 calls of evaluate, no more and no fewer, and 7 trials."""
    evaluate = Spy(lambda config: config["lr"])
    _, _, trials = submission.random_search(evaluate, {"lr": ("log", 1e-4, 1.0)}, 7, np.random.default_rng(0))
    assert len(evaluate.calls) == 7, f"evaluate is called {len(evaluate.calls)} times, not 7"
    assert len(trials) == 7, f"there are {len(trials)} trials, not 7"


@check("successive_halving", weight=2)
def test_five_configurations_race(submission):
    """Five configurations, eta = 2, r0 = 3: five run with budget 3, two with budget 6, and one is left."""
    reached = {"a": {3: 0.8}, "b": {3: 0.5, 6: 0.4}, "c": {3: 0.9}, "d": {3: 0.6, 6: 0.2}, "e": {3: 0.7}}
    configs, unexpected = [{"name": name} for name in "abcde"], []

    def evaluate(config, budget):
        losses = reached[config["name"]]
        if budget not in losses:
            unexpected.append(f"config {config['name']} was evaluated with budget {budget}")
        return losses.get(budget, 1.0)

    winner, log = submission.successive_halving(configs, evaluate, 3, 2)
    assert not unexpected, f"unexpected: {unexpected[0]}"
    assert_same(winner, {"name": "d"})
    assert_same(log, [(3, {0: 0.8, 1: 0.5, 2: 0.9, 3: 0.6, 4: 0.7}), (6, {1: 0.4, 3: 0.2})])
    assert_pure(submission)


@check("successive_halving", weight=1)
def test_a_race_of_three(submission):
    """Three configurations with eta = 2: one of them is left after the first round, and nothing more is evaluated."""
    evaluate = Spy(lambda config, budget: config["loss"])
    winner, _ = submission.successive_halving([{"loss": 0.3}, {"loss": 0.1}, {"loss": 0.2}], evaluate, 1, 2)
    assert_same(winner, {"loss": 0.1})
    assert len(evaluate.calls) == 3, f"evaluate is called {len(evaluate.calls)} times, not 3"


COLUMN = np.array([[1.0], [3.0], [5.0], [7.0]])
"""Mean 4, variance 5: with eps = 4 the root is 3, so Zhat is -1, -1/3, 1/3, 1."""


@check("batchnorm_forward", weight=2)
def test_normalise_a_batch_of_four(submission):
    """The column 1, 3, 5, 7 has mean 4 and variance 5; with eps = 4, gamma = 6, beta = 10 it becomes 4, 8, 12, 16."""
    state = {"mean": np.zeros(1), "var": np.ones(1)}
    out, cache, _ = submission.batchnorm_forward(
        COLUMN, np.array([6.0]), np.array([10.0]), state, training=True, momentum=0.9, eps=4.0
    )
    assert_same(out, [[4.0], [8.0], [12.0], [16.0]])
    assert_same(cache["std"], [3.0])
    assert_same(cache["Zhat"], [[-1.0], [-1 / 3], [1 / 3], [1.0]])
    assert_pure(submission)


@check("batchnorm_forward", weight=1.5)
def test_running_statistics_move_a_little(submission):
    """With momentum 0.75, old mean 8 and variance 1, the batch above moves them to 7 and 2."""
    state = {"mean": np.array([8.0]), "var": np.array([1.0])}
    _, _, new = submission.batchnorm_forward(COLUMN, np.ones(1), np.zeros(1), state, training=True, momentum=0.75)
    assert_same(new, {"mean": [7.0], "var": [2.0]})


@check("batchnorm_forward", weight=1)
def test_one_example_without_training(submission):
    """Without training the running statistics count: mean 2, variance 12, eps = 4 turn 10 into (10 - 2) / 4 = 2."""
    state = {"mean": np.array([2.0]), "var": np.array([12.0])}
    out, _, _ = submission.batchnorm_forward(
        np.array([[10.0]]), np.ones(1), np.zeros(1), state, training=False, eps=4.0
    )
    assert_same(out, [[2.0]])


@check("batchnorm_backward", weight=2.5)
def test_backward_through_a_batch_of_four(submission):
    """The batch of four from the handout, with the derivative 9 at the last example alone."""
    cache = {"Zhat": np.array([[-1.0], [-1 / 3], [1 / 3], [1.0]]), "std": np.array([3.0]), "gamma": np.array([6.0])}
    dZ, _, _ = submission.batchnorm_backward(np.array([[0.0], [0.0], [0.0], [9.0]]), cache)
    assert_same(dZ, [[0.0], [-3.0], [-6.0], [9.0]])
    assert_pure(submission)


@check("batchnorm_backward", weight=2)
def test_gradients_of_scale_and_shift(submission):
    """gamma has multiplied Zhat and beta was added: their derivatives are sums over the examples."""
    cache = {"Zhat": np.array([[-1.0], [-1 / 3], [1 / 3], [1.0]]), "std": np.array([3.0]), "gamma": np.array([6.0])}
    _, dgamma, dbeta = submission.batchnorm_backward(np.array([[2.0], [3.0], [9.0], [7.0]]), cache)
    assert_same(dgamma, [7.0])
    assert_same(dbeta, [21.0])


@check("softmax_ce", weight=2)
def test_softmax_of_two_examples(submission):
    """Scores 0, 0, log 2 stand for 1/4, 1/4, 1/2; equal scores for thirds."""
    Z = np.array([[0.0, 0.0, math.log(2)], [5.0, 5.0, 5.0]])
    loss, dZ, P = submission.softmax_ce(Z, np.array([2, 0]))
    assert_same(P, [[1 / 4, 1 / 4, 1 / 2], [1 / 3, 1 / 3, 1 / 3]])
    assert_same(loss, (math.log(2) + math.log(3)) / 2)
    assert_same(dZ, [[1 / 8, 1 / 8, -1 / 4], [-1 / 3, 1 / 6, 1 / 6]])
    assert_pure(submission)


@check("softmax_ce", weight=1)
def test_softmax_of_large_scores(submission):
    """Scores 1000 and 998 are as harmless as 2 and 0."""
    loss, _, P = submission.softmax_ce(np.array([[1000.0, 998.0]]), np.array([1]))
    assert_same(P, [[1 / (1 + math.exp(-2)), 1 / (1 + math.exp(2))]])
    assert_same(loss, 2 + math.log1p(math.exp(-2)))


@check("softmax_ce", weight=0.5)
def test_one_label_for_each_row(submission):
    """Three labels for two rows, or labels in a column, raise ValueError."""
    assert_raises(ValueError, submission.softmax_ce, np.zeros((2, 3)), np.array([0, 1, 2]))
    assert_raises(ValueError, submission.softmax_ce, np.zeros((2, 3)), np.array([[0], [1]]))


@check("fit_softmax", weight=1)
def test_one_step_of_three_classes(submission):
    """From zeros every probability is 1/3, so the first step can be taken by hand."""
    X, y = np.array([[3.0, 0.0], [0.0, 6.0]]), np.array([0, 2])
    W, b, losses = submission.fit_softmax(X, y, 3, 2.0, 1)
    assert_same(W, [[2.0, -1.0, -1.0], [-2.0, -2.0, 4.0]])
    assert_same(b, [1 / 3, -2 / 3, 1 / 3])
    assert_same(losses, [math.log(3)])
    assert_pure(submission)


@check("fit_softmax", weight=0.5)
def test_classes_of_four_examples(submission):
    """Each example gets the class of its highest score, and of equal scores the first."""
    X = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [-1.0, -1.0]])
    W = np.array([[0.0, 2.0, 1.0], [3.0, 0.0, 1.0]])
    # The scores are 0, 2, 1; then 3, 0, 1; then 0, 0, 0; then -3, -2, -2.
    assert_same(submission.predict_classes(X, W, np.zeros(3)), [1, 0, 0, 1])
    assert_pure(submission)


@check("fit_softmax", weight=1.5)
def test_fingers_of_the_first_split(submission):
    """At least 85 % of the new pictures of finger_split(0) are counted right: this is how the grader measures, too."""
    X, y, X_dev, y_dev = submission.finger_split(0)
    W, b, _ = submission.fit_softmax(X, y, 6, 1.0, 200)
    accuracy = np.mean(submission.predict_classes(X_dev, W, b) == y_dev)
    assert accuracy >= 0.85, f"{accuracy:.1%} are counted right"
