"""What a call does beside answering: floating-point errors, warnings, output, changed arguments, executed lines.

All of it is the worker's own testimony: learner code shares the process, so it can only cost points, never earn them.
"""

from __future__ import annotations

import io
import sys
import warnings
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import FrameType, TracebackType

MAX_OUTPUT = 16_384
MAX_WARNINGS = 20
_FP_NAMES = {"overflow": "over", "divide by zero": "divide", "invalid value": "invalid"}


class Observation:
    """Watches one call; use as a context manager around it, then read ``effects()``."""

    def __init__(self, args: Sequence[Any], kwargs: Mapping[str, Any], traced_file: str | None) -> None:
        self._arguments: dict[int | str, Any] = dict(enumerate(args))
        self._arguments.update(kwargs)
        self._before = {name: snapshot(value) for name, value in self._arguments.items()}
        self._traced_file = traced_file
        self._events = 0
        self._fp: set[str] = set()
        self._output = _CappedText()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._warnings = self._stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        self._stack.enter_context(
            np.errstate(over="call", divide="call", invalid="call", under="ignore", call=self._signalled)
        )
        self._streams = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = self._output
        if self._traced_file:
            sys.settrace(self._trace)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        sys.settrace(None)
        sys.stdout, sys.stderr = self._streams
        self._stack.close()

    def effects(self) -> list[Any]:
        """Return [fp errors, warnings, changed arguments, output, events] as plain values.

        May raise anything: what the call left in its arguments is compared, and that may be hostile.
        """
        seen = [f"{w.category.__name__}: {w.message}"[:300] for w in (self._warnings or [])[:MAX_WARNINGS]]
        changed = [name for name, value in self._arguments.items() if snapshot(value) != self._before[name]]
        events = self._events if self._traced_file else None
        return [sorted(self._fp), seen, changed, self._output.text(), events]

    def _signalled(self, kind: str, _flag: int) -> None:
        self._fp.add(_FP_NAMES.get(kind, kind))

    def _trace(self, frame: FrameType, _event: str, _argument: object) -> Any:
        if frame.f_code.co_filename != self._traced_file:
            return None
        self._events += 1
        return self._trace


def snapshot(value: Any) -> Any:
    """Return a value that changes exactly when a plain argument is modified in place.

    Generators, handles and callables count as unchanged: drawing from a generator is no impurity.
    """
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value), [snapshot(item) for item in value]
    if isinstance(value, dict):
        return [(key, snapshot(item)) for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return frozenset(value)
    if isinstance(value, float | complex | np.generic):
        return value if value == value else "nan"  # noqa: PLR0124 – nan is no nan's equal
    return value if isinstance(value, str | bytes | bool | int) else None


class _CappedText(io.TextIOBase):
    """Keeps the first characters written to it; the rest is counted as written and dropped."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._room = MAX_OUTPUT

    def write(self, text: str) -> int:
        if self._room > 0:
            self._kept.append(text[: self._room])
            self._room -= len(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def text(self) -> str:
        return "".join(self._kept)
