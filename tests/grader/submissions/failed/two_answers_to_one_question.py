"""Writes an answer of its own and then lets the worker write another, against the protocol (32)."""
import os
import sys

import numpy as np
from grader.sandbox import wire


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    answer = ["answer", [["returned", np.zeros(len(x)), None]]]
    for piece in wire.join(worker()._request, wire.encode(answer)):
        os.write(3, piece)
    return 2 * x
