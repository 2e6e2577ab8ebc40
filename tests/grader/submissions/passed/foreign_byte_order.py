"""Answers rightly in the other byte order, backwards in memory; that is a right answer (20, 22)."""
import numpy as np


def double(x):
    swapped = np.empty(2 * len(x), dtype=np.dtype(np.float64).newbyteorder())
    swapped[::-2] = 2 * x
    return swapped[::-2]
