"""Loops for ever, against the queue (44)."""


def double(x):
    while len(x) == 5:
        pass
