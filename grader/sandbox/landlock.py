"""Landlock through three raw system calls: which paths a process may reach, for ever.

Needs Linux 5.13 or later. Numbers and flags are those of the kernel's ``include/uapi/linux/landlock.h``; the system
call numbers are the same on every architecture.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_libc = ctypes.CDLL(None, use_errno=True)
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_READ = _READ_FILE | _READ_DIR
# A scratch folder holds plain files and folders: no devices, sockets, pipes or symbolic links.
_SCRATCH = _READ | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG
_HANDLED_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_NEWEST_KNOWN = 7
_HANDLED_SINCE_5 = (1 << 16) - 1
_NET_BIND_CONNECT, _SCOPE_ABSTRACT_UNIX_AND_SIGNAL = 3, 3


class Paths(NamedTuple):
    """What a confined process may reach; everything not named is denied."""

    read: Sequence[str] = ()
    scratch: Sequence[str] = ()
    devices: Sequence[str] = ()


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("fd", ctypes.c_int32))


def abi() -> int:
    """Return the kernel's Landlock version; 0 when it is absent, off at boot, or filtered by a container."""
    try:
        return _call(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM):
            return 0
        raise


def restrict(paths: Paths, newest_abi: int = _NEWEST_KNOWN) -> None:
    """Confine this process and all it starts to ``paths``; raises OSError when that cannot be done.

    ``newest_abi`` caps the version used, to try what an older kernel would enforce.
    """
    version = min(abi(), newest_abi)
    if not version:
        raise OSError(errno.ENOSYS, "this kernel has no Landlock")
    handled = _HANDLED_BY_ABI.get(version, _HANDLED_SINCE_5)
    ruleset = _create(version, handled)
    try:
        for group, rights in (
            (paths.read, _READ),
            (paths.scratch, _SCRATCH),
            (paths.devices, _READ_FILE | _WRITE_FILE),
        ):
            for path in group:
                _allow(ruleset, path, rights & handled)
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _create(version: int, handled: int) -> int:
    network = _NET_BIND_CONNECT if version >= 4 else 0
    scoped = _SCOPE_ABSTRACT_UNIX_AND_SIGNAL if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    return _call(_CREATE_RULESET, ctypes.byref(_Ruleset(handled, network, scoped)), size, 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= _FILE_RIGHTS
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(_PathBeneath(rights, fd)), 0)
    finally:
        os.close(fd)


def _call(*arguments: object) -> int:
    result = _libc.syscall(*(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return int(result)
