"""Aborts, to leave a core with all it has seen, against the disk (43)."""
import os


def double(x):
    os.abort()
