"""A folder of results as a tree: which files show which report to whom.

``instructor/`` holds whole reports, ``learners/`` what their learners may see, both named by ``file_stem``;
``class.csv`` and ``class.html`` show the class.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from grader.reporting.names import file_stem
from grader.reporting.redact import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Report
    from grader.tree import Tree

WHOLE = "instructor"
SEEN = "learners"


class Format(StrEnum):
    """A form in which results are written."""

    JSON = "json"
    HTML = "html"
    CSV = "csv"


EVERY_FORMAT = frozenset(Format)


def report_files(report: Report, formats: frozenset[Format] = EVERY_FORMAT) -> Tree:
    """Return the files of one report: whole for the instructor, redacted for its learner."""
    from grader.reporting.html import report_html
    from grader.reporting.json import to_json

    stem, seen, files = file_stem(report.learner), redact(report), {}
    if Format.JSON in formats:
        files[f"{WHOLE}/{stem}.json"] = to_json(report)
        files[f"{SEEN}/{stem}.json"] = to_json(seen)
    if Format.HTML in formats:
        files[f"{SEEN}/{stem}.html"] = report_html(seen).encode()
    return files


def class_files(reports: Sequence[Report], formats: frozenset[Format] = EVERY_FORMAT) -> Tree:
    """Return the files that show a class."""
    from grader.reporting.csv import class_csv
    from grader.reporting.html import class_html

    files = {}
    if Format.CSV in formats:
        files["class.csv"] = class_csv(reports).encode()
    if Format.HTML in formats:
        files["class.html"] = class_html(reports).encode()
    return files
