"""Where a course wants hand-ins: a web page or a folder, from the course's settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.course.layout import PROJECT, course_table
from grader.errors import CourseError, Problem

if TYPE_CHECKING:
    from grader.model import Course

_PAGE = re.compile(r"https?://[^/]\S*")
_FOLDER = re.compile(r"[/~].*|[A-Za-z]:[/\\].*")
_LONGEST = 500


def read_hand_in(course: Course) -> str:
    """Return ``hand_in`` of the table ``[tool.grader]``, or the empty string where the course says nothing.

    Raises:
        CourseError: it is neither a web page nor a folder's whole path.
    """
    value = (course_table(course.root) or {}).get("hand_in", "")
    problem = "" if value == "" else hand_in_problem(value)
    if problem:
        fix = 'Write hand_in = "https://…", the page to upload to, or hand_in = "/path/of/a/folder".'
        raise CourseError([Problem(course.root / PROJECT, 0, problem, fix)])
    return str(value)


def hand_in_problem(value: object) -> str:
    """Return why a value is no place to hand in to, or the empty string."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST:
        return "hand_in is no line of text"
    if is_page(value) or _FOLDER.fullmatch(value):
        return ""
    return f"hand_in is {value!r}: neither a web page nor the whole path of a folder"


def is_page(hand_in: str) -> bool:
    """Return whether a place to hand in to is a web page; else it is a folder."""
    return _PAGE.fullmatch(hand_in) is not None
