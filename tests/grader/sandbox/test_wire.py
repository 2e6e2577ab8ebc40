"""The wire carries plain values faithfully and refuses everything else."""

from __future__ import annotations

import tracemalloc
from collections import Counter, OrderedDict

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.sandbox import caps, wire


def crossed(value):
    frame = wire.encode(value)
    pieces = b"".join(bytes(piece) for piece in wire.join(7, frame))
    position = 0

    def read(count):
        nonlocal position
        position += count
        return pieces[position - count : position]

    request, received = wire.receive(read, 1 << 30)
    assert request == 7
    return wire.decode(received)


def same(one, other):
    if isinstance(one, np.ndarray | np.generic):
        return type(one) is type(other) and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    if isinstance(one, float) and one != one:
        return isinstance(other, float) and other != other
    if isinstance(one, dict):
        return type(other) is dict and one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | hnp.arrays(st.sampled_from(["<f8", ">f4", "i2", "?", "c16", "<U3", "S2", "u8"]), hnp.array_shapes(min_dims=0, min_side=0))
)
trees = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text("abc"), inner), max_leaves=20
)


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(trees)
def test_every_tree_of_plain_values_arrives_as_it_left(tree):
    assert same(tree, crossed(tree))


@pytest.mark.parametrize(
    "array",
    [np.arange(6000.0).reshape(60, 100).T, np.arange(20000)[::-2], np.broadcast_to(np.arange(3.0), (1000, 3))],
    ids=["transposed", "reversed", "broadcast"],
)
def test_large_arrays_of_any_memory_layout_arrive_equal_and_writable(array):
    arrived = crossed(array)
    assert np.array_equal(arrived, array)
    arrived[...] = 0


@pytest.mark.parametrize(
    ("value", "base"),
    [
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(x=1), {"x": 1}),
        (type("Text", (str,), {})("hi"), "hi"),
        (np.array([[1.0, 2.0]]).view(type("Sub", (np.ndarray,), {})), np.array([[1.0, 2.0]])),
    ],
    ids=["Counter", "OrderedDict", "str subclass", "ndarray subclass"],
)
def test_subclasses_cross_as_their_base(value, base):
    assert same(crossed(value), base) or crossed(value) == base


def test_a_subclass_cannot_run_its_own_methods_on_the_way():
    class Sly(list):
        def __iter__(self):
            raise AssertionError("iterated")

    class SlyText(str):
        def __str__(self):
            return "another"

    assert crossed(Sly([1])) == [1]
    assert crossed(SlyText("one")) == "one"


@pytest.mark.parametrize("value", [object(), np.array([object()]), np.ma.array([1], mask=[1]), np.datetime64(0, "s")])
def test_what_has_no_plain_form_is_refused(value):
    with pytest.raises(wire.WireError, match="cannot cross"):
        wire.encode(value)


