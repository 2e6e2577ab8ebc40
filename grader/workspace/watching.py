"""Watching a learner's work: when a file was saved, which tasks a save touched, and how all tasks stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.source.cells import told_in_cells
from grader.source.changes import Outline, edited, kept, outline, used_by_checks
from grader.source.keep import NOT_RUN
from grader.source.names import reached
from grader.source.parsing import UNREADABLE
from grader.source.salvage import salvage, unread, unread_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.model import ModuleText, Report, Task, TaskResult
    from grader.testing.material import Material

_LOOKS_GONE = 10
"""How many looks a file that is gone or empty must stay so: editors replace files, and empty them before they write."""


class Saves:
    """Tells when one of several files was saved: it changed, and then looked the same twice.

    Only what the file system says of a file is compared. Nothing else works on every kind of disk, network and editor,
    and it costs microseconds.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self._told: object = None
        self._seen: object = None
        self._looks = 0

    def look(self) -> bool:
        """Return whether there is something new that has settled; call it a few times a second."""
        now = [_stamp(file) for file in self._files]
        self._looks = self._looks + 1 if now == self._seen else 0
        self._seen = now
        gone = not any(size for _, _, size in now)
        if now == self._told or self._looks < (_LOOKS_GONE if gone else 1):
            return False
        self._told = now
        return True


def _stamp(file: Path) -> tuple[int, int, int]:
    """Return what tells one content of a file from another: its number, time and size, all 0 when it is not there."""
    try:
        found = file.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_mtime_ns, found.st_size


@dataclass(frozen=True)
class Standing:
    """How a task stood when it was last checked: its results, and the report they come from."""

    result: TaskResult
    report: Report

    @property
    def passes(self) -> bool:
        """Whether all its visible checks pass."""
        return all(check.verdict is Verdict.PASSED for check in self.result.checks)

    @property
    def missing(self) -> bool:
        """Whether there is nothing of it yet to be judged."""
        return all(check.verdict is Verdict.MISSING for check in self.result.checks)


