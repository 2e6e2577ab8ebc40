"""A learner's own check: the visible checks of an exercise folder, in this process's pytest, jailed where possible."""

from __future__ import annotations

import platform
from dataclasses import replace
from typing import TYPE_CHECKING

from grader import __version__
from grader.course.manifest import read_manifest
from grader.errors import UsageError, did_you_mean
from grader.grading.collect import run_suite
from grader.grading.diagnose import diagnose_visible
from grader.model import CheckResult, Provenance, Report, TaskResult
from grader.sandbox.launcher import open_launcher
from grader.source.cells import told_in_cells
from grader.testing.bench import Bench
from grader.testing.draws import PUBLIC_KEY
from grader.testing.origin import folder_material
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.grading.runner import Ran, Suite
    from grader.model import Exercise, Implementation, ModuleText, Task
    from grader.testing.material import Material

CHECKED = "checked"
"""The status of a report without scores: hidden checks run only on submission."""


def check_folder(folder: Path, module: ModuleText, tasks: frozenset[str] | None = None) -> Report:
    """Run the visible checks of an exercise folder on a learner's work.

    Args:
        folder: holds ``exercise.json`` and ``test_public.py``.
        module: the work.
        tasks: ids or names of the tasks to check; None for all.

    Raises:
        UsageError: the folder is no exercise, or a task is unknown.
    """
    material = folder_material(folder)
    wanted = wanted_tasks(material.exercise, tasks)
    implementation, remarks = material.implementation("submission", module.text)
    ran, isolation = _ran(material, implementation, folder)
    hidden = read_manifest(folder).hidden_checks
    return Report(
        exercise=material.exercise.slug,
        title=material.exercise.title,
        learner="",
        tasks=diagnose_visible([_visible(task, ran.results) for task in wanted], implementation.parts[-1].text),
        score=None,
        points=sum(task.points for task in wanted),
        provenance=_provenance(folder, module.digest, isolation),
        status=CHECKED,
        remarks=tuple(told_in_cells(said, module.cells) for said in (*module.remarks, *remarks, *ran.remarks)),
        source=module.source,
        hidden_not_run=sum(hidden.get(task.id, 0) for task in wanted),
        cells=module.cells,
    )


def wanted_tasks(exercise: Exercise, tasks: frozenset[str] | None) -> tuple[Task, ...]:
    """Return the tasks with these ids or names, all for None; raises UsageError for a name of none."""
    if tasks is None:
        return exercise.tasks
    for name in sorted(tasks):
        if exercise.task_of(name) is None:
            known = [known for task in exercise.tasks for known in (*task.names, task.id)]
            raise UsageError(f"there is no task {name!r} in {exercise.slug}", did_you_mean(name, known))
    return tuple(task for task in exercise.tasks if tasks & {task.id, *task.names})


def _ran(material: Material, implementation: Implementation, folder: Path) -> tuple[Ran, tuple[str, ...]]:
    ran: list[Ran] = []
    launcher = open_launcher(material.exercise, require_jail=False)
    bench = Bench(material.exercise, launcher, None, PUBLIC_KEY)

    def use(suite: Suite) -> None:
        ran.append(suite.run(implementation))

    try:
        run_suite(bench, [folder / "test_public.py"], use)
    finally:
        bench.close()
        launcher.close()
    return ran[0], launcher.isolation


def _visible(task: Task, results: Sequence[CheckResult]) -> TaskResult:
    return TaskResult(task, None, tuple(result for result in results if result.check.task == task.id))


def _provenance(folder: Path, submission: str, isolation: tuple[str, ...]) -> Provenance:
    made_with = Provenance(
        suite=digest((folder / "test_public.py").read_bytes()),
        submission=submission,
        environment=f"Python {platform.python_version()}",
        key="",
        grader=__version__,
    )
    return replace(made_with, isolation=isolation)
