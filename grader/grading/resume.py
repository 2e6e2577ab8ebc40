"""Whether a result that was stored is the one that grading would give again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.grading.provenance import provenance_of
from grader.model import Exercise, Limits
from grader.sandbox import jail
from grader.sandbox.launcher import open_launcher

if TYPE_CHECKING:
    from grader.model import Course, Provenance, Report

_SAID_BY_LOADING = " when the file was loaded"
"""What marks the only remarks that grading adds to those of reading."""


def expected_provenance(course: Course, exercise: Exercise, key: bytes) -> Provenance:
    """Return what a report made here and now would be made with, layers of isolation included."""
    return replace(provenance_of(course, exercise, key), isolation=_isolation())


def is_current(stored: Report, wanted: Report) -> bool:
    """Return whether a stored report may stand for ``wanted``, which has all that is known before grading.

    It was graded, its score is not withheld, it was made of the same things behind no fewer layers, and reading the
    hand-in would say the same of it.
    """
    if stored.status != "graded" or stored.score is None:
        return False
    made, wants = stored.provenance, wanted.provenance
    same_task = [each.task for each in stored.tasks] == [each.task for each in wanted.tasks]
    return (
        same_task
        and replace(made, isolation=()) == replace(wants, isolation=())
        and set(made.isolation) >= set(wants.isolation)
        and _says_the_same(stored, wanted)
    )


def _says_the_same(stored: Report, wanted: Report) -> bool:
    said, known = Counter(stored.remarks), Counter(wanted.remarks)
    shown = ("exercise", "title", "learner", "points", "source", "submitted", "cells", "hidden_not_run", "schema")
    return (
        all(getattr(stored, name) == getattr(wanted, name) for name in shown)
        and known <= said
        and all(_SAID_BY_LOADING in remark for remark in said - known)
    )


def _isolation() -> tuple[str, ...]:
    """Return the layers in force on this machine; what workers have imported makes no difference to them."""
    if jail.missing_layers():
        return ()
    launcher = open_launcher(Exercise("", "", 0, 0, (), limits=Limits()))
    try:
        return launcher.isolation
    finally:
        launcher.close()
