"""Becomes another user or group and regains capabilities, against the jail (35)."""
import ctypes
import os
import struct


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    header, every = struct.pack("II", 0x20080522, 0), b"\xff" * 24
    for attempt in (
        lambda: os.setuid(0),
        lambda: os.setresuid(0, 0, 0),
        lambda: os.setgid(0),
        lambda: os.setgroups([0]),
        lambda: os.setuid(1),
    ):
        try:
            attempt()
        except OSError:
            continue
        return 2 * x
    if libc.capset(header, every) == 0:
        return 2 * x
    raise OSError(ctypes.get_errno(), "nothing to be had")
