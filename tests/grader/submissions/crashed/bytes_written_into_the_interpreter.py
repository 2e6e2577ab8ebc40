"""Overwrites the type of numbers with zeros, against the interpreter (52)."""
import ctypes


def double(x):
    ctypes.memset(id(float), 0, 400)
    return float("2.0") * float("3.0")
