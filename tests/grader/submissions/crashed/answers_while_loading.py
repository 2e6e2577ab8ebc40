"""Answers the request to load it, and the next ones, while it is loaded, against the protocol (2, 32)."""
import os
import struct

import msgspec


class Loaded:
    for request in range(1, 6):
        data = msgspec.msgpack.encode(["l", "answer", ["l"]])
        os.write(3, struct.pack("<III", request, len(data), 0) + data)


def double(x):
    return 2 * x
