"""Frames of a hostile worker: decoded to values or refused, and what was decoded crosses again unchanged."""

from __future__ import annotations

import contextlib

import atheris
import msgspec
from harness import Draw, run, within
from trees import answer, tree

with atheris.instrument_imports(include=["grader"]):
    from grader.sandbox import outcomes, wire
    from grader.sandbox.remote import Codec


def one_input(data):
    """Decode one frame."""
    draw = Draw(data)
    frame = made(draw)
    with within(2):
        with contextlib.suppress(wire.WireError):
            outcomes.read_outcome(wire.decode(frame, Codec(None).unhook))
        with contextlib.suppress(wire.WireError):
            outcomes.read_load_errors(wire.decode(frame, Codec(None).unhook))
        with contextlib.suppress(wire.WireError):
            crosses(wire.decode(wire.Frame(frame.header, [bytearray(buffer) for buffer in frame.buffers])))


def made(draw):
    """Return a frame of raw bytes, or of tagged lists of which some bytes may be wrong."""
    kind = draw.number(0, 3)
    buffers = [bytearray(draw.bytes()) for _ in range(draw.number(0, 3))]
    if kind == 0:
        header = draw.rest()
        return wire.receive(reader(header), 1 << 20)[1] if draw_receives(header) else wire.Frame(header, buffers)
    header = bytearray(msgspec.msgpack.encode(encodable(answer(draw) if kind == 1 else tree(draw))))
    if kind == 3:
        for _ in range(draw.number(0, 4)):
            header[draw.number(0, len(header) - 1)] = draw.number(0, 255)
    return wire.Frame(bytes(header), buffers)


def draw_receives(header):
    """Tell whether raw bytes are a frame on the wire; only WireError and their end may say no."""
    try:
        wire.receive(reader(header), 1 << 20)
    except (wire.WireError, EOFError):
        return False
    return True


def reader(data):
    """Return a function that reads on in some bytes."""
    position = 0

    def read(count):
        nonlocal position
        if position + count > len(data):
            raise EOFError
        position += count
        return data[position - count : position]

    return read


def encodable(value):
    """Return a tree without numbers MessagePack has no form for."""
    if type(value) is int and not -(2**63) <= value < 2**64:
        return 0
    return [encodable(item) for item in value] if type(value) is list else value


def crosses(value):
    """Require that a decoded value is the same after another way over the wire."""
    try:
        first = wire.encode(value)
    except wire.WireError:
        return  # one level more is decoded than is sent
    second = wire.encode(wire.decode(first))
    if not holds_set(value):
        assert (first.header, [*map(bytes, first.buffers)]) == (second.header, [*map(bytes, second.buffers)])


def holds_set(value):
    """Tell whether a value holds a set, whose order may change."""
    if isinstance(value, list | tuple):
        return any(map(holds_set, value))
    if isinstance(value, dict):
        return any(map(holds_set, [*value, *value.values()]))
    return isinstance(value, set | frozenset)


if __name__ == "__main__":
    run(one_input)
