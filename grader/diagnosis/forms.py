"""How a call is told to a learner: its name and the forms of its arguments; values in public checks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.outcome import Died
from grader.sandbox.remote import Record, Tensor, is_function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.outcome import Event

_USUAL = {"bool": " of bool", "int64": " of int", "complex128": " of complex"}
"""Dtypes that have a shorter name; floats of the usual size have none."""
_WORDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((np.random.Generator,), "generator"),
    ((Record,), "object"),
    ((bool, np.bool_), "bool"),
    ((int, np.integer), "int"),
    ((float, np.floating), "float"),
    ((str,), "str"),
    ((dict,), "dict"),
    ((type(None),), "None"),
)
_MOST_ARGUMENTS = 8
_LONGEST_SHOWN = 24
"""Characters of the longest argument that is told as it is."""
_USES = ("item", "length", "take", "callback")


def failing_call(events: Sequence[Event], *, public: bool = False) -> str:
    """Return the form of the call that a check ended with; empty where that was no call of a definition.

    Of a ``public`` check, which learners can read, numbers and short texts are told as they are.
    """
    calls = [event for event in events if _is_call(event)]
    if sum(isinstance(event.outcome, Died) for event in calls) > 1:
        return ""  # of several calls in one exchange, nobody knows which one was deadly
    last = next((event for event in reversed(calls) if not event.late), None)
    if last is None:
        return ""
    return (shown_call if public else call_form)(last.request, last.args, last.kwargs)


def _is_call(event: Event) -> bool:
    """Return whether an event is a call, not a note or the use of an answer: these have no arguments."""
    is_use = event.request in _USES and not (event.args or event.kwargs)
    return not is_use and not event.request.startswith(("note ", "get ", "set ", "item "))


def call_form(request: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return ``sigmoid(array (4, 3))`` for a call of a definition, nothing for any other event.

    Nor for one whose arguments have no shapes. Values are never told; shapes may be where all arguments are ours.
    """
    if not any(isinstance(value, np.ndarray | Tensor | list | tuple) for value in (*args, *kwargs.values())):
        return ""  # nothing there has a shape
    return _told_call(request, args, kwargs, form)


def shown_call(request: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return ``activation_pair(array (2,), 'tanh')`` for a call of a definition, nothing for any other event."""
    return _told_call(request, args, kwargs, _shown)


def _told_call(request: str, args: Sequence[Any], kwargs: Mapping[str, Any], tell: Callable[[Any], str]) -> str:
    if not request.isidentifier() or request in ("call", "callback", "length"):
        return ""
    told = [tell(value) for value in args] + [f"{name}={tell(value)}" for name, value in kwargs.items()]
    shown = told if len(told) <= _MOST_ARGUMENTS else [*told[:_MOST_ARGUMENTS], "…"]
    return f"{request}({', '.join(shown)})"


def _shown(value: Any) -> str:
    """Describe one argument by its value if that is short, else as ``form`` does."""
    plain = value.item() if isinstance(value, np.generic) else value
    is_huge = isinstance(plain, int) and abs(plain) >= 10**_LONGEST_SHOWN  # Python refuses to write some out
    if is_huge or not isinstance(plain, bool | int | float | str | None):
        return form(value)
    told = repr(plain[: _LONGEST_SHOWN + 1] if isinstance(plain, str) else plain)
    return told if len(told) <= _LONGEST_SHOWN else form(value)


def form(value: Any) -> str:
    """Describe one argument: kind, shape, and dtype where it is not a float's."""
    match value:
        case np.ndarray():
            return f"array {value.shape}{_of(value.dtype, 'float64')}"
        case Tensor():
            return f"{'variable' if value.variable else 'tensor'} {value.shape}{_of(value.dtype, 'float32')}"
        case list() | tuple():
            return f"{'list' if isinstance(value, list) else 'tuple'} of {len(value)}"
    return next(
        (word for types, word in _WORDS if isinstance(value, types)), "function" if is_function(value) else "object"
    )


def _of(dtype: np.dtype[Any], usual: str) -> str:
    """Return the words for a dtype; none for the usual one."""
    if dtype.kind in "US":
        return " of text"
    return "" if dtype.name == usual else _USUAL.get(dtype.name, f" of {dtype.name}")
