"""A process of ours that serves another: messages go in on its standard input and come out on its standard output."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import tempfile
from collections import deque
from typing import TYPE_CHECKING, Any, TypeVar, cast

from grader.errors import GraderError
from grader.grading.messages import read_message, write_message

if TYPE_CHECKING:
    from typing import IO, BinaryIO

_LAST_WORDS_S = 5.0
Message = TypeVar("Message")


class Served:
    """A serving process, ``python -P -m MODULE``, which reads ``first`` before anything else."""

    def __init__(self, module: str, first: Any) -> None:
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 – closed with the process
        self._process = subprocess.Popen(  # noqa: S603 – the name of a module of ours
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            start_new_session=True,
        )
        self.give(first)

    @property
    def output(self) -> BinaryIO:
        """What it answers on, to wait for."""
        return cast("BinaryIO", self._process.stdout)

    def give(self, message: Any) -> None:
        """Send it a message."""
        write_message(cast("BinaryIO", self._process.stdin), message)

    def answer(self, kind: type[Message]) -> Message | None:
        """Return its next answer, or None when it is gone."""
        return read_message(self.output, kind)

    def wait(self) -> None:
        """Give a process that has closed its output time to say why."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_WORDS_S)

    def close(self, *, tidily: bool) -> str:
        """End it and return what it said on standard error; when its work is done it ends by itself, tidily."""
        if tidily:
            cast("BinaryIO", self._process.stdin).close()
            self.wait()
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            cast("BinaryIO", self._process.stdin).close()
        self.output.close()
        self._said.seek(0)
        said = self._said.read().decode(errors="replace").strip()
        self._said.close()
        return said


class Processors:
    """The processors this process may use, dealt out in turn, on systems that let a process choose.

    They begin anywhere: of several graders at work on a machine not all shall keep to its first processor.
    """

    def __init__(self) -> None:
        self._cores = deque(sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else ())
        self._cores.rotate(secrets.randbelow(max(len(self._cores), 1)))

    def next(self) -> int | None:
        """Return the processor for the next process, or None where there is no choice."""
        if not self._cores:
            return None
        self._cores.rotate(-1)
        return self._cores[-1]


def told_fault(exit_code: int, message: str) -> GraderError:
    """Make an exception of ours again of a fault told by another process."""
    error = GraderError(message)
    error.exit_code = exit_code
    return error
