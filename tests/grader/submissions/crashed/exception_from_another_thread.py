"""Has another thread raise exceptions in the worker's main loop, against the worker (40, 53)."""
import ctypes
import threading
import time


def raising(target):
    for _ in range(200):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(target), ctypes.py_object(SystemExit))
        time.sleep(0.001)


def double(x):
    threading.Thread(target=raising, args=(threading.get_ident(),), daemon=True).start()
    while True:
        try:
            time.sleep(0.01)
        except SystemExit:
            __import__("os")._exit(0)
