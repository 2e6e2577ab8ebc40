"""What a learner should look at first: the results of a task in the order of their causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Kind, Verdict

if TYPE_CHECKING:
    from grader.model import CheckResult, Finding, TaskResult

_KINDS = (
    Kind.MISSING,
    Kind.RAISED,
    Kind.DEATH,
    Kind.TIME,
    Kind.FORM,
    Kind.TYPE,
    Kind.SHAPE,
    Kind.DTYPE,
    Kind.PURITY,
    Kind.VALUES,
    Kind.CLAIM,
    Kind.NOTHING,
)
"""An earlier kind tends to bring about the later ones: wrong shapes make wrong numbers, not the reverse."""
_LAST = (Verdict.BROKEN, Verdict.SKIPPED, Verdict.PASSED)
"""Verdicts that are nobody's mistake, after all that the learner can mend."""


def by_cause(task: TaskResult) -> tuple[CheckResult, ...]:
    """Return the task's results, first cause first, passed checks last; ties keep the suite's order."""
    return tuple(sorted(task.checks, key=_rank))


def first_cause(task: TaskResult) -> CheckResult | None:
    """Return the result that explains most of what the learner can mend in a task, or None."""
    first = next(iter(by_cause(task)), None)
    return None if first is None or not can_be_mended(first) else first


def can_be_mended(result: CheckResult) -> bool:
    """Tell whether a check shows something that the learner can mend."""
    return result.verdict not in _LAST


def is_repeated(task: TaskResult, result: CheckResult) -> bool:
    """Tell whether an earlier result, in order of cause, already says all that this one could."""
    for earlier in by_cause(task):
        if earlier is result:
            return False
        if earlier.verdict is result.verdict and _says_nothing_new(result.finding, earlier.finding):
            return True
    return False


def _says_nothing_new(finding: Finding, earlier: Finding) -> bool:
    """Tell whether a finding repeats an earlier one; that another call ends the same way is no news."""
    return (
        (finding.kind, finding.text) == (earlier.kind, earlier.text)
        and finding.detail in ("", earlier.detail)
        and finding.line in (None, earlier.line)
        and (not finding.call or bool(earlier.call))
        and finding.sides in (None, earlier.sides)
        and finding.points in ((), earlier.points)
        and finding.printed in ("", earlier.printed)
    )


def _rank(result: CheckResult) -> tuple[int, int]:
    verdict = _LAST.index(result.verdict) + 1 if result.verdict in _LAST else 0
    return verdict, _KINDS.index(result.finding.kind)
