"""A grading process below the floor refuses, or runs without a jail and says so in every report."""

from __future__ import annotations

import pytest

from grader.errors import FloorMissing
from grader.grading.handin import HandInReader
from grader.grading.messages import Assignment
from grader.grading.serve import serve
from grader.model import Provenance
from grader.sandbox import jail
from grader.testing.origin import course_exercise

RIGHT = b"def double(x): return x + x\ndef total(x): return float(x.sum())\ndef mean(x): return float(x.mean()) if len(x) else 0.0\n"


@pytest.fixture
def served(course_root, monkeypatch):
    """Serve one right hand-in on a machine that lacks the floor."""
    # The one thing replaced: what this machine lacks cannot be taken from it.
    monkeypatch.setattr(jail, "missing_layers", lambda: ["Landlock"])
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    submission = HandInReader(course, exercise).read(RIGHT, "ada")

    def serve_it(require_jail):
        answers = []
        assignment = Assignment(str(course_root), "c9w9_tiny", b"k", Provenance("s", "", "e", "k"), require_jail)
        serve(assignment, iter([submission]), answers.append)
        return answers

    return serve_it


def test_it_refuses_naming_what_is_missing(served):
    with pytest.raises(FloorMissing, match="missing: Landlock"):
        served(require_jail=True)


def test_unsafe_runs_and_stamps_the_report(served):
    ready, answer = served(require_jail=False)
    assert ready.ready == ()
    assert answer.report.score == 100
    assert answer.report.provenance.isolation == ()
