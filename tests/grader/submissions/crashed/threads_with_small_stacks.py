"""Starts thousands of threads with tiny stacks, against the machine's process table (40)."""
import os
import threading
import time


def double(x):
    if len(x) == 2:
        return None
    threading.stack_size(32 << 10)
    try:
        for _ in range(2_000):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        os._exit(1)
    time.sleep(1)
