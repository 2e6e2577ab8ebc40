"""Asks for one giant block of bytes, against the machine's memory (41)."""


def double(x):
    return bytearray(1 << 38)
