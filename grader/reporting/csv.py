"""A class as CSV for spreadsheets and learning platforms: one row per learner."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grader.reporting.cohort import cohort
from grader.reporting.text import inline
from grader.reporting.wording import amount, status_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model import Report
    from grader.reporting.cohort import Row

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet run a cell; some also accept the full-width signs."""


def class_csv(reports: Iterable[Report]) -> str:
    """Write one row per learner: scores (empty when withheld or ungraded), status, remarks, isolation.

    Every cell is quoted, and text that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    group = cohort(reports)
    ids = [task.id for task in group.tasks]
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(_cell(head) for head in ("learner", "score", "points", *ids, "status", "remarks", "isolation"))
    writer.writerows(_cells(row, ids) for row in group.rows)
    return buffer.getvalue()


def _cells(row: Row, ids: list[str]) -> list[str]:
    report = row.report
    return [
        _cell(report.learner),
        _number(report.score),
        str(report.points),
        *(_number(row.scores.get(id_)) for id_ in ids),
        _cell(status_word(report)),
        str(len(report.remarks)),
        _cell(", ".join(report.provenance.isolation)),
    ]


def _number(score: float | None) -> str:
    return "" if score is None else amount(score)


def _cell(text: str) -> str:
    guarded = f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA_STARTS) else text
    return inline(guarded)
