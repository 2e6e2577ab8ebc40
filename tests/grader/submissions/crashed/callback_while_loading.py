"""Calls back while it is loaded, before anything was lent, against the grader's own functions (2, 32)."""
import os
import struct

import msgspec


class Loaded:
    for request in range(1, 4):
        data = msgspec.msgpack.encode(["l", "callback", 0, ["t"], ["d"]])
        os.write(3, struct.pack("<III", request, len(data), 0) + data)


def double(x):
    return 2 * x
