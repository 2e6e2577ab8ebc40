"""What stands in the grader for a worker's objects believes nothing a worker says."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest

from grader.outcome import Returned
from grader.sandbox.remote import Codec, Record, Remote
from grader.sandbox.wire import WireError


class Liar:
    """A holder that answers every question with one value."""

    def __init__(self, value):
        self.value = value

    def examine(self, operation, *operands):
        return Returned(self.value)


@pytest.mark.parametrize("value", [5, "abc", (1,), [1, 2, 3, 4], np.ones(2), None, Remote(None, 1, "x")], ids=repr)
def test_items_are_a_list_of_no_more_than_were_asked_for(value):
    with pytest.raises(TypeError, match="at most 3 items"):
        Remote(Liar(value), 1, "Thing").take(3)


@pytest.mark.parametrize("value", [True, -1, 10**9, 2.0, "3", None], ids=repr)
def test_a_length_is_a_number_in_reach(value):
    with pytest.raises(TypeError, match="length"):
        len(Remote(Liar(value), 1, "Thing"))


@pytest.mark.parametrize(
    "items",
    [
        ("h", [2**64, "Thing"]),
        ("h", [-1, "Thing"]),
        ("h", ["1", "Thing"]),
        ("h", [1, None]),
        ("r", ["Pair", [1], 2]),
        ("r", ["Pair", [np.ones(2)], 2]),
        ("r", ["Pair", ["a"]]),
        ("k", [1]),
    ],
    ids=repr,
)
def test_handles_and_records_of_another_form_are_refused(items):
    with pytest.raises(WireError):
        Codec(Liar(None)).unhook(*items)


def test_a_handle_can_be_sent_back():
    codec = Codec(Liar(None))
    assert codec.hook(codec.unhook("h", [2**64 - 1, "Thing"]), lambda value: value) == ["h", 2**64 - 1]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))])
def test_records_can_be_copied(copied):
    record = Record("Pair", {"left": 1})
    assert copied(record) == record
    assert copied(record).left == 1
