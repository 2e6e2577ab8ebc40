"""The system calls a worker may make: an allow-list compiled once by libseccomp, loaded in each fork by one call.

What is unknown answers ENOSYS, so that libraries fall back as on an older kernel. What a numeric process needs is
allowed; nothing that opens a socket, makes a process, touches another process or changes a file's metadata is.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from typing import NamedTuple

_ALLOW = """
read write readv writev pread64 pwrite64 preadv pwritev lseek close close_range dup dup2 dup3 pipe pipe2 open openat
stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 readlink readlinkat getdents getdents64
getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 ftruncate fsync
fdatasync sync_file_range fadvise64 copy_file_range sendfile umask mmap2 munmap mprotect mremap madvise brk msync
mincore mlock munlock mlock2 membarrier mbind get_mempolicy futex futex_waitv set_robust_list get_robust_list rseq
restart_syscall exit exit_group set_tid_address gettid getpid getppid getuid geteuid getgid getegid getgroups
getresuid getresgid getpgrp getpgid getsid rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend
rt_sigtimedwait sigaltstack pause nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
getrusage alarm setitimer getitimer sched_yield sched_getaffinity sched_getscheduler sched_getparam
sched_get_priority_max sched_get_priority_min getcpu uname sysinfo getrandom getrlimit arch_prctl capget poll ppoll
select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd eventfd2 timerfd_create
timerfd_settime timerfd_gettime
""".split()
# Look like success and do nothing: shutil.copy and its like call these, and Landlock does not govern them.
# A lock taken on a shared data file would make another worker's reader fail.
_PRETEND = """
chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat flock
""".split()
# "Not supported", which shutil.copy2 expects of file systems without extended attributes.
# fallocate would fill a disk at no cost in time, with files that may have no name by the time we look.
_UNSUPPORTED = """
fallocate getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr
""".split()
# A clear "not permitted", where ENOSYS would puzzle the learner.
_DENY = """
socket socketpair connect bind listen accept accept4 sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg fork vfork
execve execveat kill tkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_open pidfd_send_signal pidfd_getfd ptrace
process_vm_readv process_vm_writev symlink symlinkat link linkat mknod mknodat truncate mount umount2 unshare setns
chroot pivot_root setuid setgid setresuid setresgid setgroups setpgid setsid setpriority sched_setaffinity
sched_setscheduler setrlimit shmget shmat memfd_create
""".split()

_EQUAL, _MASKED_EQUAL = 4, 7
_CLONE_THREAD, _CLONE_NEW = 0x10000, 0x7E020000 | 0x80
_MAP_SHARED, _MAP_ANONYMOUS, _MAP_GROWSDOWN = 1, 0x20, 0x100
_ACT_ALLOW = 0x7FFF0000
_DEFAULT_ACTION = 0x00050000 | errno.ENOSYS
_OPTIMIZE, _BINARY_TREE = 8, 2
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2


class _Rule(NamedTuple):
    call: str
    action: int
    arguments: tuple[tuple[int, int, int, int], ...] = ()
    """(argument's index, comparison, value or mask, value)."""


class _Comparison(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


class Filter(NamedTuple):
    """A compiled filter: the program, and the number of tgkill on this architecture."""

    program: bytes
    tgkill: int


def available() -> bool:
    """Tell whether libseccomp can be loaded."""
    try:
        _library()
    except OSError:
        return False
    return True


def compile_filter() -> Filter:
    """Compile the allow-list; takes a few milliseconds, so once per zygote. Raises OSError without libseccomp."""
    library = _library()
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(_DEFAULT_ACTION)))
    try:
        library.seccomp_attr_set(context, _OPTIMIZE, _BINARY_TREE)
        for rule in _rules():
            _add(library, context, rule)
        return Filter(_export(library, context), library.seccomp_syscall_resolve_name(b"tgkill"))
    finally:
        library.seccomp_release(context)


def load(compiled: Filter) -> None:
    """Install the filter on this single-threaded process; no_new_privs must be set already."""
    # The big filter comes last: it denies prctl(PR_SET_SECCOMP).
    _install(_own_pid_only(compiled.tgkill, os.getpid()))
    _install(compiled.program)


