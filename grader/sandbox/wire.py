"""The wire between grader and worker: plain values as tagged MessagePack lists, framed and capped both ways.

No pickle, no eval, no extension types (nested ones crash decoders), no maps. A container is ``[tag, …]``; a leaf is
None, bool, int, float, str or bytes. Arrays of at least ``INLINE`` bytes follow the header as raw buffers.
Whatever has no form here goes through a hook: a handle in the worker, a callback or an error in the grader.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Collection, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np

Pack = Callable[[Any], Any]
Hook = Callable[[Any, Pack], list[Any]]
"""Turns an object without a wire form into a tagged list (packing what is inside it), or raises WireError."""
Unhook = Callable[[str, list[Any]], Any]
"""Turns a tagged list that ``pack`` does not know back into an object, or raises WireError."""

INLINE = 4096
MAX_DEPTH = 32
MAX_NODES = 1_000_000
MAX_KEYS = 10_000
"""Bounds what colliding hashes can cost: 10 000 colliding integers take under a second to insert."""
MAX_DIGITS = 4096
MAX_EMPTY = 8_000_000
"""Bytes an array without elements would have if its empty dimensions were 1: its other dimensions are mere claims."""
MAX_BUFFERS = 4096
MAX_DIMENSION = 1 << 40
KINDS = frozenset("biufcSU")

_PREFIX = struct.Struct("<III")
_TAGS: dict[type, str] = {list: "l", tuple: "t", dict: "d", set: "s", frozenset: "f"}
_CONTAINERS = frozenset(_TAGS.values())
# MessagePack's first bytes: of values of one size, and of text and bytes, whose length follows in so many bytes.
_SIZES: dict[int, int] = {0xC0: 1, 0xC2: 1, 0xC3: 1, 0xCA: 5, 0xCB: 9, 0xDC: 3, 0xDD: 5} | {
    0xCC + n: 1 + 2 ** (n % 4) for n in range(8)
}
_LENGTHS = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


class WireError(ValueError):
    """A value that cannot cross, or a frame that is not one of ours."""


class Closed(ConnectionError):
    """The other side has hung up."""


class Frame(NamedTuple):
    """One message: a MessagePack header and the raw buffers it refers to."""

    header: bytes
    buffers: list[Any]

    @property
    def size(self) -> int:
        """Bytes on the wire, without the lengths."""
        return len(self.header) + sum(memoryview(buffer).nbytes for buffer in self.buffers)


def refuse(value: object, _: Pack) -> list[Any]:
    """Refuse to send an object without a wire form."""
    raise WireError(f"a value of type {type(value).__name__} cannot cross the wire")


def refuse_tag(tag: str, _: list[Any]) -> object:
    """Refuse a tag nobody here knows."""
    raise WireError(f"unknown tag {tag[:20]!r}")


def encode(value: object, hook: Hook = refuse) -> Frame:
    """Encode a tree of plain values, raising WireError for what is too deep or has no form."""
    buffers: list[Any] = []
    tree = _Packer(hook, buffers).pack(value, 0)
    try:
        return Frame(_encode(tree), buffers)
    except (UnicodeEncodeError, OverflowError, RecursionError) as error:
        raise WireError(f"the value cannot be encoded: {type(error).__name__}") from None


def decode(frame: Frame, unhook: Unhook = refuse_tag) -> Any:
    """Decode a frame from a peer that may be hostile; raises WireError for everything that is not one of ours."""
    try:
        if len(frame.header) > MAX_NODES:
            _refuse_many_values(frame.header)
        return _Unpacker(unhook, frame.buffers).unpack(_decode(frame.header), 0)
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001 – a hostile frame may fail anywhere below; all of it is one fault
        raise WireError(f"malformed frame: {type(error).__name__}") from None


def join(request: int, frame: Frame) -> list[bytes | memoryview]:
    """Return the pieces to write: the request's number, the lengths and the header, then the buffers."""
    sizes = [memoryview(buffer).nbytes for buffer in frame.buffers]
    lengths = struct.pack(f"<{len(sizes)}Q", *sizes)
    return [_PREFIX.pack(request, len(frame.header), len(sizes)) + lengths + frame.header, *frame.buffers]


def receive(read: Callable[[int], bytes | bytearray], limit: int) -> tuple[int, Frame]:
    """Read a request's number and one frame of at most ``limit`` bytes; ``read(n)`` returns exactly n bytes."""
    request, header_size, count = _PREFIX.unpack(read(_PREFIX.size))
    if count > MAX_BUFFERS:
        raise WireError("too many buffers")
    sizes = struct.unpack(f"<{count}Q", read(8 * count)) if count else ()
    if header_size + sum(sizes) > limit:
        raise WireError(f"a message of {header_size + sum(sizes)} bytes; at most {limit} are allowed")
    return request, Frame(bytes(read(header_size)), [bytearray(read(size)) for size in sizes])


