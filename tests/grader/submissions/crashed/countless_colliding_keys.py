"""Sends a dict of 100 000 numbers with one hash, against the grader's time (31)."""
import os
import struct
import sys

import msgspec


def say(message, *buffers):
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    data = msgspec.msgpack.encode(message)
    head = struct.pack("<III", frame.f_locals["self"]._request, len(data), len(buffers))
    waiting = head + b"".join(struct.pack("<Q", len(buffer)) for buffer in buffers) + data + b"".join(buffers)
    while waiting:
        waiting = waiting[os.write(3, waiting) :]


def double(x):
    keys = [number * (2**61 - 1) for number in range(1, 5)] * 25_000
    say(["l", "answer", ["l", ["l", "returned", ["d", *[part for key in keys for part in (key, 0)]], None]]])
    return 2 * x
