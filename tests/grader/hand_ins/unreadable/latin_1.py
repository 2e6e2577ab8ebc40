# café
import numpy as np

SCALE = 2


def scaled(x):
    """Multiply by the scale (given)."""
    return SCALE * np.asarray(x)


def double(x):
    """Double an array."""
    return scaled(x)


def total(x):
    return float(np.sum(x))


def mean(x):
    return total(x) / max(len(x), 1)
