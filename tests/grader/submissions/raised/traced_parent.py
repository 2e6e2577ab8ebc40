"""Attaches to its parent and reads its memory by system calls, against the zygote (35)."""
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    here, there = (ctypes.c_ulong * 2)(ctypes.addressof(ctypes.c_ulong()), 8), (ctypes.c_ulong * 2)(id(None), 8)
    for attempt in (
        lambda: libc.ptrace(16, os.getppid(), 0, 0),
        lambda: libc.ptrace(0x4206, os.getppid(), 0, 0),
        lambda: libc.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0),
        lambda: libc.process_vm_writev(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0),
    ):
        if attempt() >= 0:
            return 2 * x
    raise OSError(ctypes.get_errno(), "nothing to be had")
