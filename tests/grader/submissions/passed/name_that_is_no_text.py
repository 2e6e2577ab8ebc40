"""Gives its process a name that is no text and answers rightly, against the process that watches it (40, 59)."""
import ctypes
import time


def double(x):
    ctypes.CDLL(None).prctl(15, b"\xff\xfe\x80)\n(", 0, 0, 0)
    time.sleep(0.1)
    return 2 * x
