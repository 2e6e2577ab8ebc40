"""Stops its own process, so that it neither runs nor ends, against the queue (46, 48)."""
import signal


def double(x):
    if len(x) == 5:
        signal.raise_signal(signal.SIGSTOP)
