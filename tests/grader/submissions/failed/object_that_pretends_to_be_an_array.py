"""Lies about its class and borrows an array's attributes, against the type check (19)."""
import numpy as np


class Pretender:
    __class__ = property(lambda self: np.ndarray)
    shape = (5,)
    dtype = np.dtype(float)
    ndim = 1
    size = 5
    nbytes = 40

    def tobytes(self):
        return bytes(40)

    def __eq__(self, other):
        return True

    __hash__ = None


def double(x):
    return Pretender()
