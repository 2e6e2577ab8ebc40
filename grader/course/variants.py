"""Known mistakes and alternative right answers, read from their files without running them."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, NamedTuple

from grader.course.layout import mistakes_file, solution_file, suite_dir
from grader.course.reading import Marked, Module, imported_names, marked, read_module, refuse
from grader.errors import Problem, did_you_mean
from grader.model import Alternative, Mistake
from grader.source.definitions import definitions, is_docstring, renamed, splice_at
from grader.source.names import names_read
from grader.source.parsing import Positions, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.model import Course, Exercise, Task


class _Variant(NamedTuple):
    """A definition that stands for another one: the task, its own name, and the module it becomes."""

    marked: Marked
    task: Task
    source: str


def read_mistakes(course: Course, exercise: Exercise) -> tuple[Mistake, ...]:
    """Return the known mistakes of an exercise in order of ``mistakes.py``, each spliced into the solution.

    Raises:
        CourseError: a file is missing or does not parse; a mistake has no known target, a blank hint, the id of
            another mistake of its task, or reads a name that it will not find.
    """
    problems: list[Problem] = []
    module = read_module(mistakes_file(course, exercise), "file of known mistakes")
    found = [*_variants(course, exercise, module, "mistake", problems)]
    problems += [*_blank(module, found), *_repeated(module, found)]
    refuse(problems)
    return tuple(
        Mistake(task.id, item.arguments["id"], item.node.name, " ".join(item.arguments["hint"].split()), source)
        for item, task, source in found
    )


def read_alternatives(course: Course, exercise: Exercise) -> tuple[Alternative, ...]:
    """Return the alternatives of an exercise in order of ``alternatives.py``, each spliced into the solution.

    Raises:
        CourseError: a file is missing or does not parse; an alternative has no known target, or reads a name
            that it will not find.
    """
    problems: list[Problem] = []
    module = read_module(suite_dir(course, exercise) / "alternatives.py", "file of alternatives")
    found = [*_variants(course, exercise, module, "alternative", problems)]
    refuse(problems)
    return tuple(Alternative(task.id, item.node.name, source) for item, task, source in found)


PARAMETERS = {"mistake": ("definition", "id", "hint"), "alternative": ("definition",)}


def _variants(
    course: Course, exercise: Exercise, module: Module, decorator: str, problems: list[Problem]
) -> Iterator[_Variant]:
    """Yield the sound variants of a file; what is wrong with the others goes to ``problems``."""
    solution = read_module(solution_file(course, exercise), "solution")
    base = with_imports(solution, module.tree)
    targets, own = definitions(base), definitions(module.text)
    known = targets.keys() | imported_names(solution.tree) | imported_names(module.tree) | set(dir(builtins))
    for item in marked(module, decorator, PARAMETERS[decorator], problems):
        target = str(item.arguments.get("definition", ""))
        task = exercise.task_of(target) or exercise.task_of(target.partition(".")[0])
        if task is None or target not in targets:
            problems.append(_unknown_target(module, exercise, item, target))
            continue
        text = renamed(own[item.node.name].text, target.rpartition(".")[2], without=[decorator])
        problems += [*_unknown_names(module, item, names_read(parse(text).body[0]) - known)]
        yield _Variant(item, task, splice_at(base, targets[target], text))


def _unknown_target(module: Module, exercise: Exercise, item: Marked, target: str) -> Problem:
    names = [name for task in exercise.tasks for name in task.names]
    fix = did_you_mean(target, names) or f"Tasks ask for {', '.join(names)}."
    return Problem(module.path, item.node.lineno, f"{item.node.name}: no task asks for {target!r}", fix)


def _unknown_names(module: Module, item: Marked, names: Iterable[str]) -> Iterator[Problem]:
    """Yield the names that a variant reads and will not find: it would fail for a reason nobody meant."""
    fix = "Names resolve in the solution and in this file's imports; put a helper inside the function."
    for name in sorted(names):
        yield Problem(module.path, item.node.lineno, f"{item.node.name} reads {name!r}, which it will not find", fix)


def with_imports(solution: Module, tree: ast.Module) -> str:
    """Return the solution with those imports of another file that it lacks, after docstring and ``__future__``."""
    there = {ast.dump(node) for node in solution.tree.body if isinstance(node, ast.Import | ast.ImportFrom)}
    missing = [node for node in tree.body if _is_wanted(node) and ast.dump(node) not in there]
    if not missing:
        return solution.text
    head = [node for node in solution.tree.body if is_docstring(node) or _is_future(node)]
    lines = "".join(f"{ast.unparse(node)}\n" for node in missing)
    place = Positions(solution.text).line_start((head[-1].end_lineno or 0) + 1) if head else 0
    return solution.text[:place] + lines + solution.text[place:]


def _is_wanted(node: ast.stmt) -> bool:
    """Return whether a statement imports what a variant may need: not the decorators, not language features."""
    if isinstance(node, ast.ImportFrom):
        return not _is_future(node) and (node.module or "").partition(".")[0] != "grader"
    return isinstance(node, ast.Import) and not any(alias.name.partition(".")[0] == "grader" for alias in node.names)


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _blank(module: Module, found: Iterable[_Variant]) -> Iterator[Problem]:
    for item, _, _ in found:
        for name in ("id", "hint"):
            value = item.arguments.get(name)
            if not isinstance(value, str) or not value.strip():
                fix = "Say what a tutor would say, without giving the line." if name == "hint" else "Use a letter."
                yield Problem(module.path, item.node.lineno, f"{item.node.name} has no {name}", fix)


def _repeated(module: Module, found: Iterable[_Variant]) -> Iterator[Problem]:
    """Yield the mistakes whose id another mistake of the task has, and functions named as an earlier one."""
    seen: dict[tuple[str, str], str] = {}
    names: set[str] = set()
    for item, task, _ in found:
        key = (task.id, str(item.arguments.get("id")))
        other = seen.setdefault(key, item.node.name)
        if other != item.node.name:
            message = f"{item.node.name} has the id {key[1]!r} of {other}"
            yield Problem(module.path, item.node.lineno, message, "Give each mistake of a task an id of its own.")
        if item.node.name in names:
            yield Problem(module.path, item.node.lineno, f"{item.node.name} is there twice", "Rename one of them.")
        names.add(item.node.name)
