"""Makes a list of a thousand million items, against the machine's memory (41)."""


def double(x):
    return [0] * 10**9
