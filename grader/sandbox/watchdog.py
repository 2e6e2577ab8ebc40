"""Watch workers from the zygote: memory, threads and disk that resource limits do not count."""

from __future__ import annotations

import os
from typing import NamedTuple

from grader.sandbox import jail

INTERVAL_S = 0.025
_DISK_INTERVAL_S = 0.2
_MOST_ENTRIES = 5000
_LONGEST_PATH = 2000
_MOST_DISK_KB = 64 << 10


class Bounds(NamedTuple):
    """What a worker may use: resident memory in KiB, and a folder whose contents count."""

    memory_kb: int
    scratch: str


class Watch:
    """Watches one worker; ``excess`` names what it has too much of."""

    def __init__(self, pid: int, bounds: Bounds) -> None:
        self._pid = pid
        self._bounds = bounds
        self._disk_due = 0.0

    def excess(self, now: float) -> str | None:
        """Return ``memory``, ``threads`` or ``disk`` when the worker exceeds a bound at monotonic time ``now``."""
        try:
            kb, threads = memory_and_threads(self._pid)
        except OSError:
            return None  # it has just ended
        if kb > self._bounds.memory_kb:
            return "memory"
        if threads > jail.MOST_THREADS:
            return "threads"
        return "disk" if self._disk_exceeded(now) else None

    def _disk_exceeded(self, now: float) -> bool:
        if now < self._disk_due:
            return False
        self._disk_due = now + _DISK_INTERVAL_S
        used = disk_kb(self._bounds.scratch)
        return used is None or used > _MOST_DISK_KB


def memory_and_threads(pid: int) -> tuple[int, int]:
    """Return a process's memory in KiB, and its threads; raises OSError when it is gone.

    Private pages, shared memory and page tables: touching empty pages costs nothing but these.
    """
    kb = threads = 0
    # In bytes: the process chooses its name, which need not be text.
    with open(f"/proc/{pid}/status", "rb") as status:  # noqa: PTH123 – no pathlib in the zygote
        for line in status:
            if line.startswith((b"RssAnon", b"RssShmem", b"VmPTE")):
                kb += int(line.split()[1])
            elif line.startswith(b"Threads"):
                threads = int(line.split()[1])
    return kb, threads


def disk_kb(folder: str) -> int | None:
    """Return the disk used below a folder in KiB, without recursion.

    None when there are more entries than an honest run makes, paths too long to follow, a folder that hides its
    contents, or one that becomes something else while we look: each is an excess of its own.
    """
    waiting, kb, entries = [folder], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for entry in found:
                    entries += 1
                    if entries > _MOST_ENTRIES or len(entry.path) > _LONGEST_PATH:
                        return None
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        kb += entry.stat(follow_symlinks=False).st_blocks // 2
        except FileNotFoundError:
            continue  # it went away while we looked
        except OSError:
            return None
    return kb
