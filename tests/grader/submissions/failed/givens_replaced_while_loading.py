"""Replaces givens by a default, an annotation, an import and a class body, against checks that trust them (15, 62)."""
import math as scaled


def lie(x):
    return 0 * x


def first(x=(scaled := lie), y=globals().update(SCALE=0)):
    return x


def second(x: globals().update(scaled=lie)):
    return x


class Third:
    globals()["scaled"] = lie


def double(x):
    return scaled(x)
