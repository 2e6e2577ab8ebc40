"""Adds 100 000 load errors with long messages, against the report (34, 53)."""
import sys


class Loaded:
    frame = sys._getframe()
    while frame and "errors" not in frame.f_locals:
        frame = frame.f_back
    if frame:
        name = frame.f_locals.get("filename", "")
        frame.f_locals["errors"] += [[name, number, "ValueError", "y" * 50] for number in range(10_000)]


def double(x):
    return None
