"""Comparisons admit every right answer and say how a wrong one differs, without a value in the text."""

from __future__ import annotations

import numpy as np
import pytest

from grader.model import Kind
from grader.sandbox.remote import Record
from grader.testing import Mismatch, assert_same
from grader.testing.compare import Tolerance, difference

A = np.array


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (1.5, np.float64(1.5)),
        (np.float64(1.5), 1.5),
        (np.float32(1.5), 1.5),
        (2, 2.0),
        (np.int32(3), 3),
        (np.True_, True),
        (A([1.0, 2.0]), [1.0, 2.0]),
        (A([1, 2]), [1, 2]),
        (A([1.0, 2.0]), [1, 2]),
        ([1.0, 2.0], (1.0, 2.0)),
        ((A([1.0]), 2.0, [3.0]), (A([1.0]), 2.0, [3.0])),
        ({"W": A([1.0])}, {"W": A([1.0])}),
        (A([np.nan, np.inf]), A([np.nan, np.inf])),
        (A([1.0 + 1e-12]), A([1.0])),
        (np.int64(1) * A([1, 2], dtype=np.int32), A([1, 2])),
        (Record("P", {"a": 1}), Record("P", {"a": 1})),
        (frozenset({1}), {1}),
        (None, None),
        ("a", "a"),
        (A([]), A([])),
        (2**70, 2**70),
        (A([1.0]).astype(">f8"), A([1.0])),
    ],
)
def test_right_answers_agree(got, expected):
    assert_same(got, expected)


@pytest.mark.parametrize(
    ("got", "expected", "kind", "text"),
    [
        (None, 1.0, Kind.TYPE, "the answer should be a float, but is None: is a return missing?"),
        (A(1.0), 1.0, Kind.TYPE, "the answer should be a float, but is an array without dimensions"),
        (A([1.0]), 1.0, Kind.TYPE, "the answer should be a float, but is an array"),
        (True, 1, Kind.TYPE, "the answer should be an int, but is a bool"),
        (1, True, Kind.TYPE, "the answer should be a bool, but is an int"),
        ([1.0], A([1.0]), Kind.TYPE, "the answer should be an array, but is a list"),
        (A([[1.0]]), A([1.0]), Kind.SHAPE, "the answer should have shape (1,), but has (1, 1)"),
        (A([1, 2]), A([1.0, 2.0]), Kind.DTYPE, "the answer should have dtype float64, but has int64"),
        (A([1.0], dtype=np.float32), A([1.0]), Kind.DTYPE, "the answer should have dtype float64, but has float32"),
        (A([True]), A([1]), Kind.DTYPE, "the answer should have dtype int64, but has bool"),
        (A([1, 2]), [1.0, 2.5], Kind.DTYPE, "the answer should have dtype float, but has int64"),
        (A([1.0, 9.0]), A([1.0, 2.0]), Kind.VALUES, "some values of the answer are wrong"),
        (A([8.0, 9.0]), A([1.0, 2.0]), Kind.VALUES, "all values of the answer are wrong"),
        (A([np.nan]), A([1.0]), Kind.VALUES, "the answer holds nan or inf where a finite number is expected"),
        (3.0, 4.0, Kind.VALUES, "the answer has another value"),
        ("a", "b", Kind.VALUES, "the answer has another value"),
        ((1.0,), (1.0, 2.0), Kind.SHAPE, "the answer should hold 2 items, but holds 1"),
        ((1.0, 3.0), (1.0, 2.0), Kind.VALUES, "the second item of the answer has another value"),
        ({"W": 1}, {"b": 1}, Kind.SHAPE, "the answer has other keys than it should"),
        ({"W": 2}, {"W": 1}, Kind.VALUES, "an entry of the answer has another value"),
        (Record("Q", {}), Record("P", {}), Kind.TYPE, "the answer should be one of the module's own records, but is one of the module's own records"),
    ],
)
def test_wrong_answers_are_told_how_they_differ(got, expected, kind, text):
    with pytest.raises(Mismatch) as caught:
        assert_same(got, expected)
    assert (caught.value.finding.kind, caught.value.finding.text) == (kind, text)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (A([1.0, np.nan]), A([1.0, 2.0])),
        (np.float64(np.nan), 1.0),
        (A([[1.0], [2.0]]), A([1.0, 2.0])),
        (1.0, A([1.0, 1.0])),
        (A([]), A([[1.0]])),
        (A([np.inf]), A([1e300])),
        (A(["1.0"]), A([1.0])),
        (2**60 + 1, 2**60),
        (2**70 + 1, 2**70),
        (A([10**10 + 1]), A([10**10])),
        (10**10 + 1, 10**10),
    ],
    ids=["a nan", "nan scalar", "column", "scalar for vector", "empty", "inf", "text", "ints", "objects", "int array", "int"],
)
def test_what_fools_naive_comparisons_does_not_pass(got, expected):
    assert difference(got, expected, Tolerance()) is not None


def test_text_holds_no_value_and_detail_does():
    finding = difference(A([1.0, 77.25]), A([1.0, 33.5]), Tolerance())
    assert "77" not in finding.text
    assert "33" not in finding.text
    assert "index (1,): got 77.25, expected 33.5" in finding.detail


def test_keys_are_for_the_detail_as_they_may_be_data():
    finding = difference({"secret": 2}, {"secret": 1}, Tolerance())
    assert "secret" not in finding.text
    assert finding.detail.startswith("entry 'secret': got ")
    assert "secret" not in difference({}, {"secret": 1}, Tolerance()).text


def test_a_shape_cannot_carry_a_message():
    """A learner chooses the shape of an answer; sizes that nobody expected are not repeated."""
    finding = difference(np.zeros((3, 7243)), np.zeros((3, 4)), Tolerance())
    assert "7243" not in finding.text
    assert difference(np.zeros((4, 3)), np.zeros((3, 4)), Tolerance()).text.endswith("has (4, 3)")
    assert "7243" not in difference([0] * 7243, [0, 0], Tolerance()).text
    assert "7243" not in difference(np.zeros(1, dtype="<U7243"), np.zeros(1), Tolerance()).text
    assert difference(np.zeros((4, 3, 1)), np.zeros((3, 4)), Tolerance()).text.endswith("has (4, 3, 1)")
    assert difference(np.zeros((1, 4, 1, 1)), np.zeros((3, 4)), Tolerance()).text.endswith("has another of 4 dimensions")
    assert difference(np.zeros(1, dtype=">i2"), np.zeros(1), Tolerance()).text.endswith("has int16")


def test_a_tolerance_of_one_is_meant_for_whole_numbers_too():
    assert difference(A([7, 9]), A([8, 8]), Tolerance(atol=1)) is None
    assert difference(A([7, 10]), A([8, 8]), Tolerance(atol=1)) is not None
    assert difference(101, 100, Tolerance(rtol=0.1)) is not None


@pytest.mark.parametrize(
    ("got", "expected"),
    [({"k" * 10**6: 1}, {"k": 1}), (A(["x" * 10**6, "y"]), A(["x", "y"])), ("x" * 10**6, "y")],
    ids=["keys", "items", "text"],
)
def test_a_detail_is_brief_however_long_the_answer(got, expected):
    assert len(difference(got, expected, Tolerance()).detail) < 1000
