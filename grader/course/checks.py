"""The checks of a suite, read from their decorators without running the file."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.course.layout import suite_dir
from grader.course.reading import Module, collecting, imported, marked, read_module, refuse
from grader.errors import Problem, did_you_mean
from grader.model import PUBLIC_SHARE, Check, Task, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.model import Course, Exercise
    from grader.source.definitions import Named

FILES = {Visibility.PUBLIC: "test_public.py", Visibility.HIDDEN: "test_hidden.py"}
REFERENCE_FIXTURES = ("solution", "agree")


@dataclass(frozen=True)
class _Located:
    """A check and where it is written."""

    check: Check
    path: Path
    line: int


def read_checks(course: Course, exercise: Exercise) -> tuple[Check, ...]:
    """Return the checks of an exercise, public ones first, in order of their files.

    Raises:
        CourseError: a file is missing or does not parse; a check has no docstring, an unknown task, a weight
            that is no positive number, or the name of another; a task has no hidden check, or public ones that
            carry more than ``PUBLIC_SHARE`` of it; a public check needs what learners do not have.
    """
    problems: list[Problem] = []
    found: list[_Located] = []
    for visibility, name in FILES.items():
        with collecting(problems):
            module = read_module(suite_dir(course, exercise) / name, "suite")
            found += _of_file(exercise, module, visibility, problems)
    problems += [*_repeated(found)]
    if len({item.path for item in found}) == len(FILES):
        problems += [*_unbalanced(exercise, found)]
    refuse(problems)
    return tuple(item.check for item in found)


def _of_file(exercise: Exercise, module: Module, visibility: Visibility, problems: list[Problem]) -> Iterator[_Located]:
    """Yield the sound checks of one file; what is wrong with the others goes to ``problems``."""
    if visibility is Visibility.PUBLIC:
        problems += _foreign_imports(module)
    for item in marked(module, "check", ("task", "weight"), problems):
        faults = [*_faults(exercise, item.node, item.arguments)]
        if visibility is Visibility.PUBLIC:
            faults += [*_reference_faults(item.node)]
        problems += [Problem(module.path, item.node.lineno, f"{item.node.name}: {fault}", fix) for fault, fix in faults]
        if not faults:
            yield _Located(_check(exercise, item.node, item.arguments, visibility), module.path, item.node.lineno)


def _check(exercise: Exercise, node: Named, arguments: Mapping[str, Any], visibility: Visibility) -> Check:
    assert isinstance(node, ast.FunctionDef)
    task = exercise.task_of(arguments["task"])
    assert task is not None
    return Check(node.name, task.id, float(arguments.get("weight", 1.0)), visibility, _sentence(node))


def _sentence(node: ast.FunctionDef) -> str:
    """Return the first line of a docstring, or the empty string."""
    return next(iter((ast.get_docstring(node) or "").strip().splitlines()), "").strip()


def _faults(exercise: Exercise, node: Named, arguments: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a check, each with a fix."""
    if not isinstance(node, ast.FunctionDef):
        yield "a check is a plain function", "Write it with def."
        return
    if not node.name.startswith("test"):
        yield "pytest does not collect it", f"Name it test_{node.name}."
    if not _sentence(node):
        yield "a check without docstring is refused", "Write the sentence the learner reads as its docstring."
    weight = arguments.get("weight", 1.0)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < float("inf"):
        yield f"the weight {weight!r} is not a positive number", "Leave it out for 1.0."
    if "task" not in arguments:
        yield "the check names no task", 'Write the name it checks first: @check("name").'
    elif exercise.task_of(arguments["task"]) is None:
        yield f"no task asks for {arguments['task']!r}", did_you_mean(str(arguments["task"]), _known(exercise.tasks))


def _known(tasks: Iterable[Task]) -> list[str]:
    return [name for task in tasks for name in (*task.names, task.id)]


def _reference_faults(node: Named) -> Iterator[tuple[str, str]]:
    """Yield the fixtures of a public check that a learner's folder cannot offer."""
    arguments = [] if isinstance(node, ast.ClassDef) else node.args.args
    for argument in arguments:
        if argument.arg in REFERENCE_FIXTURES:
            fix = "Compare with literals or properties, or move the check to test_hidden.py."
            yield f"public checks run without the reference, so not with {argument.arg!r}", fix


def _foreign_imports(module: Module) -> list[Problem]:
    """Return the imports of a public suite that a learner's installation cannot be expected to resolve."""
    fix = "A public check may import numpy, grader.testing, pytest and the standard library."
    return [
        Problem(module.path, line, f"public checks cannot import {name!r}", fix)
        for line, name in imported(module.tree)
        if not is_everywhere(name)
    ]


def is_everywhere(name: str) -> bool:
    """Return whether learners have the module of a dotted name: then a public check may import it."""
    if name == "grader.testing" or name.startswith("grader.testing."):
        return True
    return name.partition(".")[0] in {"numpy", "pytest", *sys.stdlib_module_names}


def _repeated(found: Sequence[_Located]) -> Iterator[Problem]:
    """Yield the checks whose name an earlier one has: its id, in both files together."""
    first: dict[str, _Located] = {}
    for item in found:
        other = first.setdefault(item.check.id, item)
        if other is not item:
            message = f"{item.check.id} is also the name of a check at {other.path.name}:{other.line}"
            yield Problem(item.path, item.line, message, "Rename one; names are unique in a suite.")


def _unbalanced(exercise: Exercise, found: Sequence[_Located]) -> Iterator[Problem]:
    """Yield the tasks without hidden check, and those whose public checks carry too much."""
    weights: dict[tuple[str, Visibility], float] = defaultdict(float)
    for item in found:
        weights[item.check.task, item.check.visibility] += item.check.weight
    files = {item.check.visibility: item.path for item in found}
    for task in exercise.tasks:
        public, hidden = weights[task.id, Visibility.PUBLIC], weights[task.id, Visibility.HIDDEN]
        name = f"{task.id} ({', '.join(task.names)})"
        if not hidden:
            yield Problem(files[Visibility.HIDDEN], 0, f"{name} has no hidden check", "Write one in test_hidden.py.")
        # A hair's breadth of slack: weights such as 0.1 are not exact.
        elif public > PUBLIC_SHARE * (public + hidden) * (1 + 1e-9):
            share = public / (public + hidden)
            message = f"public checks carry {share:.0%} of {name}; at most {PUBLIC_SHARE:.0%} is allowed"
            yield Problem(files[Visibility.PUBLIC], 0, message, "Give the hidden checks more weight.")
