"""Loops for ever while it is loaded, against the queue (44)."""


class Loaded:
    while True:
        pass


def double(x):
    return 2 * x
