"""Writes noise onto the wire, against the protocol (32)."""
import os


def double(x):
    os.write(3, b"\xff" * 4096)
    return 2 * x
