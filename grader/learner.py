"""The learner's verbs as a Python API: start an exercise, check it, hand it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.model import Verdict
from grader.workspace import submit as handing_in
from grader.workspace.start import Started
from grader.workspace.start import start as copy_exercise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from grader.model import Report
    from grader.workspace.receipt import Receipt


@dataclass(frozen=True)
class HandedIn:
    """A receipt, and the check made just before; ``fault`` says why there was none."""

    receipt: Receipt
    report: Report | None
    fault: str = ""


def start(source: Path, target: Path) -> Started:
    """Copy an exercise folder or a release ``.zip`` to ``target``, overwriting nothing.

    Raises:
        UsageError: the source is no exercise, or may not be unpacked.
    """
    return copy_exercise(source, target)


def check(folder: Path, tasks: Iterable[str] = ()) -> Report:
    """Run the visible checks of an exercise folder: of the tasks named, or of all.

    Raises:
        UsageError: the folder is no exercise, the module cannot be read, or there is no such task.
    """
    from grader.grading import check_folder

    return check_folder(folder, frozenset(tasks) or None)


def submit(folder: Path, learner: str, into: Path, now: datetime) -> HandedIn:
    """Check an exercise folder and hand its module in, whatever the checks say.

    Raises:
        UsageError: the folder is no exercise, the module is missing, or the name cannot name a file.
    """
    report, fault = _checked(folder)
    results = report.results if report else ()
    visible = handing_in.Visible(sum(result.verdict is Verdict.PASSED for result in results), len(results))
    return HandedIn(handing_in.submit(folder, learner, into, now, visible), report, fault)


def _checked(folder: Path) -> tuple[Report | None, str]:
    """Check the folder if that is possible; a deadline does not wait for a broken installation."""
    try:
        return check(folder), ""
    except GraderError as error:
        return None, error.message
