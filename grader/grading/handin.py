"""Read a hand-in: a learner's module text into a submission that can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Submission
from grader.source.reading import read_module
from grader.testing.origin import course_material

if TYPE_CHECKING:
    from grader.model import Course, Exercise, ModuleText


class HandInReader:
    """Reads hand-ins for one exercise."""

    def __init__(self, course: Course, exercise: Exercise) -> None:
        self._exercise = exercise
        self._material = course_material(course, exercise)

    def read(self, data: bytes, learner: str, submitted: str | None = None) -> Submission:
        """Make a submission of the bytes of a ``.py`` file; raises UnreadableSubmission when they are not text."""
        return self.submission(read_module(f"{self._exercise.module}.py", data), learner, submitted)

    def submission(self, module: ModuleText, learner: str, submitted: str | None = None) -> Submission:
        """Make a submission of a module text."""
        implementation, remarks = self._material.implementation(learner, module.text)
        told = (*module.remarks, *remarks)
        return Submission(learner, self._exercise.slug, module.source, module.digest, implementation, told, submitted)
