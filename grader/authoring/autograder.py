"""The zip that Gradescope runs: one exercise with its secrets, the framework's wheel, and two scripts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.release import pack
from grader.authoring.requirements import pinned_requirements
from grader.authoring.shapes import shape
from grader.course.layout import (
    PROJECT,
    asset_files,
    class_dir,
    given_module_files,
    handout_file,
    solution_file,
    suite_dir,
)
from grader.model import Framework

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.model import Course, Exercise

DEADLINE_S = 540
"""A minute before Gradescope's ten are over, which would leave a zero and no results."""
PYTHONS = ("python3.13", "python3.12", "python3.11")
_MODES = {"setup.sh": 0o755, "run_autograder": 0o755, "key": 0o600}


@dataclass(frozen=True)
class Sealed:
    """What goes into an autograder beside the course.

    ``key`` draws the hidden inputs; ``not_graded`` is the ``results.json`` that stands until there is another.
    ``unsafe`` grades in a container that cannot confine untrusted code.
    """

    wheel: Path
    key: bytes
    not_graded: bytes
    unsafe: bool = False


def autograder(course: Course, exercise: Exercise, sealed: Sealed) -> bytes:
    """Return the zip; it holds solution, hidden checks and key, and is for the instructor's own hands.

    Raises:
        CourseError: a file of the course is missing, or a script's shape is wrong.
        FrameworkMissing: what the exercise needs is not installed here.
    """
    values = {"exercise": exercise, "wheel": sealed.wheel.name, "unsafe": sealed.unsafe}
    tensorflow = ["tensorflow"] if exercise.framework is Framework.TENSORFLOW else []
    files = {
        "setup.sh": shape(course, "_setup.sh.j2", pythons=_pythons(), **values).encode(),
        "run_autograder": shape(course, "_run_autograder.j2", deadline_s=DEADLINE_S, **values).encode(),
        "requirements.txt": "".join(f"{line}\n" for line in pinned_requirements(*tensorflow)).encode(),
        "not_graded.json": sealed.not_graded,
        "key": sealed.key,
        sealed.wheel.name: sealed.wheel.read_bytes(),
    }
    slice_ = {
        f"course/{path.relative_to(course.root).as_posix()}": path.read_bytes() for path in _files(course, exercise)
    }
    return pack({**files, **slice_}, _MODES)


def _pythons() -> list[str]:
    """Return the interpreters to try there: first the one whose packages are pinned."""
    here = f"python3.{sys.version_info.minor}"
    return sorted(PYTHONS, key=lambda name: name != here)


def _files(course: Course, exercise: Exercise) -> Iterator[Path]:
    """Yield all that decides how a hand-in for one exercise is graded, and nothing of any other."""
    yield course.root / PROJECT
    yield from (solution_file(course, exercise), handout_file(course, exercise))
    yield from given_module_files(course, exercise).values()
    yield from asset_files(course, exercise).values()
    for path in sorted(suite_dir(course, exercise).rglob("*.py")):
        if not path.is_relative_to(class_dir(course, exercise)) and "__pycache__" not in path.parts:
            yield path