def test_depth_is_limited_on_both_sides():
    deep = []
    for _ in range(wire.MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(wire.WireError, match="nested"):
        wire.encode(deep)


def hostile(tree, buffers=()):
    return wire.Frame(msgspec.msgpack.encode(tree), [bytearray(b) for b in buffers])


def nested(levels):
    tree = ["l"]
    for _ in range(levels):
        tree = ["l", tree]
    return tree


@pytest.mark.parametrize(
    "frame",
    [
        hostile({"a": 1}),
        hostile(["l", msgspec.msgpack.Ext(5, b"x")]),
        hostile(msgspec.Raw(b"\xd6\xff\x00\x00\x00\x00")),
        hostile([]),
        hostile([1, 2]),
        hostile(["z", 1]),
        hostile(["toolong"]),
        hostile(["a", "<f8", [3], b"1234"]),
        hostile(["a", "<f8", [-1], b""]),
        hostile(["a", "<f8", [2**62, 2**62], b""]),
        hostile(["a", "|O", [1], b"12345678"]),
        hostile(["a", "<M8", [1], b"12345678"]),
        hostile(["a", "<f7", [1], b"1234567"]),
        hostile(["a", "<U0", [5], b""]),
        hostile(["a", "<f8,<f8", [1], b"1234567812345678"]),
        hostile(["a", [["x", "<f8"]], [1], b"12345678"]),
        hostile(["a", "<f8", [True], b"12345678"]),
        hostile(["b", "<f8", [1], 0]),
        hostile(["b", "<f8", [1], -1], [b"12345678"]),
        hostile(["d", 1]),
        hostile(["d", ["l"], 1]),
        hostile(["s", ["a", "<f8", [1], b"12345678"]]),
        hostile(["i", "0x" + "f" * 5000]),
        hostile(["i", 5]),
        hostile(["c", "nan", []]),
        hostile(["h", 1]),
        hostile(["d", *range(4 * caps.MAX_KEYS)]),
        hostile(["s", *range(caps.MAX_KEYS + 1)]),
        hostile(["s", *[["t", *range(300), ["i", hex(n * (2**61 - 1))]] for n in range(300)]]),
        hostile(["s", *[["i", hex((1 << 16000) + n * (2**61 - 1))] for n in range(100)]]),
        hostile(["d", *range(200), *[item for n in range(100) for item in (["i", hex(n * (2**61 - 1))], 0)]]),
        hostile(["d", *[item for n in range(100) for item in (["c", 1000003.0 * n, -1.0 * n], 0)]]),
        hostile(["b", "|b1", [6] * 9, 0], [bytes(6**9)]),
        hostile(["l", *[["a", "|b1", [1000], bytes(1000)]] * 1001]),
        hostile(["l", *[["b", "<f8", [1], 0]] * 2], [b"12345678"]),
        hostile(["a", "|b1", [2], b"\x01\x02"]),
        hostile(["b", "|b1", [2], 0], [b"\x01\xff"]),
        hostile(["a", "<U1", [1], b"\x00\x00\x11\x00"]),
        hostile(["a", ">U1", [1], b"\x00\x11\x00\x00"]),
        hostile(["a", "<U1", [1], b"\x00\xd8\x00\x00"]),
        hostile(["g", "<U1", b"\xff\xff\xff\xff"]),
        hostile(["a", "<f8", [2**39, 0], b""]),
        hostile(["a", "<f8", [2**20, 2**20, 0], b""]),
        hostile(["a", "|S2000000000", [0], b""]),
        hostile([""]),
        hostile(["lt"]),
        hostile(nested(60)),
        wire.Frame(b"\xdd\xff\xff\xff\xff", []),
        wire.Frame(b"\x91" * 100_000, []),
        wire.Frame(b"", []),
        wire.Frame(b"\xc1", []),
    ],
    ids=lambda frame: repr(frame.header[:24]),
)
def test_hostile_frames_are_refused(frame):
    with pytest.raises(wire.WireError):
        wire.decode(frame)


@pytest.mark.parametrize("value", [b"\x90", b"\x81\xc0", b"\xc7\x01\x05"], ids=["lists", "maps", "extensions"])
def test_too_many_values_are_refused_before_they_take_memory(value):
    frame = wire.Frame(b"\xdd" + (11 << 17).to_bytes(4, "big") + value * (11 << 17), [])
    tracemalloc.start()
    try:
        with pytest.raises(wire.WireError):
            wire.decode(frame)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "value",
    [
        *([0.5] * 100_000, ["x" * 40, b"y" * 300, "é" * 70_000] * 50, [2**63, -1, 70_000] * 20_000),
        [(1, 2.5, None, True, "a")] * 15_000,
        [np.zeros((1,) * 8)] * 8_500,
    ],
    ids=["floats", "texts", "integers", "tuples", "arrays"],
)
def test_large_plain_values_arrive_all_the_same(value):
    assert len(wire.encode(value).header) > caps.MAX_NODES
    assert same(crossed(value), value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([None] * (caps.MAX_NODES + 1), "more than 120000 values"),
        ([[1.0]] * (caps.MAX_NODES // 2), "more than 120000 values"),
        ([2**64] * 50_000, "more than 120000 values"),
        ([np.zeros((1,) * 32)] * 4_000, "more than 120000 values"),
        (dict.fromkeys(range(caps.MAX_KEYS + 1)), "too many keys"),
        (set(range(caps.MAX_KEYS + 1)), "too many keys"),
        ({(*range(66), n * (2**61 - 1)) for n in range(70)}, "one hash"),
        (np.zeros((6,) * 8, bool), "to be shown"),
        ([np.zeros(1000)] * 1001, "to be shown"),
        (np.zeros((2**39, 0)), "absurd shape"),
        (16**4095, "hexadecimal digits"),
        (np.array(["\ud800"]), "does not exist"),
    ],
    ids=["values", "lists", "integers", "shapes", "keys", "members", "colliding keys", "dimensions", "arrays", "shape", "digits", "characters"],
)
def test_what_would_be_refused_over_there_is_refused_here(value, reason):
    with pytest.raises(wire.WireError, match=reason):
        wire.encode(value)


def test_more_arrays_than_buffers_are_sent_in_the_header():
    arrays = [np.full(wire.INLINE // 4, float(n)) for n in range(wire.MAX_BUFFERS + 5)]
    assert same(arrays, crossed(arrays))


numbers = st.sampled_from([0, 1, 2, 255, 2**39, 2**63, -1])
nodes = st.recursive(
    st.none() | st.booleans() | numbers | st.floats() | st.text(max_size=3) | st.binary(max_size=16),
    lambda inner: st.tuples(st.sampled_from([*"ltdsficgabhrkz", ""]), st.lists(inner, max_size=4)).map(lambda p: [p[0], *p[1]])
    | st.tuples(st.sampled_from("ab"), st.sampled_from(["<f8", "|b1", ">U2", "|S3", "|O", "<f16"]), st.lists(numbers, max_size=3), inner).map(list),
    max_leaves=12,
)


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(nodes, st.lists(st.binary(max_size=16), max_size=2))
def test_a_hostile_tree_is_refused_or_arrives_as_it_is_sent_on(tree, buffers):
    try:
        value = wire.decode(hostile(tree, buffers))
    except wire.WireError:
        return
    assert sorted(repr(crossed(value))) == sorted(repr(value))  # a set's order may change


@settings(derandomize=True, database=None, deadline=None, max_examples=500)
@given(st.binary(max_size=200))
def test_random_bytes_never_do_more_than_fail(data):
    try:
        wire.decode(wire.Frame(data, []))
    except wire.WireError:
        pass


def test_a_giant_frame_is_refused_before_it_is_read():
    asked = []

    def read(count):
        asked.append(count)
        return {12: (1).to_bytes(4, "little") + (2**31).to_bytes(4, "little") + (0).to_bytes(4, "little")}[count]

    with pytest.raises(wire.WireError, match="at most 1000"):
        wire.receive(read, 1000)
    assert asked == [12]
