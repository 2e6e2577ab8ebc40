"""Run a worker once inside the zygote, so that its forks find code, caches and lazy imports warm.

Only the worker's own paths and NumPy's common ones: no TensorFlow op may run before a fork.
"""

from __future__ import annotations

import linecache
import sys

import numpy as np

from grader.sandbox import wire
from grader.sandbox.worker import Stream, Worker

_NAME = "rehearsal"
_TEXT = """
import numpy as np

def right(x, y=None):
    return np.exp(x) @ np.ones(3) + np.sum(x * x, axis=1), {"mean": float(x.mean())}, [1, 2.5, "text"]

def wrong(x):
    raise ValueError("no")
"""


def rehearse() -> None:
    """Load a module, make calls that return and that raise, and leave no trace."""
    finders = list(sys.meta_path)
    requests = [["load", _NAME, [[f"{_NAME}.py", _TEXT]], {}], *[_calls() for _ in range(3)], ["reset"]]
    inbox = bytearray(b"".join(bytes(p) for request in requests for p in wire.join(0, wire.encode(request))))

    def read(count: int) -> bytes:
        taken = bytes(inbox[:count])
        del inbox[:count]
        return taken

    try:
        Worker(Stream(read, len), 1 << 20).serve()
    except wire.Closed:
        sys.meta_path[:] = finders
        del sys.modules[_NAME], linecache.cache[f"{_NAME}.py"]


def _calls() -> list[object]:
    x = np.arange(6.0).reshape(2, 3)
    seed = bytes(16)
    return ["calls", [["right", (x,), {"y": [x, 1.5]}, seed, False], ["wrong", (x,), {}, seed, True]]]
