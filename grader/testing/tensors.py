"""Tensors in a suite: made here as arrays, tensors only in the worker."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.sandbox.remote import Tensor


def tensor(values: Any, dtype: str = "float32", *, variable: bool = False) -> Tensor:
    """Return a tensor to pass to an implementation, or to compare an answer with.

    Args:
        values: a number, a nested list or an array.
        dtype: NumPy's name of the dtype; TensorFlow's default for floats is float32.
        variable: make it a ``tf.Variable`` there.
    """
    return Tensor(np.asarray(values, dtype=dtype), variable)
