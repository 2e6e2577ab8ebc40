"""The learner's verbs as a Python API: start an exercise, check it, hand it in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.model import Framework, Verdict
from grader.source.cells import told_in_cells
from grader.source.faults import Faults, faults
from grader.workspace import submit as handing_in
from grader.workspace.start import Started
from grader.workspace.start import start as copy_exercise
from grader.workspace.work import exercise_folder, find_work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from grader.model import Report
    from grader.workspace.receipt import Receipt
    from grader.workspace.work import Form


@dataclass(frozen=True)
class HandedIn:
    """A receipt, the file it is for, and the check made just before; ``fault`` says why there was none."""

    receipt: Receipt
    file: Path
    report: Report | None
    fault: str = ""


def start(source: Path, target: Path) -> Started:
    """Copy an exercise folder or a release ``.zip`` to ``target``, overwriting nothing.

    Raises:
        UsageError: the source is no exercise, or may not be unpacked.
    """
    return copy_exercise(source, target)


def check(path: Path, tasks: Iterable[str] = (), form: Form | None = None) -> Report:
    """Run the visible checks of an exercise: of the tasks named, or of all.

    Args:
        path: the exercise's folder, where the module counts or the notebook, whichever was written in (of both the
            module); or one of these files.
        tasks: ids or names.
        form: which of the two counts, whatever was written in.

    Raises:
        UsageError: the folder is no exercise, the work cannot be read, or there is no such task.
    """
    from grader.grading import check_folder
    from grader.testing.origin import folder_material

    folder = exercise_folder(path)
    module = find_work(path, folder_material(folder), form).module()
    return check_folder(folder, module, frozenset(tasks) or None)


def look(path: Path, tasks: Iterable[str] = (), form: Form | None = None) -> Faults | None:
    """Look at the work as text, for what ``check`` would find out only after seconds of starting a framework.

    Returns:
        What is wrong at first sight; None when the framework starts at once, and ``check`` says it all by itself.

    Raises:
        UsageError: as ``check`` does.
        FrameworkMissing: what the exercise needs is not installed.
    """
    from grader.grading import wanted_tasks
    from grader.sandbox import framework
    from grader.testing.origin import folder_material

    material = folder_material(exercise_folder(path))
    if material.exercise.framework is Framework.NUMPY:
        return None
    wanted = wanted_tasks(material.exercise, frozenset(tasks) or None)
    module = find_work(path, material, form).module()
    framework.require(material.exercise)
    names = [name for task in wanted for name in task.names]
    seen = faults(module.text, material.stub, names)
    told = [tuple(told_in_cells(said, module.cells) for said in group) for group in (seen.unreadable, seen.odd)]
    return replace(seen, unreadable=told[0], odd=told[1])


def submit(path: Path, learner: str, into: Path, now: datetime, form: Form | None = None) -> HandedIn:
    """Check an exercise and hand it in, whatever the checks say; for ``path`` and ``form`` see ``check``.

    Raises:
        UsageError: the folder is no exercise, two files were written in and differ, the work is missing, or the name
            cannot name a file.
    """
    from grader.testing.origin import folder_material

    material = folder_material(exercise_folder(path))
    work = find_work(path, material, form)
    report, fault = _checked(path, form)
    results = report.results if report else ()
    visible = handing_in.Visible(sum(result.verdict is Verdict.PASSED for result in results), len(results))
    handed_in = handing_in.submit(work, material.exercise.slug, learner, into, now, visible)
    return HandedIn(handed_in.receipt, handed_in.file, report, fault)


def _checked(path: Path, form: Form | None) -> tuple[Report | None, str]:
    """Check the work if that is possible; a deadline does not wait for a broken installation."""
    try:
        return check(path, form=form), ""
    except GraderError as error:
        return None, error.message
