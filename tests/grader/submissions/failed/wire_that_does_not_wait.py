"""Makes its end of the wire non-blocking, so that reading from it fails, against the worker (32, 73)."""
import fcntl
import os


def double(x):
    fcntl.fcntl(3, fcntl.F_SETFL, os.O_NONBLOCK)
    return None
