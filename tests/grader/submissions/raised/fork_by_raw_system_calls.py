"""Forks by clone, clone3 and vfork with all kinds of flags, against filters by name (38, 39, 51)."""
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_ulong * 11)(0, 0, 0, 0, 17)
    for call in (
        (56, 17, 0, 0, 0, 0),
        (56, 0x10000 | 0x10000000 | 17, 0, 0, 0, 0),
        (56, 0x00000100 | 17, 0, 0, 0, 0),
        (57,),
        (435, ctypes.byref(arguments), 88),
    ):
        result = libc.syscall(*call)
        if result == 0:
            os._exit(0)
        if result > 0:
            return 2 * x
    raise OSError(ctypes.get_errno(), "nothing to be had")
