"""Defines a function whose name is spelt with a foreign letter, against the reader of reports (59)."""


def dоuble(x):
    return 2 * x
