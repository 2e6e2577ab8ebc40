"""How a learner stands: the exercises in a folder, what passes, what changed since, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from grader.course.layout import MANIFEST
from grader.course.manifest import read_manifest
from grader.errors import GraderError, UsageError
from grader.source.cells import place
from grader.source.definitions import definitions
from grader.source.faults import faults
from grader.source.parsing import UNREADABLE
from grader.source.salvage import salvage, unread, unread_name
from grader.testing.material import Material
from grader.tree import digest, read_small
from grader.workspace.progress import Progress, TaskProgress, remembered, task_digests
from grader.workspace.receipt import LARGEST_RECEIPT, SUFFIX, Receipt, read_receipt, time_of
from grader.workspace.work import HAND_INS, Form, Work, find_work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.model import Task

MOST_FOLDERS = 1_000
"""Folders that are looked into for exercises, and receipts that are looked at in one."""


_FIX = "Get the exercise again with `grader start`."


class Checked(StrEnum):
    """Whether the last check was of the work as it is now."""

    NEVER = "never"
    CHANGED = "changed since"
    PARTLY = "in part"
    """Some tasks were checked since the last change, others not."""
    CURRENT = "up to date"


@dataclass(frozen=True)
class Step:
    """What to do next: a verb of the command line, and its options beside the folder.

    Before it ``work`` is to be done, if that is not empty: a definition to write or mend, with file and line.
    """

    verb: str
    options: tuple[str, ...] = ()
    work: str = ""


@dataclass(frozen=True)
class TaskStatus:
    """A task, what its last check said, and whether that was of the work as it is now.

    ``unwritten`` tells whether the text has nothing for one of its names, and ``place`` where that, or else the first,
    stands.
    """

    task: Task
    progress: TaskProgress | None = None
    current: bool = False
    unwritten: bool = False
    place: str = ""

    @property
    def waits(self) -> bool:
        """Whether there is something to write or to mend before a check can tell more."""
        if self.progress is None:
            return self.unwritten
        return self.progress.passed < self.progress.visible and (self.current or self.unwritten)


@dataclass(frozen=True)
class Status:
    """How one exercise folder stands.

    ``handed_in`` is the latest receipt that is known, and ``handed_in_current`` tells whether the work is as it was
    handed in. ``rival`` is the other file that was written in and differs, as in ``Work``; ``failed_to_load`` is what
    the last check said of imports and other statements that raised. Where ``problem`` is not empty the folder could
    not be read, which says all there is, and ``fix`` what to do.
    """

    folder: Path
    exercise: str
    title: str = ""
    tasks: tuple[TaskStatus, ...] = ()
    handed_in: Receipt | None = None
    handed_in_current: bool = False
    file: str = ""
    rival: str = ""
    failed_to_load: tuple[str, ...] = ()
    problem: str = ""
    fix: str = ""

    @property
    def passing(self) -> int:
        """How many tasks passed all their visible checks when they were last checked."""
        return sum(each.progress is not None and each.progress.passes for each in self.tasks)

    @property
    def checked(self) -> Checked:
        """Whether the last checks were of the work as it is now."""
        if all(each.current for each in self.tasks):
            return Checked.CURRENT
        if any(each.current for each in self.tasks):
            return Checked.PARTLY
        return Checked.CHANGED if any(each.progress for each in self.tasks) else Checked.NEVER

    @property
    def next_step(self) -> Step | None:
        """What to do next: check, mend the first task that fails, hand in; None when all that is done, or nothing can.

        A task without visible checks holds nobody up.
        """
        if self.problem:
            return None
        if self.checked in (Checked.NEVER, Checked.CHANGED) or any(not (t.current or t.waits) for t in self.tasks):
            return Step("check")
        if self.failed_to_load:
            where = self.failed_to_load[0].partition(":")[0]
            return Step("check", (), f"mend {where} of {self.file}, which raises an exception")
        for each in sorted(self.tasks, key=lambda task: task.unwritten):  # as hints do: first what is begun
            if each.waits:
                name = (*each.task.names, each.task.id)[0]
                do = f"{'write' if each.unwritten else 'mend'} {name}{f' ({each.place})' if each.place else ''}"
                return Step("check", ("--task", name), do)
        if self.handed_in_current:
            return None
        form = Form.NOTEBOOK if self.file.endswith(".ipynb") else Form.PY
        return Step("submit", ("--from", form) if self.rival else ())


def exercise_folders(folder: Path) -> tuple[Path, ...]:
    """Return the exercise folders that a folder means: itself, or those directly in it, in order of their names.

    Raises:
        UsageError: it holds more than ``MOST_FOLDERS`` folders.
        OSError: it cannot be read.
    """
    if _is_exercise(folder):
        return (folder,)
    inside = [*islice((path for path in folder.iterdir() if path.is_dir()), MOST_FOLDERS + 1)]
    if len(inside) > MOST_FOLDERS:
        raise UsageError(f"{folder} holds more than {MOST_FOLDERS} folders.", "Name the one your exercises are in.")
    return tuple(sorted(path for path in inside if _is_exercise(path)))


def status(folder: Path) -> Status:
    """Return how an exercise folder stands; nothing in it is run or changed, and what is wrong with it is said."""
    try:
        manifest = read_manifest(folder)
        known = remembered(folder)
        material = Material(manifest.exercise, manifest.stub)
        work, now = _work(folder, material, known)
        handed_in = digest(work.data())
    except GraderError as error:
        return Status(folder, folder.resolve().name, problem=error.message, fix=error.fix)
    except UNREADABLE as error:
        return Status(folder, folder.resolve().name, problem=f"{folder / MANIFEST} is damaged: {error}", fix=_FIX)
    exercise = manifest.exercise
    receipts = [each for each in _receipts(folder, known) if each.exercise == exercise.slug]
    last = max(receipts, key=time_of, default=None)
    looked = _Text(work, material)
    return Status(
        folder,
        exercise.slug,
        exercise.title,
        tuple(looked.task(task, known.tasks.get(task.id), now.get(task.id)) for task in exercise.tasks),
        last,
        last is not None and last.digest == handed_in,
        work.file.name,
        work.rival,
        known.failed_to_load if known.loaded == looked.digest else (),
    )


class _Text:
    """A work as text: what is not written in it, and where things stand."""

    def __init__(self, work: Work, material: Material) -> None:
        self._file, self._module = work.file.name, work.module()
        names = [name for task in material.exercise.tasks for name in task.names]
        readable, remarks = salvage(self._module.text)
        unreadable = {unread_name(said) for said in unread((*self._module.remarks, *remarks))}
        self.digest = digest(self._module.source.encode("utf-8", "replace"))
        self._missing = {*faults(readable, material.stub, names).missing} - unreadable
        self._found = definitions(readable)

    def task(self, task: Task, told: TaskProgress | None, now: str | None) -> TaskStatus:
        """Return how a task stands whose text has the digest ``now``."""
        missing = [name for name in task.names if name in self._missing]
        return TaskStatus(
            task,
            told,
            told is not None and told.digest == now,
            bool(missing),
            next(filter(None, map(self._place, (*missing, *task.names))), ""),
        )

    def _place(self, name: str) -> str:
        found = self._found.get(name)
        return f"{self._file}, {place(found.line, self._module.cells)}" if found else ""


def _work(folder: Path, material: Material, known: Progress) -> tuple[Work, Mapping[str, str]]:
    """Return the work that counts, and its digests.

    Of two files that differ it is the one checked last, for ``--from`` may have named it.
    """
    work = find_work(folder, material)
    now = task_digests(material, work.module().text)
    if work.rival and known.tasks:
        other = Work(folder / work.rival, rival=work.file.name)
        others = task_digests(material, other.module().text)
        task, last = max(known.tasks.items(), key=lambda told: told[1].checked)
        if others.get(task) == last.digest != now.get(task):
            return other, others
    return work, now


def _receipts(folder: Path, known: Progress) -> Iterator[Receipt]:
    """Yield the receipt that is remembered, and those where hand-ins go by default."""
    if known.handed_in:
        yield known.handed_in
    paths = sorted(islice((folder / HAND_INS).glob(f"*{SUFFIX}"), MOST_FOLDERS))
    yield from filter(None, (read_receipt(read_small(path, LARGEST_RECEIPT) or b"") for path in paths))


def _is_exercise(folder: Path) -> bool:
    """Tell whether a folder holds an exercise; one that may not be looked into does not."""
    try:
        return (folder / MANIFEST).is_file()
    except OSError:
        return False
