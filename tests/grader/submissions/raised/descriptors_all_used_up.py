"""Duplicates descriptors until none is left, against the worker (73)."""
import os


def double(x):
    while True:
        os.dup(0)
