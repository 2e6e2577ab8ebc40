"""A real small week to audit: one whose hidden suite misses things, and the same with a sound one."""

from __future__ import annotations

import pytest

from grader.audit.examination import Auditing, Examination
from grader.course import load_course
from grader.instructor import generate

SLUG = "c1w3_small_week"
SUITE = f"tests/exercises/{SLUG}"
FEEBLE = '''
@check("scaled", weight=1)
def test_scaled_leaves_its_argument_alone(submission, rng):
    """x is the same after the call as before."""
    submission.scaled(rng.normal(size=5), 2.0)
    assert_pure(submission)
'''
SOUND = '''
@check("scaled", weight=1)
def test_scaled_by_a_whole_number(agree):
    """Whole numbers times a whole number are floats too."""
    agree("scaled", np.arange(4), 3)


@check("root_mean_square", weight=1)
def test_root_mean_square_of_small_ints(agree, rng):
    """Small ints do not overflow."""
    agree("root_mean_square", rng.integers(100, 255, size=9).astype(np.uint8))
'''


@pytest.fixture
def feeble(feeble_course):
    """A course of one week whose hidden suite misses things."""
    return feeble_course


@pytest.fixture
def edit():
    """Replace a part of a file that has to be there."""

    def change(path, old, new):
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


@pytest.fixture
def sound(feeble, edit):
    """The same week with a hidden suite that misses nothing."""
    hidden = feeble / SUITE / "test_hidden.py"
    edit(hidden, FEEBLE, SOUND)
    text = hidden.read_text()
    hidden.write_text(text.replace("import assert_pure, assert_raises, check", "import assert_raises, check").replace("from grader", "import numpy as np\nfrom grader", 1))
    course = load_course(feeble)
    generate(course, course.exercises)
    return feeble


@pytest.fixture
def audited():
    """Audit the only week of a course and return what was found; the steps taken go to ``steps``."""

    def run(root, steps=None, **how):
        course = load_course(root)
        with Examination(course, course.exercises[0], Auditing(**how)) as examination:
            return examination.run(steps.append if steps is not None else lambda _: None)

    return run
