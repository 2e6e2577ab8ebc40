"""Start workers: forked and jailed from a warm zygote, or spawned without a jail where that is impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from grader.errors import FloorMissing
from grader.sandbox import jail

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable
    from pathlib import Path

    from grader.model import Exercise

WARM_UP_S = 120.0
"""How long a process may take to import its packages, in seconds."""
EXIT_NOTICE_S = 5.0
"""How long to wait for the news of a worker's end, in seconds."""
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    # One thread keeps the zygote safe to fork and the numbers repeatable.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
}
"""The whole environment of a worker."""


class Link(Protocol):
    """A connection to one live worker."""

    @property
    def socket(self) -> socket.socket:
        """The grader's end of the wire."""

    @property
    def pid(self) -> int:
        """The worker's process id."""

    def kill(self) -> None:
        """Kill the worker; it may be dead already."""

    def exit_status(self) -> int | None:
        """Wait a moment for the end of the worker: its exit status, or minus a signal's number; None if unknown."""

    def close(self) -> None:
        """Kill the worker and release what belongs to it."""


class Launcher(Protocol):
    """Makes workers for one exercise."""

    @property
    def isolation(self) -> tuple[str, ...]:
        """The layers in force."""

    def take(self) -> Link:
        """Return a connection to a fresh worker."""

    def close(self) -> None:
        """End all workers."""


def open_launcher(exercise: Exercise, *, secrets: Iterable[Path] = (), require_jail: bool = True) -> Launcher:
    """Start what makes workers for ``exercise``.

    Args:
        exercise: decides the limits of each worker.
        secrets: folders that no worker may read.
        require_jail: refuse to run without confinement; a learner checking their own code needs none.

    Raises:
        FloorMissing: the machine cannot confine untrusted code and ``require_jail`` is set.
        EnvironmentFault: the zygote does not start, or a secret would be readable.
    """
    from grader.sandbox.forking import ZygoteLauncher
    from grader.sandbox.spawning import SpawnLauncher

    missing = jail.missing_layers()
    if not missing:
        return ZygoteLauncher(exercise.limits, secrets)
    if require_jail:
        raise FloorMissing(
            "this machine cannot confine untrusted code; missing: " + "; ".join(missing),
            "Grade on a machine that has these, or pass --unsafe to run the code without any protection.",
        )
    return SpawnLauncher(exercise.limits)
