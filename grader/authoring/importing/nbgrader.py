"""nbgrader's source notebooks, metadata of schema 0 to 3: cells to pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.authoring.importing.pieces import (
    Assertions,
    Code,
    Inconvertible,
    Piece,
    Prose,
    Remark,
    all_lines,
    marked_lines,
)
from grader.authoring.importing.statements import comment_or_docstring, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.authoring.importing.cells import Cell

NAME = "nbgrader"
BY_HAND = "Its question stays in the handout: take it out there, or grade it elsewhere."
_AUTOTEST = re.compile(r"^\s*#+\s*(HASHED )?AUTOTEST\b", re.MULTILINE)


def is_nbgrader(cells: Sequence[Cell]) -> bool:
    """Return whether a cell carries nbgrader's metadata."""
    return any(_metadata(cell) for cell in cells)


def nbgrader_pieces(cells: Sequence[Cell]) -> Iterator[Piece]:
    """Yield the pieces of a source notebook in order."""
    for cell in cells:
        try:
            yield from _of_markdown(cell) if cell.kind == "markdown" else _of_code(cell)
        except Inconvertible as error:
            yield Remark(cell.number, error.message, error.fix)


def _metadata(cell: Cell) -> Mapping[str, Any]:
    found = cell.metadata.get("nbgrader")
    return found if isinstance(found, dict) else {}


def _of_markdown(cell: Cell) -> Iterator[Piece]:
    metadata = _metadata(cell)
    if metadata.get("grade") or metadata.get("solution"):
        yield Remark(cell.number, f"a manually graded answer ({_worth(metadata)}) is left out", BY_HAND)
        return
    text, scheme = marked_lines(cell.source, "BEGIN MARK SCHEME", "END MARK SCHEME")
    lines = (line for number, line in enumerate(text.split("\n"), 1) if number not in scheme)
    yield Prose(cell.number, "\n".join(lines), cell.attachments)
    if metadata.get("task"):
        yield Remark(cell.number, f"a manually graded task ({_worth(metadata)}) is not graded here", BY_HAND)


def _of_code(cell: Cell) -> Iterator[Piece]:
    if cell.kind != "code":
        if cell.source.strip():
            yield Remark(cell.number, "a raw cell is left out")
        return
    metadata = _metadata(cell)
    if metadata.get("grade") and metadata.get("solution"):
        yield Remark(cell.number, f"a manually graded answer ({_worth(metadata)}) is left out", BY_HAND)
        yield Code(cell.number, readable(cell.source), all_lines(cell.source), by_hand=True)
    elif metadata.get("grade"):
        yield from _of_tests(cell, metadata)
    elif metadata.get("solution"):
        text, removed = marked_lines(cell.source, "BEGIN SOLUTION", "END SOLUTION")
        whole = text == cell.source
        yield Code(cell.number, readable(text), all_lines(text) if whole else removed)
    else:
        yield Code(cell.number, readable(cell.source))


def _of_tests(cell: Cell, metadata: Mapping[str, Any]) -> Iterator[Piece]:
    if _AUTOTEST.search(cell.source):
        yield Remark(cell.number, "AUTOTEST lines are made when nbgrader runs the solution", "Write checks for them.")
    text, hidden = marked_lines(cell.source, "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
    name = str(metadata.get("grade_id") or f"cell_{cell.number}")
    sentence = comment_or_docstring(text) if 1 not in hidden else ""
    yield Assertions(cell.number, readable(text), name, _points(metadata), hidden, sentence)


def _points(metadata: Mapping[str, Any]) -> float:
    """Return a cell's points; before schema 1 they may be an empty text."""
    try:
        return max(float(metadata.get("points") or 0), 0.0)
    except (TypeError, ValueError):
        return 0.0


def _worth(metadata: Mapping[str, Any]) -> str:
    points = _points(metadata)
    return f"{points:g} point{'' if points == 1 else 's'}"
