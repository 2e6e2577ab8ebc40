"""The exercise under audit: its texts, and every implementation that its suite is held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from grader.course.checks import read_checks
from grader.course.layout import suite_dir
from grader.course.reading import collecting, refuse
from grader.course.variants import read_alternatives, read_mistakes
from grader.model import Alternative, Check, Course, Exercise, Framework, Mistake
from grader.source.definitions import splice
from grader.testing.origin import course_material

if TYPE_CHECKING:
    from pathlib import Path

    from grader.errors import Problem
    from grader.model import Task
    from grader.testing.material import Material


@dataclass(frozen=True)
class Audited:
    """An exercise of a course, read as far as an audit needs it."""

    course: Course
    exercise: Exercise
    material: Material
    checks: tuple[Check, ...]
    mistakes: tuple[Mistake, ...]
    alternatives: tuple[Alternative, ...]
    folder: Path = field(repr=False)

    @classmethod
    def read(cls, course: Course, exercise: Exercise) -> Audited:
        """Read everything; raises CourseError with all that cannot be read."""
        problems: list[Problem] = []
        checks: tuple[Check, ...] = ()
        mistakes: tuple[Mistake, ...] = ()
        alternatives: tuple[Alternative, ...] = ()
        with collecting(problems):
            checks = read_checks(course, exercise)
        with collecting(problems):
            mistakes = read_mistakes(course, exercise)
        with collecting(problems):
            alternatives = read_alternatives(course, exercise)
        refuse(problems)
        material = course_material(course, exercise)
        return cls(course, exercise, material, checks, mistakes, alternatives, suite_dir(course, exercise))

    @cached_property
    def solution(self) -> str:
        """The text of the reference."""
        assert self.material.reference_text is not None
        return self.material.reference_text

    @property
    def heavy(self) -> bool:
        """Whether checks take seconds, so that variants run those of their own task only."""
        return self.exercise.framework is Framework.TENSORFLOW

    @cached_property
    def check_ids(self) -> tuple[str, ...]:
        """The ids of all checks, public ones first."""
        return tuple(check.id for check in self.checks)

    def checks_of(self, task: str) -> tuple[str, ...]:
        """Return the ids of a task's checks."""
        return tuple(check.id for check in self.checks if check.task == task)

    def checks_for(self, task: str) -> tuple[str, ...]:
        """Return the ids of the checks that a variant of a task's definitions runs."""
        return self.checks_of(task) if self.heavy else self.check_ids

    def place(self, name: str) -> str:
        """Return where a file of the suite lies, below the course's folder."""
        return (self.folder / name).relative_to(self.course.root).as_posix()

    def idle(self, task: Task) -> str:
        """Return the reference with functions that do nothing in place of a task's."""
        text = self.solution
        for name in task.names:
            text = splice(text, name, f"def {name}(*args, **kwargs):\n    return None\n")
        return text
