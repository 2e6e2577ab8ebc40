"""What a week has to keep to beyond its front matter: names, points, and a solution that can be taken apart."""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

from grader.course.layout import asset_files, given_module_files, solution_file
from grader.course.reading import Module, collecting, imported, read_module
from grader.errors import Problem, did_you_mean
from grader.source.definitions import all_definitions, is_docstring
from grader.source.stub import removed_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.course.frontmatter import Handout
    from grader.model import Course
    from grader.source.definitions import Definition

SLUG = re.compile(r"c(\d+)w(\d+)_[a-z][a-z0-9]*(_[a-z0-9]+)*")
POINTS = 100
FORBIDDEN = ("grader", "pytest")


def slug_problem(slug: str) -> str:
    """Return what is wrong with a slug, or the empty string."""
    if SLUG.fullmatch(slug):
        return ""
    return f"{slug!r} is no name for a week: write course, week and words, such as c1w2_logistic_regression"


def handout_problems(handout: Handout) -> Iterator[Problem]:
    """Yield what is wrong with the slug, the tasks' ids and names, and the points."""
    exercise, path = handout.exercise, handout.path
    wrong_slug = slug_problem(exercise.slug)
    if wrong_slug:
        yield Problem(path, 0, wrong_slug, "Rename the file, and the solution and suite with it.")
    yield from _number_problems(handout)
    yield from _task_problems(handout)
    if exercise.points != POINTS:
        yield Problem(path, handout.line("task", 0), f"the points add up to {exercise.points}, not {POINTS}")


def _number_problems(handout: Handout) -> Iterator[Problem]:
    """Yield where course and week contradict the slug."""
    match = SLUG.fullmatch(handout.exercise.slug)
    for key, number in (("course", handout.exercise.course), ("week", handout.exercise.week)):
        if match and int(match[1 if key == "course" else 2]) != number:
            message = f"{key} is {number}, but the file is named {handout.exercise.slug}"
            yield Problem(handout.path, handout.line(key), message, "Mend the one or the other.")


def _task_problems(handout: Handout) -> Iterator[Problem]:
    exercise = handout.exercise
    prefix = f"c{exercise.course}w{exercise.week}."
    names = Counter(name for task in exercise.tasks for name in task.names)
    ids = Counter(task.id for task in exercise.tasks)
    for index, task in enumerate(exercise.tasks):
        number = task.id.removeprefix(prefix)
        if not (task.id.startswith(prefix) and len(number) == 2 and number.isdecimal()):
            fix = f"Ids of this week are {prefix}01, {prefix}02 …"
            yield Problem(handout.path, handout.line("task", index, "id"), f"{task.id!r} is no id of this week", fix)
        if ids[task.id] > 1:
            yield Problem(handout.path, handout.line("task", index, "id"), f"the id {task.id!r} is there twice")
        for name in sorted(name for name in set(task.names) if names[name] > 1):
            line = handout.line("task", index, "names")
            yield Problem(handout.path, line, f"{name!r} is asked for more than once", "Ask for it in one task.")


def file_problems(course: Course, handout: Handout) -> Iterator[Problem]:
    """Yield the given modules and assets that are missing, and what is wrong with given modules."""
    for index, (name, place) in enumerate(given_module_files(course, handout.exercise).items()):
        problems: list[Problem] = []
        if not place.is_file():
            fix = f"Write it to {place}, or mend the name."
            line = handout.line("given_modules", index)
            problems.append(Problem(handout.path, line, f"there is no given module {name}", fix))
        else:
            with collecting(problems):
                problems += _import_problems(read_module(place, "given module"))
        yield from problems
    for name, place in asset_files(course, handout.exercise).items():
        if not place.is_file():
            fix = f"Put it at {place}, or mend the name."
            yield Problem(handout.path, handout.line("assets"), f"there is no asset {name}", fix)


def solution_problems(course: Course, handout: Handout) -> Iterator[Problem]:
    """Yield what is wrong with the solution: it has to define every task, once, with a docstring, and little else."""
    problems: list[Problem] = []
    with collecting(problems):
        solution = read_module(solution_file(course, handout.exercise), "solution")
        problems += [*_import_problems(solution), *_statement_problems(solution)]
        undefined = [*_definition_problems(handout, solution)]
        problems += undefined
        if not undefined:
            names = [name for task in handout.exercise.tasks for name in task.names]
            removed_lines(solution.text, names, solution.path)
    yield from problems


def _import_problems(module: Module) -> Iterator[Problem]:
    for line, name in imported(module.tree):
        if name.partition(".")[0] in FORBIDDEN or name.startswith("."):
            fix = "What learners get runs by itself: with numpy, TensorFlow and given modules."
            yield Problem(module.path, line, f"{name!r} cannot be imported here", fix)


def _statement_problems(solution: Module) -> Iterator[Problem]:
    """Yield statements that would be dropped from a hand-in: a solution that needs them could not be handed in."""
    allowed = (
        ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
        | ast.AugAssign | ast.If | ast.Try | ast.With | ast.Pass
    )  # fmt: skip
    for node in solution.tree.body:
        if not isinstance(node, allowed) and not is_docstring(node) and type(node).__name__ != "TypeAlias":
            fix = 'Move it into a function, or into an if __name__ == "__main__" block.'
            message = "a solution holds imports, definitions and assignments only"
            yield Problem(solution.path, node.lineno, message, fix)


def _definition_problems(handout: Handout, solution: Module) -> Iterator[Problem]:
    found = all_definitions(solution.text)
    for index, task in enumerate(handout.exercise.tasks):
        for name in task.names:
            same = [item for item in found if item.qualname == name]
            if not same:
                line = handout.line("task", index, "names")
                fix = did_you_mean(name, (item.qualname for item in found)) or "Define it, or mend the name."
                yield Problem(handout.path, line, f"the solution does not define {name!r}", fix)
            yield from _repeated(solution, same)
            yield from _undescribed(solution, same)


def _repeated(solution: Module, same: list[Definition]) -> Iterator[Problem]:
    for item in same[1:]:
        message = f"{item.qualname} is also defined at line {same[0].line}"
        yield Problem(solution.path, item.line, message, "Keep one definition of a task.")


def _undescribed(solution: Module, same: list[Definition]) -> Iterator[Problem]:
    for item in same[:1]:
        if item.is_assignment:
            fix = "Let the task be a function or a class."
            yield Problem(solution.path, item.line, f"{item.qualname} is a task and cannot be an assignment", fix)
        elif not item.docstring.strip():
            fix = "The docstring is the specification: one line, shapes, errors, rulings."
            yield Problem(solution.path, item.line, f"{item.qualname}: a task without docstring is refused", fix)
