"""What may not cross the wire: too many values, keys that collide, arrays whose bytes or shape are a lie.

Both sides ask here. The worker does so to tell the learner; the grader does so because the worker may be hostile.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_NODES = 120_000
"""Bounds what decoding one message costs: about 0.1 s. A list of 100 000 numbers crosses."""
MAX_KEYS = 10_000
MAX_ALIKE = 64
"""Keys of one hash. Of equal numbers there is one, of honest floats at most thirty-four share a hash."""
MAX_SHOWN = 1_000_000
"""Elements NumPy would write when it is asked for the text of all arrays in one message: one to three seconds.

A failing ``assert`` asks for it. Of an array of a thousand elements all are written, of a larger one six of each axis.
"""
MAX_DIGITS = 4096
MAX_EMPTY = 8_000_000
"""Bytes an array without elements would have if its empty dimensions were 1: its other dimensions are mere claims."""
MAX_DIMENSION = 1 << 40
KINDS = frozenset("biufcSU")

_BYTE_ORDERS = frozenset("<>|=")

# MessagePack's first bytes: of values of one size, and of text and bytes, whose length follows in so many bytes.
_SIZES: dict[int, int] = {0xC0: 1, 0xC2: 1, 0xC3: 1, 0xCA: 5, 0xCB: 9, 0xDC: 3, 0xDD: 5} | {
    0xCC + n: 1 + 2 ** (n % 4) for n in range(8)
}
_LENGTHS = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}


class WireError(ValueError):
    """A value that cannot cross, or a frame that is not one of ours."""


class Tally:
    """Counts what one message holds, and refuses what would cost its reader too much."""

    def __init__(self) -> None:
        self._keys = 0
        self._shown = 0

    def add_keys(self, keys: Collection[Any]) -> None:
        """Count dict keys or set members; those of one hash are compared each with each."""
        self._keys += len(keys)
        if self._keys > MAX_KEYS:
            raise WireError("too many keys")
        if len(keys) > MAX_ALIKE and Counter(map(hash, keys)).most_common(1)[0][1] > MAX_ALIKE:
            raise WireError("too many keys of one hash")

    def add_array(self, array: np.ndarray[Any, Any]) -> None:
        """Count the elements that the text of an array shows."""
        self._shown += array.size if array.size <= 1000 else math.prod(min(n, 6) for n in array.shape)
        if self._shown > MAX_SHOWN:
            raise WireError("arrays of too many elements to be shown")


def refuse_many_values(header: bytes) -> None:
    """Count a header's values before they are made: an empty list is one byte there and ninety in memory."""
    position = count = 0
    while position < len(header):
        count += 1
        if count > MAX_NODES + 1:  # the outermost list is no list's item
            raise WireError("too many values")
        position += _length(header, position)


def _length(header: bytes, position: int) -> int:
    """Return the bytes of the value that begins at a position, of a list those of its head alone."""
    first = header[position]
    if first in _LENGTHS:
        width = _LENGTHS[first]
        return 1 + width + int.from_bytes(header[position + 1 : position + 1 + width])
    if 0xA0 <= first < 0xC0:
        return 1 + (first & 31)
    if 0x80 <= first < 0x90 or (0xC0 <= first < 0xE0 and first not in _SIZES):
        raise WireError("a map or an extension")
    return _SIZES.get(first, 1)


def digits(value: int) -> str:
    """Write an integer of any size in hexadecimal, whose cost is linear."""
    text = hex(value)
    if len(text) > MAX_DIGITS:
        raise WireError(f"an integer of more than {MAX_DIGITS} hexadecimal digits cannot cross the wire")
    return text


def integer(text: object) -> int:
    """Read what ``digits`` wrote."""
    if type(text) is not str or len(text) > MAX_DIGITS:
        raise WireError("an integer too long")
    return int(text, 16)


def is_plain(dtype: np.dtype[Any]) -> bool:
    """Say whether elements of a dtype are plain numbers, truth values, text or bytes, and not empty."""
    return dtype.kind in KINDS and dtype.itemsize > 0


def array(dtype: object, shape: object, data: Any) -> np.ndarray[Any, Any]:
    """Make the array a peer claims to have sent; it is writable, as any array is."""
    kind = _dtype(dtype) if type(dtype) is str else None
    if kind is None or not is_plain(kind):
        raise WireError("not a dtype of plain numbers or text")
    if type(shape) is not list or len(shape) > 32:
        raise WireError("a shape was expected")
    if any(type(n) is not int or not 0 <= n < MAX_DIMENSION for n in shape):
        raise WireError("a shape holds non-negative integers")
    if type(data) is bytes:
        data = bytearray(data)
    refuse_absurd_shape(kind, shape)
    if not isinstance(data, bytearray) or math.prod(shape) * kind.itemsize != len(data):
        raise WireError("shape and data do not fit")
    flat = np.frombuffer(data, kind)
    refuse_impossible(flat)
    return flat.reshape(shape)


def refuse_absurd_shape(dtype: np.dtype[Any], shape: list[int]) -> None:
    """Refuse an empty array whose other dimensions claim what no memory holds: ``len`` and loops believe them."""
    if 0 in shape and math.prod(n or 1 for n in shape) * dtype.itemsize > MAX_EMPTY:
        raise WireError("an empty array of an absurd shape")


def refuse_impossible(flat: np.ndarray[Any, Any]) -> None:
    """Refuse bytes that are no truth value or no character: NumPy trusts them, and errs where they are used."""
    if flat.dtype.kind == "b" and (flat.view(np.uint8) > 1).any():
        raise WireError("a truth value that is neither true nor false")
    if flat.dtype.kind == "U":
        points = flat.view(np.dtype(np.uint32).newbyteorder(flat.dtype.byteorder))
        # 0xD800 to 0xDFFF are halves of pairs.
        if ((points > 0x10FFFF) | (points >> 11 == 0xD800 >> 11)).any():
            raise WireError("a character that does not exist")


@lru_cache(maxsize=256)
def _dtype(name: str) -> np.dtype[Any] | None:
    size = name[2:10]
    if (
        name[:1] not in _BYTE_ORDERS
        or name[1:2] not in KINDS
        or len(name) > 10
        or not (size.isascii() and size.isdigit())
    ):
        return None
    return np.dtype(name)
