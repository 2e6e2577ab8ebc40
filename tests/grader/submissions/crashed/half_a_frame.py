"""Writes half a frame and ends, against the protocol (32)."""
import os
import struct


def double(x):
    os.write(3, struct.pack("<III", 2, 1000, 0) + b"\x92" * 10)
    os._exit(0)
