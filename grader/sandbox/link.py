"""What a launcher of workers and a connection to one look like, whatever starts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

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
    # TensorFlow: no looking for graphics cards, errors only, and the numbers of plain kernels, which repeat.
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "KERAS_BACKEND": "tensorflow",
}
"""The whole environment of a worker."""


class Exit(NamedTuple):
    """How a worker ended: exit status or minus a signal's number, and what it had too much of if it was killed."""

    status: int
    reason: str | None = None


class Measures(NamedTuple):
    """What to leave off, to measure what it is worth: layers by name, and Landlock versions above a number.

    Never used in grading: reports name the layers in force.
    """

    without: frozenset[str] = frozenset()
    newest_abi: int = 99


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

    def exit(self) -> Exit | None:
        """Wait a moment for the end of the worker; None when nothing tells how it ended."""

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
