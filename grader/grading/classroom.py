"""Grade a class: submissions shared out among grading processes, reports as they are finished."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import tempfile
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from grader.errors import EnvironmentFault, GraderError
from grader.grading.messages import Answer, Assignment, read_message, write_message
from grader.grading.provenance import provenance_of
from grader.model import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO, BinaryIO

    from grader.model import Course, Exercise, Submission

_RESTARTS = 3
_LAST_WORDS_S = 5.0


def grade_class(
    course: Course,
    exercise: Exercise,
    submissions: Sequence[Submission],
    *,
    key: bytes,
    jobs: int = 1,
    unsafe: bool = False,
) -> Iterator[Report]:
    """Grade submissions in ``jobs`` processes and yield each report when it is finished, in any order.

    A submission whose grading process dies gets a report with the status ``not graded``. With ``unsafe`` a machine
    that cannot confine untrusted code runs it all the same.

    Raises:
        CourseError: the suite cannot be collected.
        EnvironmentFault: this machine cannot grade, or grading processes keep dying.
    """
    assignment = Assignment(str(course.root), exercise.slug, key, provenance_of(course, exercise, key), not unsafe)
    classroom = _Classroom(assignment, exercise, list(reversed(submissions)))
    try:
        classroom.start(min(jobs, len(submissions)))
        yield from classroom.reports()
    finally:
        classroom.close()


class _Grader:
    """A grading process and the submission it is working on."""

    def __init__(self, assignment: Assignment) -> None:
        self.current: Submission | None = None
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 – closed with the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grader.grading.serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            start_new_session=True,
        )
        write_message(cast("BinaryIO", self._process.stdin), assignment)

    @property
    def output(self) -> BinaryIO:
        return cast("BinaryIO", self._process.stdout)

    def give(self, submission: Submission) -> None:
        self.current = submission
        write_message(cast("BinaryIO", self._process.stdin), submission)

    def answer(self) -> Answer | None:
        """Return its next answer, or None when it is gone."""
        return read_message(self.output, Answer)

    def wait(self) -> None:
        """Give a process that has closed its output time to say why."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_WORDS_S)

    def close(self) -> str:
        """End it and return what it said on standard error; when its work is done it ends by itself, tidily."""
        if self.current is None:
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


class _Classroom:
    """Hands submissions to grading processes and takes in their reports."""

    def __init__(self, assignment: Assignment, exercise: Exercise, waiting: list[Submission]) -> None:
        self._assignment = assignment
        self._exercise = exercise
        self._waiting = waiting
        self._selector = selectors.DefaultSelector()
        self._graders: dict[BinaryIO, _Grader] = {}
        self._restarts = 0
        self._cores = deque(sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else ())

    def start(self, count: int) -> None:
        for _ in range(count):
            grader = _Grader(replace(self._assignment, core=self._next_core()))
            self._graders[grader.output] = grader
            self._selector.register(grader.output, selectors.EVENT_READ)

    def _next_core(self) -> int | None:
        """Deal the processors out in turn, on systems that let a process choose."""
        if not self._cores:
            return None
        self._cores.rotate(-1)
        return self._cores[-1]

    def reports(self) -> Iterator[Report]:
        while self._graders:
            for key, _ in self._selector.select():
                report = self._heard(self._graders[cast("BinaryIO", key.fileobj)])
                if report is not None:
                    yield report

    def close(self) -> None:
        for grader in list(self._graders.values()):
            self._dismiss(grader)
        self._selector.close()

    def _heard(self, grader: _Grader) -> Report | None:
        """Take in one answer and keep the process busy."""
        answer = grader.answer()
        if answer is None:
            return self._lost(grader)
        if answer.fault is not None and grader.current is not None:
            return self._lost(grader, answer.fault[1])
        if answer.fault is not None:
            raise _fault(*answer.fault)
        grader.current = None
        if self._waiting:
            grader.give(self._waiting.pop())
        else:
            self._dismiss(grader)
        return answer.report

    def _lost(self, grader: _Grader, fault: str = "") -> Report | None:
        """Replace a process that is gone or has given up; the submission it had is not graded, by our fault."""
        grader.wait()
        submission, said = grader.current, self._dismiss(grader) or fault
        self._restarts += 1
        if self._restarts > _RESTARTS or submission is None:
            raise EnvironmentFault(f"the grading process ended: {said[-1000:] or 'it said nothing'}")
        if self._waiting:
            self.start(1)
        return self._not_graded(submission)

    def _not_graded(self, submission: Submission) -> Report:
        return Report(
            exercise=self._exercise.slug,
            title=self._exercise.title,
            learner=submission.learner,
            tasks=(),
            score=None,
            points=self._exercise.points,
            provenance=replace(self._assignment.provenance, submission=submission.digest),
            status="not graded",
            remarks=("the grading process ended while it worked on this: grade it again", *submission.remarks),
            source=submission.source,
            submitted=submission.submitted,
        )

    def _dismiss(self, grader: _Grader) -> str:
        self._selector.unregister(grader.output)
        del self._graders[grader.output]
        return grader.close()


def _fault(exit_code: int, message: str) -> GraderError:
    """Make an exception of ours again of a fault told by another process."""
    error = GraderError(message)
    error.exit_code = exit_code
    return error
