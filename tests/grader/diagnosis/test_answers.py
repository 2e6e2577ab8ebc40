"""Parts of an answer are found by identity, and called by names a learner knows."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.answers import item_name, part_name
from grader.outcome import Event, Raised, Returned
from grader.sandbox.remote import Record

PART = np.ones(3)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (PART, ""),
        ((PART, PART.copy()), "the first item"),
        ([PART.copy()] * 6 + [PART], "item [6]"),
        ((0, {"z": PART}), "entry 'z' of the second item"),
        ({7: PART}, "an entry"),
        ({"long" * 20: PART}, "an entry"),
        (Record("Pair", {"left": PART}), "field 'left'"),
        ([[[PART]]], ""),
        ((PART.copy(),), ""),
        ([None] * 2_000 + [PART], ""),
    ],
)
def test_parts_are_named(answer, said):
    assert part_name(PART, [Event("f", Returned(answer))], public=True) == said


def test_keys_are_named_in_public_alone():
    assert part_name(PART, [Event("f", Returned({"z": PART}))], public=False) == "an entry"
    assert part_name(PART, [Event("f", Returned([0] * 6 + [PART]))], public=False) == "an item"


def test_the_newest_answer_counts_and_one_that_raised_has_no_parts():
    events = [Event("f", Returned((PART, 0))), Event("f", Returned((0, PART))), Event("f", Raised("ValueError", ""))]
    assert part_name(PART, events, public=True) == "the second item"


def test_few_items_have_ordinals():
    assert [item_name(1, 2), item_name(1, 7)] == ["the second item", "an item"]
