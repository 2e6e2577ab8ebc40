"""Tensors and variables on the wire, as the worker sees them: arrays, tagged with what they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.sandbox.tf_runtime import loaded

if TYPE_CHECKING:
    from grader.sandbox import wire

TENSOR, VARIABLE = "tensor", "variable"


def packed(value: Any, pack: wire.Pack) -> list[Any] | None:
    """Return the wire form of a tensor or variable with numbers, truth values or text in it; None for others.

    Tensors that are being traced, ragged and sparse ones, and dtypes NumPy lacks have no value that could cross.
    """
    kind = _kind(value)
    if kind is None:
        return None
    try:
        array = np.asarray(value.numpy())
    except Exception:  # noqa: BLE001 – symbolic tensors raise in several ways
        return None
    if array.dtype.kind == "O":
        array = array.astype(np.bytes_)
    return ["T", kind, pack(array)] if array.dtype.kind in "biufcS" else None


def unpacked(items: list[Any]) -> Any:
    """Return the tensor or variable of a wire form; raises ValueError in a worker without TensorFlow."""
    tensorflow = loaded()
    if tensorflow is None:
        raise ValueError("tensors go to TensorFlow exercises only")
    kind, array = items
    return tensorflow.Variable(array) if kind == VARIABLE else tensorflow.constant(array)


def _kind(value: Any) -> str | None:
    tensorflow = loaded()
    if tensorflow is None:
        return None
    if isinstance(value, tensorflow.Variable | sys.modules["keras"].Variable):
        return VARIABLE
    return TENSOR if isinstance(value, tensorflow.Tensor) else None
