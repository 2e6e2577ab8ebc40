"""Two implementations behave alike when their transcripts differ by rounding only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from grader.diagnosis.agreement import agree, close
from grader.diagnosis.transcript import transcript
from grader.outcome import Death, Died, Effects, Event, FloatingPoint, Raised, Returned
from grader.sandbox.remote import Record, Tensor

NUMBERS = np.random.default_rng(5).normal(size=(6, 4))


def event(value, request="f", **kwargs):
    effects = kwargs.pop("effects", Effects())
    return Event(request, Returned(value, effects), **kwargs)


def alike(one, other):
    """Compare events, or answers of one call, both ways."""
    sides = [transcript(side if isinstance(side, list) and side and isinstance(side[0], Event) else [event(side)]) for side in (one, other)]
    found = {agree(*sides), agree(*sides[::-1])}
    assert len(found) == 1, "agreement depends on the side"
    return found.pop()


@pytest.mark.parametrize(
    "other",
    [
        NUMBERS * (1 + 1e-9),
        np.exp(np.log(np.abs(NUMBERS))) * np.sign(NUMBERS),
        NUMBERS + 1e-12,
        np.asfortranarray(NUMBERS),
        NUMBERS.astype(">f8"),
    ],
    ids=["rounding", "another formula", "a tiny offset", "order in memory", "byte order"],
)
def test_another_way_of_writing_the_same_passes(other):
    assert alike(NUMBERS, other)


@pytest.mark.parametrize(
    "other",
    [
        NUMBERS * 1.001,
        NUMBERS + 0.01,
        -NUMBERS,
        NUMBERS.T,
        NUMBERS[:, ::-1],
        NUMBERS.astype(int),
        NUMBERS.astype(complex),
        NUMBERS.tolist(),
        Tensor(NUMBERS),
        (NUMBERS,),
        {"a": NUMBERS},
        Record("R", {"a": NUMBERS}),
        NUMBERS * np.nan,
        "text",
        None,
    ],
    ids=lambda value: type(value).__name__,
)
def test_another_cause_is_told_apart(other):
    assert not alike(NUMBERS, other)


def test_one_wrong_entry_among_many_is_enough():
    other = NUMBERS.copy()
    other[3, 2] *= 1.01
    assert not alike(NUMBERS, other)


def test_a_small_entry_beside_large_ones_is_compared_with_itself():
    large = np.array([1e6, 1.0])
    assert alike(large, large * [1, 1 + 1e-8])
    assert not alike(np.array([1.0, 1e-6]), np.array([1.0, 1.1e-6]))


def test_floats_of_32_bits_may_differ_by_more():
    narrow = NUMBERS.astype("f4")
    assert alike(narrow, narrow * np.float32(1 + 2e-5))
    assert not alike(NUMBERS, NUMBERS * (1 + 2e-5))
    assert not alike(narrow, narrow * np.float32(1.01))


def test_nan_and_infinities_agree_with_themselves_only():
    odd = np.array([np.nan, np.inf, -np.inf, 1.0])
    assert alike(odd, odd.copy())
    for other in ([np.inf, np.inf, -np.inf, 1], [np.nan, -np.inf, -np.inf, 1], [0, np.inf, -np.inf, 1]):
        assert not alike(odd, np.array(other, float))


@given(nps.arrays(float, nps.array_shapes(), elements=st.floats()))
def test_every_array_agrees_with_itself(array):
    assert alike(array, array.copy())


@pytest.mark.parametrize("value", ["a", b"a", None, True, 3, {"a"}, Record("R", {"a": 1}), {"a": [1]}, 10**30])
def test_plain_values_agree_with_themselves_only(value):
    assert alike(value, value)
    for other in ("b", b"b", False, 4, {"b"}, Record("R", {"a": 2}), Record("S", {"a": 1}), {"b": [1]}, {"a": [2]}):
        assert not alike(value, other)


def test_a_bool_is_no_number_and_an_int_no_float():
    assert not alike(True, 1)
    assert not alike(1, 1.0)


def test_a_call_that_ends_otherwise_is_told_apart():
    endings = [event(1), Event("f", Raised("ValueError", "")), Event("f", Raised("KeyError", "")), Event("f", Died(Death.CPU)), Event("f", Died(Death.MEMORY))]
    for one in endings:
        assert [alike([one], [other]) for other in endings].count(True) == 1


def test_an_exceptions_message_does_not_count():
    assert alike([Event("f", Raised("ValueError", "mine"))], [Event("f", Raised("ValueError", "theirs"))])


def test_another_number_of_calls_is_told_apart():
    assert not alike([event(1)], [event(1), event(1)])


def test_what_came_too_late_does_not_count():
    assert alike([event(1), event(2, late=True)], [event(1), event(3, late=True)])
    assert alike([event(1), event(2, late=True)], [event(1)])


def test_changed_arguments_always_count():
    assert not alike([event(1)], [event(1, effects=Effects(changed=("x",)))])


@pytest.mark.parametrize("effects", [Effects(FloatingPoint(divide=True)), Effects(warnings=("w",)), Effects(output="o")])
def test_other_effects_count_only_where_the_check_looked(effects):
    assert alike([event(1)], [event(1, effects=effects)])
    assert not alike([event(1, looked=True)], [event(1, effects=effects, looked=True)])


def test_the_words_of_a_warning_or_of_what_is_printed_do_not_count():
    one, other = (Effects(warnings=(word,), output=word) for word in ("a", "b"))
    assert alike([event(1, effects=one, looked=True)], [event(1, effects=other, looked=True)])


def test_callbacks_count_with_their_arguments():
    calls = [event(((NUMBERS,), {}), "callback"), event(1)]
    assert alike(calls, [event(((NUMBERS * (1 + 1e-9),), {}), "callback"), event(1)])
    assert not alike(calls, [event(((-NUMBERS,), {}), "callback"), event(1)])
    assert not alike(calls, calls[1:])


def test_notes_count():
    assert not alike([event(True, "note work grows")], [event(False, "note work grows")])


def test_the_arguments_of_a_call_do_not_count():
    one = event(1, args=(np.ones(3),))
    assert alike([one], [replace(one, args=(np.zeros(4),))])


def test_nothing_agrees_with_nothing():
    assert agree((), ())


def test_shapes_must_be_the_same_to_be_close():
    assert not close(np.ones(2), np.ones(3))
    assert close(np.empty(0), np.empty(0))
