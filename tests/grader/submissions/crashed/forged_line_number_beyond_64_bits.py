"""Forges a traceback whose line number fits into no machine word, against whoever encodes the report (53)."""
import sys


def double(x):
    worker = sys.modules["grader.sandbox.worker"]
    worker.Worker._frames = lambda self, traceback: ([[2**80, "double"]], "double")
    raise ValueError
