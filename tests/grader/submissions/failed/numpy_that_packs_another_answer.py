"""Replaces what the worker packs arrays with, so that what arrives is not what was returned, against the wire (53)."""
import numpy as np


class Patched:
    np.ascontiguousarray = lambda array, dtype=None: np.zeros(5)
    np.generic = np.ndarray


def double(x):
    return 2 * x
