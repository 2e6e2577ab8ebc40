"""Returns a record whose fields raise when they are read, against the codec (26)."""
import numpy as np


class Array(np.ndarray):
    def __array_finalize__(self, other):
        raise KeyError("not with me")


def double(x):
    return np.zeros(len(x)).view(Array)
