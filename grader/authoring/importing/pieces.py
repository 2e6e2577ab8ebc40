"""What a notebook is made of, in a form that no longer shows which tool it was written for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.errors import GraderError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Prose:
    """Markdown, with the pictures that lie inside the cell."""

    cell: int
    text: str
    attachments: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Code:
    """Python of the notebook's own; lines are numbered from 1.

    ``removed`` are the lines that learners do not get; ``by_hand`` says that a person grades what they write there.
    """

    cell: int
    text: str
    removed: frozenset[int] = frozenset()
    by_hand: bool = False


@dataclass(frozen=True)
class Assertions:
    """Python that tests what learners wrote; ``hidden`` are the lines that they do not get.

    ``sentence`` says what is tested, where the author said it in a text that learners got.
    """

    cell: int
    text: str
    name: str
    points: float
    hidden: frozenset[int] = frozenset()
    sentence: str = ""


@dataclass(frozen=True)
class Remark:
    """Something of a cell that was not converted: why, and what now; cell 0 is the whole notebook."""

    cell: int
    text: str
    fix: str = ""

    def __str__(self) -> str:
        where = f"cell {self.cell}: " if self.cell else ""
        return f"{where}{self.text}" + (f"\n      {self.fix}" if self.fix else "")


Piece = Prose | Code | Assertions | Remark


class Inconvertible(GraderError):
    """A part of a notebook has no counterpart in a suite; it is listed, and the rest is converted."""


def marked_lines(text: str, begin: str, end: str) -> tuple[str, frozenset[int]]:
    """Return a text without its marker lines, and the numbers of the lines that stood between markers.

    A line is a marker when it holds the words, whatever stands around them, as nbgrader has it.

    Raises:
        Inconvertible: a marker has no counterpart.
    """
    kept, inside, marked = list[str](), False, set[int]()
    for line in text.split("\n"):
        if begin in line or end in line:
            if inside is (begin in line):
                raise Inconvertible(f"{line.strip()!r} has no counterpart", "Pair the markers in the notebook.")
            inside = begin in line
            continue
        kept.append(line)
        marked |= {len(kept)} if inside else set()
    if inside:
        raise Inconvertible(f"{begin!r} has no end", "Pair the markers in the notebook.")
    return "\n".join(kept), frozenset(marked)


def all_lines(text: str) -> frozenset[int]:
    """Return the numbers of all lines of a text."""
    return frozenset(range(1, text.count("\n") + 2))
