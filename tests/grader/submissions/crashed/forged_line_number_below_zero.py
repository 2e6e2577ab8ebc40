"""Forges a traceback whose line number is negative, against whoever looks the line up (53)."""
import sys


def double(x):
    worker = sys.modules["grader.sandbox.worker"]
    worker.Worker._frames = lambda self, traceback: ([[-(2**31), "double"]], "double")
    raise ValueError
