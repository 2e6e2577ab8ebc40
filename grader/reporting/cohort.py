"""What a class's reports say together: a row per learner, how many pass each check, and the commonest causes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING

from grader.model import CauseKind, Verdict
from grader.reporting.wording import amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.model import Check, Diagnosis, Report, Task


FEWEST_SCORES = 5
"""Of fewer scores the table of learners shows as much as their distribution."""


@dataclass(frozen=True)
class Row:
    """One learner's scores, by task id; a task that was not graded is absent, a withheld score is None."""

    report: Report
    scores: Mapping[str, float | None]


@dataclass(frozen=True)
class CheckRate:
    """How many of the hand-ins on which a check ran passed it."""

    check: Check
    passed: int
    run: int


@dataclass(frozen=True)
class CauseCount:
    """How many hand-ins show one named cause in one task."""

    task: Task
    diagnosis: Diagnosis
    count: int


@dataclass(frozen=True)
class Cohort:
    """The reports of one exercise, sorted by learner, with the tasks in the exercise's order."""

    title: str
    exercise: str
    tasks: tuple[Task, ...]
    rows: tuple[Row, ...]

    @property
    def scores(self) -> tuple[float, ...]:
        """The scores that are known, in the order of rows."""
        return tuple(row.report.score for row in self.rows if row.report.score is not None)

    @property
    def summary(self) -> str:
        """How many hand-ins there are, their mean and median, and how many have no score."""
        count, known = len(self.rows), self.scores
        words = [f"{count} hand-in" if count == 1 else f"{count} hand-ins"]
        if known:
            words += [f"mean {amount(mean(known))}", f"median {amount(median(known))}"]
        if count > len(known):
            words.append(f"{count - len(known)} without a score")
        return ", ".join(words)


def cohort(reports: Iterable[Report]) -> Cohort:
    """Put the reports of one exercise side by side."""
    ordered = sorted(reports, key=_by_learner)
    tasks = {result.task.id: result.task for report in ordered for result in report.tasks}
    rows = tuple(Row(report, {result.task.id: result.score for result in report.tasks}) for report in ordered)
    first = ordered[0] if ordered else None
    return Cohort(first.title if first else "", first.exercise if first else "", tuple(tasks.values()), rows)


def hardest_checks(group: Cohort, count: int = 10) -> tuple[CheckRate, ...]:
    """Return the checks that fewest pass, of those that not everybody passes."""
    tallies: dict[Check, list[bool]] = {}
    for result in (result for row in group.rows for result in row.report.results):
        if result.verdict not in (Verdict.SKIPPED, Verdict.BROKEN):
            tallies.setdefault(result.check, []).append(result.verdict is Verdict.PASSED)
    rates = [CheckRate(check, sum(passed), len(passed)) for check, passed in tallies.items()]
    failing = [rate for rate in rates if rate.passed < rate.run]
    return tuple(sorted(failing, key=lambda rate: (rate.passed / rate.run, rate.check.task))[:count])


def commonest_causes(group: Cohort, count: int = 10) -> tuple[CauseCount, ...]:
    """Return the causes named in most hand-ins; a suspicion is no cause, and blame names what is counted elsewhere.

    A cause is the same for the same task, kind and name: its text may tell more of one hand-in than of another.
    """
    found: dict[tuple[str, str, str], list[Diagnosis]] = {}
    for result in (result for row in group.rows for result in row.report.tasks):
        named = result.diagnosis
        if named is not None and named.kind not in (CauseKind.UNSURE, CauseKind.BLAME):
            found.setdefault((result.task.id, named.kind, named.name), []).append(named)
    tasks = {task.id: task for task in group.tasks}
    counts = [CauseCount(tasks[key[0]], same[0], len(same)) for key, same in found.items()]
    return tuple(sorted(counts, key=lambda each: (-each.count, each.task.id, each.diagnosis.name))[:count])


def band_edges(points: int, count: int = 10) -> tuple[tuple[str, str], ...]:
    """Return the lower and upper end of each of ``count`` equal bands from 0 to ``points``, as words."""
    edges = [amount(points * number / count) for number in range(count + 1)]
    return tuple(pairwise(edges))


def bands(group: Cohort, points: int, count: int = 10) -> tuple[int, ...]:
    """Count the scores in ``count`` equal bands from 0 to ``points``; full marks fall into the last."""
    tally = [0] * count
    for score in group.scores:
        tally[max(0, min(int(score * count / points), count - 1)) if points else 0] += 1
    return tuple(tally)


def _by_learner(report: Report) -> tuple[str, str]:
    return unicodedata.normalize("NFKD", report.learner).casefold(), report.learner
