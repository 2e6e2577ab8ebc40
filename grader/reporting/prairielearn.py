"""A report as PrairieLearn's ``results/results.json``: one test for each task, the score a fraction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.reporting import wording
from grader.reporting.json import document
from grader.reporting.outline import cut, remarks, report_text, share, task_name, task_text, whole_text
from grader.reporting.redact import redact

if TYPE_CHECKING:
    from grader.model import Report

_MOST = 400_000
"""Bytes of text; the file may have 1 MB, and JSON writes a quotation mark as two."""


def prairielearn_json(report: Report) -> bytes:
    """Return ``results.json``, as its learner may see it.

    Without a score the attempt is not gradable, which costs the learner none: PrairieLearn shows points of all tests
    or of none.
    """
    seen = redact(report)
    return document(_without_score(seen) if seen.score is None else _graded(seen, seen.score))


def _graded(report: Report, score: float) -> dict[str, Any]:
    room = _MOST // (len(report.tasks) + 1)
    tests = [
        {
            "name": task_name(task.task),
            "description": wording.task_standing(task),
            "points": task.score,
            "max_points": task.task.points,
            "message": cut(task_text(task, report.cells), room),
        }
        for task in report.tasks
    ]
    message = cut(report_text(report), room)
    return {"gradable": True, "score": share(score, report.points), "message": message, "tests": tests}


def _without_score(report: Report) -> dict[str, Any]:
    reasons = (wording.headline(report), *wording.standing(report), *remarks(report))
    return {"gradable": False, "format_errors": list(reasons), "message": whole_text(report, _MOST)}
