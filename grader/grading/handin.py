"""Read a hand-in: bytes of a learner's module into a submission that can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UnreadableSubmission
from grader.model import LARGEST_HAND_IN, Submission
from grader.testing.origin import course_material
from grader.tree import digest

if TYPE_CHECKING:
    from grader.model import Course, Exercise


class HandInReader:
    """Reads hand-ins for one exercise."""

    def __init__(self, course: Course, exercise: Exercise) -> None:
        self._exercise = exercise
        self._material = course_material(course, exercise)

    def read(self, data: bytes, learner: str, submitted: str | None = None) -> Submission:
        """Make a submission of a module's bytes; raises UnreadableSubmission when they are not text."""
        text = decode(data)
        implementation, remarks = self._material.implementation(learner, text)
        return Submission(learner, self._exercise.slug, text, digest(data), implementation, remarks, submitted)


def decode(data: bytes) -> str:
    """Decode a module's bytes: UTF-8 with or without a byte-order mark, any line ends."""
    if len(data) > LARGEST_HAND_IN:
        raise UnreadableSubmission(f"the file has {len(data)} bytes; at most {LARGEST_HAND_IN} are read")
    if b"\0" in data:
        raise UnreadableSubmission("the file holds NUL bytes: it is not a text file", "Hand in the .py file itself.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start}, line {data[: error.start].count(10) + 1}"
        raise UnreadableSubmission(f"the file is not UTF-8 text ({where})", "Save it as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
