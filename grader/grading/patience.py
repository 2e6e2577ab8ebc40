"""A bound on the grader's own work for one check: comparing and showing a hostile answer may take it seconds."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMINATION_CPU_S = 5.0
"""Processor seconds of the grader's own; an honest check takes milliseconds."""
_AGAIN_S = 0.2


class OutOfPatience(BaseException):
    """The grader has worked too long on one check; no ``except Exception`` of a check's stops it."""


@contextmanager
def patience(cpu_s: float = EXAMINATION_CPU_S) -> Iterator[None]:
    """Raise OutOfPatience, wherever the code is, when this process has used ``cpu_s`` processor seconds inside.

    Once more and again, should the first be swallowed. Only where the system has such a clock, and in a main thread;
    elsewhere there is no bound, but there is no grading of others either.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, cpu_s, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _give_up(*_: object) -> NoReturn:
    raise OutOfPatience
