"""Sends 2 500 tuples of one hash that differ in their last item, against the grader's time (31)."""
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
    if len(x) == 2:
        return None
    same = list(range(300, 600))
    keys = [["t", *same, ["i", hex(number * (2**61 - 1))]] for number in range(1, 2_501)]
    say(["l", "answer", ["l", ["l", "returned", ["s", *keys], None]]])
    return 2 * x
