"""Closes the wire before it answers, against the protocol (32)."""
import os


def double(x):
    os.close(3)
