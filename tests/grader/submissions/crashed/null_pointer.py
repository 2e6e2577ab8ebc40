"""Reads and writes memory where there is none, against the interpreter (52)."""
import ctypes


def double(x):
    ctypes.memset(0, 1, 1)
