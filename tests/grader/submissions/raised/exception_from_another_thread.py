"""Has another thread raise an exception in the worker's main thread, against the worker (40, 53)."""
import ctypes
import threading
import time


def raising(target):
    time.sleep(0.05)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(target), ctypes.py_object(SystemExit))


def double(x):
    threading.Thread(target=raising, args=(threading.get_ident(),), daemon=True).start()
    while True:
        time.sleep(0.001)
