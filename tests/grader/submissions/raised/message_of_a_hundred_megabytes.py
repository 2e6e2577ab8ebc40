"""Raises an exception with a message of 100 MB, against the grader's memory (34)."""


def double(x):
    raise ValueError("y" * 10**8)
