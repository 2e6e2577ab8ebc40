"""An answer taken apart into leaves: its numbers, texts and containers, each with its place, form and shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.sandbox.remote import Record, Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_LEAVES = 200
MOST_VALUES = 2048
"""Numbers kept of one array: all of a small one, evenly spaced ones of a larger."""
_ARRAYS = {"b": "bool array", "i": "int array", "u": "int array", "f": "float array", "c": "complex array"}
_NOTHING = np.empty(0)


@dataclass(frozen=True, eq=False)
class Leaf:
    """One part of an answer.

    ``form`` is a word such as ``float array``, ``tuple`` or ``str``; ``values`` are its numbers in C order (at most
    ``MOST_VALUES`` of them, ``whole`` if these are all); ``text`` stands for what is no number. ``narrow`` tells that
    floats have 32 bits or fewer.
    """

    path: str
    form: str
    shape: tuple[int, ...] = ()
    values: np.ndarray[Any, Any] = field(default_factory=lambda: _NOTHING)
    text: str = ""
    whole: bool = True
    narrow: bool = False

    @property
    def array(self) -> np.ndarray[Any, Any]:
        """The numbers in their shape; only where they are whole."""
        return self.values.reshape(self.shape)


def leaves(value: Any) -> tuple[Leaf, ...]:
    """Take an answer apart; of a very large one, the first parts."""
    return tuple(leaf for leaf, _ in zip(_leaves(value, ""), range(MOST_LEAVES), strict=False))


def _leaves(value: Any, path: str) -> Iterator[Leaf]:
    match value:
        case np.ndarray():
            yield _array(value, path, _ARRAYS.get(value.dtype.kind, "array of text"))
        case Tensor():
            yield _array(value.array, path, "variable" if value.variable else "tensor")
        case list() | tuple():
            yield Leaf(path, "sequence", (len(value),))  # lists and tuples stand for each other
            yield from _parts(path, enumerate(value))
        case dict():
            yield Leaf(path, "dict", (len(value),))
            yield from _parts(path, sorted(value.items(), key=lambda pair: _written(pair[0])))
        case Record():
            yield Leaf(path, "record", text=value.record)
            yield from _parts(path, value.fields.items())
        case bool() | np.bool_() | int() | np.integer() | float() | np.floating() | complex() | np.complexfloating():
            yield _number(value, path)
        case _:
            yield _other(value, path)


def _parts(path: str, items: Iterable[tuple[Any, Any]]) -> Iterator[Leaf]:
    for key, item in items:
        yield from _leaves(item, f"{path}[{_written(key)[:100]}]")


def _number(value: Any, path: str) -> Leaf:
    kind = "b" if isinstance(value, bool | np.bool_) else np.asarray(value).dtype.kind
    word = {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}.get(kind, "int")
    narrow = isinstance(value, np.floating) and value.dtype.itemsize < 8
    return Leaf(path, word, (), _floats(np.asarray([value])), narrow=narrow)


def _array(array: np.ndarray[Any, Any], path: str, form: str) -> Leaf:
    if array.dtype.kind not in _ARRAYS:
        shown = str(array.reshape(-1)[:MOST_VALUES].tolist())[:2000]
        return Leaf(path, form, array.shape, text=shown, whole=False)
    flat, whole = array.reshape(-1), array.size <= MOST_VALUES
    chosen = flat if whole else flat[np.linspace(0, flat.size - 1, MOST_VALUES).astype(np.int64)]
    narrow = array.dtype.kind in "fc" and array.dtype.itemsize < 8
    return Leaf(path, form, array.shape, _floats(chosen), whole=whole, narrow=narrow)


def _floats(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a copy of numbers as floats, or complex numbers; a whole number too large for a float is infinite."""
    if values.dtype.kind == "c":
        return values.astype(np.complex128)
    try:
        return values.astype(np.float64)
    except OverflowError:
        return np.full(values.shape, np.inf)


def _other(value: Any, path: str) -> Leaf:
    if value is None or isinstance(value, str | bytes):
        return Leaf(path, type(value).__name__, text=str(value)[:2000])
    if isinstance(value, set | frozenset):
        return Leaf(path, "set", (len(value),), text=str(sorted(map(_written, value)))[:2000])
    return Leaf(path, "object")  # names of classes and reprs are the author's own


def _written(value: Any) -> str:
    """Write a key or a member of a set; Python refuses to for whole numbers of thousands of digits."""
    try:
        return repr(value)
    except ValueError:
        return f"{type(value).__name__} too long to be written"
