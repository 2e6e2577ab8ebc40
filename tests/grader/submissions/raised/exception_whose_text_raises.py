"""Raises an exception that cannot be turned into text, against the worker (5)."""


class Mute(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__

    def __getattribute__(self, name):
        raise KeyboardInterrupt


def double(x):
    raise Mute
