"""A transcript is what passed between a check and an implementation, reduced to what can be compared."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.transcript import MOST_TRACES, transcript, weight
from grader.outcome import Death, Died, Effects, Event, FloatingPoint, Raised, Returned, Unsendable
from grader.sandbox.remote import Remote, Tensor


def trace(event):
    (found,) = transcript([event])
    return found


@pytest.mark.parametrize(
    ("outcome", "ending", "parts"),
    [
        (Returned((1, 2.0)), "returned", 3),
        (Raised("ValueError", "with 0.123"), "raised ValueError", 0),
        (Unsendable("too deep"), "unsendable", 0),
        (Died(Death.MEMORY, "detail"), "died: memory", 0),
    ],
)
def test_a_call_ends_in_one_of_four_ways(outcome, ending, parts):
    found = trace(Event("f", outcome))
    assert (found.request, found.ending, len(found.leaves)) == ("f", ending, parts)


def test_an_exceptions_message_is_kept_apart_from_how_the_call_ended():
    found = trace(Event("f", Raised("ValueError", "with 0.123")))
    assert found.said == "with 0.123"
    assert "0.123" not in f"{found.ending}{found.call}{found.besides}{found.leaves}"


def test_changed_arguments_count_always():
    effects = Effects(changed=("x",))
    assert trace(Event("f", Returned(1, effects))).besides == (("x",),)


def test_other_effects_count_only_where_the_check_looked():
    effects = Effects(FloatingPoint(over=True), ("RuntimeWarning: 0.5",), (), "0.75")
    assert trace(Event("f", Returned(1, effects))).besides == trace(Event("f", Returned(1))).besides
    looked = trace(Event("f", Returned(1, effects), looked=True)).besides
    assert looked != trace(Event("f", Returned(1), looked=True)).besides
    assert "0.5" not in str(looked)
    assert "0.75" not in str(looked)


def test_an_outcome_without_effects_has_none():
    assert trace(Event("f", Died(Death.CPU), looked=True)).besides[0] == ()


def test_the_lengths_of_axes_of_all_arguments_are_noted():
    arguments = (np.ones((4, 3)), [1, 2, 3, 4, 5], Tensor(np.ones((2, 7))), 9.0, "text")
    found = trace(Event("f", Returned(1), arguments, {"rest": (0,) * 6}))
    assert found.sizes == {4, 3, 5, 2, 7, 6}


def test_the_weight_is_the_amount_of_numbers_passed_and_of_calls():
    events = [Event("f", Returned(1), (np.ones((4, 3)), 2.0)), Event("f", Returned(1), ([1, 2],))]
    assert weight(transcript(events[:1])) == 1 + 12 + 1
    assert weight(transcript(events)) > weight(transcript(events[:1]))
    assert weight(()) == 0


def test_an_array_without_elements_weighs_nothing():
    assert trace(Event("f", Returned(1), (np.ones((0, 5)),))).weight == 0


def test_a_remote_object_among_arguments_is_never_asked_for_its_shape():
    class Untouchable:
        call = examine = lambda *_: pytest.fail("it was asked")

    found = trace(Event("f", Returned(1), (Remote(Untouchable(), 1, "Model"),)))
    assert found.sizes == frozenset()


def test_what_came_too_late_is_marked():
    assert [one.late for one in transcript([Event("f", Returned(1)), Event("f", Returned(2), late=True)])] == [False, True]


def test_at_most_so_many_events_are_kept():
    assert len(transcript(Event("f", Returned(n)) for n in range(3 * MOST_TRACES))) == MOST_TRACES
