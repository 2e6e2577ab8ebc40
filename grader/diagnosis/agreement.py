"""Whether two transcripts show the same behaviour, up to rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from grader.diagnosis.leaves import Leaf
    from grader.diagnosis.transcript import Trace, Transcript

_ROUNDING = 1e-6
"""Relative difference that another way of writing the same mistake may make in float64; causes differ by far more."""
_ROUNDING_NARROW = 2e-4
"""The same in float32."""


def agree(one: Transcript, other: Transcript) -> bool:
    """Return whether two implementations behaved alike in the same check, from its first call to its end."""
    mine, others = ([trace for trace in seen if not trace.late] for seen in (one, other))
    return len(mine) == len(others) and all(map(same_trace, mine, others))


def same_trace(one: Trace, other: Trace) -> bool:
    """Return whether one event is the same in two transcripts."""
    return (
        (one.request, one.ending, one.besides) == (other.request, other.ending, other.besides)
        and len(one.leaves) == len(other.leaves)
        and all(map(same_leaf, one.leaves, other.leaves))
    )


def same_leaf(one: Leaf, other: Leaf, rounding: float | None = None) -> bool:
    """Return whether two parts of answers have the same place, form, shape and, up to rounding, values."""
    if (one.path, one.form, one.shape, one.text) != (other.path, other.form, other.shape, other.text):
        return False
    return close(one.values, other.values, rounding=rounding or rounding_of(one, other))


def rounding_of(*leaves: Leaf) -> float:
    """Return the relative difference that the narrowest floats among these allow for."""
    return _ROUNDING_NARROW if any(leaf.narrow for leaf in leaves) else _ROUNDING


def close(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], *, rounding: float = _ROUNDING) -> bool:
    """Return whether numbers are equal up to rounding, measured at each and at the largest of them."""
    if one.shape != other.shape:
        return False
    finite = np.abs(other[np.isfinite(other)])
    scale = float(finite.max()) if finite.size else 0.0
    with np.errstate(all="ignore"):
        return bool(np.allclose(one, other, rtol=rounding, atol=rounding * 1e-3 * scale, equal_nan=True))
