"""Exchanges the code of the running probe, and of every function of the suite it can find (2)."""
import gc
import types


def double(x):
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__module__ == "probes":
            thing.__code__ = (lambda module, *args: True).__code__
    return x
