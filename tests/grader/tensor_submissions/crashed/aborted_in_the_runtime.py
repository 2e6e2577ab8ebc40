"""Ends the process from within native code, as a failed assertion of the runtime does (14)."""
import ctypes


def double(x):
    ctypes.CDLL(None).abort()
