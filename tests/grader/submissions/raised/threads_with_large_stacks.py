"""Starts threads until it is told to stop, against the machine's memory (40, 41)."""
import threading
import time


def double(x):
    threading.stack_size(64 << 20)
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