class Desk:
    """The tasks of one exercise while a learner works on them, one of them in focus.

    ``due`` holds the ids of tasks to check, ``standing`` what is known of each; ``turned`` are those that began or
    ceased to pass with the last answer. ``unread`` says what of the work could not be read, ``unreadable`` holds the
    ids of the tasks it is about, and ``remarks`` what else was said of the work with the last answer. What is known of
    ``unsettled`` tasks is of no use: they are unreadable, or were and have not been checked since. ``written`` are
    those whose own definitions were edited since the last answer.
    """

    def __init__(self, material: Material, suite: str = "") -> None:
        self.tasks = material.exercise.tasks
        self.module: ModuleText | None = None
        self.due: frozenset[str] = frozenset()
        self.standing: dict[str, Standing] = {}
        self.focus = self.tasks[0].id if self.tasks else ""
        self.unread: tuple[str, ...] = ()
        self.unreadable: frozenset[str] = frozenset()
        self.unsettled: frozenset[str] = frozenset()
        self.written: frozenset[str] = frozenset()
        self.remarks: tuple[str, ...] = ()
        self.turned: tuple[Task, ...] = ()
        self._material = material
        self._roots = _roots(self.tasks, suite)
        self._outline: Outline | None = None

    def saved(self, module: ModuleText) -> frozenset[str]:
        """Take in what the learner saved; return the ids of the tasks that this makes due."""
        before, self.module, self.turned = self._outline, module, ()
        said = unread((*module.remarks, *salvage(module.text)[1])) if module.broken else ()
        self.unread = tuple(told_in_cells(each, module.cells) for each in said)
        names = {unread_name(each) for each in said}
        self.unreadable = frozenset(task.id for task in self.tasks if names & {*task.names})
        if self.focus not in self.unreadable:
            self.focus = next((task.id for task in self.tasks if task.id in self.unreadable), self.focus)
        self._refresh_remarks(module)
        touched = self._touched(before, self._read(module, before), broken=module.broken)
        self.due |= touched
        self.unsettled = self.unreadable | (self.unsettled & self.due)
        return touched

    def _refresh_remarks(self, module: ModuleText) -> None:
        """Tell what of the text as it is now is not run: no check is made for an edit of that."""
        try:
            said = (*module.remarks, *self._material.implementation("", module.text)[1])
        except UNREADABLE:
            return
        others = [one for one in self.remarks if NOT_RUN not in one]
        self.remarks = (*(told_in_cells(one, module.cells) for one in said if NOT_RUN in one), *others)

    def answered(self, report: Report) -> None:
        """Take in a report, and put in focus what should be looked at first."""
        fresh = {result.task.id: Standing(result, report) for result in report.tasks}
        self.turned = tuple(task for task in self.tasks if self._turns(task.id, fresh.get(task.id)))
        self.standing.update(fresh)
        self.remarks = tuple(said for said in report.remarks if said not in unread(report.remarks))
        self.due -= fresh.keys()
        self.unsettled -= fresh.keys() - self.unreadable
        self.focus = next(iter(self._first_of(fresh)), self.focus)
        self.written -= fresh.keys()

    def _first_of(self, fresh: Collection[str]) -> Iterator[str]:
        """Yield the tasks of an answer that do not pass, those first that the learner is at; then the others."""
        order = (self.focus, *(task.id for task in self.tasks))
        failing = [task for task in order if task in self.to_do]
        yield from (task for task in failing if task in fresh and task in self.written)
        yield from (task for task in failing if task in fresh and not self.standing[task].missing)
        yield from failing

    @property
    def to_do(self) -> tuple[str, ...]:
        """The ids of the tasks that do not pass yet, in order."""
        return tuple(task.id for task in self.tasks if task.id in self.standing and not self.standing[task.id].passes)

    def next(self) -> None:
        """Put the next task that does not pass in focus, the first again after the last."""
        order = [task.id for task in self.tasks]
        place = order.index(self.focus) if self.focus in order else -1
        turned = [*order[place + 1 :], *order[: place + 1]]
        self.focus = next((task for task in turned if task in self.to_do), self.focus)

    def _turns(self, task: str, fresh: Standing | None) -> bool:
        known = self.standing.get(task)
        return known is not None and fresh is not None and known.passes != fresh.passes

    def _read(self, module: ModuleText, before: Outline | None) -> Outline | None:
        """Read and remember the outline of what would run; None when it cannot be told."""
        try:
            text = self._material.implementation("", module.text)[0].parts[-1].text
            self._outline = outline(text, self._material.stub)
        except UNREADABLE:
            self._outline = None
            return None
        found = self._outline
        if module.broken and before:
            self._outline = kept(before, found)
        return found

    def _touched(self, before: Outline | None, after: Outline | None, *, broken: bool) -> frozenset[str]:
        everything = frozenset(task.id for task in self.tasks)
        changed = edited(before, after, broken=broken) if before and after else None
        if changed is None or after is None:
            return everything
        self.written |= {task.id for task in self.tasks if changed & {*task.names}}
        moved = {name for name, line in after.lines.items() if before and before.lines.get(name) != line}
        below = {task.id: reached(after.graph, self._roots[task.id]) for task in self.tasks}
        touched = {
            each for each in everything if below[each] & (changed | moved if self._names_a_line(each) else changed)
        }
        return frozenset(touched | self._failing_below(touched, below))

    def _names_a_line(self, task: str) -> bool:
        known = self.standing.get(task)
        return known is not None and any(check.finding.line is not None for check in known.result.checks)

    def _failing_below(self, touched: Collection[str], below: Mapping[str, frozenset[str]]) -> set[str]:
        """Return the tasks that do not pass and that those touched use: they may be the cause of what is seen."""
        names = frozenset(name for each in touched for name in below[each])
        return {task.id for task in self.tasks if task.id in self.to_do and names & {*task.names}}


def _roots(tasks: Sequence[Task], suite: str) -> dict[str, frozenset[str]]:
    """Return for each task the names it asks for and those its checks use."""
    try:
        uses = used_by_checks(suite)
    except UNREADABLE:
        uses = {}
    return {
        task.id: frozenset(task.names).union(*(uses.get(name, ()) for name in (*task.names, task.id))) for task in tasks
    }
