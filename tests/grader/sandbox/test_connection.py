"""A session with nobody at the other end of the wire: whatever is said there, it ends in outcomes and in time."""

from __future__ import annotations

import socket
import struct
import threading
import time

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model import Implementation, Limits, Part
from grader.outcome import Death, Died, Raised, Returned, Unsendable
from grader.sandbox.link import Exit
from grader.sandbox.session import Call, Session

LIMITS = Limits(check_cpu_s=0.05, submission_cpu_s=5, answer_mb=1)
READY, LOADED = (0, "ready"), (1, ["l", "answer", ["l"]])


def framed(request, value, buffers=()):
    header = msgspec.msgpack.encode(value)
    lengths = b"".join(struct.pack("<Q", len(buffer)) for buffer in buffers)
    return struct.pack("<III", request, len(header), len(buffers)) + lengths + header + b"".join(buffers)


class Nobody:
    """A launcher and its link: the same bytes lie in the socket of every worker."""

    isolation = ()
    pid = 1 << 22

    def __init__(self, said, *, hangs_up=True):
        self.said, self.hangs_up, self.taken = said, hangs_up, 0

    def take(self):
        self.taken += 1
        self.socket, self.theirs = socket.socketpair()
        self.writer = threading.Thread(target=self._write, daemon=True)
        self.writer.start()
        return self

    def _write(self):
        try:
            self.theirs.sendall(self.said)
            if self.hangs_up:
                self.theirs.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def exit(self):
        return Exit(0)

    def kill(self):
        pass

    def close(self):
        self.socket.close()
        self.writer.join()
        self.theirs.close()


def session(*said, hangs_up=True):
    frames = b"".join(one if type(one) is bytes else framed(*one) for one in (READY, *said))
    made = Session(Nobody(frames, hangs_up=hangs_up), Implementation("m", "m", (Part("m.py", ""),)), LIMITS)
    made.begin(lambda _: bytes(16))
    return made


def outcome(one, *args):
    result = one.outcomes([Call("f", args)])[0]
    one.close()
    return result


ARRAY = ["a", "<f8", [2], bytes(16)]
HANDLE = ["h", 1, "Thing"]


def test_what_is_said_well_is_heard():
    value = ["l", "returned", 5, None]
    assert outcome(session(LOADED, (2, ["l", "answer", ["l", value]]))) == Returned(5)


@pytest.mark.parametrize(
    "message",
    [
        ["l"],
        ["l", ARRAY, 1],
        ["l", HANDLE, 1],
        ["l", "answer"],
        ["l", "answer", ["l"]],
        ["l", "answer", ["l", ["l", ARRAY, 1, None]]],
        ["l", "answer", ["l", ["l", HANDLE, 1, None]]],
        ["l", "answer", ["l", ["l", "returned", 1, ["l", ["l", ARRAY], ["l"], ["l"], "", None]]]],
        ["l", "callback", 1, ["t"], ["d"]],
        ["l", "callback", ARRAY, ["t"], ["d"]],
        ["l", "callback", HANDLE, ["t"], ["d"]],
        "answer",
        5,
    ],
    ids=repr,
)
def test_what_is_no_answer_ends_the_worker(message):
    died = outcome(session(LOADED, (2, message)))
    assert isinstance(died, Died)
    assert died.reason is Death.PROTOCOL


def test_a_callback_with_names_that_are_no_text_is_the_workers_fault():
    def callback(**_):
        raise AssertionError("called")

    one = session(LOADED, (2, ["l", "callback", 0, ["t"], ["d", 1, 2]]))
    assert outcome(one, callback).reason is Death.PROTOCOL


def test_a_worker_that_speaks_nonsense_while_loading_is_given_up_after_two_attempts():
    one = session((1, 5))
    for _ in range(4):
        one.begin(lambda _: bytes(16))
        assert one.outcomes([Call("f")])[0].reason is Death.PROTOCOL
    assert one._launcher.taken == 2


@pytest.mark.parametrize("answer", [ARRAY, HANDLE, 5, None, ["l", ARRAY, ["l", "m.py", ["i", "0x" + "f" * 4000], "E", ""]]], ids=repr)
def test_odd_answers_to_loading_are_no_errors(answer):
    one = session((1, ["l", "answer", answer]), (2, ["l", "answer", ["l", ["l", "returned", 5, None]]]))
    assert outcome(one) == Returned(5)
    assert one.load_errors == []


def test_what_callbacks_are_given_is_bounded_in_all():
    """A Spy keeps every argument: one exchange must not fill the grader's memory."""
    kept = []

    def spy(x):
        kept.append(x)

    call = framed(2, ["l", "callback", 0, ["t", ["b", "|u1", [1 << 20], 0]], ["d"]], [bytes(1 << 20)])
    limits = Limits(check_cpu_s=5, submission_cpu_s=50, answer_mb=1)
    one = Session(Nobody(framed(*READY) + framed(*LOADED) + call * 100), Implementation("m", "m", (Part("m.py", ""),)), limits)
    one.begin(lambda _: bytes(16))
    assert outcome(one, spy).reason is Death.PROTOCOL
    assert 8 <= len(kept) <= 50


def test_silence_ends_with_the_wall():
    started = time.monotonic()
    assert outcome(session(LOADED, hangs_up=False)) == Died(Death.WALL)
    assert time.monotonic() - started < 60


def _callback(*args, **_):
    return args[0]


words = st.sampled_from(["answer", "callback", "returned", "raised", "unsendable", "x"])
leaves = st.none() | st.integers(-1, 2**63) | words | st.binary(max_size=8) | st.just(0)
trees = st.recursive(
    leaves | st.sampled_from([ARRAY, HANDLE, ["b", "<f8", [1], 0], ["r", "P", ["l", "a"], 1]]),
    lambda inner: st.tuples(st.sampled_from("ltds"), st.lists(inner, max_size=5)).map(lambda parts: [parts[0], *parts[1]]),
    max_leaves=10,
)
values = st.builds(lambda kind, value: ["l", "answer", ["l", ["l", kind, value, None]]], words, trees)
callbacks = st.builds(lambda value: ["l", "callback", 0, ["t", value], ["d"]], trees)
frames = st.builds(framed, st.sampled_from([1, 2, 2, 2, 3]), trees | values | callbacks, st.lists(st.binary(max_size=8), max_size=1))


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(st.booleans(), st.lists(frames | st.binary(max_size=30), max_size=4))
def test_whatever_is_said_calls_have_outcomes(loads, said):
    one = session(*([LOADED] if loads else []), *said)
    one.replace("given", _callback)
    for result in one.outcomes([Call("f", (np.ones(2), _callback))]) + one.outcomes([Call("g")]):
        assert isinstance(result, Returned | Raised | Unsendable | Died)
    one.close()
