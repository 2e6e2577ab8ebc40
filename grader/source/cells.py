"""Lines of a notebook's module text, told as its reader knows them: by cell and line."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Cell

_LINES = re.compile(r"lines? (\d{1,9})(?:–(\d{1,9}))?")
"""How our own remarks begin when they are about a place; what a learner wrote comes later in them."""


def place(line: int, cells: Sequence[Cell]) -> str:
    """Return ``line 12``, or ``cell 7, line 3`` where cells tell so."""
    found = bisect_right(cells, line, key=lambda cell: cell.line)
    if not found:
        return f"line {line}"
    cell = cells[found - 1]
    return f"cell {cell.number}, line {line - cell.line + 1}"


def told_in_cells(remark: str, cells: Sequence[Cell]) -> str:
    """Return a remark on lines of a module text as one on a cell's; one without cells or lines as it is."""
    found = _LINES.match(remark)
    if not cells or found is None:
        return remark
    first, last = int(found[1]), int(found[2] or found[1])
    where = place(first, cells)
    if last > first:
        where = where.replace("line ", "lines ") + f"–{place(last, cells).rpartition(' ')[2]}"
    return where + remark[found.end() :]
