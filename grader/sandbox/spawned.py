"""A worker in a process of its own, without a jail: for a learner checking their own code on any system.

python -s -P -m grader.sandbox.spawned PORT ANSWER_MB [PACKAGE…]   (a token of 16 bytes on standard input)

It ends when its standard input does, even in a loop: nothing else tells it that the grader was killed.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import socket
import sys
import threading
from typing import TYPE_CHECKING

from grader.sandbox import tf_runtime, wire
from grader.sandbox.worker import Stream, Worker

if TYPE_CHECKING:
    from typing import BinaryIO


def main(port: int, answer_mb: int, packages: list[str]) -> None:
    """Connect back to the grader, show the token, warm up, and answer until it hangs up."""
    grader = _taken_over(0)
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(grader.read(16))
    threading.Thread(target=_end_with, args=(grader,), daemon=True).start()
    for package in packages:
        importlib.import_module(package)
    tf_runtime.settle()
    with contextlib.suppress(wire.Closed, OSError):
        Worker(Stream(connection.recv, connection.send), answer_mb << 20).serve()
    os._exit(0)


def _taken_over(descriptor: int) -> BinaryIO:
    """Keep an open file to ourselves; whoever reads the descriptor finds the end of a file at once."""
    ours = os.fdopen(os.dup(descriptor), "rb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)
    return ours


def _end_with(grader: BinaryIO) -> None:
    grader.read(1)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
