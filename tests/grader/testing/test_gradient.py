"""Gradient checks accept right gradients and refuse the usual wrong ones."""

from __future__ import annotations

import numpy as np
import pytest

from grader.testing import Mismatch, assert_gradient


def softplus(x):
    return float(np.logaddexp(0, x).mean())


def slope(x):
    return 1 / (1 + np.exp(-x)) / x.size


@pytest.mark.parametrize("shape", [(), (3,), (4, 5), (20, 30)])
def test_a_right_gradient_passes(shape):
    x = np.random.default_rng(1).normal(size=shape)
    assert_gradient(softplus, x, slope(x))


@pytest.mark.parametrize(
    "wrong",
    [lambda g: -g, lambda g: g * g.size, lambda g: g + 1e-4, lambda g: g * np.nan, lambda g: g[::-1]],
    ids=["sign", "summed", "offset", "nan", "reversed"],
)
def test_a_wrong_gradient_fails(wrong):
    x = np.random.default_rng(1).normal(size=7)
    with pytest.raises(Mismatch, match="not the slope"):
        assert_gradient(softplus, x, wrong(slope(x)))


@pytest.mark.parametrize("size", [1, 3, 20])
def test_a_gradient_that_is_infinite_somewhere_fails(size):
    x = np.linspace(0, 1, size)
    claimed = slope(x)
    claimed[-1] = np.inf
    with pytest.raises(Mismatch, match="not the slope"):
        assert_gradient(softplus, x, claimed)


def test_a_function_that_leaps_to_infinity_has_no_gradient():
    with pytest.raises(Mismatch, match="not the slope"):
        assert_gradient(lambda x: np.inf if x[0] > 0 else 0.0, np.zeros(3), np.zeros(3))


@pytest.mark.parametrize("converted", [lambda g: g.astype(str), lambda g: g + 5j, lambda g: g > 0], ids=["text", "complex", "bool"])
def test_a_gradient_that_is_no_real_number_fails(converted):
    x = np.ones(3)
    with pytest.raises(Mismatch, match="real numbers"):
        assert_gradient(softplus, x, converted(slope(x)))


def test_a_gradient_of_another_shape_or_type_fails():
    x = np.ones(3)
    with pytest.raises(Mismatch, match=r"should have shape \(3,\)"):
        assert_gradient(softplus, x, slope(x)[:, None])
    with pytest.raises(Mismatch, match="array or a number"):
        assert_gradient(softplus, x, None)
