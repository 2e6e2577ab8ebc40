"""Turn a freshly forked process into a jail; every step fails closed, and their order matters.

Descriptors, limits, parent-death signal, no new privileges, capabilities, Landlock, seccomp. Which layers this
machine can enforce is found out by trying them, never by reading what the kernel says of itself.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
import sysconfig
from typing import TYPE_CHECKING, NamedTuple

from grader.sandbox import landlock, seccomp

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA_FD = 3
"""The one descriptor a worker keeps besides standard input, output and error."""
SETUP_FAILED = 120
"""Exit status of a worker that could not be confined."""
_MB = 1 << 20
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_LINUX_CAPABILITY_VERSION_3 = 0x20080522
_SYSTEM_PATHS = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
)


class Rlimits(NamedTuple):
    """Resource limits of one worker: CPU seconds, and MiB of data memory above the zygote's own."""

    cpu_s: int
    data_mb: int


class Jail(NamedTuple):
    """What every fork of a zygote is confined with."""

    filter: seccomp.Filter
    readable: Sequence[str]
    base_data: int
    """The zygote's own data memory in bytes."""


def missing_layers() -> list[str]:
    """Name what this machine lacks of the floor below which untrusted code is not run; empty when it holds."""
    if sys.platform != "linux":
        return ["Linux (workers are confined by Landlock and seccomp)"]
    missing = []
    if not landlock.abi():
        missing.append("Landlock (Linux 5.13 or later with 'landlock' among its security modules)")
    if not seccomp.available():
        missing.append("libseccomp.so.2 (on Debian and Ubuntu: apt-get install libseccomp2)")
    return missing


def runtime_paths() -> list[str]:
    """Return what Python, its packages and the C library need to read; never the folder of a suite or a solution.

    Built from the interpreter's own layout, not from sys.path, which may hold a checkout's root.
    """
    prefixes = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    prefixes |= {os.path.join(sys.base_prefix, "lib"), *_SYSTEM_PATHS}  # noqa: PTH118 – no pathlib in the zygote
    found = sorted({real for path in prefixes for real in (path, os.path.realpath(path)) if os.path.exists(real)})  # noqa: PTH110
    return [path for path in found if not any(path.startswith(other + "/") for other in found)]


def data_memory() -> int:
    """Return this process's data memory (VmData) in bytes."""
    with open("/proc/self/status") as status:  # noqa: PTH123
        line = next(line for line in status if line.startswith("VmData"))
    return int(line.split()[1]) * 1024


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent dies; ``parent`` is the pid it must still have."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(SETUP_FAILED)


def hide_memory() -> None:
    """Forbid other processes of the same user to read or trace this one."""
    _prctl(_PR_SET_DUMPABLE, 0)


def confine(jail: Jail, limits: Rlimits, parent: int) -> None:
    """Confine this process; raises OSError when any layer cannot be had."""
    os.closerange(DATA_FD + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    _set_rlimits(limits, jail.base_data)
    os.chdir("/")
    die_with_parent(parent)
    hide_memory()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _drop_capabilities()
    # TensorFlow's first op aborts unless /proc/self/cmdline opens; an open descriptor pins the inode the rule is on.
    os.open("/proc/self", os.O_PATH | os.O_CLOEXEC)
    landlock.restrict(landlock.Paths(read=[*jail.readable, "/proc/self"], devices=["/dev/null"]))
    seccomp.load(jail.filter)


def _set_rlimits(limits: Rlimits, base_data: int) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 128)
    _limit(resource.RLIMIT_MEMLOCK, 0)
    _limit(resource.RLIMIT_MSGQUEUE, 0)
    _limit(resource.RLIMIT_DATA, base_data + limits.data_mb * _MB)
    _limit(resource.RLIMIT_CPU, limits.cpu_s)


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (bound, bound))


def _drop_capabilities() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(struct.pack("II", _LINUX_CAPABILITY_VERSION_3, 0), bytes(24)):
        raise OSError(ctypes.get_errno(), "capabilities cannot be dropped")


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")
