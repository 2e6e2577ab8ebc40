"""Loading a course: all weeks, or every problem of all weeks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course.checks import read_checks
from grader.course.frontmatter import SUFFIX, Handout, parse_handout
from grader.course.layout import PROJECT, course_table, handout_file
from grader.course.reading import collecting, read_text, refuse
from grader.course.rules import SLUG, file_problems, handout_problems, solution_problems
from grader.course.variants import read_alternatives, read_mistakes
from grader.errors import Problem, UsageError
from grader.model import Course, Exercise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def load_course(root: Path, wanted: Sequence[str] = ()) -> Course:
    """Return the course in a folder, its weeks in order of course and week.

    Args:
        root: the course's folder.
        wanted: beginnings of the slugs that matter, none for all. Of other weeks only the front matter is read, and
            one that is broken is left out: a week that is half written stops nobody's work on another.

    Raises:
        UsageError: the folder is no course.
        CourseError: every problem of every week that matters: in front matter, solution, given files and suite.
    """
    table = course_table(root)
    if table is None:
        raise UsageError(f"{root} is no course.", f"Its {PROJECT} needs a table [tool.grader].")
    empty = Course(root, str(table.get("name", root.name)), ())
    beginnings = tuple(wanted) or ("",)
    problems = [problem for problem in _solutions_without_handout(root) if problem.path.name.startswith(beginnings)]
    exercises: list[Exercise] = []
    for path in _handouts(root):
        matters = path.name.startswith(beginnings)
        with collecting(problems if matters else []):
            handout = parse_handout(path, read_text(path, "handout"))
            exercises.append(handout.exercise)
            problems += _problems(empty, handout) if matters else ()
    refuse(problems)
    return Course(empty.root, empty.name, tuple(sorted(exercises, key=_place)))


def read_handout(course: Course, exercise: Exercise) -> Handout:
    """Return the handout of an exercise.

    Raises:
        CourseError: it is missing, or its front matter is broken.
    """
    path = handout_file(course, exercise)
    return parse_handout(path, read_text(path, "handout"))


def read_handouts(course: Course) -> tuple[Handout, ...]:
    """Return the handouts of all weeks in order of course and week, those too that ``load_course`` has left out.

    Raises:
        CourseError: every problem of every front matter.
    """
    problems: list[Problem] = []
    found: list[Handout] = []
    for path in _handouts(course.root):
        with collecting(problems):
            found.append(parse_handout(path, read_text(path, "handout")))
    refuse(problems)
    return tuple(sorted(found, key=lambda handout: _place(handout.exercise)))


def _place(exercise: Exercise) -> tuple[int, int, str]:
    """Return what weeks are put in order by."""
    return exercise.course, exercise.week, exercise.slug


def _handouts(root: Path) -> list[Path]:
    """Return the handouts of all weeks; templates whose names begin with ``_`` are shapes, not weeks."""
    return sorted(path for path in (root / "templates").glob(f"*{SUFFIX}") if not path.name.startswith("_"))


def _solutions_without_handout(root: Path) -> list[Problem]:
    """Return a problem for each solution that is named like a week and has no handout."""
    slugs = {path.name.removesuffix(SUFFIX) for path in _handouts(root)}
    alone = (path for path in sorted((root / "solutions").glob("*.py")) if SLUG.fullmatch(path.stem))
    return [
        Problem(path, 0, "the solution has no handout", f"Write {root / 'templates' / (path.stem + SUFFIX)}.")
        for path in alone
        if path.stem not in slugs
    ]


def _problems(course: Course, handout: Handout) -> list[Problem]:
    """Return everything that is wrong with one week whose front matter can be read."""
    problems = [*handout_problems(handout), *file_problems(course, handout), *solution_problems(course, handout)]
    for read in (read_checks, read_mistakes, read_alternatives):
        with collecting(problems):
            read(course, handout.exercise)
    return problems
