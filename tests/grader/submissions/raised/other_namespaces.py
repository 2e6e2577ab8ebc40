"""Enters new namespaces, mounts and other roots, against the jail (51)."""
import ctypes


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    for flags in (0x10000000, 0x10000000 | 0x00020000, 0x20000000, 0x40000000, 0x00000400, 0x00000200):
        if libc.unshare(flags) == 0:
            return 2 * x
    for call in (
        lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, None),
        lambda: libc.umount2(b"/proc", 2),
        lambda: libc.chroot(b"/tmp"),
        lambda: libc.setns(3, 0),
        lambda: libc.syscall(155, b".", b"."),
        lambda: libc.syscall(428, -100, b"/", 1),
        lambda: libc.syscall(430, b"proc", 0),
    ):
        if call() >= 0:
            return 2 * x
    raise OSError(ctypes.get_errno(), "nothing to be had")
