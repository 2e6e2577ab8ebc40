"""A class on a terminal: its scores, the commonest mistakes, and the checks an instructor should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.reporting import wording
from grader.reporting.cohort import FEWEST_SCORES, band_edges, bands, commonest_causes, hardest_checks
from grader.reporting.console import cells, put, put_beside
from grader.reporting.items import analyse
from grader.reporting.text import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from grader.model import Check
    from grader.reporting.cohort import Cohort, Row

_MOST = 5
"""Entries of a list on a terminal; the page of the class has more."""
_LONGEST_BAR = 30
_COLUMN = 14
"""Columns of what stands before a check's task and sentence, with its margins."""


def put_class(console: Console, group: Cohort) -> None:
    """Print everything about a class, the table of learners first."""
    put(console, inline(group.title), "bold")
    put(console, f"{inline(group.exercise)} · {group.summary}", "dim")
    _learners(console, group)
    if len(group.scores) >= FEWEST_SCORES:
        _distribution(console, group)
    _hardest(console, group)
    _causes(console, group)
    _items(console, group)


def _learners(console: Console, group: Cohort) -> None:
    heads = [task.id.rpartition(".")[2] for task in group.tasks]
    scores = [_scores(row, [task.id for task in group.tasks]) for row in group.rows]
    columns = [max(map(len, column)) for column in zip(["score", *heads], *scores, strict=True)]
    names = [inline(row.report.learner) for row in group.rows]
    statuses = [wording.status_word(row.report) for row in group.rows]
    room = console.width - sum(columns) - 2 * len(columns) - 2 - max(map(len, ["status", *statuses]))
    margin = max(7, min(room, max((cells(name) for name in names), default=7)))
    _row(console, "learner", margin, zip(["score", *heads], columns, strict=True), "status", "dim")
    for name, values, status in zip(names, scores, statuses, strict=True):
        _row(console, name, margin, zip(values, columns, strict=True), status)


def _distribution(console: Console, group: Cohort) -> None:
    points = max((row.report.points for row in group.rows), default=0)
    counts = bands(group, points)
    heads = [f"{low} to {high}" for low, high in band_edges(points, len(counts))]
    _heading(console, "Scores")
    for head, count in zip(heads, counts, strict=True):
        bar = "█" * -(-count * _LONGEST_BAR // max(counts))
        put(console, f"{head:>{max(map(len, heads))}}  {count:>{len(str(max(counts)))}}  {bar}".rstrip(), indent=2)


def _hardest(console: Console, group: Cohort) -> None:
    rates = hardest_checks(group, _MOST)
    _checks(console, "Checks that fewest pass", [(f"{rate.passed} of {rate.run}", rate.check) for rate in rates])


def _causes(console: Console, group: Cohort) -> None:
    causes = commonest_causes(group, _MOST)
    if causes:
        _heading(console, "Commonest mistakes")
    for each in causes:
        named = each.diagnosis
        where = f"{inline(wording.names(each.task))}: {named.kind} {inline(named.name)}"
        put(console, f"{each.count:>4} × {where}", indent=2, hang=7)
        for text in filter(None, (named.text, named.hint)):
            put(console, inline(text), "dim", indent=9)


def _items(console: Console, group: Cohort) -> None:
    found = analyse(group)
    contrary = [(f"r = {wording.correlation(item.r or 0.0)}", item.check) for item in found.contrary[:_MOST]]
    _checks(console, "Checks passed by those who do worse elsewhere", contrary)
    counts = (("Passed by nobody", found.never_passed), ("Never failed where the task is written", found.never_failed))
    told = [f"{label}: {wording.checks(len(items))}." for label, items in counts if items]
    if told:
        console.print()
        put(console, " ".join(told))


def _checks(console: Console, title: str, entries: Sequence[tuple[str, Check]]) -> None:
    if entries:
        _heading(console, title)
    for label, check in entries:
        put_beside(console, label, "", f"{inline(check.task)}  {inline(check.sentence)}", _COLUMN)


def _heading(console: Console, title: str) -> None:
    console.print()
    put(console, title, "bold")


def _row(
    console: Console, name: str, margin: int, scores: Iterable[tuple[str, int]], status: str, style: str = ""
) -> None:
    from rich.cells import set_cell_size

    cut = name if cells(name) <= margin else set_cell_size(name, margin - 1) + "…"
    numbers = "".join(f"  {score:>{column}}" for score, column in scores)
    put(console, f"{set_cell_size(cut, margin)}{numbers}  {status}", style)


def _scores(row: Row, ids: Sequence[str]) -> list[str]:
    values = [row.report.score, *(row.scores.get(id_) for id_ in ids)]
    return ["–" if value is None else wording.amount(value) for value in values]
