"""Checks you can read: numbers worked out by hand, and shapes. More checks, with fresh numbers, run on submission."""

import math

import numpy as np
from grader.testing import assert_pure, assert_same, check


@check("sigmoid", weight=1.5)
def test_sigmoid_at_known_points(submission):
    """sigmoid is 1/2 at 0, 3/4 where the odds are 3 to 1, and 1/4 where they are 1 to 3."""
    z = np.array([0.0, math.log(3), -math.log(3)])
    assert_same(submission.sigmoid(z), [0.5, 0.75, 0.25])
    assert_pure(submission)


@check("sigmoid", weight=0.5)
def test_sigmoid_keeps_the_shape(submission):
    """sigmoid answers with an array of the shape it was given."""
    shape = np.shape(submission.sigmoid(np.zeros((2, 3, 4))))
    assert shape == (2, 3, 4), f"an array of shape (2, 3, 4) comes back with shape {shape}"


@check("flatten_images", weight=2)
def test_flatten_two_tiny_images(submission):
    """Two images of 1 x 2 pixels become two rows: first pixel red, green, blue, then the second pixel."""
    imgs = np.array([[[[0, 51, 102], [153, 204, 255]]], [[[255, 0, 0], [0, 0, 51]]]], dtype=np.uint8)
    assert imgs.shape == (2, 1, 2, 3)
    expected = [[0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [1.0, 0.0, 0.0, 0.0, 0.0, 0.2]]
    assert_same(submission.flatten_images(imgs), expected)
    assert_pure(submission)


@check("unit_rows", weight=2)
def test_unit_rows_of_small_triangles(submission):
    """The row (3, 4) has length 5 and becomes (0.6, 0.8); a row of zeros stays as it is."""
    X = np.array([[3.0, 4.0], [0.0, 0.0], [0.0, -2.0]])
    assert_same(submission.unit_rows(X), [[0.6, 0.8], [0.0, 0.0], [0.0, -1.0]])
    assert_pure(submission)


@check("bce_from_logits", weight=2)
def test_bce_of_two_examples(submission):
    """A right guess at p = 3/4 costs -log(3/4), a wrong one -log(1/4); the loss is their mean."""
    z = np.array([math.log(3), math.log(3)])
    y = np.array([1, 0])
    assert_same(submission.bce_from_logits(z, y), -(math.log(0.75) + math.log(0.25)) / 2)
    assert_pure(submission)


@check("bce_from_logits", weight=1)
def test_bce_of_an_undecided_unit(submission):
    """A unit that knows nothing (all logits 0) costs log 2, whatever the labels are."""
    assert_same(submission.bce_from_logits(np.zeros(5), np.array([1, 0, 0, 1, 0])), math.log(2))


@check("mean_squared_error", weight=2)
def test_mse_of_three_numbers(submission):
    """Errors of 1/2, 0 and -2 have the mean square 4.25 / 3."""
    y = np.array([1.0, 0.0, 2.0])
    yhat = np.array([0.5, 0.0, 4.0])
    assert_same(submission.mean_squared_error(y, yhat), 4.25 / 3)
    assert_pure(submission)


@check("backprop", weight=2)
def test_backprop_through_the_handouts_graph(submission):
    """For f = (x y + x)^2 at x = 2, y = 3: df/dx = 64 and df/dy = 32."""
    x, y = submission.Node(2.0), submission.Node(3.0)
    f = submission.power(submission.add(submission.mul(x, y), x), 2)
    submission.backprop(f)
    assert math.isclose(x.grad, 64.0), f"x.grad should be 64, but is {x.grad}"
    assert math.isclose(y.grad, 32.0), f"y.grad should be 32, but is {y.grad}"


@check("backprop", weight=2)
def test_backprop_of_a_value_times_itself(submission):
    """x * x uses x twice: its derivative at 5 is 10."""
    x = submission.Node(5.0)
    submission.backprop(submission.mul(x, x))
    assert math.isclose(x.grad, 10.0), f"x.grad should be 10, but is {x.grad}"


@check("logreg_loss_grad", weight=2.5)
def test_loss_and_gradients_of_two_examples(submission):
    """Scores log 3 and -log 3, both labels 1: dz is (-1/8, -3/8), and the rest follows."""
    w, b = np.array([math.log(3), 0.0]), 0.0
    X, y = np.array([[1.0, 2.0], [-1.0, 0.0]]), np.array([1, 1])
    loss, dw, db = submission.logreg_loss_grad(w, b, X, y)
    assert_same(loss, -(math.log(0.75) + math.log(0.25)) / 2)
    assert_same(dw, [0.25, -0.25])
    assert_same(db, -0.5)
    assert_pure(submission)


@check("logreg_loss_grad", weight=1.5)
def test_gradients_have_the_shapes_of_what_they_belong_to(submission):
    """Whatever the number of examples, dw has one entry per feature and db is one number."""
    loss, dw, db = submission.logreg_loss_grad(np.ones(3), 0.5, np.ones((7, 3)), np.array([0, 1, 0, 1, 0, 1, 0]))
    assert np.shape(loss) == (), f"the loss should be one number, but has shape {np.shape(loss)}"
    assert np.shape(dw) == (3,), f"dw should have shape (3,), but has shape {np.shape(dw)}"
    assert np.shape(db) == (), f"db should be one number, but has shape {np.shape(db)}"


@check("fit_logreg", weight=1.5)
def test_one_step_from_zero(submission):
    """From zeros every p is 1/2, so the first step can be taken by hand."""
    X, y = np.array([[2.0], [4.0], [3.0]]), np.array([1, 1, 0])
    w, b, losses = submission.fit_logreg(X, y, 1.2, 1)
    assert_same(w, [0.6])
    assert_same(b, 0.2)
    assert_same(losses, [math.log(2)])
    assert_pure(submission)


@check("fit_logreg", weight=1)
def test_losses_is_an_array_with_one_loss_per_step(submission):
    """losses is an array with one entry per step, and training makes it fall."""
    _, _, losses = submission.fit_logreg(np.array([[1.0], [-1.0], [2.0]]), np.array([1, 0, 1]), 0.1, 20)
    assert isinstance(losses, np.ndarray), f"losses should be an array, but is a {type(losses).__name__}"
    assert losses.shape == (20,), f"losses should have shape (20,), one loss per step, but has shape {losses.shape}"
    assert losses[-1] < losses[0], f"the loss should fall, but goes from {losses[0]:.4f} to {losses[-1]:.4f}"


@check("critter_detector", weight=2.5)
def test_detector_on_the_first_split(submission):
    """At least 85 % of the new pictures of critter_split(0) are called right: this is how the grader measures, too."""
    train_imgs, train_y, test_imgs, test_y = submission.critter_split(0)
    labels = submission.critter_detector(train_imgs, train_y, test_imgs)
    assert np.shape(labels) == (200,), f"there should be 200 labels, shape (200,), but the shape is {np.shape(labels)}"
    accuracy = np.mean(labels == test_y)
    assert accuracy >= 0.85, f"{accuracy:.1%} are called right"
    assert_pure(submission)


@check("discounted_returns", weight=2)
def test_returns_of_three_rewards(submission):
    """Rewards 1, 2, 3 at gamma = 1/2: the last return is 3, the one before 2 + 3/2, the first 1 + 3.5/2."""
    assert_same(submission.discounted_returns(np.array([1.0, 2.0, 3.0]), 0.5), [2.75, 3.5, 3.0])
    assert_pure(submission)
