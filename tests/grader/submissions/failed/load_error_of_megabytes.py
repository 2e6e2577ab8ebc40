"""Adds a load error whose message has three million letters, against the report (34, 53)."""
import sys


class Loaded:
    frame = sys._getframe()
    while frame and "errors" not in frame.f_locals:
        frame = frame.f_back
    if frame:
        frame.f_locals["errors"].append([frame.f_locals.get("filename", ""), 1, "ValueError", "y" * 3_000_000])


def double(x):
    return None
