"""Options that several verbs share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import did_you_mean
from grader.reporting.results import DEFAULT_FORMATS, Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Course, Exercise


class FormatList(click.ParamType[frozenset[Format]]):
    """A list of report formats, with commas between them."""

    name = "list"

    def convert(
        self, value: str | frozenset[Format], param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[Format]:
        """Return the formats, or fail with the nearest one that exists."""
        if isinstance(value, frozenset):
            return value
        words = [word.strip() for word in value.split(",") if word.strip()]
        for word in words:
            if word not in list(Format):
                hint = did_you_mean(word, [form.value for form in Format]) or f"Choose from {', '.join(Format)}."
                self.fail(f"{word!r} is no format. {hint}", param, ctx)
        return frozenset(map(Format, words))


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


course_folder = click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The course's folder.  [default: the one around this folder]",
)
as_json = click.option("--json", is_flag=True, help="Print reports as JSON.")
jobs = click.option(
    "--jobs", type=click.IntRange(min=1), default=processors, show_default="processors", help="Gradings at a time."
)
formats = click.option(
    "--format",
    "formats",
    type=FormatList(),
    default=",".join(form for form in Format if form in DEFAULT_FORMATS),
    show_default=True,
    metavar="LIST",
    help=f"Files to write, of: {', '.join(Format)}.",
)


def open_course(folder: Path | None, slugs: Sequence[str] = ()) -> Course:
    """Load the course in ``folder``, or the one around the current folder, for work on the exercises named.

    Raises:
        UsageError: there is none.
        CourseError: it is broken, where it matters for those exercises.
    """
    from grader.course import find_course, load_course

    return load_course(folder or find_course(Path.cwd()), slugs)


def pick_exercises(course: Course, slugs: Sequence[str]) -> tuple[Exercise, ...]:
    """Return the exercises that unique prefixes name, or all of the course when there are none.

    Raises:
        UsageError: a prefix fits none, or more than one.
    """
    from grader.course import find_exercise

    return tuple(find_exercise(course, slug) for slug in slugs) or course.exercises


def place_of(path: Path) -> str:
    """Return the exercise folder that a command was given, as the next command names it; empty for this folder."""
    folder = path if path.is_dir() else path.parent
    return "" if folder.resolve() == Path.cwd() else str(folder)
