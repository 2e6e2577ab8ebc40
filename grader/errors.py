"""Every exception the framework raises, each saying what, where and what now.

    GraderError                      exit code
    ├── UsageError                   2   the call, or the hand-in, cannot be read
    │   └── UnreadableSubmission     2
    ├── CourseError                  3   the course is broken: every problem at once
    └── EnvironmentFault             4   this machine or this framework is at fault
        ├── FloorMissing             4   untrusted code cannot be confined here
        └── FrameworkMissing         4   what an exercise needs is not installed

What learner code does is never an exception of ours: it is an ``Outcome``.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class GraderError(Exception):
    """Something went wrong that a person can mend: ``message`` says what and where, ``fix`` what now."""

    exit_code = 4

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n  {self.fix}" if self.fix else self.message


class UsageError(GraderError):
    """The command cannot be carried out as it was given."""

    exit_code = 2


class UnreadableSubmission(UsageError):
    """A hand-in holds nothing that can be graded."""


@dataclass(frozen=True, order=True)
class Problem:
    """One defect of a course: where it is, what it is, what to do."""

    path: Path
    line: int
    message: str
    fix: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{where}: {self.message}" + (f"\n    {self.fix}" if self.fix else "")


class CourseError(GraderError):
    """A course is broken; carries every problem found, in the order of files and lines."""

    exit_code = 3

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = "1 problem in the course" if count == 1 else f"{count} problems in the course"
        super().__init__("\n".join([f"{head}:", *(f"  {problem}" for problem in self.problems)]))


class EnvironmentFault(GraderError):
    """This machine, or the framework itself, is at fault; no learner is judged by it."""

    exit_code = 4


class FloorMissing(EnvironmentFault):
    """This machine cannot confine untrusted code."""


class FrameworkMissing(EnvironmentFault):
    """What an exercise needs is not installed here."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``Did you mean 'x'?`` for the closest of ``known``, else the empty string."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else ""
