"""The one place that decides what a learner may see.

A hidden check is drawn again for every submission, so what it shows must not help to hard-code an answer.
Code under test could carry a hidden input home in anything it controls: an exception's message, a printed
line, a line number, even its running time. What remains is our own words, the verdict, the forms of arguments and
of answers, and one own line per task.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from grader.model import Finding, Kind, Verdict, Visibility
from grader.reporting.cause import by_cause

if TYPE_CHECKING:
    from grader.model import CheckResult, Report, TaskResult

BROKEN_ON_OUR_SIDE = Finding(
    Kind.NOTHING, "This check is broken on our side; your score is withheld until it is mended."
)


def redact(report: Report) -> Report:
    """Return the report as its learner may see it; redacting twice changes nothing more.

    Public checks keep everything but times. Hidden checks keep sentence, weight, verdict and the finding's kind,
    text, call and sides; at most one of them per task keeps its line. Test names, details, points, notes, counts of
    calls, all times and the digest of the key go, and so do the remarks on a hand-in that was not graded, which are
    about our machine. A task's diagnosis is made for its learner and stays.
    Without times, the same hand-in gives the same bytes whenever it is graded.
    """
    return replace(
        report,
        tasks=tuple(_task(task) for task in report.tasks),
        remarks=() if report.status == "not graded" else report.remarks,
        provenance=replace(report.provenance, key=""),
        cpu_s=0.0,
        wall_s=0.0,
    )


def _task(task: TaskResult) -> TaskResult:
    hidden = [result for result in by_cause(task) if result.check.visibility is Visibility.HIDDEN]
    lined = next((result for result in hidden if result.finding.line is not None), None)
    numbers = count(1)
    checks = tuple(
        _public(result)
        if result.check.visibility is Visibility.PUBLIC
        else _hidden(result, f"{task.task.id}/hidden-{next(numbers)}", lined)
        for result in task.checks
    )
    return replace(task, checks=checks)


def _public(result: CheckResult) -> CheckResult:
    finding = BROKEN_ON_OUR_SIDE if result.verdict is Verdict.BROKEN else result.finding
    return replace(result, finding=finding, cpu_s=0.0)


def _hidden(result: CheckResult, alias: str, lined: CheckResult | None) -> CheckResult:
    """Keep what the learner may know of a hidden check; its name and parameters could hold an input."""
    found = result.finding
    line = found.line if result is lined else None
    # Named one by one, so that a field the model gains stays hidden until somebody decides otherwise.
    seen = Finding(found.kind, found.text, line=line, call=found.call, sides=found.sides)
    return replace(
        result,
        check=replace(result.check, id=alias),
        finding=BROKEN_ON_OUR_SIDE if result.verdict is Verdict.BROKEN else seen,
        notes=(),
        cpu_s=0.0,
        calls=0,
    )
