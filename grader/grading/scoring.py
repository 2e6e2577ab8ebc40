"""From check results to points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model import CheckResult, Exercise, Report, Submission, TaskResult, Verdict
from grader.source.salvage import unread, unread_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.model import Diagnosis, Provenance, Task


def report_of(
    exercise: Exercise,
    submission: Submission,
    results: Sequence[CheckResult],
    provenance: Provenance,
    cpu_s: float,
    causes: Mapping[str, Diagnosis] | None = None,
) -> Report:
    """Assemble a graded submission's report; the score is None when a broken check withholds a task's points.

    ``causes`` maps tasks' ids to the causes of their failures.
    """
    known = causes or {}
    tasks = tuple(
        replace(task_result(task, results_of(task, results, submission.remarks)), diagnosis=known.get(task.id))
        for task in exercise.tasks
    )
    return Report(
        exercise=exercise.slug,
        title=exercise.title,
        learner=submission.learner,
        tasks=tasks,
        score=total(tasks),
        points=exercise.points,
        provenance=provenance,
        remarks=submission.remarks,
        source=submission.source,
        submitted=submission.submitted,
        cpu_s=round(cpu_s, 4),
    )


def results_of(task: Task, results: Iterable[CheckResult], remarks: Iterable[str]) -> list[CheckResult]:
    """Return the results of one task; what is missing because it could not be read is told in the remark's words."""
    said = next((remark for remark in unread(remarks) if unread_name(remark) in task.names), "")
    own = (result for result in results if result.check.task == task.id)
    return [_told(result, said) if said and result.verdict is Verdict.MISSING else result for result in own]


def _told(result: CheckResult, said: str) -> CheckResult:
    return replace(result, finding=replace(result.finding, text=said))


def task_result(task: Task, results: Sequence[CheckResult]) -> TaskResult:
    """Score a task by the weights of its passed checks."""
    if any(result.verdict is Verdict.BROKEN for result in results):
        return TaskResult(task, None, tuple(results))
    weights = sum(result.check.weight for result in results)
    passed = sum(result.check.weight for result in results if result.verdict is Verdict.PASSED)
    score = round(task.points * passed / weights, 2) if weights else None
    return TaskResult(task, score, tuple(results))


def total(tasks: Sequence[TaskResult]) -> float | None:
    """Add up the scores of tasks, or return None when one is withheld."""
    scores = [task.score for task in tasks]
    known = [score for score in scores if score is not None]
    return round(sum(known), 2) if len(known) == len(scores) else None
