"""A folder of results as a tree: which files show which report to whom.

``instructor/`` holds whole reports, ``learners/`` what their learners may see, both named by ``file_stem``;
``class.csv`` and ``class.html`` show the class. What another platform reads has the name it expects when there is one
hand-in, else one file for each learner in a folder named after the format.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.reporting.names import file_stem
from grader.reporting.redact import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Report
    from grader.reporting.classroom50 import Identity
    from grader.tree import Tree

WHOLE = "instructor"
SEEN = "learners"
SUMMARY = "summary.md"


class Format(StrEnum):
    """A form in which results are written."""

    JSON = "json"
    HTML = "html"
    CSV = "csv"
    JUNIT = "junit"
    GITHUB = "github"
    GRADESCOPE = "gradescope"
    PRAIRIELEARN = "prairielearn"
    EXERCISM = "exercism"
    CLASSROOM50 = "classroom50"
    COURSERA = "coursera"


DEFAULT_FORMATS = frozenset({Format.JSON, Format.HTML, Format.CSV})
"""What is written unasked; the others are for other platforms."""
PLATFORM_FILES = {
    Format.JUNIT: "junit.xml",
    Format.GRADESCOPE: "results.json",
    Format.PRAIRIELEARN: "results/results.json",
    Format.EXERCISM: "results.json",
    Format.CLASSROOM50: "result.json",
    Format.COURSERA: "feedback.json",
}
"""Where a platform looks for the result of one hand-in."""


def refuse_unfit(formats: frozenset[Format], count: int) -> None:
    """Refuse formats that cannot be written for so many hand-ins.

    Raises:
        UsageError: two would be one file, or one is for a single hand-in.
    """
    if count > 1 and Format.CLASSROOM50 in formats:
        raise UsageError(
            "classroom50 is for one hand-in, the one in the repository.", "Grade a class in another format."
        )
    doubles = {Format.GRADESCOPE, Format.EXERCISM}
    if count == 1 and doubles <= formats:
        raise UsageError("gradescope and exercism both write results.json.", "Ask for one of them.")


def report_files(
    report: Report,
    formats: frozenset[Format] = DEFAULT_FORMATS,
    *,
    alone: bool = False,
    identity: Identity | None = None,
) -> Tree:
    """Return the files of one report: whole for the instructor, redacted for everybody else.

    Args:
        report: the report.
        formats: which files.
        alone: whether it is the only one, so that a platform's file has the name it is looked for by.
        identity: the submission as Classroom 50 knows it.
    """
    from grader.reporting.html import report_html
    from grader.reporting.json import to_json

    stem, seen = file_stem(report.learner), redact(report)
    files: dict[str, bytes] = {}
    if Format.JSON in formats:
        files[f"{WHOLE}/{stem}.json"] = to_json(report)
        files[f"{SEEN}/{stem}.json"] = to_json(seen)
    if Format.HTML in formats:
        files[f"{SEEN}/{stem}.html"] = report_html(seen).encode()
    for form in sorted(formats & PLATFORM_FILES.keys()):
        data = _platform_file(report, form, identity)
        suffix = PurePosixPath(PLATFORM_FILES[form]).suffix
        if data is not None:
            files[PLATFORM_FILES[form] if alone else f"{form}/{stem}{suffix}"] = data
    return files


def class_files(reports: Sequence[Report], formats: frozenset[Format] = DEFAULT_FORMATS) -> Tree:
    """Return the files that show a class."""
    from grader.reporting.csv import class_csv
    from grader.reporting.github import summary
    from grader.reporting.html import class_html

    files = {}
    if Format.CSV in formats:
        files["class.csv"] = class_csv(reports).encode()
    if Format.HTML in formats:
        files["class.html"] = class_html(reports).encode()
    if Format.GITHUB in formats:
        files[SUMMARY] = summary(reports).encode()
    return files


def _platform_file(report: Report, form: Format, identity: Identity | None) -> bytes | None:
    """Return what one platform reads of a report, or None where it shall find nothing."""
    from grader.reporting.classroom50 import Identity, classroom50_json
    from grader.reporting.coursera import coursera_json
    from grader.reporting.exercism import exercism_json
    from grader.reporting.gradescope import gradescope_json
    from grader.reporting.junit import junit_xml
    from grader.reporting.prairielearn import prairielearn_json

    if form is Format.CLASSROOM50:
        return classroom50_json(report, identity or Identity())
    writers = {
        Format.JUNIT: junit_xml,
        Format.GRADESCOPE: gradescope_json,
        Format.PRAIRIELEARN: prairielearn_json,
        Format.EXERCISM: exercism_json,
        Format.COURSERA: coursera_json,
    }
    return writers[form](report)
