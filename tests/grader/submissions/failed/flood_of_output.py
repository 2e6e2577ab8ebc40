"""Prints 20 MB on every way out, against the grader's memory and pipes (34)."""
import os
import sys


def double(x):
    for _ in range(20):
        print("y" * (1 << 20))
    for descriptor in (1, 2):
        os.write(descriptor, b"y" * (1 << 20))
    sys.__stdout__.write("y" * (1 << 20))
    return None
