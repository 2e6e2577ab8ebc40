"""Answers the next request before it is asked, against the protocol (32)."""
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
    if len(x) == 2:
        answer = ["answer", [["returned", np.ones(5), None]]]
        own = ["answer", [["returned", np.zeros(2), None]]]
        for number, message in ((0, own), (1, answer), (2, answer), (3, answer)):
            for piece in wire.join(worker()._request + number, wire.encode(message)):
                os.write(3, piece)
    return None