class _Keys:
    """Counts dict keys and set members: should all of them collide, each is compared with each."""

    def __init__(self) -> None:
        self._count = 0
        self._size = 0

    def add(self, keys: Collection[Any]) -> None:
        self._count += len(keys)
        self._size += sum(map(_size, keys))
        if self._count > MAX_KEYS or self._count * self._size > 2 * MAX_KEYS**2:
            raise WireError("too many keys")


def _size(key: Any) -> int:
    """Return what it costs to compare a key with one that differs in its last part, in small integers."""
    if isinstance(key, int):
        return 1 + (key.bit_length() >> 6)
    return 1 + sum(map(_size, key)) if isinstance(key, tuple | frozenset) else 1


class _Packer:
    """Turns values into tagged lists; what the other side would refuse is refused here, where it can be told."""

    def __init__(self, hook: Hook, buffers: list[Any]) -> None:
        self._hook = hook
        self._buffers = buffers
        self._nodes = 0
        self._keys = _Keys()

    def pack(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is bytes:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else self._counted(["i", _digits(value)])
        if kind is str:
            return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
        if kind is np.ndarray:
            return self._counted(self._array(value))
        if isinstance(value, np.generic):
            return self._counted(self._scalar(value))
        if depth >= MAX_DEPTH:
            raise WireError(f"a value nested more than {MAX_DEPTH} levels deep cannot cross the wire")
        return self._container(kind, value, depth + 1)

    def _container(self, kind: type, value: Any, depth: int) -> Any:
        if kind is complex:
            return self._counted(["c", value.real, value.imag])
        tag = _TAGS.get(kind)
        if tag is None:
            return self._subclass(value, depth)
        items = chain.from_iterable(value.items()) if kind is dict else value
        node = self._counted([tag, *[self.pack(item, depth) for item in items]])
        if tag in "dsf":
            self._keys.add(value)
        return node

    def _counted(self, node: list[Any]) -> list[Any]:
        self._nodes += len(node)
        if self._nodes > MAX_NODES:
            raise WireError(f"more than {MAX_NODES} values cannot cross the wire")
        return node

    def _subclass(self, value: Any, depth: int) -> Any:
        base = _base(value)
        if base is None:
            return self._counted(self._hook(value, partial(self.pack, depth=depth)))
        return self.pack(base, depth)

    def _array(self, array: np.ndarray[Any, Any]) -> list[Any]:
        if array.dtype.kind not in KINDS or array.dtype.itemsize == 0:
            return self._hook(array, partial(self.pack, depth=0))
        shape = list(array.shape)
        _refuse_absurd_shape(array.dtype, shape)
        flat = np.ascontiguousarray(array).reshape(-1)
        _refuse_impossible(flat)
        if array.nbytes < INLINE or len(self._buffers) == MAX_BUFFERS:
            return ["a", array.dtype.str, shape, flat.tobytes()]
        self._buffers.append(flat.view(np.uint8).data)
        return ["b", array.dtype.str, shape, len(self._buffers) - 1]

    def _scalar(self, value: np.generic) -> list[Any]:
        if value.dtype.kind not in KINDS or value.dtype.itemsize == 0:
            return self._hook(value, partial(self.pack, depth=0))
        if value.dtype.kind == "U":
            _refuse_impossible(np.array([value]))
        return ["g", value.dtype.str, value.tobytes()]


def _base(value: Any) -> Any:
    """Return a subclass's value as its built-in base, without calling what the subclass overrides; None if none."""
    if isinstance(value, np.ndarray):
        # A masked array's data is not its value, so it stays behind as a handle.
        return None if isinstance(value, np.ma.MaskedArray) else value.view(np.ndarray)
    if isinstance(value, dict):
        return dict(dict.items(value))
    if isinstance(value, list):
        return list.__getitem__(value, slice(None))
    if isinstance(value, tuple):
        # A named tuple of the module's own is a record, which the hook makes; any other is a tuple.
        return None if hasattr(type(value), "_fields") else tuple.__getitem__(value, slice(None))
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int.__int__(value)
    return float.__float__(value) if isinstance(value, float) else None


class _Unpacker:
    """Turns tagged lists back into values, trusting nothing."""

    def __init__(self, unhook: Unhook, buffers: Sequence[Any]) -> None:
        self._unhook = unhook
        self._buffers = buffers
        self._unread = set(range(len(buffers)))
        self._nodes = 0
        self._keys = _Keys()

    def unpack(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if kind is not list:
            if node is None or kind in (bool, int, float, str, bytes):
                return node
            raise WireError(f"unexpected {kind.__name__}")
        # One level more than pack allows: a leaf such as an array is a list here.
        if depth > MAX_DEPTH + 1:
            raise WireError("nested too deeply")
        self._nodes += len(node)
        if self._nodes > MAX_NODES:
            raise WireError("too many values")
        if not node or type(node[0]) is not str:
            raise WireError("untagged container")
        return self._tagged(node[0], node, depth + 1)

    def _tagged(self, tag: str, node: list[Any], depth: int) -> Any:
        if tag == "a":
            return _array(*_fields(node, 3))
        if tag == "b":
            dtype, shape, index = _fields(node, 3)
            return _array(dtype, shape, self._buffer(index))
        if tag == "g":
            dtype, data = _fields(node, 2)
            return _array(dtype, [], data)[()]
        if tag in _CONTAINERS:
            return self._container(tag, [self.unpack(item, depth) for item in node[1:]])
        return self._rare(tag, node, depth)

    def _container(self, tag: str, items: list[Any]) -> Any:
        if tag == "l":
            return items
        if tag == "t":
            return tuple(items)
        self._keys.add(items[::2] if tag == "d" else items)
        if tag == "d":
            if len(items) % 2:
                raise WireError("a dict with a key but no value")
            return dict(zip(items[::2], items[1::2], strict=True))
        return set(items) if tag == "s" else frozenset(items)

    def _rare(self, tag: str, node: list[Any], depth: int) -> Any:
        if tag == "i":
            (digits,) = _fields(node, 1)
            if type(digits) is not str or len(digits) > MAX_DIGITS:
                raise WireError("an integer too long")
            return int(digits, 16)
        if tag == "c":
            real, imag = _fields(node, 2)
            return complex(float(real), float(imag))
        return self._unhook(tag, [self.unpack(item, depth) for item in node[1:]])

    def _buffer(self, index: Any) -> Any:
        if type(index) is not int or index not in self._unread:
            raise WireError("no such buffer, or one that was read")
        self._unread.remove(index)
        return self._buffers[index]


def _refuse_many_values(header: bytes) -> None:
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


def _digits(value: int) -> str:
    digits = hex(value)
    if len(digits) > MAX_DIGITS:
        raise WireError(f"an integer of more than {MAX_DIGITS} hexadecimal digits cannot cross the wire")
    return digits


def _fields(node: list[Any], count: int) -> list[Any]:
    if len(node) != count + 1:
        raise WireError("wrong number of fields")
    return node[1:]


def _text(value: object) -> str:
    if type(value) is not str or len(value) > 1000:
        raise WireError("a name was expected")
    return value


def _array(dtype: object, shape: object, data: Any) -> np.ndarray[Any, Any]:
    kind = _dtype(dtype)
    if type(shape) is not list or len(shape) > 32:
        raise WireError("a shape was expected")
    if any(type(n) is not int or not 0 <= n < MAX_DIMENSION for n in shape):
        raise WireError("a shape holds non-negative integers")
    if type(data) is bytes:
        data = bytearray(data)  # answers are writable, like any array
    _refuse_absurd_shape(kind, shape)
    if not isinstance(data, bytearray) or math.prod(shape) * kind.itemsize != len(data):
        raise WireError("shape and data do not fit")
    flat = np.frombuffer(data, kind)
    _refuse_impossible(flat)
    return flat.reshape(shape)


def _refuse_absurd_shape(dtype: np.dtype[Any], shape: list[int]) -> None:
    """Refuse an empty array whose other dimensions claim what no memory holds: ``len`` and loops believe them."""
    if 0 in shape and math.prod(n or 1 for n in shape) * dtype.itemsize > MAX_EMPTY:
        raise WireError("an empty array of an absurd shape")


def _refuse_impossible(flat: np.ndarray[Any, Any]) -> None:
    """Refuse bytes that are no truth value or no character: NumPy trusts them, and errs where they are used."""
    if flat.dtype.kind == "b" and (flat.view(np.uint8) > 1).any():
        raise WireError("a truth value that is neither true nor false")
    if flat.dtype.kind == "U":
        points = flat.view(np.dtype(np.uint32).newbyteorder(flat.dtype.byteorder))
        # 0xD800 to 0xDFFF are halves of pairs.
        if ((points > 0x10FFFF) | (points >> 11 == 0xD800 >> 11)).any():
            raise WireError("a character that does not exist")


def _dtype(name: object) -> np.dtype[Any]:
    text = _text(name)
    if (
        len(text) < 3
        or text[0] not in "<>|="
        or text[1] not in KINDS
        or not text[2:].isascii()
        or not text[2:].isdigit()
    ):
        raise WireError("not a dtype of plain numbers or text")
    dtype = np.dtype(text)
    if dtype.itemsize == 0:
        raise WireError("an empty dtype")
    return dtype
