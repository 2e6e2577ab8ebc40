"""Hints: a ladder of three rungs for each task, written beside the handout in ``<slug>.hints.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from grader.course.frontmatter import line_of, toml_line
from grader.course.layout import hints_file
from grader.course.reading import read_text, refuse
from grader.errors import CourseError, Problem, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from grader.model import Course, Exercise, Task

TITLES = ("Read again", "Look at", "What is usually wrong")
"""What the rungs of a ladder are called, in the order in which they open."""


@dataclass(frozen=True)
class Ladder:
    """The hints of one definition, each saying more than the one before; none gives the line that solves the task."""

    reread: str
    look: str
    kind: str

    @property
    def rungs(self) -> tuple[tuple[str, str], ...]:
        """Title and text of each rung, in the order in which they open."""
        return tuple(zip(TITLES, (self.reread, self.look, self.kind), strict=True))


@dataclass(frozen=True)
class Opened:
    """A ladder of a learner's exercise, and how many of its rungs are open.

    ``name`` is the definition it is for, ``others`` are those of the same task that have ladders of their own.
    """

    task: Task
    name: str
    ladder: Ladder
    count: int = 0
    others: tuple[str, ...] = ()

    @property
    def rungs(self) -> tuple[tuple[str, str], ...]:
        """Title and text of each open rung."""
        return self.ladder.rungs[: self.count]

    @property
    def left(self) -> int:
        """How many rungs are not open yet."""
        return len(TITLES) - len(self.rungs)


def read_hints(course: Course, exercise: Exercise) -> dict[str, Ladder]:
    """Return the ladders of an exercise by the definitions they are for, in order of the tasks.

    Raises:
        CourseError: the file is missing or no TOML, a task has no ladder, a rung is missing or blank, or a table is
            named for nothing that is asked for.
    """
    path = hints_file(course, exercise)
    text = read_text(path, "file of hints")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CourseError([Problem(path, toml_line(error, text), f"the hints are not TOML: {error}")]) from error
    refuse([*_problems(path, text, tables, exercise)])
    return {name: Ladder(**tables[name]) for name in _names(exercise.tasks) if name in tables}


def ladder_for(name: str, hints: Mapping[str, Ladder], exercise: Exercise) -> tuple[Task, str]:
    """Return the task that a name or id means, and the definition whose ladder is for it.

    A definition without a ladder of its own has that of its task, which is named for the task's first definition.

    Raises:
        UsageError: there is no such task.
    """
    task = exercise.task_of(name)
    if task is None:
        listed = f"Tasks: {', '.join(one.names[0] for one in exercise.tasks)}."
        known = [*_names(exercise.tasks), *(one.id for one in exercise.tasks)]
        raise UsageError(f"There is no task {name!r} in {exercise.slug}.", did_you_mean(name, known) or listed)
    return task, name if name in hints else task.names[0]


def _names(tasks: Iterable[Task]) -> list[str]:
    return [name for task in tasks for name in task.names]


def _problems(path: Path, text: str, tables: Mapping[str, Any], exercise: Exercise) -> Iterator[Problem]:
    known = _names(exercise.tasks)
    for name, table in tables.items():
        if name not in known:
            fix = did_you_mean(name, known) or f"Definitions that are asked for: {', '.join(known)}."
            yield Problem(path, line_of(text, (name,)), f"{name!r} is asked for in no task", fix)
        elif isinstance(table, dict):
            yield from _table_problems(path, text, name, table)
        else:
            yield Problem(path, line_of(text, (name,)), f"{name} is no table", _how(name))
    for task in exercise.tasks:
        if task.names[0] not in tables:
            yield Problem(path, 0, f"the task {task.names[0]} ({task.id}) has no hints", _how(task.names[0]))


def _table_problems(path: Path, text: str, name: str, table: Mapping[str, Any]) -> Iterator[Problem]:
    keys = [item.name for item in fields(Ladder)]
    for key in keys:
        line = line_of(text, (name, key))
        if key not in table:
            yield Problem(path, line, f"{name}: {key} is missing", _how(name))
        elif not isinstance(table[key], str):
            yield Problem(path, line, f"{name}: {key} is no text", f'Write {key} = "…".')
        elif not table[key].strip():
            yield Problem(path, line, f"{name}: {key} is blank", "A rung says something, in a sentence or three.")
    for key in table.keys() - set(keys):
        fix = did_you_mean(key, keys) or f"Known keys: {', '.join(keys)}."
        yield Problem(path, line_of(text, (name, key)), f"{name}: unknown key {key}", fix)


def _how(name: str) -> str:
    return f"Write a table [{name}] with reread, look and kind."
