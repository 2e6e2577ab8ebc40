"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import math

import numpy as np
from grader.testing import assert_pure, assert_same, check


@check("threshold_unit", weight=2.5)
def test_threshold_unit_on_three_examples(submission):
    """With weights 2 and -1 and threshold 1, three examples have the sums 2, 0 and 1: the unit answers 1, 0 and 1."""
    X = np.array([[1.0, 0.0], [1.0, 2.0], [2.0, 3.0]])
    assert_same(submission.threshold_unit(X, np.array([2.0, -1.0]), 1.0), [1, 0, 1])
    assert_pure(submission)


@check("perceptron_epoch", weight=3)
def test_perceptron_learns_from_three_examples(submission):
    """From zeros the examples are wrongly called 1, 0 and 1: each moves weights and bias, and not the input."""
    X, y = np.array([[2.0, 1.0], [1.0, 3.0], [-2.0, 0.0]]), np.array([0, 1, 0])
    w, b, n_errors = submission.perceptron_epoch(X, y, np.zeros(2), 0.0)
    assert_same(w, [1.0, 2.0])
    assert_same(b, -1.0)
    assert_same(n_errors, 3)
    assert_pure(submission)


@check("perceptron_epoch", weight=1)
def test_perceptron_leaves_a_right_unit_alone(submission):
    """A unit that answers every example rightly comes back as it was, with no errors."""
    X, y = np.array([[2.0], [-1.0]]), np.array([1, 0])
    w, b, n_errors = submission.perceptron_epoch(X, y, np.array([1.0]), 0.5)
    assert_same(w, [1.0])
    assert_same(b, 0.5)
    assert_same(n_errors, 0)


@check("xor_units", weight=3)
def test_three_units_compute_xor(submission):
    """Run on the four inputs, the three units answer 0, 1, 1, 0."""
    units = submission.xor_units()
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    hidden = (X @ units["W1"] >= units["t1"]).astype(int)
    answers = (hidden @ units["w2"] >= units["t2"]).astype(int)
    assert answers.tolist() == [0, 1, 1, 0], f"yours answer {answers.tolist()}, the hidden ones {hidden.tolist()}"


def plans(submission):
    """Return the plans for a picture of one digit out of ten, and for a row of a table with a yes or no."""
    digit, loan = submission.Card(("image",), "one of k", 10), submission.Card(("table",), "yes or no", 1)
    return submission.frame_task(digit), submission.frame_task(loan)


@check("frame_task", weight=2)
def test_networks_for_a_digit_and_a_loan(submission):
    """A picture of one digit out of ten asks for a convolutional network, a row of a table for a dense one."""
    digit, loan = plans(submission)
    assert digit.network == "convolutional", f"for the picture yours is {digit.network!r}"
    assert loan.network == "dense", f"for the table yours is {loan.network!r}"


@check("frame_task", weight=1)
def test_units_for_a_digit_and_a_loan(submission):
    """One digit out of ten takes 10 units, a loan, yes or no, takes 1."""
    digit, loan = plans(submission)
    assert digit.units == 10, f"for the digit yours are {digit.units}"
    assert loan.units == 1, f"for the loan yours are {loan.units}"


@check("frame_task", weight=2)
def test_heads_for_a_digit_and_a_loan(submission):
    """Digits exclude each other, which asks for softmax; a yes or no asks for sigmoid."""
    digit, loan = plans(submission)
    assert digit.head == "softmax", f"for the digit yours is {digit.head!r}"
    assert loan.head == "sigmoid", f"for the loan yours is {loan.head!r}"


@check("frame_task", weight=2)
def test_losses_for_a_digit_and_a_loan(submission):
    """Softmax goes with categorical cross-entropy, the sigmoid of a yes or no with binary cross-entropy."""
    digit, loan = plans(submission)
    assert digit.loss == "categorical cross-entropy", f"for the digit yours is {digit.loss!r}"
    assert loan.loss == "binary cross-entropy", f"for the loan yours is {loan.loss!r}"


@check("power_law_fit", weight=2)
def test_fit_of_errors_that_halve(submission):
    """Errors that halve whenever the data grow fourfold fall with b = 1/2."""
    _, b = submission.power_law_fit(np.array([100.0, 400.0, 1600.0]), np.array([0.2, 0.1, 0.05]))
    assert_same(b, 0.5)


@check("power_law_fit", weight=2)
def test_fit_of_errors_that_halve_at_one_example(submission):
    """The same errors, 0.2 at 100 examples and falling with b = 1/2, would be 2 at a single example: a = 2."""
    a, _ = submission.power_law_fit(np.array([100.0, 400.0, 1600.0]), np.array([0.2, 0.1, 0.05]))
    assert_same(a, 2.0)
    assert_pure(submission)


@check("data_needed", weight=2)
def test_data_needed_for_a_quarter(submission):
    """data_needed(2.0, 0.5, 0.25) is 64: an error of 2 / sqrt(n) comes down to 1/4 there."""
    assert_same(submission.data_needed(2.0, 0.5, 0.25), 64.0)


@check("soft_targets", weight=3)
def test_soft_targets_of_two_classes(submission):
    """Logits log 9 and 0 mean odds of 9 to 1; at temperature 2 they mean 3 to 1."""
    logits = np.array([[math.log(9), 0.0]])
    assert_same(submission.soft_targets(logits, 1.0), [[0.9, 0.1]])
    assert_same(submission.soft_targets(logits, 2.0), [[0.75, 0.25]])
    assert_pure(submission)


@check("distill_loss", weight=3)
def test_distill_loss_of_an_undecided_student(submission):
    """A student that knows nothing about 2 classes costs T ** 2 times log 2, whatever the teacher says."""
    teacher = np.array([[1.0, -1.0], [0.0, 5.0], [2.0, 2.0]])
    assert_same(submission.distill_loss(np.zeros((3, 2)), teacher, 3.0), 9 * math.log(2))
    assert_pure(submission)
