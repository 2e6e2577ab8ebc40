"""Announces an answer and never sends it, against the protocol (32, 48)."""
import os
import struct
import sys
import time


def double(x):
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    if len(x) == 5:
        os.write(3, struct.pack("<III", frame.f_locals["self"]._request, 1000, 0))
        time.sleep(10**6)
