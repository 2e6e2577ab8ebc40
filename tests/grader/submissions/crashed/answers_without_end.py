"""Writes answers without end and never reads, against the protocol (32, 34)."""
import os
import struct


def double(x):
    while True:
        os.write(3, struct.pack("<III", 0, 1, 0) * 1000)
