"""A report as Gradescope's ``results.json``: one test for each task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.reporting import wording
from grader.reporting.json import document
from grader.reporting.outline import cut, report_text, task_name, task_text
from grader.reporting.redact import redact

if TYPE_CHECKING:
    from grader.model import Report, TaskResult

_MOST = 30_000
"""Bytes of one output."""
_NUMBER = {
    "withheld": "The number beside it is what your other tasks earn so far; it is not your score.",
    "not graded": "The 0 beside it is not a grade: Gradescope wants a number where there is none yet.",
    "unreadable": "The 0 beside it stands for a hand-in of which nothing could be judged: mend it and hand in again.",
}
"""Gradescope has no way to say that there is no score; the words beside the number do."""


def gradescope_json(report: Report) -> bytes:
    """Return ``results.json``, as its learner may see it.

    Where a score is withheld or was never found, the number is what the known tasks earn, the output says that it is
    no score, and ``extra_data`` holds null.
    """
    seen = redact(report)
    known = sum(task.score for task in seen.tasks if task.score is not None)
    note = _NUMBER.get(wording.status_word(seen), "")
    return document(
        {
            "score": round(known, 2) if seen.score is None else seen.score,
            "output": cut("\n".join(filter(None, [report_text(seen), note])), _MOST),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "tests": [_test(number, task, seen) for number, task in enumerate(seen.tasks, 1)],
            "extra_data": {"report": _origin(seen)},
        }
    )


def _test(number: int, task: TaskResult, report: Report) -> dict[str, Any]:
    """Return one task; a withheld one has neither score nor status, since either would be a judgement."""
    test: dict[str, Any] = {"number": str(number), "name": task_name(task.task)}
    if task.score is not None:
        status = "passed" if task.score >= task.task.points else "failed"
        test |= {"score": task.score, "max_score": task.task.points, "status": status}
    tags = {"tags": ["extension"]} if task.task.extension else {}
    return {**test, "output": cut(task_text(task, report.cells), _MOST), "visibility": "visible", **tags}


def _origin(report: Report) -> dict[str, Any]:
    """Return what tells later attempts and course staff which suite judged what."""
    made = report.provenance
    return {
        "exercise": report.exercise,
        "status": wording.status_word(report),
        "score": report.score,
        "points": report.points,
        "suite": made.suite,
        "submission": made.submission,
        "environment": made.environment,
        "isolation": list(made.isolation),
        "grader": made.grader,
    }
