"""One grading process: collects a suite once, then grades the submissions it is sent.

    python -m grader.grading.serve   (requests on standard input, answers on standard output)

Messages are MessagePack, each after its length; first an ``Assignment``, then submissions. Each is answered: the
assignment by *ready*, a submission by its report. Standard output is kept for them: what a suite prints goes to
standard error.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import msgspec

from grader.errors import GraderError
from grader.grading.runner import Suite, run_suite
from grader.grading.scoring import report_of
from grader.model import Provenance, Report, Submission, Verdict
from grader.sandbox import jail
from grader.sandbox.launcher import open_launcher
from grader.testing.bench import Bench
from grader.testing.origin import course_material, secrets, suite_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LENGTH = struct.Struct("<I")
Message = TypeVar("Message")


@dataclass(frozen=True)
class Assignment:
    """What a grading process is to grade, and how."""

    root: str
    slug: str
    key: bytes
    provenance: Provenance
    require_jail: bool


@dataclass(frozen=True)
class Answer:
    """What a grading process says: ready (with the checks that fail on the reference), a report, or a fault."""

    ready: tuple[str, ...] | None = None
    report: Report | None = None
    fault: tuple[int, str] | None = None
    """Exit code and message."""


def write_message(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_message(stream: BinaryIO, kind: type[Message]) -> Message | None:
    """Read one message, or None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    data = stream.read(*_LENGTH.unpack(head))
    return msgspec.msgpack.decode(data, type=kind)


def serve(assignment: Assignment, submissions: Iterator[Submission], say: Callable[[Answer], None]) -> None:
    """Collect the suite, say ready, and answer each submission with its report; raises GraderError."""
    root = Path(assignment.root)
    material = course_material(root, assignment.slug)
    exercise = material.exercise
    launcher = open_launcher(exercise, secrets=secrets(root), require_jail=assignment.require_jail)
    bench = Bench(exercise, launcher, material.reference, assignment.key)
    provenance = replace(assignment.provenance, isolation=launcher.isolation)

    def use(suite: Suite) -> None:
        assert material.reference is not None
        results, _ = suite.run(material.reference)
        broken = frozenset(r.check.id for r in results if r.verdict is not Verdict.PASSED)
        say(Answer(ready=tuple(sorted(broken))))
        for submission in submissions:
            say(Answer(report=_graded(suite, submission, broken, provenance)))

    try:
        run_suite(bench, suite_files(root, assignment.slug), use)
    finally:
        bench.close()


def _graded(suite: Suite, submission: Submission, broken: frozenset[str], provenance: Provenance) -> Report:
    started = time.monotonic()
    results, cpu_s = suite.run(submission.implementation, broken)
    of_this = replace(provenance, submission=submission.digest)
    report = report_of(suite.bench.exercise, submission, results, of_this, cpu_s)
    return replace(report, wall_s=round(time.monotonic() - started, 4))


def main() -> None:
    """Serve over standard input and output until the input ends."""
    if sys.platform == "linux":
        jail.die_with_parent(os.getppid())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = sys.stdin.buffer
    assignment = read_message(requests, Assignment)
    assert assignment is not None
    try:
        submissions = iter(lambda: read_message(requests, Submission), None)
        serve(assignment, submissions, lambda message: write_message(answers, message))
    except GraderError as error:
        write_message(answers, Answer(fault=(error.exit_code, str(error))))
    finally:
        answers.close()


if __name__ == "__main__":
    main()
