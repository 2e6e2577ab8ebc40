"""Tests for relations between the numbers of a wrong answer and those of the right one."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.agreement import close, rounding_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.diagnosis.pairs import Pair

Array = np.ndarray[Any, Any]


def is_comparable(pair: Pair) -> bool:
    """Return whether both parts are numbers in the same form and shape, finite at the same places."""
    one, other = pair.got, pair.expected
    alike = (one.form, one.shape) == (other.form, other.shape) and one.values.shape == other.values.shape
    return alike and one.values.size > 0 and np.isfinite(one.values).tolist() == np.isfinite(other.values).tolist()


def is_image(pair: Pair, function: Callable[[Array], Array]) -> bool:
    """Return whether the wrong numbers are a function of the right ones."""
    if not is_comparable(pair):
        return False
    with np.errstate(all="ignore"):
        return _same(pair, pair.got.values, function(pair.expected.values))


def is_multiple(pair: Pair, factor: float) -> bool:
    """Return whether the wrong numbers are the right ones times ``factor``."""
    return is_image(pair, lambda right: factor * right)


def is_times_a_length(pair: Pair, least: int = 2) -> bool:
    """Return whether the factor is the length of an axis of an argument, ``least`` or more."""
    return any(is_multiple(pair, float(size)) for size in pair.sizes if size >= least)


def is_divided_by_a_length(pair: Pair, least: int = 2) -> bool:
    """Return whether the divisor is such a length."""
    return any(is_multiple(pair, 1 / size) for size in pair.sizes if size >= least)


def is_by_another_length(pair: Pair, least: int = 1) -> bool:
    """Return whether the factor is such a length divided by another."""
    lengths = sorted(size for size in pair.sizes if size >= least)
    return any(is_multiple(pair, one / other) for one, other in permutations(lengths, 2))


def is_offset_by_one(pair: Pair) -> bool:
    """Return whether one is added to all numbers, or taken from all."""
    return is_image(pair, lambda right: right + 1) or is_image(pair, lambda right: right - 1)


def is_logits(pair: Pair) -> bool:
    """Return whether the right numbers are the sigmoid, or the softmax by rows, of the wrong ones."""
    return is_comparable(pair) and _squashed(pair, pair.got.values, pair.expected.values)


def is_probabilities(pair: Pair) -> bool:
    """Return whether the wrong numbers are the sigmoid, or the softmax by rows, of the right ones."""
    return is_comparable(pair) and _squashed(pair, pair.expected.values, pair.got.values)


def is_reversed(pair: Pair) -> bool:
    """Return whether the first axis runs the other way."""
    return _is_arrangement(pair, lambda right: right[::-1])


def is_sorted(pair: Pair) -> bool:
    """Return whether the numbers of one axis are there in rising or falling order."""
    if len(pair.expected.shape) != 1:
        return False
    return _is_arrangement(pair, np.sort) or _is_arrangement(pair, lambda right: np.sort(right)[::-1])


def is_shifted(pair: Pair) -> bool:
    """Return whether all but one entry along the first axis are their neighbours' values."""
    if not is_comparable(pair) or not pair.expected.whole or pair.expected.shape < (4,):
        return False
    got, right = pair.got.array, pair.expected.array
    return close(got[1:], right[:-1]) or close(got[:-1], right[1:])


def _is_arrangement(pair: Pair, arrange: Callable[[Array], Array]) -> bool:
    if not is_comparable(pair) or not pair.expected.whole or pair.expected.shape < (3,):
        return False
    return _same(pair, pair.got.array, arrange(pair.expected.array))


def _squashed(pair: Pair, scores: Array, probabilities: Array) -> bool:
    with np.errstate(all="ignore"):
        if _same(pair, 1 / (1 + np.exp(-scores)), probabilities):
            return True
        if len(pair.expected.shape) != 2 or not pair.expected.whole:
            return False
        rows = scores.reshape(pair.expected.shape)
        powers = np.exp(rows - rows.max(axis=1, keepdims=True))
        return _same(pair, (powers / powers.sum(axis=1, keepdims=True)).reshape(-1), probabilities)


def _same(pair: Pair, one: Array, other: Array) -> bool:
    return close(one, other, rounding=rounding_of(pair.got, pair.expected))
