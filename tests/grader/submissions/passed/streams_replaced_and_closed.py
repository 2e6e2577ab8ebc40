"""Replaces, detaches and closes the standard streams, and answers rightly (33, 34)."""
import os
import sys


class Deaf:
    def write(self, text):
        raise OSError

    flush = close = write


def double(x):
    sys.__stdout__ = sys.__stderr__ = sys.stdin = Deaf()
    sys.stdout = sys.stderr = Deaf()
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    return 2 * x
