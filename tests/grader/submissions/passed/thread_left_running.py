"""Leaves idle threads behind and answers rightly; they end with the worker (40)."""
import threading
import time


def double(x):
    threading.Thread(target=time.sleep, args=(60,)).start()
    return 2 * x
