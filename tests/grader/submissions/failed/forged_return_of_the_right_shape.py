"""Writes a whole well-formed answer onto the wire itself, with spotless effects, against the protocol (32)."""
import os
import sys
import time

import numpy as np
from grader.sandbox import wire


def worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]


def double(x):
    answer = ["answer", [["returned", np.ones(len(x)), [[], [], [], "", 0]]]]
    for piece in wire.join(worker()._request, wire.encode(answer)):
        os.write(3, piece)
    time.sleep(0.05)
    return None
