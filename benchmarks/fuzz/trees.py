"""Tagged lists as a hostile worker may send them: near what the wire allows, and wrong somewhere."""

from __future__ import annotations

import msgspec

TAGS = ("l", "t", "d", "s", "f", "a", "b", "g", "i", "c", "h", "r", "k", "G", "z", "")
WORDS = ("answer", "callback", "returned", "raised", "unsendable", "over", "divide", "x", "")
DTYPES = ("<f8", ">f4", "|b1", "<U1", ">U2", "|S3", "<i8", "<c16", "<f16", "|O", "<M8", "<U0", "=f2", "<V4", "<f8,<f8")
NUMBERS = (0, 1, -1, 2, 7, 255, 2**31, 2**39, 2**62, 2**63, 2**64 - 1, -(2**63))


def tree(draw, depth=0):
    """Return a value for MessagePack."""
    kind = draw.number(0, 15 if depth < 6 else 7)
    if kind < 8:
        return leaf(draw, kind)
    return tagged(draw, depth)


def leaf(draw, kind):
    """Return a value that holds no other."""
    return (
        None,
        draw.chance(2),
        draw.of(NUMBERS),
        draw.of((0.5, float("nan"), float("inf"), -0.0)),
        draw.of(WORDS),
        draw.text(),
        draw.bytes(),
        msgspec.msgpack.Ext(draw.number(-128, 127), draw.bytes(8)) if draw.chance(8) else draw.number(0, 9),
    )[kind]


def tagged(draw, depth):
    """Return a tagged list, most often of the form the tag has."""
    tag = draw.of(TAGS)
    if draw.chance(10):
        return {"x": 1} if draw.chance(2) else [tree(draw, depth + 1)]
    if tag == "a":
        return ["a", draw.of(DTYPES), [draw.of(NUMBERS) for _ in range(draw.number(0, 3))], draw.bytes()]
    if tag == "b":
        return ["b", draw.of(DTYPES), [draw.number(0, 9) for _ in range(draw.number(0, 2))], draw.number(-1, 3)]
    if tag == "g":
        return ["g", draw.of(DTYPES), draw.bytes(16)]
    if tag == "i":
        return ["i", hex(draw.of(NUMBERS) << draw.of((0, 60, 4000, 16_000)))]
    if tag == "h":
        return ["h", tree(draw, 5), draw.text(8)]
    return [tag, *[tree(draw, depth + 1) for _ in range(draw.number(0, 4))]]


def answer(draw):
    """Return an outcome as a worker tells it, each field right or not."""
    values = ["l", draw.of(("returned", "raised", "unsendable"))]
    if values[1] == "raised":
        frames = ["l", *[["l", tree(draw, 5), "f"] for _ in range(draw.number(0, 2))]]
        values += ["ValueError", draw.text(), ["l", "ValueError"], frames, "f"]
    else:
        values.append(tree(draw, 2))
    values.append(effects(draw) if draw.chance(2) else None)
    if draw.chance(3):
        values[draw.number(0, len(values) - 1)] = tree(draw, 3)
    return values


def effects(draw):
    """Return what a call is said to have done beside answering."""
    lists = [["l", *[tree(draw, 5) for _ in range(draw.number(0, 2))]] for _ in range(3)]
    return ["l", *lists, draw.text(), draw.of((None, *NUMBERS))]
