"""The wire between grader and worker: plain values as tagged MessagePack lists, framed and capped both ways.

No pickle, no eval, no extension types (nested ones crash decoders), no maps. A container is ``[tag, …]``; a leaf is
None, bool, int, float, str or bytes. Arrays of at least ``INLINE`` bytes follow the header as raw buffers.
Whatever has no form here goes through a hook: a handle in the worker, a callback or an error in the grader.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np

from grader.sandbox import caps
from grader.sandbox.caps import WireError

__all__ = [
    "Closed",
    "Frame",
    "Hook",
    "Pack",
    "Unhook",
    "WireError",
    "decode",
    "encode",
    "join",
    "receive",
    "refuse",
    "refuse_tag",
]

Pack = Callable[[Any], Any]
Hook = Callable[[Any, Pack], list[Any]]
"""Turns an object without a wire form into a tagged list (packing what is inside it), or raises WireError."""
Unhook = Callable[[str, list[Any]], Any]
"""Turns a tagged list that ``pack`` does not know back into an object, or raises WireError."""

INLINE = 4096
MAX_DEPTH = 32
MAX_BUFFERS = 4096

_PREFIX = struct.Struct("<III")
_TAGS: dict[type, str] = {list: "l", tuple: "t", dict: "d", set: "s", frozenset: "f"}
_CONTAINERS = frozenset(_TAGS.values())
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


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
        if len(frame.header) > caps.MAX_NODES:
            caps.refuse_many_values(frame.header)
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


class _Packer:
    """Turns values into tagged lists; what the other side would refuse is refused here, where it can be told."""

    def __init__(self, hook: Hook, buffers: list[Any]) -> None:
        self._hook = hook
        self._buffers = buffers
        self._nodes = 0
        self._tally = caps.Tally()

    def pack(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is bytes:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else self._counted(["i", caps.digits(value)])
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
            self._tally.add_keys(value)
        return node

    def _counted(self, node: list[Any]) -> list[Any]:
        self._nodes += len(node)
        if self._nodes > caps.MAX_NODES:
            raise WireError(f"more than {caps.MAX_NODES} values cannot cross the wire")
        return node

    def _subclass(self, value: Any, depth: int) -> Any:
        base = _base(value)
        if base is None:
            return self._counted(self._hook(value, partial(self.pack, depth=depth)))
        return self.pack(base, depth)

    def _array(self, array: np.ndarray[Any, Any]) -> list[Any]:
        if not caps.is_plain(array.dtype):
            return self._hook(array, partial(self.pack, depth=0))
        shape = list(array.shape)
        self._nodes += len(shape)
        caps.refuse_absurd_shape(array.dtype, shape)
        self._tally.add_array(array)
        flat = np.ascontiguousarray(array).reshape(-1)
        caps.refuse_impossible(flat)
        if array.nbytes < INLINE or len(self._buffers) == MAX_BUFFERS:
            return ["a", array.dtype.str, shape, flat.tobytes()]
        self._buffers.append(flat.view(np.uint8).data)
        return ["b", array.dtype.str, shape, len(self._buffers) - 1]

    def _scalar(self, value: np.generic) -> list[Any]:
        if not caps.is_plain(value.dtype):
            return self._hook(value, partial(self.pack, depth=0))
        if value.dtype.kind == "U":
            caps.refuse_impossible(np.array([value]))
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
        self._tally = caps.Tally()

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
        if self._nodes > caps.MAX_NODES:
            raise WireError("too many values")
        if not node or type(node[0]) is not str:
            raise WireError("untagged container")
        return self._tagged(node[0], node, depth + 1)

    def _tagged(self, tag: str, node: list[Any], depth: int) -> Any:
        if tag == "a":
            return self._array(*_fields(node, 3))
        if tag == "b":
            dtype, shape, index = _fields(node, 3)
            return self._array(dtype, shape, self._buffer(index))
        if tag == "g":
            dtype, data = _fields(node, 2)
            return caps.array(dtype, [], data)[()]
        if tag in _CONTAINERS:
            return self._container(tag, [self.unpack(item, depth) for item in node[1:]])
        return self._rare(tag, node, depth)

    def _container(self, tag: str, items: list[Any]) -> Any:
        if tag == "l":
            return items
        if tag == "t":
            return tuple(items)
        self._tally.add_keys(items[::2] if tag == "d" else items)
        if tag == "d":
            if len(items) % 2:
                raise WireError("a dict with a key but no value")
            return dict(zip(items[::2], items[1::2], strict=True))
        return set(items) if tag == "s" else frozenset(items)

    def _rare(self, tag: str, node: list[Any], depth: int) -> Any:
        if tag == "i":
            (digits,) = _fields(node, 1)
            return caps.integer(digits)
        if tag == "c":
            real, imag = _fields(node, 2)
            return complex(float(real), float(imag))
        return self._unhook(tag, [self.unpack(item, depth) for item in node[1:]])

    def _array(self, dtype: object, shape: object, data: Any) -> np.ndarray[Any, Any]:
        array = caps.array(dtype, shape, data)
        self._tally.add_array(array)
        return array

    def _buffer(self, index: Any) -> Any:
        if type(index) is not int or index not in self._unread:
            raise WireError("no such buffer, or one that was read")
        self._unread.remove(index)
        return self._buffers[index]


def _fields(node: list[Any], count: int) -> list[Any]:
    if len(node) != count + 1:
        raise WireError("wrong number of fields")
    return node[1:]
