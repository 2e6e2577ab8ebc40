"""Answers become outcomes, or are refused; nothing in them runs, and nothing in them is too large to be shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.outcome import Died, Effects, Frame, Raised, Returned, Unsendable
from grader.sandbox.outcomes import describe, read_load_errors, read_outcome
from grader.sandbox.remote import Remote
from grader.sandbox.wire import WireError

REMOTE = Remote(None, 1, "Thing")
ARRAY = np.array([1.0, 2.0])
HUGE = 16**4000


def test_answers_are_read():
    effects = [["over"], ["UserWarning: x"], [0, "z"], "hi", 7]
    read = Effects(warnings=("UserWarning: x",), changed=("argument 1", "z"), output="hi", events=7)
    returned = read_outcome(["returned", 1, effects])
    assert returned.effects.fp_errors.over
    assert (returned.value, returned.effects.changed, returned.effects.events) == (1, read.changed, 7)
    raised = read_outcome(["raised", "E", "no", ["ValueError"], [[3, "f"]], "f", None])
    assert raised == Raised("E", "no", ("ValueError",), (Frame(3, "f"),), "f")
    assert read_outcome(["unsendable", "why", None]) == Unsendable("why")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        ["returned"],
        ["returned", 1, 2],
        [ARRAY, 1, None],
        [REMOTE, 1, None],
        [[ARRAY], 1, None],
        ["returned", 1, [[ARRAY], [], [], "", None]],
        ["returned", 1, [[REMOTE], [], [], "", None]],
        ["returned", 1, [[], [REMOTE], [], "", None]],
        ["returned", 1, [[], [], [HUGE], "", None]],
        ["returned", 1, [[], [], [-1], "", None]],
        ["returned", 1, [[], [], [REMOTE], "", None]],
        ["returned", 1, [[], [], [[HUGE]], "", None]],
        ["raised", "E", "no", [], [[HUGE, "f"]], "f", None],
        ["raised", "E", "no", [], [[-1, "f"]], "f", None],
        ["raised", "E", "no", [], [ARRAY], "f", None],
        ["raised", "E", "no", [REMOTE], [], "f", None],
        ["raised", "E", 5, [], [], "f", None],
        ["unsendable", ARRAY, None],
    ],
)
def test_answers_of_an_unknown_form_are_refused(answer):
    with pytest.raises(WireError):
        read_outcome(answer)


@pytest.mark.parametrize(("claimed", "events"), [(HUGE, 1 << 62), (-5, 0), (ARRAY, None), (None, None)], ids=["huge", "negative", "array", "none"])
def test_a_count_of_lines_is_one_that_can_be_shown(claimed, events):
    assert read_outcome(["returned", 1, [[], [], [], "", claimed]]).effects.events == events


def test_texts_are_capped():
    raised = read_outcome(["raised", "E" * 10**6, "m" * 10**6, ["b" * 10**6] * 99, [], "f" * 10**6, None])
    assert sum(map(len, [raised.type, raised.message, *raised.bases, raised.innermost])) < 30_000
    assert len(read_outcome(["unsendable", "r" * 10**6, None]).reason) == 500


def test_load_errors_that_are_none_are_dropped():
    said = [["m.py", 3, "ValueError", "no"], ["m.py", HUGE, "ValueError", "no"], ["m.py", -1, "E", ""], ARRAY, REMOTE, 5]
    assert read_load_errors(said) == [("m.py", 3, "ValueError", "no")]
    assert read_load_errors(ARRAY) == read_load_errors(None) == []
    assert len(read_load_errors([["m.py", 1, "E", "x" * 10**6]] * 1000)) <= 50


odd = st.none() | st.integers() | st.text(max_size=3) | st.sampled_from([ARRAY, REMOTE, "returned", "raised", "over", b""]) | st.just(4000).map(lambda n: 16**n)
fields = st.recursive(odd, lambda inner: st.lists(inner, max_size=7), max_leaves=15)
answers = fields | st.tuples(
    st.sampled_from(["returned", "raised", "unsendable"]), fields, st.lists(fields, max_size=5).map(tuple)
).map(lambda parts: [parts[0], parts[1], *parts[2]])


@settings(derandomize=True, database=None, deadline=None, max_examples=500)
@given(answers)
def test_any_answer_is_an_outcome_or_refused(answer):
    read_load_errors(answer)
    try:
        outcome = read_outcome(answer)
    except WireError:
        return
    assert isinstance(outcome, Returned | Raised | Unsendable)
    assert not isinstance(outcome, Died)
    assert isinstance(outcome.effects, Effects)


def test_of_autographs_message_the_error_itself_is_told():
    message = 'in user code:\n\n    File "tiny.py", line 13, in h  *\n        return x + len(None)\n\n    TypeError: object of no len()\n'
    assert describe(Raised("TypeError", message)) == "TypeError: object of no len()"
    assert describe(Raised("ValueError", "in user code")) == "ValueError: in user code"
    assert describe(Raised("ValueError", "in user code:\n\n")) != ""
