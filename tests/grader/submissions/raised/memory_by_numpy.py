"""Allocates arrays until it is told to stop, against the machine's memory (41)."""
import numpy as np


def double(x):
    kept = []
    while True:
        kept.append(np.empty(4 << 20))
