"""Which part of an answer a check looked at, and how it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.outcome import Returned
from grader.sandbox.remote import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.outcome import Event

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_LONGEST_KEY = 40
_DEEPEST = 2
"""How far into an answer parts are named: an entry of the second item is, a number in a list of lists is not."""
_MOST_ITEMS = 1_000
"""Items of an answer that are looked at; whose place among more of them it is, no sentence tells well."""


def item_name(number: int, length: int) -> str:
    """Return how the item with an index is called, among ``length``: ``the second item``, of many just ``an item``.

    Which of many it is could tell a hidden input, as which of few cannot.
    """
    return f"the {_ORDINALS[number]} item" if length <= len(_ORDINALS) else "an item"


def part_name(part: Any, events: Sequence[Event], *, public: bool) -> str:
    """Return which part of an answer an object is: ``entry 'z2' of the second item``; empty where it is none, or whole.

    Only the very object is found, not one that equals it. The newest answer that holds it counts. Keys, and
    numbers of many items, are named in a ``public`` check alone, for they may be data.
    """
    for event in reversed(events):
        answer = event.outcome.value if isinstance(event.outcome, Returned) else None
        found = next(_names(answer, part, _DEEPEST, public=public), None)
        if found is not None:
            return found
    return ""


def _names(whole: Any, part: Any, depth: int, *, public: bool) -> Iterator[str]:
    for name, item in _items(whole, public=public):
        if item is part:
            yield name
        elif depth > 1:
            yield from (f"{inner} of {name}" for inner in _names(item, part, depth - 1, public=public))


def _items(whole: Any, *, public: bool) -> Iterator[tuple[str, Any]]:
    match whole:
        case list() | tuple() if len(whole) <= _MOST_ITEMS:
            is_long = public and len(whole) > len(_ORDINALS)
            named = (f"item [{number}]" if is_long else item_name(number, len(whole)) for number in range(len(whole)))
            yield from zip(named, whole, strict=True)
        case dict() if len(whole) <= _MOST_ITEMS:
            told = ((key, public and isinstance(key, str) and len(key) <= _LONGEST_KEY) for key in whole)
            yield from ((f"entry {key!r}" if is_told else "an entry", whole[key]) for key, is_told in told)
        case Record():
            yield from ((f"field {name!r}", item) for name, item in whole.fields.items())
