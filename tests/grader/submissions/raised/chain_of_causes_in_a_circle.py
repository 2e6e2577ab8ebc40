"""Raises nested exception groups whose causes form a circle, against whoever prints them (47)."""


def double(x):
    error = ValueError("inner")
    for _ in range(500):
        error = ExceptionGroup("outer", [error])
    first, second = KeyError(), IndexError()
    first.__cause__, second.__cause__ = second, first
    raise error from first
