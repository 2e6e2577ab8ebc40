"""Wrong parts of answers stand beside the right ones, from every call up to where the check ended."""

from __future__ import annotations

import numpy as np

from grader.diagnosis.pairs import pairs
from grader.diagnosis.transcript import transcript
from grader.outcome import Effects, Event, Raised, Returned

ONE, TWO = np.arange(1.0, 4.0), np.arange(4.0, 9.0)


def call(value, *args, name="f", **kwargs):
    return Event(name, Returned(value), args, **kwargs)


def paired(got, expected):
    found = pairs(transcript(got), transcript(expected))
    return found and [(pair.got.path, pair.got.values.tolist(), pair.expected.values.tolist()) for pair in found]


def test_only_the_wrong_parts_are_paired():
    assert paired([call((ONE, -TWO))], [call((ONE, TWO))]) == [("[1]", (-TWO).tolist(), TWO.tolist())]


def test_answers_that_have_other_parts_are_paired_as_a_whole():
    (pair,) = pairs(transcript([call(ONE.tolist())]), transcript([call(ONE)]))
    assert (pair.got.form, pair.expected.form) == ("sequence", "float array")
    assert [len(answer) for answer in pair.answers] == [4, 1]


def test_wrong_parts_of_all_calls_are_paired_up_to_the_end_of_the_shorter():
    right = [call(ONE), call(TWO), call(ONE)]
    assert paired([call(-ONE), call(TWO + 1)], right) == [("", (-ONE).tolist(), ONE.tolist()), ("", (TWO + 1).tolist(), TWO.tolist())]


def test_right_answers_leave_nothing_to_compare():
    assert paired([call(ONE)], [call(ONE)]) is None
    assert paired([], [call(ONE)]) is None


def test_a_difference_within_what_checks_let_pass_is_none():
    assert paired([call(ONE * (1 + 1e-12))], [call(ONE)]) is None
    assert paired([call(ONE * (1 + 1e-7))], [call(ONE)]) is not None


def test_a_call_that_ended_otherwise_leaves_nothing_to_compare():
    assert paired([call(-ONE), Event("f", Raised("ValueError", ""))], [call(ONE), call(ONE)]) is None


def test_another_call_leaves_nothing_to_compare():
    assert paired([call(-ONE)], [call(ONE, name="g")]) is None


def test_what_came_too_late_and_ended_otherwise_does_not_hide_what_came_before():
    got = [call(-ONE), Event("f", Raised("ValueError", ""), late=True)]
    assert paired(got, [call(ONE), call(ONE)]) == [("", (-ONE).tolist(), ONE.tolist())]


def test_callbacks_are_not_compared():
    got = [call(((-ONE,), {}), name="callback"), call(-TWO)]
    assert paired(got, [call(((ONE,), {}), name="callback"), call(TWO)]) == [("", (-TWO).tolist(), TWO.tolist())]


def test_effects_are_not_compared():
    changed = Event("f", Returned(ONE, Effects(changed=("x",))))
    assert paired([changed], [call(ONE)]) is None


def test_the_lengths_of_the_arguments_axes_are_at_hand():
    (pair,) = pairs(transcript([call(-ONE, np.ones((9, 4)))]), transcript([call(ONE, np.ones((9, 4)))]))
    assert pair.sizes == {9, 4}
