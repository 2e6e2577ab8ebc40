"""Gaps between behaviours: other values, other forms, and what is a matter of rounding or style."""

from __future__ import annotations

import numpy as np
import pytest

from grader.audit.likeness import gap, identical
from grader.audit.messages import NO_GAP
from grader.outcome import Effects, Event, Raised, Returned

ARRAY = np.array([1.0, 2.0])


def events(*outcomes):
    return [Event("f", outcome, (ARRAY,)) for outcome in outcomes]


def test_the_same_behaviour_leaves_no_gap():
    assert gap(events(Returned(ARRAY), Raised("ValueError", "a")), events(Returned(ARRAY.copy()), Raised("ValueError", "b"))).width == 0.0


def test_the_first_of_the_exchanges_that_differ_is_named():
    found = gap(events(Returned(1.0), Returned(2.0), Returned(3.0)), events(Returned(1.0), Returned(2.5), Returned(3.5)))
    assert str(found) == "2 of 3 exchanges differ, first f(array (2,))"


def test_a_conversation_that_ends_early_differs():
    assert gap(events(Returned(1.0)), events(Returned(1.0), Returned(1.0))).differing == 1


def test_last_digits_are_rounding_and_narrower_than_any_difference():
    found = gap(events(Returned(ARRAY)), events(Returned(ARRAY * (1 + 1e-12))))
    assert (found.differing, str(found)) == (0, "differs by rounding only")
    assert NO_GAP.width < found.width < gap(events(Returned(1.0)), events(Returned(2.0))).width


def test_a_changed_argument_is_another_behaviour():
    assert gap(events(Returned(1.0)), events(Returned(1.0, Effects(changed=("x",))))).differing == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [(1.0, np.float64(1.0)), ([1, 2], (1, 2)), ({"a": ARRAY}, {"a": ARRAY.copy()}), (float("nan"), float("nan")), (True, np.True_)],
)
def test_values_that_are_the_same(one, other):
    assert identical(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1.0, 1), (ARRAY, [1.0, 2.0]), (ARRAY, ARRAY.astype(np.float32)), (ARRAY, ARRAY[:, None]), (1.0, np.float32(1.0)), ({"a": 1}, {"b": 1}), ("a", b"a")],
)
def test_values_that_are_not(one, other):
    assert not identical(one, other)
