"""Writes its right answer onto the wire itself; a forged answer is no more than an answer (32)."""
import os
import sys

from grader.sandbox import wire


def double(x):
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    answer = ["answer", [["returned", 2 * x, None]]]
    for piece in wire.join(frame.f_locals["self"]._request, wire.encode(answer)):
        os.write(3, piece)
    frame.f_locals["self"]._answer_outcomes = lambda outcomes: None
    return None
