"""A mutant: a solution with one small change, and how it is shown."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from hashlib import sha256

from grader.source.parsing import split_lines

ID_DIGITS = 12
CONTEXT = 2
"""Unchanged lines shown around a change."""


@dataclass(frozen=True)
class Mutant:
    """The solution module with one change in one definition of one task.

    ``definition`` is the qualname of the definition that was changed, ``operator`` the kind of change, ``change``
    what became what in one line, ``line`` the line of the solution (from 1) where the change begins, ``source`` the
    whole module with the change. ``id`` is a digest of the definition's text before and after.
    """

    task: str
    definition: str
    operator: str
    change: str
    line: int
    source: str
    id: str


def mutant_id(before: str, after: str) -> str:
    """Return 12 hex digits made of a definition's text before and after: they lapse with either, and only so."""
    return sha256(f"{len(before)}\n{before}{after}".encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def unified(solution: str, mutant: Mutant) -> str:
    """Return a short unified diff from the solution to a mutant, under the definition's name and the line."""
    before, after = split_lines(solution), split_lines(mutant.source)
    _, _, *lines = difflib.unified_diff(before, after, n=CONTEXT)
    shown = (line.rstrip("\r\n") for line in lines if not line.startswith("@@"))
    return "\n".join([f"{mutant.definition}, line {mutant.line}", *shown]) + "\n"
