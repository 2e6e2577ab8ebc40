"""What a launcher of workers and a connection to one look like, whatever starts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import socket

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
