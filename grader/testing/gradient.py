"""Check a gradient against central differences of the function itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.model import Finding, Kind
from grader.testing.compare import Mismatch, shown_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEP = 1e-5
"""Central differences err by about STEP squared; rounding by about 1e-16 / STEP: both 1e-10 and below."""
DIRECTIONS = 6
FULL_SIZE = 12
_WRONG = "the gradient is not the slope of the function"


def assert_gradient(
    function: Callable[[Any], float], x: Any, gradient: Any, *, rtol: float = 1e-6, atol: float = 1e-8
) -> None:
    """Require that ``gradient`` is the gradient of ``function`` at ``x``.

    Compares directional derivatives along six random directions, and along every axis when ``x`` has at most twelve
    elements.

    Args:
        function: takes an array shaped like ``x`` (float64), returns a number; smooth around ``x``.
        x: array or number.
        gradient: what is claimed, shaped like ``x``.
        rtol: allowed error, relative to the larger of the two slopes.
        atol: allowed error for slopes near zero.

    Raises:
        Mismatch: it is not.
    """
    point = np.asarray(x, dtype=np.float64)
    claimed = _as_array(gradient)
    if claimed.shape != point.shape:
        text = f"the gradient should have shape {point.shape}, but has {shown_shape(claimed.shape, point.shape)}"
        raise Mismatch(Finding(Kind.SHAPE, text))
    if not np.isfinite(claimed).all():
        raise Mismatch(Finding(Kind.VALUES, _WRONG, "it holds nan or inf"))
    for direction in _directions(point):
        _compare(function, point, claimed, direction, rtol=rtol, atol=atol)


def _compare(
    function: Callable[[Any], float], point: Any, claimed: Any, direction: Any, *, rtol: float, atol: float
) -> None:
    forward, backward = function(point + STEP * direction), function(point - STEP * direction)
    measured = (float(forward) - float(backward)) / (2 * STEP)
    stated = float(np.sum(claimed * direction))
    # Two infinities would agree; written so that a nan fails.
    if not np.isfinite(measured) or not abs(measured - stated) <= atol + rtol * max(abs(measured), abs(stated)):
        detail = f"along one direction the slope is {measured:.9g}, but the gradient says {stated:.9g}"
        raise Mismatch(Finding(Kind.VALUES, _WRONG, detail))


def _directions(point: Any) -> Iterator[Any]:
    if point.size <= FULL_SIZE:
        for axis in np.eye(point.size):
            yield axis.reshape(point.shape)
    rng = np.random.default_rng(point.size)
    for _ in range(DIRECTIONS):
        yield rng.normal(size=point.shape)


def _as_array(gradient: Any) -> Any:
    if not isinstance(gradient, np.ndarray | np.generic | int | float):
        raise Mismatch(Finding(Kind.TYPE, "the gradient should be an array or a number"))
    claimed = np.asarray(gradient)
    if claimed.dtype.kind not in "iuf":  # text and complex numbers would be converted
        raise Mismatch(Finding(Kind.DTYPE, "the gradient should hold real numbers"))
    return claimed.astype(np.float64)
