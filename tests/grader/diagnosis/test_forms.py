"""A call is told by its name and the forms of its arguments, never by a value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from grader.diagnosis.forms import call_form, failing_call, form
from grader.outcome import Death, Died, Event, Raised, Returned
from grader.sandbox.remote import Record, Remote, Tensor

ROWS = np.ones((4, 3))


class Untouchable:
    """A holder whose objects must not be asked."""

    call = examine = lambda *_: pytest.fail("it was asked")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (ROWS, "array (4, 3)"),
        (np.ones(5, int), "array (5,) of int"),
        (np.ones(5, "u1"), "array (5,) of uint8"),
        (np.ones(5, bool), "array (5,) of bool"),
        (np.ones(5, "f4"), "array (5,) of float32"),
        (np.ones((), complex), "array () of complex"),
        (np.array(["secret"]), "array (1,) of text"),
        (Tensor(ROWS.astype("f4")), "tensor (4, 3)"),
        (Tensor(ROWS), "tensor (4, 3) of float64"),
        (Tensor(np.ones(2, int), variable=True), "variable (2,) of int"),
        ([1, 2, 3], "list of 3"),
        ((1,), "tuple of 1"),
        (True, "bool"),
        (np.bool_(1), "bool"),
        (3, "int"),
        (np.int64(3), "int"),
        (3.5, "float"),
        (np.float32(3.5), "float"),
        ("secret", "str"),
        ({"secret": 1}, "dict"),
        (None, "None"),
        (np.random.default_rng(1), "generator"),
        (Record("Secret", {"x": 1}), "object"),
        (Remote(Untouchable(), 1, "Secret"), "object"),
        (Remote(Untouchable(), 1, "function"), "function"),
        (len, "function"),
        (b"secret", "object"),
        ({1}, "object"),
    ],
    ids=str,
)
def test_an_argument_is_told_by_its_kind_and_shape(value, told):
    assert form(value) == told


def test_a_call_is_told_with_its_named_arguments():
    assert call_form("fit", (ROWS, [0, 1]), {"lr": 0.123, "rng": None}) == "fit(array (4, 3), list of 2, lr=float, rng=None)"


def test_of_many_arguments_the_first_are_told():
    assert call_form("f", (ROWS,) * 20, {}).count("array") == 8
    assert call_form("f", (ROWS,) * 20, {}).endswith(", …)")


@pytest.mark.parametrize("request_", ["call", "callback", "get grad", "probes.run", "note mean", "item a", "set x"])
def test_what_is_no_call_of_a_definition_is_not_told(request_):
    assert call_form(request_, (ROWS,), {}) == ""


@given(
    st.lists(st.one_of(st.integers(1000), st.floats(1000, 9e9), st.text("xyz", min_size=3), nps.arrays(float, (2, 3), elements=st.floats(1000, 9e9)))),
    st.dictionaries(st.sampled_from(["lr", "seed"]), st.integers(1000)),
)
def test_no_value_is_ever_told(args, kwargs):
    told = call_form("f", tuple(args), kwargs)
    assert not any(repr(value) in told for value in (*args, *kwargs.values()))
    assert set(told) <= set("abcdefghijklmnopqrstuvwxyz()=, …0123456789")
    assert sum(letter.isdigit() for letter in told) <= 2 * (len(args) + len(kwargs))


def event(name, outcome=None, *args, **kwargs):
    return Event(name, outcome or Returned(1), args or (ROWS,), **kwargs)


class TestTheCallThatFailed:
    def test_is_the_last_one(self):
        assert failing_call([event("f"), event("g", Raised("ValueError", ""))]) == "g(array (4, 3))"

    def test_is_none_where_nothing_was_called(self):
        assert failing_call([]) == ""
        assert failing_call([event("note mean"), event("callback")]) == ""

    def test_is_no_use_of_its_answer(self):
        assert failing_call([event("f"), *(Event(use, Returned(1)) for use in ("get grad", "item", "item a", "take", "length", "note mean"))]) == "f(array (4, 3))"

    def test_is_not_one_that_was_answered_when_the_check_had_failed(self):
        events = [event("f", Raised("ValueError", "")), event("f", None, np.ones(9), late=True)]
        assert failing_call(events) == "f(array (4, 3))"

    def test_is_not_known_when_a_process_died_of_one_of_several(self):
        died = Died(Death.CPU)
        assert failing_call([event("f", died), event("f", died, late=True)]) == ""
        assert failing_call([event("f"), event("f", died)]) == "f(array (4, 3))"

    @pytest.mark.parametrize("name", ["item_counts", "lengths_of_rows", "take_step", "callback_loss", "calls"])
    def test_may_be_of_a_function_whose_name_begins_like_a_use_of_an_answer(self, name):
        assert failing_call([event("f"), event(name, Raised("ValueError", ""))]) == f"{name}(array (4, 3))"


class TestACallOfAPublicCheck:
    def told(self, *args, **kwargs):
        return failing_call([Event("f", Returned(1), args, kwargs)], public=True)

    def test_is_told_with_its_numbers_and_short_texts(self):
        assert self.told(ROWS, "tanh", k=3, on=np.bool_(1)) == "f(array (4, 3), 'tanh', k=3, on=True)"
        assert self.told(None, np.float64(0.5)) == "f(None, 0.5)"

    def test_is_told_by_forms_where_values_are_long(self):
        assert self.told("x" * 10_000, 10**5000, [1, 2]) == "f(str, int, list of 2)"

    def test_is_told_without_values_where_the_check_is_hidden(self):
        call = Event("f", Returned(1), (ROWS, "tanh"), {"k": 3})
        assert failing_call([call]) == "f(array (4, 3), str, k=int)"
