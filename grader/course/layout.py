"""Where the files of a course lie, and how an exercise is found by a part of its name."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model import Course, Exercise

PROJECT = "pyproject.toml"
MANIFEST = "exercise.json"


def find_course(start: Path) -> Path:
    """Return the nearest folder, from ``start`` upwards, whose pyproject.toml has a table ``[tool.grader]``.

    Raises:
        UsageError: there is none, or a pyproject.toml on the way is not TOML.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if course_table(folder) is not None:
            return folder
    fix = f"Go to a course's folder, or add [tool.grader] to its {PROJECT}."
    raise UsageError(f"No course was found in {start} or above it.", fix)


def course_table(folder: Path) -> dict[str, Any] | None:
    """Return the table ``[tool.grader]`` of a folder's pyproject.toml, or None where there is none.

    Raises:
        UsageError: the file is not TOML.
    """
    path = folder / PROJECT
    if not path.is_file():
        return None
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("grader")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}", "Mend it there.") from error
    return table if isinstance(table, dict) else None


def find_exercise(course: Course, prefix: str) -> Exercise:
    """Return the exercise whose slug begins with ``prefix``; a whole slug always counts.

    Raises:
        UsageError: no slug begins so, or more than one.
    """
    slugs = [exercise.slug for exercise in course.exercises]
    found = [exercise for exercise in course.exercises if exercise.slug.startswith(prefix)]
    exact = [exercise for exercise in found if exercise.slug == prefix]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        matches = ", ".join(exercise.slug for exercise in found)
        raise UsageError(f"{prefix!r} could be any of {matches}.", "Write more of the name.")
    listed = f"Exercises: {', '.join(slugs)}." if slugs else f"{course.root} has no exercises yet."
    raise UsageError(f"There is no exercise {prefix!r}.", did_you_mean(prefix, _spellings(slugs)) or listed)


def _spellings(slugs: list[str]) -> list[str]:
    """Return what a learner may have meant to type: whole slugs and their first parts, such as ``c1w2``."""
    return [*slugs, *dict.fromkeys(slug.partition("_")[0] for slug in slugs)]


def solution_file(course: Course, exercise: Exercise) -> Path:
    """Return the solution module."""
    return course.root / "solutions" / f"{exercise.slug}.py"


def handout_file(course: Course, exercise: Exercise) -> Path:
    """Return the handout's template."""
    return course.root / "templates" / f"{exercise.slug}.md.j2"


def hints_file(course: Course, exercise: Exercise) -> Path:
    """Return the file of hints, which lies beside the handout."""
    return course.root / "templates" / f"{exercise.slug}.hints.toml"


def suite_dir(course: Course, exercise: Exercise) -> Path:
    """Return the folder of the checks, known mistakes and alternatives."""
    return course.root / "tests" / "exercises" / exercise.slug


def mistakes_file(course: Course, exercise: Exercise) -> Path:
    """Return the file of known mistakes."""
    return suite_dir(course, exercise) / "mistakes.py"


def class_dir(course: Course, exercise: Exercise) -> Path:
    """Return the folder of whole hand-ins that ``grader demo`` grades."""
    return suite_dir(course, exercise) / "class"


def exercise_dir(course: Course, exercise: Exercise) -> Path:
    """Return the folder of the generated exercise."""
    return course.root / "exercises" / exercise.slug


def given_module_files(course: Course, exercise: Exercise) -> dict[str, Path]:
    """Return file name → place of the given modules, which lie beside the solutions."""
    return {name: course.root / "solutions" / name for name in exercise.given_modules}


def asset_files(course: Course, exercise: Exercise) -> dict[str, Path]:
    """Return name → place of the assets, in order of the front matter."""
    return {name: course.root / "templates" / "assets" / name for name in exercise.assets}