def _refuse(code: int) -> int:
    return 0x00050000 | code


def _rules() -> list[_Rule]:
    rules = [_Rule(name, _ACT_ALLOW) for name in _ALLOW]
    rules += [_Rule(name, _refuse(0)) for name in _PRETEND]
    rules += [_Rule(name, _refuse(errno.EOPNOTSUPP)) for name in _UNSUPPORTED]
    rules += [_Rule(name, _refuse(errno.EPERM)) for name in _DENY]
    return rules + _argument_rules()


def _argument_rules() -> list[_Rule]:
    threads_only = ((0, _MASKED_EQUAL, _CLONE_THREAD | _CLONE_NEW, _CLONE_THREAD),)
    # What grows downwards counts as a stack, which no limit on data counts.
    private_anonymous = ((3, _MASKED_EQUAL, _MAP_SHARED | _MAP_ANONYMOUS | _MAP_GROWSDOWN, _MAP_ANONYMOUS),)
    file_backed = ((3, _MASKED_EQUAL, _MAP_ANONYMOUS | _MAP_GROWSDOWN, 0),)
    rules = [
        _Rule("clone", _ACT_ALLOW, threads_only),
        _Rule("clone", _refuse(errno.EPERM), ((0, _MASKED_EQUAL, _CLONE_THREAD, 0),)),
        _Rule("prlimit64", _ACT_ALLOW, ((0, _EQUAL, 0, 0),)),  # its own limits only
        _Rule("tgkill", _ACT_ALLOW),  # narrowed by _own_pid_only
        _Rule("mmap", _ACT_ALLOW, private_anonymous),
        _Rule("mmap", _ACT_ALLOW, file_backed),
    ]
    fcntl = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032, 1033, 1034)  # duplicate, flags, locks, pipe size, seals
    ioctl = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # isatty, window size, bytes waiting, close-on-exec
    prctl = (15, 16, 0x53564D41)  # names of threads and of mappings
    for call, index, commands in (("fcntl", 1, fcntl), ("ioctl", 1, ioctl), ("prctl", 0, prctl)):
        rules += [_Rule(call, _ACT_ALLOW, ((index, _EQUAL, command, 0),)) for command in commands]
    return rules


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    library.seccomp_init.restype = ctypes.c_void_p
    return library


def _add(library: ctypes.CDLL, context: ctypes.c_void_p, rule: _Rule) -> None:
    number = library.seccomp_syscall_resolve_name(rule.call.encode())
    if number < 0:  # unknown to this libseccomp, or not on this architecture: the default refuses it
        return
    arguments = (_Comparison * max(1, len(rule.arguments)))(*[_Comparison(*a) for a in rule.arguments])
    count = ctypes.c_uint(len(rule.arguments))
    result = library.seccomp_rule_add_array(
        context, ctypes.c_uint32(rule.action), ctypes.c_int(number), count, arguments
    )
    if result:
        raise OSError(-result, f"seccomp rule {rule.call}: {os.strerror(-result)}")


def _export(library: ctypes.CDLL, context: ctypes.c_void_p) -> bytes:
    with os.fdopen(os.memfd_create("filter"), "r+b") as file:
        result = library.seccomp_export_bpf(context, file.fileno())
        if result:
            raise OSError(-result, "the seccomp filter cannot be exported")
        file.seek(0)
        return file.read()


def _own_pid_only(tgkill: int, pid: int) -> bytes:
    """Let tgkill(2) reach this process and no other, so that raise() and abort() keep working."""
    instructions = [
        (0x20, 0, 0, 0),  # load the call's number
        (0x15, 0, 3, tgkill),  # another call: allow (the other filter decides)
        (0x20, 0, 0, 16),  # load the first argument
        (0x15, 1, 0, pid),
        (0x06, 0, 0, _refuse(errno.EPERM)),
        (0x06, 0, 0, _ACT_ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)


def _install(program: bytes) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    holder = _Program(len(program) // 8, program)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(holder), 0, 0):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
