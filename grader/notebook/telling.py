"""What is said around a check in a notebook: what was checked, what was not, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.model import Finding, Kind, Verdict
from grader.reporting import wording
from grader.source.cells import told_in_cells
from grader.source.definitions import definitions
from grader.source.own import WRITTEN_TWICE, meaning
from grader.source.reading import NOTEBOOK
from grader.workspace.progress import remembered
from grader.workspace.work import Work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.model import Exercise, Report, Task, TaskResult
    from grader.notebook.assemble import Assembled
    from grader.testing.material import Material


def origin(taken: Assembled) -> tuple[str, ...]:
    """Say which cells were checked, and which names the kernel does not hold."""
    used = (f"Checked: {', '.join(taken.used)}.",) if taken.used else ()
    missing = ", ".join(taken.undefined)
    return (*used, f"Not in this kernel yet: {missing}. Run the cells above that define them.") if missing else used


def with_unrun(report: Report, undefined: frozenset[str]) -> Report:
    """Return a report that says of what this kernel does not hold that its cell has not run, not that it is unwritten.

    Whether it is written nobody knows here: a kernel begins empty, whatever stands in its notebook.
    """
    tasks = (_unrun(task) if undefined & {*task.task.names} else task for task in report.tasks)
    return replace(report, tasks=tuple(tasks))


def _unrun(task: TaskResult) -> TaskResult:
    finding = Finding(Kind.MISSING, "not in this kernel: its cell has not run")
    unrun = [one.verdict is Verdict.MISSING and not wording.is_unread(one) for one in task.checks]
    pairs = zip(task.checks, unrun, strict=True)
    return replace(task, checks=tuple(replace(one, finding=finding) if new else one for one, new in pairs))


def saved_otherwise(folder: Path, material: Material, taken: Assembled, tasks: Sequence[Task]) -> tuple[str, ...]:
    """Say what the notebook's file writes twice, where its last version, which is the one that counts, is another."""
    file = folder / f"{material.exercise.module}{NOTEBOOK}"
    if not file.is_file():
        return ()
    try:
        module = Work(file).module()
    except GraderError:
        return ()
    kept, remarks = material.implementation("", module.text)
    names = [name for task in tasks for name in task.names]
    twice = [(name, said) for said in remarks for name in names if WRITTEN_TWICE.format(name) in said]
    saved, held = definitions(kept.parts[-1].text), definitions(taken.module.text)
    told = [said for name, said in twice if name in held and meaning(held[name].node) != meaning(saved[name].node)]
    where = [told_in_cells(said, module.cells) for said in told]
    return tuple(f"In the saved notebook, {said}, and it is not the one checked here." for said in where)


def upcoming(exercise: Exercise, folder: Path, besides: str = "") -> str:
    """Return the first definition of the first task that is not known to pass, ``besides`` one; empty if all do."""
    known = remembered(folder).tasks
    passing = {name for name, said in known.items() if said.passes} | {besides}
    left = (task for task in exercise.tasks if task.id not in passing)
    return next((task.names[0] for task in left), "")
