"""Recurses without end, against the interpreter (47)."""


def double(x):
    return double(x) + 0
