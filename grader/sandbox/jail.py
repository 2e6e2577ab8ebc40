"""Turn a freshly forked process into a jail; every step fails closed, and their order matters.

Descriptors, limits, user, parent-death signal, no new privileges, capabilities, Landlock, seccomp. Which layers this
machine can enforce is found out by trying them, never by reading what the kernel says of itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import struct
import sys
import sysconfig
from typing import TYPE_CHECKING, NamedTuple

from grader.sandbox import landlock, seccomp

with contextlib.suppress(ModuleNotFoundError):  # Windows has no limits, and no jail
    import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA_FD = 3
"""The one descriptor a worker keeps besides standard input, output and error."""
SETUP_FAILED = 120
"""Exit status of a worker that could not be confined."""
MOST_THREADS = 256
_MB = 1 << 20
_LARGEST_FILE = 64 * _MB
_NEW_NAMES, _NEW_IPC, _NEW_USER, _NEW_NETWORK = 0x4000000, 0x8000000, 0x10000000, 0x40000000
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


class Cell(NamedTuple):
    """What one worker is confined to.

    ``data_mb`` is MiB of data memory above the zygote's own; ``uid`` a user of its own, or None where the zygote is
    not root; ``scratch`` the one folder it may write to.
    """

    cpu_s: int
    data_mb: int
    uid: int | None
    scratch: str


class Jail(NamedTuple):
    """What every fork of a zygote is confined with.

    ``without`` names layers that are left off and ``newest_abi`` caps Landlock's version: both only to measure what a
    layer is worth (see benchmarks/ablation.py), never in grading.
    """

    filter: seccomp.Filter
    readable: Sequence[str]
    base_data: int
    """The zygote's own data memory in bytes."""
    without: frozenset[str] = frozenset()
    newest_abi: int = 99


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


def separate() -> bool:
    """Give this process and all it forks an empty network and System V IPC of their own; tell whether it worked."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    flags = _NEW_NETWORK | _NEW_IPC | _NEW_NAMES | (0 if uid == 0 else _NEW_USER)
    if libc.unshare(flags):
        return False
    if uid:
        # Only one's own user is known in the new namespace; files keep their owners.
        for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123
                file.write(line)
    return True


def uid_works(uid: int) -> bool:
    """Try whether this interpreter's files can be read by another user; root's home, say, may hide them."""
    pid = os.fork()
    if pid == 0:
        try:
            _become(uid)
            with open(sysconfig.__file__, "rb"), open(seccomp.__file__, "rb"):  # noqa: PTH123
                os._exit(0)
        except BaseException:  # noqa: BLE001 – whatever fails, the answer is no
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def confine(jail: Jail, cell: Cell, parent: int) -> None:
    """Confine this process; raises OSError when any layer cannot be had."""
    without = jail.without
    if "descriptors" not in without:
        os.closerange(DATA_FD + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    if "rlimits" not in without:
        _set_rlimits(cell, jail.base_data)
    if cell.uid is not None:
        _become(cell.uid)
    os.chdir(cell.scratch)
    die_with_parent(parent)
    hide_memory()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _drop_capabilities()
    if "landlock" not in without:
        _restrict_paths(jail, cell)
    if "seccomp" not in without:
        seccomp.load(jail.filter)


def _restrict_paths(jail: Jail, cell: Cell) -> None:
    # TensorFlow's first op aborts unless /proc/self/cmdline opens; an open descriptor pins the inode the rule is on.
    os.open("/proc/self", os.O_PATH | os.O_CLOEXEC)
    paths = landlock.Paths([*jail.readable, "/proc/self"], [cell.scratch], ["/dev/null"])
    landlock.restrict(paths, jail.newest_abi)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def _set_rlimits(cell: Cell, base_data: int) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _limit(resource.RLIMIT_NOFILE, 128)
    _limit(resource.RLIMIT_MEMLOCK, 0)
    _limit(resource.RLIMIT_MSGQUEUE, 0)
    _limit(resource.RLIMIT_DATA, base_data + cell.data_mb * _MB)
    _limit(resource.RLIMIT_CPU, cell.cpu_s)
    if cell.uid is not None:  # counts all processes of a user, so only for a user of its own
        _limit(resource.RLIMIT_NPROC, MOST_THREADS)


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
