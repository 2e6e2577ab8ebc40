"""Raises KeyboardInterrupt, against runners that stop for it (5)."""


def double(x):
    raise KeyboardInterrupt
