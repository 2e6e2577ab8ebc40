"""Workflows for an instructor's repository: the course is checked, hand-ins are graded."""

from __future__ import annotations

from enum import StrEnum
from textwrap import indent
from typing import TYPE_CHECKING

from grader import __version__
from grader.authoring.scaffold import rendered
from grader.errors import UsageError
from grader.model import Framework

if TYPE_CHECKING:
    from grader.model import Course
    from grader.tree import Tree


class Platform(StrEnum):
    """Where workflows run."""

    GITHUB = "github"
    GITLAB = "gitlab"


FILES = {
    Platform.GITHUB: {
        "ci/github-course.yml.j2": ".github/workflows/course.yml",
        "ci/github-grade.yml.j2": ".github/workflows/grade.yml",
    },
    Platform.GITLAB: {"ci/gitlab-ci.yml.j2": ".gitlab-ci.yml"},
}
_FORMATS = {Platform.GITHUB: "json,html,csv,junit,github", Platform.GITLAB: "json,html,csv,junit"}
_COLUMNS = {Platform.GITHUB: 10, Platform.GITLAB: 6}
"""How far a script is indented in its file."""


def workflows(course: Course, platform: Platform) -> Tree:
    """Return the workflows of a course by their paths inside its folder; nothing is written.

    They install this version of the grader, from the folder ``wheels/`` or from an index.

    Raises:
        UsageError: one of the files exists.
    """
    taken = [place for place in FILES[platform].values() if (course.root / place).exists()]
    if taken:
        raise UsageError(f"{taken[0]} exists already.", "Move it away to have it written anew.")
    values = {
        "requirement": _requirement(course),
        "collect": _script("collect", platform),
        "grade": _script("grade", platform),
    }
    return {place: rendered(name, values).encode() for name, place in FILES[platform].items()}


def _requirement(course: Course) -> str:
    tensors = any(exercise.framework is Framework.TENSORFLOW for exercise in course.exercises)
    return f"deep-grader{'[tensorflow]' if tensors else ''}=={__version__}"


def _script(name: str, platform: Platform) -> str:
    text = rendered(f"ci/{name}.sh.j2", {"formats": _FORMATS[platform]})
    return indent(text, " " * _COLUMNS[platform]).strip()
