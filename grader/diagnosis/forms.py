"""How a call is told to a learner: its name and the forms of its arguments, never their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.outcome import Died
from grader.sandbox.remote import Record, Remote, Tensor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.outcome import Event

_KINDS = {"b": " of bool", "i": " of int", "u": " of int", "U": " of text", "f": "", "c": " of complex"}
_WORDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((np.random.Generator,), "generator"),
    ((Record, Remote), "object"),
    ((bool, np.bool_), "bool"),
    ((int, np.integer), "int"),
    ((float, np.floating), "float"),
    ((str,), "str"),
    ((dict,), "dict"),
    ((type(None),), "None"),
)
_MOST_ARGUMENTS = 8
_USES = ("item", "length", "take", "callback")


def failing_call(events: Sequence[Event]) -> str:
    """Return the form of the call that a check ended with; empty where that was no call of a definition."""
    calls = [event for event in events if _is_call(event)]
    if sum(isinstance(event.outcome, Died) for event in calls) > 1:
        return ""  # of several calls in one exchange, nobody knows which one was deadly
    last = next((event for event in reversed(calls) if not event.late), None)
    return call_form(last.request, last.args, last.kwargs) if last else ""


def _is_call(event: Event) -> bool:
    """Return whether an event is a call, not a note or the use of an answer: these have no arguments."""
    is_use = event.request in _USES and not (event.args or event.kwargs)
    return not is_use and not event.request.startswith(("note ", "get ", "set ", "item "))


def call_form(request: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """Return ``sigmoid(array (4, 3))`` for a call of a definition, nothing for any other event.

    Nor for one whose arguments have no shapes. Values are never told; shapes may be where all arguments are ours.
    """
    if not request.isidentifier() or request in ("call", "callback", "length"):
        return ""
    if not any(isinstance(value, np.ndarray | Tensor | list | tuple) for value in (*args, *kwargs.values())):
        return ""  # nothing there has a shape
    told = [form(value) for value in args] + [f"{name}={form(value)}" for name, value in kwargs.items()]
    shown = told if len(told) <= _MOST_ARGUMENTS else [*told[:_MOST_ARGUMENTS], "…"]
    return f"{request}({', '.join(shown)})"


def form(value: Any) -> str:
    """Describe one argument: kind, shape, and dtype where it is not a float's."""
    match value:
        case np.ndarray():
            return f"array {value.shape}{_KINDS.get(value.dtype.kind, '')}"
        case Tensor():
            return f"{'variable' if value.variable else 'tensor'} {value.shape}{_KINDS.get(value.dtype.kind, '')}"
        case list() | tuple():
            return f"{'list' if isinstance(value, list) else 'tuple'} of {len(value)}"
    return next(
        (word for types, word in _WORDS if isinstance(value, types)), "function" if callable(value) else "object"
    )
