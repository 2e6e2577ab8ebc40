"""Sends extension types and timestamps inside each other, against the decoder (30)."""
import os
import struct
import sys


def say(data, *buffers):
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    head = struct.pack("<III", frame.f_locals["self"]._request, len(data), len(buffers))
    waiting = head + b"".join(struct.pack("<Q", len(buffer)) for buffer in buffers) + data + b"".join(buffers)
    while waiting:
        waiting = waiting[os.write(3, waiting) :]


def double(x):
    say(b"\x92\xc7\x0c\xff" + bytes(12) + b"\xc7\x04\x05\xc7\x01\x05\xc0")
    return 2 * x
