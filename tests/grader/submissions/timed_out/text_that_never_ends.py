"""Raises an exception whose text takes for ever, against the worker (44)."""


class Long(Exception):
    def __str__(self):
        while True:
            pass


def double(x):
    if len(x) == 5:
        raise Long
