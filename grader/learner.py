"""The learner's verbs as a Python API: start an exercise, check it, hand it in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.hand_in import is_page
from grader.course.manifest import read_manifest
from grader.errors import GraderError, UnreadableSubmission, UsageError
from grader.model import Framework, Verdict
from grader.reporting.wording import is_missing
from grader.source.cells import told_in_cells
from grader.source.faults import Faults, faults
from grader.workspace import hints_opened
from grader.workspace import status as standing
from grader.workspace import submit as handing_in
from grader.workspace.progress import remember, remember_hand_in, task_digests
from grader.workspace.start import Started
from grader.workspace.start import start as copy_exercise
from grader.workspace.start import update as update_exercise
from grader.workspace.work import HAND_INS, exercise_folder, find_work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from grader.course.hints import Opened
    from grader.diagnosis.steps import Trace
    from grader.model import Report
    from grader.testing.material import Material
    from grader.watching import Watch
    from grader.workspace.receipt import Receipt
    from grader.workspace.status import Status
    from grader.workspace.updating import Updated
    from grader.workspace.work import Form, Work


@dataclass(frozen=True)
class HandedIn:
    """A receipt, the file it is for, and the check made just before; ``fault`` says why there was none.

    ``unwritten`` are the names that are asked for and not written yet; an ``untouched`` exercise is as released.
    ``hand_in`` is where the course wants hand-ins, if it says: a page to upload to, or a folder. Of a folder
    ``dropped`` is the copy in it, or ``drop_fault`` why there is none. ``others`` are the names under which earlier
    hand-ins still lie beside it.
    """

    receipt: Receipt
    file: Path
    report: Report | None
    fault: str = ""
    unwritten: tuple[str, ...] = ()
    untouched: bool = False
    hand_in: str = ""
    dropped: Path | None = None
    drop_fault: str = ""
    others: tuple[str, ...] = ()


def start(source: Path, target: Path) -> Started:
    """Copy an exercise folder or a release ``.zip`` to ``target``, overwriting nothing.

    Raises:
        UsageError: the source is no exercise, or may not be unpacked; or another exercise is in ``target``.
    """
    return copy_exercise(source, target)


def update(source: Path, target: Path, now: datetime) -> Updated:
    """Bring a new release into a folder that was worked in: what was written stays, what is replaced is backed up.

    Raises:
        UsageError: as ``start`` does; or a file cannot be read or written, or was saved meanwhile.
    """
    return update_exercise(source, target, now)


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
    material = folder_material(folder)
    module = find_work(path, material, form).module()
    report = check_folder(folder, module, frozenset(tasks) or None)
    remember(folder, report, task_digests(material, module.text))
    return report


def work(path: Path, form: Form | None = None) -> Work:
    """Return the file that ``check`` takes, with the one it passes over; raises UsageError as ``check`` does."""
    from grader.testing.origin import folder_material

    return find_work(path, folder_material(exercise_folder(path)), form)


def trace(path: Path, task: str, form: Form | None = None) -> Trace:
    """Follow one call of a task's visible checks line by line: the first that fails, or where all pass the first one.

    ``path`` and ``form`` are as for ``check``, and so are the errors raised; ``task`` is an id or a name.
    """
    from grader.grading.trace import trace_folder
    from grader.testing.origin import folder_material

    folder = exercise_folder(path)
    module = find_work(path, folder_material(folder), form).module()
    return trace_folder(folder, module, task)


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


def watch(path: Path, form: Form | None = None) -> Watch:
    """Watch an exercise: whoever steps it sees the visible checks run again at each save; for the rest see ``check``.

    Raises:
        UsageError: the folder is no exercise.
        FrameworkMissing: what the exercise needs is not installed.
    """
    from grader.watching import Watch

    return Watch(path, form)


def submit(path: Path, learner: str, into: Path, now: datetime, form: Form | None = None) -> HandedIn:
    """Check an exercise and hand it in, whatever the checks say; for ``path`` and ``form`` see ``check``.

    Raises:
        UsageError: the folder is no exercise, two files were written in and differ, the work is missing, the name
            cannot name a file, or an untouched file, not named by ``form``, would replace an earlier hand-in.
    """
    from grader.testing.origin import folder_material

    folder = exercise_folder(path)
    material, hand_in = folder_material(folder), read_manifest(folder).hand_in
    work = find_work(path, material, form)
    report, fault = _checked(path, form)
    unwritten, untouched = _left_to_do(work, material, report)
    if untouched and form is None and handing_in.would_replace(work, into, learner):
        said = f"Nothing is written in {work.file.name}, so it was not handed in, and your earlier hand-in stays."
        named = "notebook" if work.file.suffix == ".ipynb" else "py"
        raise UsageError(said, f"Is the file you wrote in still there? To hand in this one anyway: --from {named}.")
    results = report.results if report else ()
    visible = handing_in.Visible(sum(result.verdict is Verdict.PASSED for result in results), len(results))
    handed_in = handing_in.submit(work, material.exercise.slug, learner, into, now, visible)
    remember_hand_in(folder, handed_in.receipt)
    if hand_in and not is_page(hand_in):
        handed_in = handing_in.drop(handed_in, Path(hand_in))
    dropped = handed_in.dropped, handed_in.fault
    others = handing_in.others(handed_in) if into == folder / HAND_INS else ()
    return HandedIn(handed_in.receipt, handed_in.file, report, fault, unwritten, untouched, hand_in, *dropped, others)


def _left_to_do(work: Work, material: Material, report: Report | None) -> tuple[tuple[str, ...], bool]:
    """Return the names that are not written yet, by the text and by the checks, and whether nothing is."""
    try:
        text = work.module().text
    except UnreadableSubmission:
        return (), False
    names = [name for task in material.exercise.tasks for name in task.names]
    missing = set(faults(text, material.stub, names).missing)
    for task in report.tasks if report else ():
        missing.update(task.task.names if is_missing(task) else ())
    return tuple(name for name in names if name in missing), not material.own_work(text)


def _checked(path: Path, form: Form | None) -> tuple[Report | None, str]:
    """Check the work if that is possible; a deadline does not wait for a broken installation."""
    try:
        return check(path, form=form), ""
    except GraderError as error:
        return None, error.message


def status(folder: Path) -> tuple[Status, ...]:
    """Return how the exercise in a folder stands, or those in the folders directly in it; nothing is run.

    Raises:
        UsageError: there are too many folders in it.
        OSError: it cannot be read.
    """
    return tuple(map(standing.status, standing.exercise_folders(folder)))


def hint(path: Path, name: str, *, again: bool = False) -> Opened:
    """Open the next hint for a definition or task, if one is left; with ``again`` return what is open, and open none.

    Raises:
        UsageError: the folder is no exercise or has no hints, or there is no such task.
    """
    folder = exercise_folder(path)
    return hints_opened.ladder(folder, name) if again else hints_opened.open_next(folder, name)


def hints(path: Path) -> tuple[Opened, ...]:
    """Return the ladders of an exercise's tasks, with how far each is open; raises UsageError as ``hint`` does."""
    return hints_opened.ladders(exercise_folder(path))


def stuck_on(path: Path) -> str:
    """Return the name of the first task that the last checks saw fail, or the empty string; see ``hint``."""
    return hints_opened.stuck_on(exercise_folder(path))
