"""Grade a class: submissions shared out among grading processes, reports as they are finished."""

from __future__ import annotations

import selectors
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from grader.errors import EnvironmentFault
from grader.grading.messages import Answer, Assignment
from grader.grading.process import Processors, Served, told_fault
from grader.grading.provenance import provenance_of
from grader.model import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from grader.model import Course, Exercise, Submission

_RESTARTS = 3


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


class _Grader(Served):
    """A grading process and the submission it is working on."""

    current: Submission | None = None

    def grade(self, submission: Submission) -> None:
        self.current = submission
        self.give(submission)

    def dismiss(self) -> str:
        """End it and return what it said on standard error."""
        return self.close(tidily=self.current is None)


class _Classroom:
    """Hands submissions to grading processes and takes in their reports."""

    def __init__(self, assignment: Assignment, exercise: Exercise, waiting: list[Submission]) -> None:
        self._assignment = assignment
        self._exercise = exercise
        self._waiting = waiting
        self._selector = selectors.DefaultSelector()
        self._graders: dict[BinaryIO, _Grader] = {}
        self._restarts = 0
        self._processors = Processors()

    def start(self, count: int) -> None:
        for _ in range(count):
            grader = _Grader("grader.grading.serve", replace(self._assignment, core=self._processors.next()))
            self._graders[grader.output] = grader
            self._selector.register(grader.output, selectors.EVENT_READ)

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
        answer = grader.answer(Answer)
        if answer is None:
            return self._lost(grader)
        if answer.fault is not None and grader.current is not None:
            return self._lost(grader, answer.fault[1])
        if answer.fault is not None:
            raise told_fault(*answer.fault)
        grader.current = None
        if self._waiting:
            grader.grade(self._waiting.pop())
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
        return grader.dismiss()
