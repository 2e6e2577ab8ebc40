"""Eleven checks with one training among them."""

import numpy as np

from grader.testing import assert_same, check, tensor


def batch(rng, m=48, n=6, k=3):
    """Return (X, y) of a problem with k classes."""
    y = rng.integers(0, k, m)
    return (rng.normal(size=(m, n)) + 2 * np.eye(k, n)[y]).astype(np.float32), y


@check("one_hot")
def test_one_hot_by_hand(submission):
    """Class 1 of 3 is 0, 1, 0."""
    assert_same(submission.one_hot(tensor([1], "int32"), 3), tensor([[0, 1, 0]]))


@check("one_hot")
def test_one_hot_agrees(agree, rng):
    """one_hot matches its definition."""
    agree("one_hot", tensor(rng.integers(0, 5, 9), "int32"), 5)


@check("one_hot")
def test_one_hot_of_classes_outside(submission):
    """A class that does not exist is a row of zeros."""
    assert_same(submission.one_hot(tensor([7], "int32"), 3), tensor([[0, 0, 0]]))


@check("forward")
def test_forward_by_hand(submission):
    """A negative sum is cut off."""
    assert_same(submission.forward(tensor([[1, 1]]), tensor([[1, -1], [1, -1]]), tensor([0, 1])), tensor([[2, 0]]))


@check("forward")
def test_forward_agrees(agree, rng):
    """forward matches its definition."""
    agree("forward", *[tensor(rng.normal(size=shape)) for shape in [(4, 3), (3, 2), (2,)]], rtol=1e-4)


@check("loss")
def test_loss_agrees(agree, rng):
    """loss matches its definition."""
    agree("loss", tensor(rng.normal(size=(5, 3))), tensor(rng.integers(0, 3, 5), "int32"), rtol=1e-4)


@check("loss")
def test_loss_gradient(agree, rng):
    """The gradient of the loss is right."""
    agree("probes.loss_gradient", tensor(rng.normal(size=(5, 3))), tensor(rng.integers(0, 3, 5), "int32"), rtol=1e-4)


@check("build")
def test_build_has_its_parameters(agree):
    """The network has as many numbers as it should."""
    agree("probes.parameters", 6, 16, 3)


@check("build")
def test_build_drops_in_training_only(submission, rng):
    """Training is random, inference is not."""
    one, other, third, fourth = submission.probes.responses(batch(rng)[0], 16, 3)
    assert not np.array_equal(one, other)
    assert np.array_equal(third, fourth)


@check("build")
def test_build_learns(submission, rng):
    """A step downhill lowers the loss."""
    assert submission.probes.one_step(*batch(rng)) > 0


@check("train")
def test_train_learns(submission, rng):
    """Training lowers the loss and raises the accuracy."""
    history = submission.probes.trained(*batch(rng, 128), 3)
    assert history["loss"][-1] < history["loss"][0]
