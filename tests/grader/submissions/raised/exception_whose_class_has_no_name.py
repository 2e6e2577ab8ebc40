"""Raises an exception whose metaclass makes its name a number, then text that raises, against the worker (5, 19)."""


class Nameless(type):
    asked = 0

    @property
    def __name__(cls):
        Nameless.asked += 1
        if Nameless.asked % 2:
            return 10**5000
        raise KeyError(cls)


class Odd(Exception, metaclass=Nameless):
    pass


def double(x):
    raise Odd
