"""What passes between a check and its implementation is kept while the check runs, within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from grader.outcome import Died, Raised, Returned, Unsendable
from grader.sandbox.recording import MOST_BYTES, MOST_EVENTS, Recording
from grader.sandbox.session import Call


@pytest.fixture
def recording():
    return Recording()


def requests(recording):
    return [event.request for event in recording.events]


class TestARecording:
    def test_keeps_events_in_order_with_their_arguments(self, recording):
        recording.add("f", Returned(1), (2,), {"a": 3})
        recording.note("mean", 0.5)
        assert requests(recording) == ["f", "note mean"]
        assert (recording.events[0].args, recording.events[0].kwargs) == ((2,), {"a": 3})
        assert recording.events[1].outcome == Returned(0.5)

    def test_keeps_at_most_so_many_events(self, recording):
        for number in range(MOST_EVENTS + 10):
            recording.add(str(number), Returned(number))
        assert len(recording.events) == MOST_EVENTS
        assert requests(recording)[-1] == str(MOST_EVENTS - 1)

    def test_keeps_no_answers_when_too_many_bytes_have_come(self, recording):
        recording.receive(MOST_BYTES)
        recording.add("f", Returned(1))
        recording.receive(1)
        recording.add("g", Returned(2))
        assert [type(event.outcome) for event in recording.events] == [Returned, Unsendable]
        assert requests(recording) == ["f", "g"]

    def test_forgets_everything_when_a_check_begins(self, recording):
        recording.receive(2 * MOST_BYTES)
        recording.add("f", Returned(1))
        recording.clear()
        recording.add("g", Returned(2))
        assert [(event.request, event.outcome) for event in recording.events] == [("g", Returned(2))]

    def test_marks_the_last_call_as_looked_at(self, recording):
        recording.look()
        recording.add("f", Returned(1))
        recording.add("g", Returned(1))
        recording.look()
        assert [event.looked for event in recording.events] == [False, True]

    def test_marks_what_came_when_the_check_had_failed(self, recording):
        for name in "abc":
            recording.add(name, Returned(1))
        recording.disregard(2)
        assert [event.late for event in recording.events] == [False, True, True]
        recording.disregard(0)
        assert [event.late for event in recording.events] == [False, True, True]

    def test_can_disregard_more_events_than_it_has_kept(self, recording):
        recording.add("f", Returned(1))
        recording.disregard(5)
        assert [event.late for event in recording.events] == [True]


class TestASession:
    def test_records_each_call_with_what_became_of_it(self, session):
        tested = session("def f(x):\n    return x + 1\ndef g(x):\n    raise ValueError(x)\n")
        tested.outcomes([Call("f", (1,)), Call("g", (2,)), Call("f", (), {"x": 3})])
        assert requests(tested.recording) == ["f", "g", "f"]
        assert [type(event.outcome) for event in tested.recording.events] == [Returned, Raised, Returned]
        assert tested.recording.events[2].kwargs == {"x": 3}

    def test_records_what_is_asked_of_a_remote_object(self, session):
        tested = session("class A:\n    x = 1\n    def __len__(self): return 3\n    def __getitem__(self, n): return n\n    def __call__(self): return 5\ndef f(): return A()\n")
        made = tested.call("f")
        assert (made.x, len(made), made[2], made["k"], made()) == (1, 3, 2, "k", 5)
        made.x = 4
        assert requests(tested.recording) == ["f", "get x", "length", "item", "item k", "call", "set x"]

    def test_records_callbacks_with_their_arguments(self, session):
        tested = session("def f(step):\n    return step(1, b=2)\n")
        assert tested.call("f", lambda a, b: a + b) == 3
        callback, call = tested.recording.events
        assert (callback.request, callback.outcome) == ("callback", Returned(((1,), {"b": 2})))
        assert (call.request, call.outcome.value) == ("f", 3)

    def test_records_deaths(self, session):
        tested = session("import os\ndef f():\n    os._exit(3)\n")
        tested.outcomes([Call("f"), Call("f")])
        assert [type(event.outcome) for event in tested.recording.events] == [Died, Died]

    def test_does_not_record_how_many_lines_were_executed(self, session):
        tested = session("def f():\n    return 1\n")
        tested.outcomes([Call("f", traced=True)])
        assert tested.recording.events == []

    def test_keeps_no_more_than_so_many_bytes_of_what_a_hostile_function_sends(self, session):
        tested = session("import numpy as np\ndef f(step):\n    for _ in range(40):\n        step(np.zeros(125_000))\n")
        tested.call("f", lambda _: None)
        kept = [event.outcome.value[0][0].nbytes for event in tested.recording.events if isinstance(event.outcome, Returned) and event.request == "callback"]
        assert 0 < sum(kept) <= MOST_BYTES
        assert len(tested.recording.events) == 41

    def test_keeps_no_more_than_so_many_events_of_a_flood(self, session):
        tested = session("def f(step):\n    for _ in range(6000):\n        step()\n")
        tested.outcomes([Call("f", (lambda: None,))])
        assert len(tested.recording.events) == MOST_EVENTS

    def test_begins_each_check_with_an_empty_recording(self, session):
        tested = session("def f():\n    return 1\n")
        tested.call("f")
        tested.begin(lambda _: bytes(16))
        assert tested.recording.events == []

    def test_keeps_values_as_they_came(self, session):
        tested = session("import numpy as np\ndef f():\n    return np.arange(3)\n")
        assert tested.call("f") is tested.recording.events[0].outcome.value
        assert np.array_equal(tested.recording.events[0].outcome.value, [0, 1, 2])
