"""From check results to points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import CheckResult, Exercise, Report, Submission, TaskResult, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Provenance, Task


def report_of(
    exercise: Exercise, submission: Submission, results: Sequence[CheckResult], provenance: Provenance, cpu_s: float
) -> Report:
    """Assemble a graded submission's report; the score is None when a broken check withholds a task's points."""
    tasks = tuple(task_result(task, [r for r in results if r.check.task == task.id]) for task in exercise.tasks)
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
