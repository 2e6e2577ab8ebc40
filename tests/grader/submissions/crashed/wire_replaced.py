"""Puts a pipe of its own in the place of the wire, against the protocol (32)."""
import os


def double(x):
    os.dup2(os.pipe()[1], 3)
    os._exit(0)
