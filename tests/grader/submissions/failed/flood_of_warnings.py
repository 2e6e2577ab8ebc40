"""Warns 5 000 times with long messages, against the grader's memory (34)."""
import warnings


def double(x):
    for number in range(5_000):
        warnings.warn(f"{number} " + "y" * 5_000)
    return None
