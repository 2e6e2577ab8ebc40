"""A learner's own check: the visible checks of an exercise folder, in this process's pytest, jailed where possible."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader import __version__
from grader.course.manifest import read_manifest
from grader.errors import UsageError, did_you_mean
from grader.grading.collect import run_suite
from grader.grading.diagnose import diagnose_visible
from grader.grading.scoring import results_of
from grader.model import Provenance, Report, TaskResult
from grader.sandbox.launcher import open_launcher
from grader.source.cells import told_in_cells
from grader.source.definitions import Function, definitions
from grader.testing.bench import Bench
from grader.testing.draws import PUBLIC_KEY
from grader.testing.origin import folder_material
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from grader.grading.runner import Suite
    from grader.model import CheckResult, Exercise, ModuleText, Task
    from grader.testing.material import Material

SUITE = "test_public.py"
CHECKED = "checked"
"""The status of a report without scores: hidden checks run only when it is graded."""


def check_folder(folder: Path, module: ModuleText, tasks: frozenset[str] | None = None) -> Report:
    """Run the visible checks of an exercise folder on a learner's work.

    Args:
        folder: holds ``exercise.json`` and ``test_public.py``.
        module: the work.
        tasks: ids or names of the tasks to check; None for all.

    Raises:
        UsageError: the folder is no exercise, or a task is unknown.
    """
    wanted_tasks(read_manifest(folder).exercise, tasks)
    reports: list[Report] = []
    collect_visible(folder, lambda checks: reports.append(checks.report(module, tasks)))
    return reports[0]


def collect_visible(folder: Path, use: Callable[[VisibleChecks], None], kind: type[Bench] = Bench) -> None:
    """Collect the visible checks of an exercise folder and hand them to ``use``, once; raises GraderError.

    ``kind`` is the bench they run on.
    """
    material = folder_material(folder)
    launcher = open_launcher(material.exercise, require_jail=False)
    bench = kind(material.exercise, launcher, None, PUBLIC_KEY)
    try:
        run_suite(bench, [folder / SUITE], lambda suite: use(VisibleChecks(folder, material, suite)))
    finally:
        bench.close()
        launcher.close()


@dataclass(frozen=True)
class VisibleChecks:
    """The visible checks of an exercise folder, collected: they run on one work after another."""

    folder: Path
    material: Material
    suite: Suite

    def report(self, module: ModuleText, tasks: frozenset[str] | None = None) -> Report:
        """Run the checks of these tasks, or all, on a learner's work; raises UsageError for an unknown task."""
        exercise = self.material.exercise
        wanted = wanted_tasks(exercise, tasks)
        implementation, remarks = self.material.implementation("submission", module.text)
        ran = self.suite.run(implementation, tasks=[task.id for task in wanted], patient=False)
        told = [with_print(result, ran.printed.get(result.check.id, "")) for result in ran.results]
        hidden = read_manifest(self.folder).hidden_checks
        said = remarks_on(module, (*remarks, *ran.remarks, *_changed(ran.changed, self.material)))
        results = [TaskResult(task, None, tuple(results_of(task, told, said))) for task in wanted]
        return Report(
            exercise=exercise.slug,
            title=exercise.title,
            learner="",
            tasks=diagnose_visible(results, implementation.parts[-1].text),
            score=None,
            points=sum(task.points for task in wanted),
            provenance=_provenance(self.folder, module.digest, self.suite.bench.launcher.isolation),
            status=CHECKED,
            remarks=said,
            source=module.source,
            hidden_not_run=sum(hidden.get(task.id, 0) for task in wanted),
            cells=module.cells,
        )


def remarks_on(module: ModuleText, more: Iterable[str]) -> tuple[str, ...]:
    """Return what is to be said of a learner's work, in the words of its cells: when it was read, and since."""
    return tuple(told_in_cells(said, module.cells) for said in (*module.remarks, *more))


def with_print(result: CheckResult, printed: str) -> CheckResult:
    """Return a result with what was printed in its check: only here, where its learner alone sees it, and no score."""
    return replace(result, finding=replace(result.finding, printed=printed)) if printed else result


def _changed(found: Iterable[tuple[str, str]], material: Material) -> Iterator[str]:
    """Say which arguments are modified in place though all that is visible passes: hidden checks may mind.

    The worker tells so of itself; what names no argument of a definition that is asked for is not passed on.
    """
    stub = definitions(material.stub)
    for name, argument in sorted(found):
        node = stub[name].node if name in stub and material.exercise.task_of(name) else None
        if isinstance(node, Function):
            named = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            by_place = {f"argument {number}": one for number, one in enumerate(named, 1)}
            told = by_place.get(argument, argument)
            if told in named:
                yield f"{name} modifies its argument {told} in place: does the task allow that?"


def wanted_tasks(exercise: Exercise, tasks: frozenset[str] | None) -> tuple[Task, ...]:
    """Return the tasks with these ids or names, all for None; raises UsageError for a name of none."""
    if tasks is None:
        return exercise.tasks
    for name in sorted(tasks):
        if exercise.task_of(name) is None:
            known = [known for task in exercise.tasks for known in (*task.names, task.id)]
            fix = did_you_mean(name, known) or f"Known: {', '.join(known)}."
            raise UsageError(f"there is no task {name!r} in {exercise.slug}", fix)
    return tuple(task for task in exercise.tasks if tasks & {task.id, *task.names})


def _provenance(folder: Path, submission: str, isolation: tuple[str, ...]) -> Provenance:
    made_with = Provenance(
        suite=digest((folder / SUITE).read_bytes()),
        submission=submission,
        environment=f"Python {platform.python_version()}",
        key="",
        grader=__version__,
    )
    return replace(made_with, isolation=isolation)
