"""Lines of a notebook's module text, told as its reader knows them: by cell and line."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Cell

_LINES = re.compile(r"lines? (\d{1,9})(?:(–| and )(\d{1,9}))?")
"""How our own remarks begin when they are about a place or two; what a learner wrote comes later in them."""


def place(line: int, cells: Sequence[Cell]) -> str:
    """Return ``line 12``, or where cells tell so ``cell 7, line 3``, of one in a kernel ``In[7], line 3``."""
    found = bisect_right(cells, line, key=lambda cell: cell.line)
    if not found:
        return f"line {line}"
    cell = cells[found - 1]
    name = f"In[{cell.number}]" if cell.in_kernel else f"cell {cell.number}"
    return f"{name}, line {line - cell.line + 1}"


def told_in_cells(remark: str, cells: Sequence[Cell]) -> str:
    """Return a remark on lines of a module text as one on a cell's; one without cells or lines as it is."""
    found = _LINES.match(remark)
    if not cells or found is None:
        return remark
    where, last = place(int(found[1]), cells), place(int(found[3] or found[1]), cells)
    if found[2] == "–":
        where = where.replace("line ", "lines ") + f"–{last.rpartition(' ')[2]}"
    elif found[2]:
        where += f" and {last}"
    return where + remark[found.end() :]
