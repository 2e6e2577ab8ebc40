"""Lifts the recursion limit and compares deep lists, against the interpreter's stack (47)."""
import os
import sys


def double(x):
    sys.setrecursionlimit(10**9)
    one, other = [], []
    for _ in range(200_000):
        one, other = [one], [other]
    try:
        assert one == other
    finally:
        os._exit(1)
