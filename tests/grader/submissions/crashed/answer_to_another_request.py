"""Answers a request that was never made, against the protocol (32)."""
import os
import struct


def double(x):
    os.write(3, struct.pack("<III", 4_000_000_000, 1, 0) + b"\xc0")
    return 2 * x
