"""The serving end of a process of ours: requests on standard input, answers on standard output; see ``process``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from grader.errors import GraderError
from grader.grading.messages import read_message, write_message
from grader.sandbox import jail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Request = TypeVar("Request")


class First(Protocol):
    """What a process is told first: among other things, which processor to keep to."""

    @property
    def core(self) -> int | None:
        """The processor, workers included; None for any."""


FirstMessage = TypeVar("FirstMessage", bound=First)


def serve_standard_streams(
    first: type[FirstMessage],
    request: type[Request],
    serve: Callable[[FirstMessage, Iterator[Request], Callable[[Any], None]], None],
    fault: Callable[[int, str], Any],
) -> None:
    """Read the first message, then serve requests until the input ends.

    Standard output is kept for answers: what else is printed goes to standard error. A ``GraderError`` is told as
    ``fault(exit code, message)``.
    """
    if sys.platform == "linux":
        jail.die_with_parent(os.getppid())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    # Not sys.stdin: the interpreter waits for it when it ends, and a thread may be reading.
    requests = os.fdopen(os.dup(0), "rb")
    told = read_message(requests, first)
    assert told is not None
    keep_to(told.core)
    try:
        serve(told, iter(lambda: read_message(requests, request), None), lambda said: write_message(answers, said))
    except GraderError as error:
        write_message(answers, fault(error.exit_code, str(error)))
    finally:
        answers.close()


def keep_to(core: int | None) -> None:
    """Keep this process, and all it starts, to one processor.

    Grader and worker take turns, so one is enough, and handing over is faster without waking another. It also
    bounds what a hand-in with many threads can take: its workers may not leave.
    """
    if core is not None:
        os.sched_setaffinity(0, {core})
