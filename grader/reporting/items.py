"""What a class says about the checks: which tell nobody apart, and which contradict the rest of the score."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from statistics import StatisticsError, correlation
from typing import TYPE_CHECKING

from grader.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.model import Check, CheckResult, Report, TaskResult
    from grader.reporting.cohort import Cohort

FEWEST_LEARNERS = 8
"""Graded learners without whom a correlation is not worth naming."""
FEWEST_HAND_INS = 2
"""Of a single hand-in every check passes always or never."""
_DIGITS = 9
"""Digits to which sums of points and correlations are compared: what is left of rounding is no difference."""
_NOT_JUDGED = frozenset({Verdict.SKIPPED, Verdict.BROKEN})


@dataclass(frozen=True)
class Item:
    """One check over a class: of the hand-ins that were judged by it, ``written`` had the task written.

    ``r`` is the correlation of passing it with the score on everything else, over ``learners`` graded ones; None for
    too few of them, or when either is the same for all.
    """

    check: Check
    passed: int
    judged: int
    written: int
    learners: int
    r: float | None


@dataclass(frozen=True)
class Analysis:
    """The checks an instructor should look at, in the order of the suite; what contradicts most comes first."""

    never_failed: tuple[Item, ...]
    never_passed: tuple[Item, ...]
    contrary: tuple[Item, ...]


def analyse(group: Cohort) -> Analysis:
    """Return the checks of a class that nobody fails, that nobody passes, and that contradict the total.

    A hand-in in which the task is not written fails its checks, but says nothing about them: it does not count
    against a check that nobody else fails.
    """
    items = item_analysis(group)
    contrary = [item for item in items if item.r is not None and item.r < 0]
    return Analysis(
        never_failed=tuple(item for item in items if item.passed == item.written >= FEWEST_HAND_INS),
        never_passed=tuple(item for item in items if not item.passed and item.judged >= FEWEST_HAND_INS),
        contrary=tuple(sorted(contrary, key=lambda item: item.r or 0.0)),
    )


def item_analysis(group: Cohort) -> tuple[Item, ...]:
    """Return every check that was judged, with how many pass it and its corrected item-total correlation."""
    reports = [row.report for row in group.rows]
    judged: dict[Check, list[CheckResult]] = {}
    for result in (result for report in reports for result in report.results if result.verdict not in _NOT_JUDGED):
        judged.setdefault(result.check, []).append(result)
    graded = [_earned(report) for report in reports if report.status == "graded" and report.score is not None]
    earned = [(points, fsum(filter(None, points.values()))) for points in graded]
    return tuple(_item(check, results, earned) for check, results in judged.items())


def corrected_item_total(passed: Sequence[bool], rest: Sequence[float]) -> float | None:
    """Return the corrected item-total correlation of a check: how well passing it goes with doing well elsewhere.

    It is the point-biserial correlation, that is Pearson's r of a variable of two values with a continuous one. The
    total is corrected by leaving out the item itself, which would correlate with its own part: Henrysson (1963),
    "Correction of item-total correlations in item analysis", Psychometrika 28, 211-218.

    Args:
        passed: whether each learner passes the check, shape (m,).
        rest: points of each learner on everything but the check, shape (m,).

    Returns:
        r from -1 to 1, or None for fewer than ``FEWEST_LEARNERS`` and where one side does not vary.
    """
    if len(passed) < FEWEST_LEARNERS:
        return None
    try:
        r = correlation([float(each) for each in passed], [round(points, _DIGITS) for points in rest])
    except StatisticsError:  # one side is constant
        return None
    return round(r, _DIGITS) + 0.0


def _item(
    check: Check, results: Sequence[CheckResult], earned: Iterable[tuple[Mapping[Check, float | None], float]]
) -> Item:
    pairs = [(own, total - own) for points, total in earned if (own := points.get(check)) is not None]
    return Item(
        check=check,
        passed=sum(result.verdict is Verdict.PASSED for result in results),
        judged=len(results),
        written=sum(result.verdict is not Verdict.MISSING for result in results),
        learners=len(pairs),
        r=corrected_item_total([own > 0 for own, _ in pairs], [rest for _, rest in pairs]),
    )


def _earned(report: Report) -> dict[Check, float | None]:
    """Return what each check of a hand-in earns: its share of the task's points, None where it was not judged."""
    return {result.check: _worth(result, task) for task in report.tasks for result in task.checks}


def _worth(result: CheckResult, task: TaskResult) -> float | None:
    if result.verdict in _NOT_JUDGED:
        return None
    weights = fsum(each.check.weight for each in task.checks)
    return task.task.points * result.check.weight / weights if result.verdict is Verdict.PASSED and weights else 0.0
