"""Sends an array of nine dimensions past its own worker, against asserts that show it (27, 34)."""
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
    say(["l", "answer", ["l", ["l", "returned", ["b", "|b1", [6] * 9, 0], None]]], bytes(6**9))
    return 2 * x
