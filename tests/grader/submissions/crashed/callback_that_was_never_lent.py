"""Calls back under numbers it was never given, against the grader's own functions (32)."""
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
    say(["l", "callback", id(double), ["t"], ["d"]])
    return 2 * x
