"""Sends itself SIGKILL, as a watchdog would, against the finding of a cause (1)."""
import signal


def double(x):
    signal.raise_signal(signal.SIGKILL)
