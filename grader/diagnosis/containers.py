"""Tests for right numbers in a wrong form: container, shape, dtype, order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.agreement import close, rounding_of, same_leaf
from grader.diagnosis.leaves import MOST_LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.diagnosis.leaves import Leaf
    from grader.diagnosis.pairs import Pair

_ARRAYS = ("float array", "int array", "bool array", "complex array", "tensor", "variable")
_SEVEN_DIGITS = 1e-6
_NUMBERS = ("float", "int", "bool", "complex")


def is_list_for_array(pair: Pair) -> bool:
    """Return whether a list of the right numbers stands for an array."""
    if pair.got.form != "sequence" or pair.expected.form not in _ARRAYS:
        return False
    inside = [leaf for leaf in pair.answers[0] if leaf.path.startswith(pair.got.path) and leaf.form != "sequence"]
    values = np.concatenate([np.empty(0), *(leaf.values for leaf in inside)])
    right = pair.expected.values
    if len(pair.answers[0]) == MOST_LEAVES and pair.got.shape == pair.expected.shape[:1]:
        right = right[: values.size]  # of a long list only the first parts are kept
    return values.size > 0 and values.size == right.size and close(values, right, rounding=rounding_of(pair.expected))


def is_array_for_number(pair: Pair) -> bool:
    """Return whether the right number is inside an array."""
    return pair.got.form in _ARRAYS and pair.expected.form in _NUMBERS and _equal_values(pair.got.values, pair)


def is_number_for_array(pair: Pair) -> bool:
    """Return whether one number stands for an array of more than one."""
    return pair.got.form in _NUMBERS and pair.expected.form in _ARRAYS and pair.expected.values.size > 1


def has_other_unit_axes(pair: Pair) -> bool:
    """Return whether the right numbers have a shape that differs by axes of length 1."""
    one, other = pair.got, pair.expected
    if not _are_arrays(pair) or one.shape == other.shape:
        return False
    trimmed = [tuple(length for length in leaf.shape if length != 1) for leaf in (one, other)]
    return trimmed[0] == trimmed[1] and _equal_values(one.values, pair)


def is_transposed(pair: Pair) -> bool:
    """Return whether the right numbers have their axes in reversed order."""
    one, other = pair.got, pair.expected
    if not (_are_arrays(pair) and one.whole and other.whole and len(other.shape) > 1):
        return False
    if one.shape != other.shape[::-1] or 1 in other.shape:
        return False  # a row for a column differs by axes of length 1
    return close(one.array, other.array.T, rounding=rounding_of(one, other))


def is_not_averaged(pair: Pair) -> bool:
    """Return whether an array stands for its mean."""
    return _has_total(pair, np.mean)


def is_not_summed(pair: Pair) -> bool:
    """Return whether an array stands for its sum."""
    return _has_total(pair, np.sum)


def is_of_several(pair: Pair) -> bool:
    """Return whether the array that came has more than one entry."""
    return pair.got.values.size > 1


def _has_total(pair: Pair, total: Callable[[Any], Any]) -> bool:
    one, other = pair.got, pair.expected
    if one.form not in _ARRAYS or other.values.size != 1 or one.values.size < 1 or not one.whole:
        return False
    return close(np.asarray([total(one.values)]), other.values, rounding=rounding_of(one, other))


def is_outer(pair: Pair) -> bool:
    """Return whether a square stands where one axis of its length, 2 at least, is expected."""
    length = max(pair.expected.shape, default=1)
    is_line = _are_arrays(pair) and length > 1 and pair.expected.values.size == length
    return is_line and pair.got.shape == (length, length)


def is_truncated(pair: Pair) -> bool:
    """Return whether whole numbers stand for floats."""
    one, other = pair.got, pair.expected
    if not _are_floats(other) or one.shape != other.shape or one.values.shape != other.values.shape:
        return False
    values = one.values
    if values.dtype.kind == "c":
        return False
    whole = bool(np.all(values == np.trunc(values))) and not np.all(other.values == np.trunc(other.values))
    return whole and bool(np.all(np.abs(values - other.values) <= 1))


def is_narrowed(pair: Pair) -> bool:
    """Return whether numbers are those of 32-bit floats where 64 bits are asked for, and right to their digits."""
    one, other = pair.got, pair.expected
    alike = one.shape == other.shape and one.values.shape == other.values.shape
    if not (_are_floats(other) and _are_floats(one) and alike) or other.narrow:
        return False
    with np.errstate(over="ignore"):  # what is too large for 32 bits becomes infinite, and is not equal
        rounded = one.narrow or bool(np.all(one.values == one.values.astype(np.float32)))
    return rounded and close(one.values, other.values, rounding=_SEVEN_DIGITS)


def is_reordered(pair: Pair) -> bool:
    """Return whether the answer has the right parts, of which no two are equal, at other places."""
    mine, right = pair.answers
    if not right or right[0].form != "sequence" or len(mine) != len(right) or len(right) > 8:
        return False
    places = [[n for n, other in enumerate(right[1:]) if _same_content(leaf, other)] for leaf in mine[1:]]
    return sorted(places) == [[n] for n in range(len(places))]


def _same_content(one: Leaf, other: Leaf) -> bool:
    return same_leaf(replace(one, path=""), replace(other, path=""))


def _are_arrays(pair: Pair) -> bool:
    return pair.got.form in _ARRAYS and pair.expected.form in _ARRAYS


def _are_floats(leaf: Leaf) -> bool:
    return (
        leaf.values.size > 0
        and leaf.values.dtype.kind == "f"
        and leaf.form not in ("int", "bool", "int array", "bool array")
    )


def _equal_values(values: np.ndarray[Any, Any], pair: Pair) -> bool:
    """Return whether numbers, in any shape, are the right ones in C order."""
    right = pair.expected.values
    return values.size == right.size and close(values.reshape(-1), right, rounding=rounding_of(pair.expected))
