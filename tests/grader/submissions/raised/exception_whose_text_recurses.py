"""Raises an exception whose text asks for its own text, against the worker (47)."""


class Mirror(Exception):
    def __repr__(self):
        return repr(self)

    def __str__(self):
        return f"{self!r}"


def double(x):
    raise Mirror(Mirror())
