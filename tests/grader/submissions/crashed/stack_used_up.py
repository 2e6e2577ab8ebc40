"""Lifts the recursion limit and prints a deep list, against the interpreter's stack (47)."""
import os
import sys


def double(x):
    sys.setrecursionlimit(10**9)
    nested = []
    for _ in range(500_000):
        nested = [nested]
    try:
        repr(nested)
    except RecursionError:
        os._exit(1)
