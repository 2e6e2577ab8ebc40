"""Inputs made of those that checks use: values drawn from what was seen, in the shapes that were seen."""

from __future__ import annotations

import copy
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.sandbox.remote import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.outcome import Event

_PLAIN = (bool, int, float, complex, str, bytes, type(None), np.generic, np.random.Generator)
Position = int | str


@dataclass(frozen=True)
class Example:
    """Arguments of one recorded call."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


def examples(events: Iterable[Event], names: Iterable[str]) -> list[Example]:
    """Return the recorded calls of some functions whose arguments are all plain values."""
    wanted = set(names)
    return [
        Example(event.request, event.args, event.kwargs)
        for event in events
        if event.request in wanted and all(map(_is_plain, (*event.args, *event.kwargs.values())))
    ]


class Inputs:
    """Fresh arguments for the functions of recorded calls.

    Each is a recorded call whose numbers are changed: drawn from all numbers seen in that place of that function (the
    least and the greatest often), put in another order, all zero, all alike, or rows repeated.
    """

    def __init__(self, recorded: Iterable[Example], seed: int) -> None:
        self._recorded = list(recorded)
        self._rng = np.random.default_rng(seed)
        self._pools: dict[tuple[str, Position, str], list[np.ndarray[Any, Any]]] = defaultdict(list)
        for one in self._recorded:
            for position, value in _places(one):
                for array in _arrays(value):
                    self._pools[one.name, position, array.dtype.kind].append(array.reshape(-1))
        self._values = {place: np.unique(np.concatenate(arrays)) for place, arrays in self._pools.items()}

    def fresh(self) -> Iterator[Example]:
        """Yield changed calls without end; none where nothing was recorded."""
        while self._recorded:
            one = self._recorded[int(self._rng.integers(len(self._recorded)))]
            args = tuple(self._changed(one.name, place, value) for place, value in enumerate(one.args))
            yield replace(one, args=args, kwargs={k: self._changed(one.name, k, v) for k, v in one.kwargs.items()})

    def _changed(self, name: str, place: Position, value: Any) -> Any:
        match value:
            case np.random.Generator():
                return copy.deepcopy(value)
            case np.ndarray() if value.dtype.kind in "biufc" and value.size:
                return self._array(value, self._values[name, place, value.dtype.kind].astype(value.dtype))
            case Tensor() if value.array.size:
                return replace(value, array=self._changed(name, place, value.array))
            case list() | tuple():
                return type(value)(self._changed(name, place, part) for part in value)
            case bool() | int() | float() | np.generic() if np.asarray(value).dtype.kind in "biuf":
                pool = self._values[name, place, np.asarray(value).dtype.kind]
                return type(value)(self._rng.choice(pool))
        return value

    def _array(self, array: np.ndarray[Any, Any], pool: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        match int(self._rng.integers(7)):
            case 0:
                return self._rng.permutation(array.reshape(-1)).reshape(array.shape)
            case 1:
                return np.zeros_like(array)
            case 2:
                return np.full_like(array, self._rng.choice(pool))
            case 3:
                return np.asarray(self._rng.choice(pool[[0, -1]], size=array.shape))
            case 4 if array.ndim:
                return np.asarray(array[self._rng.integers(len(array), size=len(array))])
        return np.asarray(self._rng.choice(pool, size=array.shape))


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return isinstance(value, (*_PLAIN, np.ndarray, Tensor))


def _places(one: Example) -> Iterator[tuple[Position, Any]]:
    yield from enumerate(one.args)
    yield from one.kwargs.items()


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Yield the numbers in a value."""
    if isinstance(value, list | tuple):
        for part in value:
            yield from _arrays(part)
    elif isinstance(value, bool | int | float | np.generic | np.ndarray | Tensor):
        array = np.asarray(value.array if isinstance(value, Tensor) else value)
        if array.dtype.kind in "biufc" and array.size:
            yield array
