"""A report as Exercism's ``results.json``, version 3: one test for each check, linked to its task; no points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.model import Verdict
from grader.reporting.json import document
from grader.reporting.outline import cut, explanations, report_text, sentence, task_name
from grader.reporting.redact import redact

if TYPE_CHECKING:
    from grader.model import CheckResult, Report

_MOST = 60_000
"""Bytes of a message; 65,535 are allowed."""
_STATUS = {Verdict.PASSED: "pass", Verdict.FAILED: "fail"}
"""Whatever is neither passed nor failed could not be judged by its answer: ``error``."""


def exercism_json(report: Report) -> bytes:
    """Return ``results.json``, as its learner may see it; checks that were not run are left out.

    The source of a check (``test_code``) is not in a report, and that of a hidden one would be nobody's to see.
    """
    seen = redact(report)
    tests = [
        _test(number, task_name(task.task), result, told)
        for number, task in enumerate(seen.tasks, 1)
        for result, told in explanations(task, seen.cells)
        if result.verdict is not Verdict.SKIPPED
    ]
    status = _overall([test["status"] for test in tests])
    message = cut(report_text(seen), _MOST) if status == "error" else None
    return document({"version": 3, "status": status, "message": message, "tests": tests})


def _overall(statuses: list[str]) -> str:
    """Return ``error`` when no test came to a judgement, ``pass`` when all passed."""
    if all(status == "error" for status in statuses):
        return "error"
    return "pass" if set(statuses) == {"pass"} else "fail"


def _test(number: int, task: str, result: CheckResult, told: str) -> dict[str, Any]:
    return {
        "name": f"{task} > {sentence(result)}",
        "status": _STATUS.get(result.verdict, "error"),
        "message": cut(told, _MOST) or None,
        "task_id": number,
    }
