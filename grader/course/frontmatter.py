"""A handout's front matter: ``+++`` TOML ``+++``, read into an ``Exercise``, with the line of every mistake."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from grader.errors import CourseError, Problem, did_you_mean
from grader.model import Exercise, Framework, Limits, Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from grader.course.schema import FrontMatterTable

FENCE = "+++"
SUFFIX = ".md.j2"

Location = tuple[str | int, ...]
"""Where a value stands: ``("task", 2, "points")`` is the key ``points`` of the third ``[[task]]``."""


@dataclass(frozen=True)
class Handout:
    """A handout as it was read.

    ``body`` is the template below the front matter, with an empty line for each line of the latter, so that a
    line of it has the same number as in the file. ``topics`` are those of each task, in order of the tasks.
    """

    path: Path
    text: str
    exercise: Exercise
    body: str
    topics: tuple[tuple[str, ...], ...] = ()

    def line(self, *location: str | int) -> int:
        """Return the line (from 1) where a value of the front matter stands, or the table that should hold it."""
        return line_of(self.text, location)


def parse_handout(path: Path, text: str) -> Handout:
    """Read a handout; the slug is the file's name.

    Raises:
        CourseError: every problem of the front matter, each with its line.
    """
    matter, body = _split(path, text)
    try:
        values = tomllib.loads(matter)
    except tomllib.TOMLDecodeError as error:
        raise CourseError(
            [Problem(path, toml_line(error, matter), f"the front matter is not TOML: {error}")]
        ) from error
    table = _validated(path, text, values)
    exercise = _exercise(path.name.removesuffix(SUFFIX), table)
    return Handout(path, text, exercise, body, tuple(tuple(task.topics) for task in table.task))


def _split(path: Path, text: str) -> tuple[str, str]:
    """Return the TOML, its first line on line 2 as in the file, and the body likewise where it was."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        fix = f"Begin the file with a line {FENCE!r}, then TOML, then a second line {FENCE!r}."
        raise CourseError([Problem(path, 1, "the handout has no front matter", fix)])
    end = fences[1]
    return "\n" + "\n".join(lines[1:end]), "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def toml_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Return the line that a message such as "… (at line 3, column 5)" names, else the last."""
    _, _, rest = str(error).rpartition("(at line ")
    number = rest.partition(",")[0]
    return int(number) if number.isdigit() else text.count("\n") + 1


def _validated(path: Path, text: str, values: Mapping[str, Any]) -> FrontMatterTable:
    from pydantic import ValidationError

    from grader.course.schema import FrontMatterTable

    try:
        return FrontMatterTable.model_validate(values)
    except ValidationError as error:
        raise CourseError([_problem(path, text, item) for item in error.errors(include_url=False)]) from None


def _problem(path: Path, text: str, item: ErrorDetails) -> Problem:
    """Return what pydantic found, in the words of the file."""
    from grader.course.schema import FrontMatterTable

    location = item["loc"]
    key = str(location[-1])
    line = line_of(text, location)
    if item["type"] == "extra_forbidden":
        known = list(_table(FrontMatterTable, location[:-1]).model_fields)
        fix = did_you_mean(key, known) or f"Known keys: {', '.join(known)}."
        return Problem(path, line, f"unknown key {_dotted(location)}", fix)
    if item["type"] == "missing":
        return Problem(path, line, f"{_dotted(location)} is missing", f"Add a line {key} = …")
    message = item["msg"].removeprefix("Value error, ")
    return Problem(path, line, f"{_dotted(location)}: {message[:1].lower()}{message[1:]}")


def _table(model: type[BaseModel], location: Location) -> type[BaseModel]:
    """Return the model of the table at a location."""
    for key in location:
        if isinstance(key, str):
            annotation: Any = model.model_fields[key].annotation
            model = next(iter(get_args(annotation)), annotation)
    return model


def _dotted(location: Location) -> str:
    """Return a location as people write it: ``task 3: points``."""
    if len(location) > 1 and isinstance(location[1], int):
        inner = ".".join(str(key) for key in location[2:])
        head = f"{location[0]} {location[1] + 1}"
        return f"{head}: {inner}" if inner else head
    return ".".join(str(key) for key in location)


def line_of(text: str, location: Sequence[str | int]) -> int:
    """Return the line (from 1) of a front matter's key, or of the table where it is missing."""
    lines = text.split("\n")
    start, rest = _table_start(lines, location)
    if not rest:
        return start
    for number in range(start, len(lines)):
        line = lines[number].strip()
        if line == FENCE or line.startswith("["):
            break
        if line.partition("=")[0].strip().strip("\"'") == str(rest[0]):
            return number + 1
    return start


def _table_start(lines: Sequence[str], location: Sequence[str | int]) -> tuple[int, Sequence[str | int]]:
    """Return the line (from 1) of the table's header and what is left of the location inside it."""
    if len(location) > 1 and isinstance(location[1], int):
        headers, index, rest = f"[[{location[0]}]]", location[1], location[2:]
    else:
        headers, index, rest = f"[{location[0]}]" if location else "", 0, location[1:]
    found = [number for number, line in enumerate(lines, 1) if "".join(line.partition("#")[0].split()) == headers]
    return (found[index], rest) if index < len(found) else (1, location[:1])


def _exercise(slug: str, table: FrontMatterTable) -> Exercise:
    return Exercise(
        slug=slug,
        title=table.title,
        course=table.course,
        week=table.week,
        tasks=tuple(_task(task.model_dump(exclude={"topics"})) for task in table.task),
        framework=Framework(table.framework),
        limits=Limits(**table.limits.model_dump(exclude_unset=True)),
        given_modules=tuple(table.given_modules),
        assets=tuple(table.assets),
    )


def _task(values: dict[str, Any]) -> Task:
    return Task(**{**values, "names": tuple(values["names"])})
