"""Fifteen small checks, three a task; twenty calls in all."""

import numpy as np

from grader.testing import assert_pure, assert_raises, assert_same, check


@check("relu")
def test_relu_by_hand(submission):
    """relu keeps what is positive and zeroes the rest."""
    assert_same(submission.relu(np.array([-1.0, 0.0, 2.0])), [0.0, 0.0, 2.0])


@check("relu")
def test_relu_agrees(agree, rng):
    """relu matches its definition in any shape."""
    agree.each("relu", [(rng.normal(size=shape),) for shape in [(3,), (2, 3), (4, 1, 2)]])


@check("relu")
def test_relu_is_pure(submission, rng):
    """relu leaves its argument alone."""
    submission.relu(rng.normal(size=5))
    assert_pure(submission)


@check("softmax")
def test_softmax_rows(submission, rng):
    """Rows of softmax sum to one."""
    assert_same(submission.softmax(rng.normal(size=(4, 3))).sum(axis=1), np.ones(4))


@check("softmax")
def test_softmax_agrees(agree, rng):
    """softmax matches its definition."""
    agree("softmax", rng.normal(size=(5, 4)))


@check("softmax")
def test_softmax_is_stable(submission):
    """softmax stays finite for large logits."""
    assert_same(submission.softmax(np.array([[1e4, 0.0]])), [[1.0, 0.0]])


@check("cross_entropy")
def test_cross_entropy_by_hand(submission):
    """The loss of a fair coin is ln 2."""
    assert_same(submission.cross_entropy(np.full((2, 2), 0.5), np.array([0, 1])), np.log(2.0))


@check("cross_entropy")
def test_cross_entropy_agrees(agree, rng):
    """cross_entropy matches its definition."""
    p = rng.random((6, 3)) + 0.1
    agree("cross_entropy", p / p.sum(axis=1, keepdims=True), rng.integers(0, 3, 6))


@check("cross_entropy")
def test_cross_entropy_checks_classes(submission):
    """A class that does not exist raises."""
    assert_raises(IndexError, submission.cross_entropy, np.full((1, 2), 0.5), np.array([2]))


@check("standardise")
def test_standardise_moments(submission, rng):
    """Columns end with mean 0 and variance 1."""
    Z = submission.standardise(rng.normal(size=(50, 3)) * 5 + 2)
    assert_same(Z.std(axis=0), np.ones(3))
    assert abs(Z.mean(axis=0)).max() < 1e-9


@check("standardise")
def test_standardise_agrees(agree, rng):
    """standardise matches its definition."""
    agree("standardise", rng.normal(size=(7, 2)))


@check("standardise")
def test_standardise_ignores_units(submission, rng):
    """Units do not matter."""
    X = rng.normal(size=(9, 2))
    assert_same(submission.standardise(X * 1000), submission.standardise(X))


@check("accuracy")
def test_accuracy_by_hand(submission):
    """One of two is a half."""
    assert_same(submission.accuracy(np.eye(2), np.array([0, 0])), 0.5)


@check("accuracy")
def test_accuracy_agrees(agree, rng):
    """accuracy matches its definition."""
    agree("accuracy", rng.random((20, 4)), rng.integers(0, 4, 20))


@check("accuracy")
def test_accuracy_of_a_perfect_answer(submission):
    """Perfect answers score one."""
    assert_same(submission.accuracy(np.eye(3), np.arange(3)), 1.0)
