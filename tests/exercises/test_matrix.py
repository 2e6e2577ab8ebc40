"""Every suite is certified: held against reference, stub, alternatives and known mistakes, as in an audit.

What was seen is kept by content, as `grader audit` keeps it. Mutants, and keys beyond the first, take minutes for all
weeks when nothing is kept: they are left out here, and each week's record of an audit with them is held to be current
and green.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.audit.cache import default_cache_file
from grader.audit.examination import Auditing, Examination
from grader.audit.record import record_problems
from grader.course import load_course

COURSE = load_course(Path(__file__).parents[2])
EXERCISES = [pytest.param(exercise, id=exercise.slug) for exercise in COURSE.exercises]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_suite_is_certified(exercise):
    kept = default_cache_file(COURSE.root, exercise.slug)
    how = Auditing(jobs=2, cache=kept, mutants=False, most_keys=1)
    with Examination(COURSE, exercise, how) as examination:
        audit = examination.run()
    assert [str(defect) for defect in audit.defects] == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_record_of_the_audit_is_current_and_green(exercise):
    assert [str(problem) for problem in record_problems(COURSE, exercise)] == []
