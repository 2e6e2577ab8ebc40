"""Searching what ships for lines that must not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEAST = 12
"""A shorter line (``else:``, ``return z``) gives nothing away and turns up everywhere."""
RUN = 3
"""So many lines in a row are no coincidence."""


def significant_lines(text: str) -> list[str]:
    """Return the lines of a text that are long enough to be looked for, stripped."""
    return [line.strip() for line in text.splitlines() if len(line.strip()) >= LEAST]


def leaked(secret: Iterable[str], shipped: str, allowed: str) -> list[str]:
    """Return the secret lines that occur anywhere in a shipped text, even as part of a line.

    A line that also occurs in ``allowed``, what learners are meant to read, is no secret.
    """
    lines = dict.fromkeys(line for text in secret for line in significant_lines(text))
    return [line for line in lines if line in shipped and line not in allowed]


def leaked_whole(secret: Iterable[str], shipped: str, allowed: str) -> list[str]:
    """Return the secret lines that a shipped text holds as whole lines; for secrets made of everyday lines."""
    there = set(significant_lines(shipped)) - set(significant_lines(allowed))
    return list(dict.fromkeys(line for text in secret for line in significant_lines(text) if line in there))


def leaked_runs(secret: Iterable[str], shipped: str, allowed: Iterable[str] = ()) -> list[str]:
    """Return the first lines of runs of ``RUN`` secret lines that a shipped text holds one after another."""
    harmless = {run for text in allowed for run in _runs(text)}
    there = set(_runs(shipped)) - harmless
    return list(dict.fromkeys(run[0] for text in secret for run in _runs(text) if run in there))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    lines = significant_lines(text)
    return (tuple(lines[start : start + RUN]) for start in range(len(lines) - RUN + 1))


def readable(name: str, data: bytes) -> str:
    """Return all that a person could read in a file: of JSON and notebooks the strings, however they are escaped."""
    text = data.decode("utf-8", "replace")
    if not name.endswith((".json", ".ipynb")):
        return text
    try:
        return "\n".join(_strings(json.loads(text)))
    except ValueError:
        return text


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting += [part for pair in item.items() for part in pair]
        elif isinstance(item, list):
            # The source of a notebook's cell is a list of lines.
            waiting += ["".join(item)] if all(isinstance(part, str) for part in item) else item
