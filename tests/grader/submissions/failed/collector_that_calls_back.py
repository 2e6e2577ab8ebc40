"""Leaves callbacks of the garbage collector and finalisers that raise between the checks, against the worker (53, 63)."""
import gc
import weakref


class Gone:
    def __del__(self):
        raise SystemExit(0)


def double(x):
    gc.set_threshold(1, 1, 1)
    gc.callbacks.append(lambda phase, info: info["no such key"])
    gone = Gone()
    gone.itself = gone
    weakref.finalize(gone, exit, 0)
    return None
