"""All a worker may say to a session, over a socket at whose other end there is none."""

from __future__ import annotations

import contextlib
import socket
import struct

import atheris
import msgspec
import numpy as np
from harness import Draw, run, within
from trees import answer, tree

with atheris.instrument_imports(include=["grader"]):
    from grader.model import Implementation, Limits, Part
    from grader.outcome import Died, Raised, Returned, Unsendable
    from grader.sandbox.link import Exit
    from grader.sandbox.outcomes import CallFailed
    from grader.sandbox.remote import Remote
    from grader.sandbox.session import Call, Session

LIMITS = Limits(check_cpu_s=0.004, submission_cpu_s=1.0, answer_mb=1)
MODULE = Implementation("m", "m", (Part("m.py", ""),))


class FakeLink:
    """A connection to nobody: what is to be read lies in the socket."""

    pid = 1 << 22  # one more than there can be

    def __init__(self, said, end):
        self.socket, self._theirs = socket.socketpair()
        self._theirs.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            self._theirs.sendall(said)
        if end is not None:
            self._theirs.shutdown(socket.SHUT_WR)
        self._end = end

    def kill(self):
        pass

    def exit(self):
        return self._end

    def close(self):
        self.socket.close()
        self._theirs.close()


class FakeLauncher:
    """Makes workers that say what the fuzzer drew."""

    isolation = ()

    def __init__(self, draw):
        self._draw = draw

    def take(self):
        draw = self._draw
        # The first word is our own code's, before any of the learner's has run.
        said = [framed(0, "ready", []), *[message(draw, request) for request in range(1, draw.number(1, 6))]]
        return FakeLink(
            b"".join(said),
            draw.of((Exit(0), Exit(-9), Exit(-200), Exit(1), Exit(-9, "memory"), *[None] * draw.chance(4))),
        )

    def close(self):
        pass


def message(draw, request):
    """Return bytes of one frame: answers and callbacks in most."""
    kind = draw.number(0, 9)
    if kind == 0:
        return draw.bytes(200)
    spoken = [["l", "answer", ["l", *[answer(draw) for _ in range(draw.number(1, 2))]]]]
    if kind == 1:
        spoken = [["l", "answer", tree(draw)]]
    if kind == 2:
        spoken = [tree(draw)]
    if kind in (3, 4):
        arguments, keywords = ["t", tree(draw, 4)], ["d", draw.of(("x", 1)), 1]
        spoken = [["l", "callback", lent[0] if draw.chance(2) else tree(draw, 5), arguments, keywords], *spoken]
    if request == 1 and kind > 4:
        spoken = [["l", "answer", ["l"]]]
    number = 9 if draw.chance(20) else request
    return b"".join(framed(number, one, [draw.bytes() for _ in range(draw.number(0, 2))]) for one in spoken)


def framed(request, value, buffers):
    """Return a value as the bytes of a frame."""
    header = msgspec.msgpack.encode(cut(value))
    lengths = b"".join(struct.pack("<Q", len(buffer)) for buffer in buffers)
    return struct.pack("<III", request, len(header), len(buffers)) + lengths + header + b"".join(buffers)


def cut(value):
    """Return a tree without numbers MessagePack has no form for."""
    if type(value) is int and not -(2**63) <= value < 2**64:
        return 0
    return [cut(item) for item in value] if type(value) is list else value


def callback(*args, **_):
    """Look at what the worker passes, as a course's function would."""
    with contextlib.suppress(TypeError):
        return args[0].size if isinstance(args[0], Remote) else args[0]


lent = [id(callback)]


def one_input(data):
    """Let a session make some calls."""
    draw = Draw(data)
    session = Session(FakeLauncher(draw), MODULE, LIMITS)
    with within(2):
        for _ in range(draw.number(1, 3)):
            session.begin(lambda _: bytes(16))
            for _ in range(draw.number(1, 3)):
                called(draw, session)
    session.close()


def called(draw, session):
    """Make one exchange of a kind and look at what came of it."""
    kind = draw.number(0, 3)
    if kind == 0:
        session.replace("given", callback)
    for outcome in session.outcomes([Call("f", (np.ones(3), callback)), Call("g")][: draw.number(1, 2)]):
        assert isinstance(outcome, Returned | Raised | Unsendable | Died)
        if isinstance(outcome, Returned):
            assert outcome.effects.events is None or outcome.effects.events >= 0
        if isinstance(outcome, Returned) and isinstance(outcome.value, Remote):
            examined(outcome.value)
    for error in session.load_errors:
        assert len(f"{error.line}{error.message}") < 600


def examined(remote):
    """Ask a handle; only outcomes, and TypeError for what it claims."""
    with contextlib.suppress(CallFailed):
        _ = remote.attribute
    with contextlib.suppress(CallFailed, TypeError):
        assert len(remote) >= 0
    with contextlib.suppress(CallFailed, TypeError):
        assert len(remote.take(2)) <= 2
    with contextlib.suppress(CallFailed):
        remote(1)


if __name__ == "__main__":
    run(one_input)
