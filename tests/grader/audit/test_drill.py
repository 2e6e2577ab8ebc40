"""Drills see differences that no check looks for, and count what they have compared."""

from __future__ import annotations

import numpy as np
import pytest

from grader.audit.inputs import Inputs, examples
from grader.audit.messages import Drill, Errand, Request
from grader.audit.pool import Pool
from grader.course import load_course, read_checks
from grader.outcome import Event, Returned
from grader.sandbox.remote import Tensor

SLUG = "c1w3_small_week"


@pytest.fixture
def drilled(sound):
    """Hold the reference with one part of its text replaced against the reference."""
    course = load_course(sound)
    solution = (sound / f"solutions/{SLUG}.py").read_text()
    checks = read_checks(course, course.exercises[0])
    ids = tuple(check.id for check in checks if check.task == "c1w3.02")
    pool = Pool(Errand(str(sound), SLUG), 1, frozenset(check.id for check in checks), sound)

    def drill(old, new, inputs=1000, cpu_s=30.0):
        assert old in solution
        request = Request(drill=Drill("it", solution.replace(old, new), ("root_mean_square",), ids, inputs, cpu_s))
        ((_, answer),) = pool.answers([("it", request)])
        return answer.drilled

    yield drill
    pool.close()


def test_the_same_behaviour_is_confirmed_on_a_thousand_inputs(drilled):
    found = drilled("np.mean(np.square(x, dtype=float))", "np.sum(np.square(x, dtype=float)) / len(x)")
    assert found.gap == ""
    assert found.inputs >= 1000


def test_a_difference_that_no_check_draws_is_seen(drilled):
    found = drilled("    return np.sqrt(", "    if len(x) > 2 and x.min() == x.max() and x[0] > 3:\n        return 0.0\n    return np.sqrt(")
    assert "on inputs made of those that checks use" in found.gap
    assert 0 < found.inputs < 1000


def test_a_difference_that_a_check_draws_is_told_with_its_key(drilled):
    assert drilled("np.mean(", "np.sum(").gap.startswith("test_root_mean_square_of_two_numbers with key 0: ")


def test_a_drill_ends_when_its_processor_time_is_used_up(drilled):
    found = drilled("np.mean(", "np.mean(", inputs=10**9, cpu_s=0.5)
    assert found.gap == ""
    assert 0 < found.inputs < 10**8


def recorded(*calls):
    return [Event("f", Returned(None), args, kwargs) for args, kwargs in calls]


def test_inputs_keep_shapes_and_types_and_take_their_numbers_from_the_same_place():
    z, y = np.array([[1.5, 2.5], [3.5, 4.5]]), np.array([0, 1, 1])
    known = examples(recorded(((z, y, 7), {"flag": True, "word": "a", "t": Tensor(z.astype(np.float32))})), ["f"])
    made = [one for one, _ in zip(Inputs(known, 1).fresh(), range(200), strict=False)]
    for one in made:
        first, second, third = one.args
        assert (first.shape, first.dtype, second.shape, second.dtype) == ((2, 2), z.dtype, (3,), y.dtype)
        assert {*first.ravel()} <= {0.0, 1.5, 2.5, 3.5, 4.5}
        assert {*second} <= {0, 1}
        assert (third, one.kwargs["word"], one.kwargs["t"].array.dtype) == (7, "a", np.float32)
    assert len({one.args[0].tobytes() for one in made}) > 50
    assert any(not one.args[0].any() for one in made)
    assert any(len({*one.args[0].ravel()}) == 1 and one.args[0].any() for one in made)


def test_calls_with_other_than_plain_arguments_are_left_out():
    assert examples(recorded(((len,), {}), (([1, print],), {}), ((object(),), {})), ["f"]) == []
    assert examples(recorded(((1,), {})), ["g"]) == []
