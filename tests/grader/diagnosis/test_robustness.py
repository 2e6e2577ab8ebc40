"""Whatever crosses the wire is taken apart, compared and related without a fault: the answers are hostile."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from grader.diagnosis.agreement import agree
from grader.diagnosis.catalogue import FORMS, VALUES
from grader.diagnosis.pairs import pairs
from grader.diagnosis.relations import related
from grader.diagnosis.transcript import transcript, weight
from grader.diagnosis.universal import of_pairs
from grader.outcome import Death, Died, Effects, Event, Raised, Returned, Unsendable
from grader.sandbox.caps import KINDS
from grader.sandbox.remote import Record, Remote, Tensor


class Untouchable:
    """A holder whose objects must not be asked: asking would call the worker."""

    def call(self, target, *args, **kwargs):
        pytest.fail("a remote object was called")

    def examine(self, operation, *operands):
        if "_repr_pretty_" in operands[1:]:
            raise AttributeError  # Hypothesis asks for it when it shows a value
        pytest.fail(f"a remote object was asked to {operation}")


REMOTE = Remote(Untouchable(), 1, "Model")
HUGE = 16**4000
DTYPES = st.one_of(
    nps.boolean_dtypes(),
    nps.integer_dtypes(),
    nps.unsigned_integer_dtypes(),
    nps.floating_dtypes(),
    nps.complex_number_dtypes(),
    nps.unicode_string_dtypes(max_len=3),
    nps.byte_string_dtypes(max_len=3),
)
SHAPES = nps.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
ARRAYS = nps.arrays(DTYPES, SHAPES)
TENSORS = st.builds(Tensor, ARRAYS, st.booleans())
NUMBERS = st.one_of(st.booleans(), st.integers(), st.booleans().map(lambda sign: HUGE if sign else -HUGE), st.floats(), st.complex_numbers())
SCALARS = st.one_of(st.none(), NUMBERS, st.text(max_size=4), st.binary(max_size=4), nps.array_shapes().map(np.float32))
KEYS = st.one_of(st.none(), st.integers(), st.booleans().map(lambda _: HUGE), st.text(max_size=3), st.tuples(st.integers()))
LEAVES = st.one_of(SCALARS, ARRAYS, TENSORS, st.just(REMOTE))
VALUES_ON_THE_WIRE = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
        st.sets(KEYS, max_size=3),
        st.frozensets(KEYS, max_size=3),
        st.dictionaries(st.text(max_size=3), inner, max_size=3).map(lambda fields: Record("Point", fields)),
    ),
    max_leaves=8,
)
EFFECTS = st.builds(Effects, changed=st.lists(st.text(max_size=3), max_size=2).map(tuple))
OUTCOMES = st.one_of(
    st.builds(Returned, VALUES_ON_THE_WIRE, EFFECTS),
    st.builds(Raised, st.text(max_size=5), st.text(max_size=5)),
    st.builds(Unsendable, st.text(max_size=5)),
    st.builds(Died, st.sampled_from(Death)),
)
REQUESTS = st.sampled_from(["f", "g", "call", "callback", "get grad", "item", "note mean", "probes.run", "length", "take"])
EVENTS = st.builds(
    Event,
    REQUESTS,
    OUTCOMES,
    st.lists(VALUES_ON_THE_WIRE, max_size=2).map(tuple),
    looked=st.booleans(),
    late=st.booleans(),
)


def examined(got, expected):
    """Do everything that is done with the events of a failed check."""
    mine, right = transcript(got), transcript(expected)
    agree(mine, right)
    weight(mine)
    wrong = pairs(mine, right) or ()
    return related(wrong, FORMS), related(wrong, VALUES), of_pairs(wrong), [related([pair], [each]) for pair in wrong for each in (*FORMS, *VALUES)]


def answered(got, expected, *args):
    return examined([Event("f", Returned(got), args)], [Event("f", Returned(expected), args)])


@settings(deadline=None, max_examples=150)
@given(st.lists(EVENTS, max_size=3), st.lists(EVENTS, max_size=3))
def test_any_two_recordings_can_be_compared(got, expected):
    examined(got, expected)


@settings(deadline=None, max_examples=200)
@given(VALUES_ON_THE_WIRE, VALUES_ON_THE_WIRE, ARRAYS)
def test_any_two_answers_can_be_related(got, expected, argument):
    answered(got, expected, argument)


@settings(deadline=None, max_examples=200)
@given(DTYPES, DTYPES, st.data())
def test_any_two_arrays_of_fitting_shapes_can_be_related(one, other, data):
    shape = data.draw(SHAPES)
    got, expected = data.draw(nps.arrays(one, shape)), data.draw(nps.arrays(other, shape))
    for mine, right in ((got, expected), (got.T, expected), (Tensor(got.T), Tensor(expected)), (got.tolist(), expected)):
        answered(mine, right, expected)


@pytest.mark.parametrize(
    "value",
    [HUGE, {HUGE: 1.0}, {HUGE}, frozenset({(HUGE,)}), {(HUGE, 1): 2}, [[HUGE]], {"a": {HUGE: {HUGE}}}, Record("R", {"x": HUGE})],
    ids=["alone", "key", "member", "in a tuple", "in a key", "nested", "deep", "field"],
)
def test_whole_numbers_of_thousands_of_digits_are_taken_apart(value):
    """Python refuses to write them in decimal digits; one as a key must not end the grading of a class."""
    answered(value, value)
    answered(value, 1.0)


def test_complex_numbers_where_floats_are_expected_are_compared():
    answered(np.arange(4) * 1j, np.arange(4) / 3)


def test_tensors_of_text_where_numbers_are_expected_are_compared():
    answered(Tensor(np.array([["a", "b"]] * 3)), Tensor(np.ones((2, 3), np.float32)))


def test_numbers_at_the_edge_of_floats_are_compared_without_a_warning():
    edge = np.array([1e308, -1e308, 5e-324, np.inf, -np.inf, np.nan, 0.0, 1.5])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for got in (edge * 0.9999999, -edge, edge.astype(np.float64)[::-1], np.zeros(8)):
            answered(got, edge, edge)
        answered(edge, np.linspace(0, 1, 8), edge)


def test_every_kind_of_array_that_may_cross_is_among_those_tried():
    assert set("biufcSU") == KINDS
