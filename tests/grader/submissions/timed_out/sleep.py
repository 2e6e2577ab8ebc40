"""Sleeps, which costs no processor time, against the queue (48)."""
import time


def double(x):
    if len(x) == 5:
        time.sleep(10**6)
