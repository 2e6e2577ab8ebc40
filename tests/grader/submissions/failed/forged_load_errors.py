"""Adds load errors with an integer of 4 800 digits, against whoever prints them (53)."""
import sys


class Loaded:
    frame = sys._getframe()
    while frame and "errors" not in frame.f_locals:
        frame = frame.f_back
    if frame:
        frame.f_locals["errors"].append([frame.f_locals.get("filename", ""), 16**4000, "bestiary", "huge"])


def double(x):
    return None
