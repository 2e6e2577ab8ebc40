"""Sends an integer of 4 000 000 digits, against whoever reads and prints it (27, 30)."""
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
    say(["l", "answer", ["l", ["l", "returned", ["i", "f" * 4_000_000], None]]])
    return 2 * x
