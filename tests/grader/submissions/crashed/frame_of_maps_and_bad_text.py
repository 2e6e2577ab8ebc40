"""Sends maps with colliding keys and text that is not UTF-8, against the decoder (30, 31)."""
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
    say(b"\x92\xa1l\x82\xa2\xff\xfe\xc0\xa2\xff\xfe\xc0")
    return 2 * x
