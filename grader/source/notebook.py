"""Notebooks as module text: the code cells, one after the other, whatever editor wrote them.

Notebooks are read by hand, not by ``nbformat``: its validation walks every output of a file that may hold tens of
megabytes of them, and refuses files that editors open. Here only sources are looked at; the rest is skipped unread.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from grader.errors import UnreadableSubmission
from grader.model import LARGEST_HAND_IN, LARGEST_NOTEBOOK, Cell, ModuleText
from grader.source.magics import plain_python
from grader.source.parsing import Positions, line_ends, parse, replaced
from grader.source.salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OBJECTS = 500_000
"""Opening braces in a file: each may become an object of ours, and a small file could hold very many."""
MOST_CELLS = 2_000
"""Code cells that are read: each is tried by itself, and a text of a hundred kilobytes could be cut very small."""
LARGEST_LENIENT = 1 << 23
"""Bytes of a file that is no strict JSON, but may be what Jupyter reads and writes all the same: such as ``NaN``."""
MOST_REMARKS = 50
_NOTHING = msgspec.Raw(b"null")
_OURS = re.compile(r"%(load_ext +grader|check|hint)\b")
"""Magics that every generated notebook holds: that they are not run when it is graded is no news."""
_FIX = "Save the notebook again and hand in the .ipynb file itself."


class _Cell(msgspec.Struct):
    """What counts of a cell; before format 4 the source of code was called ``input``."""

    cell_type: msgspec.Raw = _NOTHING
    source: msgspec.Raw = _NOTHING
    input: msgspec.Raw = _NOTHING
    metadata: msgspec.Raw = _NOTHING


class _Marks(msgspec.Struct, frozen=True):
    """What nbgrader notes of a cell: whether it is graded, and whether learners write in it."""

    grade: bool = False
    solution: bool = False


class _Metadata(msgspec.Struct):
    nbgrader: _Marks = _Marks()


class _Worksheet(msgspec.Struct):
    """Before format 4 cells lay in worksheets."""

    cells: list[_Cell] = []


class _Notebook(msgspec.Struct):
    cells: list[_Cell] | None = None
    worksheets: list[_Worksheet] | None = None


class _Code(NamedTuple):
    """A code cell: its place among all cells, from 1, what was written in it, and that as readable Python."""

    number: int
    source: str
    text: str
    broken: bool


def read_notebook(data: bytes) -> ModuleText:
    """Return the code cells of a notebook as one module text, each below a comment with its number.

    Magics and shell lines are blanked out and remarked on; a cell that does not parse costs only itself.

    Raises:
        UnreadableSubmission: the bytes are no notebook, hold no code, or more than ``LARGEST_HAND_IN`` bytes of it.
    """
    remarks: list[str] = []
    sources = [(number, text.rstrip("\n")) for number, text in _sources(data, remarks) if text.strip()]
    if not sources:
        raise UnreadableSubmission("the notebook holds no code", _FIX)
    size = sum(len(text.encode()) for _, text in sources)
    if size > LARGEST_HAND_IN:
        raise UnreadableSubmission(f"its cells hold {size} bytes of code; at most {LARGEST_HAND_IN} are read")
    codes = [_readable(number, text, remarks) for number, text in sources]
    return replace(_joined(codes), broken=any(code.broken for code in codes), remarks=_first(remarks))


def _sources(data: bytes, remarks: list[str]) -> Iterator[tuple[int, str]]:
    """Yield number and text of each code cell; cells count from 1, text cells included."""
    notebook = _decoded(data)
    sheets = (sheet.cells for sheet in notebook.worksheets or ())
    cells = enumerate(chain(notebook.cells or (), *sheets), 1)
    codes = [(number, cell) for number, cell in cells if bytes(cell.cell_type) == b'"code"']
    if len(codes) > MOST_CELLS:
        raise UnreadableSubmission(f"the notebook holds {len(codes)} cells of code; at most {MOST_CELLS} are read")
    for number, cell in codes:
        if _is_test(bytes(cell.metadata)):
            remarks.append(f"cell {number}: not run: tests of nbgrader's")
            continue
        raw = bytes(cell.source if bytes(cell.source) != b"null" else cell.input)
        if len(raw) > 8 * LARGEST_HAND_IN:
            remarks.append(f"cell {number}: left out, for it has {len(raw)} bytes")
            continue
        try:
            source = msgspec.json.decode(raw, type=str | list[str] | None) or ""
        except (msgspec.DecodeError, UnicodeDecodeError):
            remarks.append(f"cell {number}: left out, for its source is no text")
            continue
        text = source if isinstance(source, str) else "".join(source)
        yield number, text.replace("\r\n", "\n").replace("\r", "\n")


def _is_test(metadata: bytes) -> bool:
    """Return whether nbgrader's metadata says that a cell tests what learners wrote in others.

    Such a cell may put something else in a task's place; it must not count as the work.
    """
    try:
        marks = msgspec.json.decode(metadata, type=_Metadata).nbgrader
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return marks.grade and not marks.solution


def _decoded(data: bytes) -> _Notebook:
    """Decode a notebook, strictly if that is possible.

    Raises:
        UnreadableSubmission: it is too large or no notebook.
    """
    if len(data) > LARGEST_NOTEBOOK:
        raise UnreadableSubmission(f"the file has {len(data)} bytes; at most {LARGEST_NOTEBOOK} are read", _CLEAR)
    plain = data.removeprefix(b"\xef\xbb\xbf")
    if plain.count(b"{") > MOST_OBJECTS:
        raise UnreadableSubmission("its outputs hold too much data to be read", _CLEAR)
    try:
        return _of_json(plain)
    except msgspec.ValidationError as error:
        raise UnreadableSubmission(f"the file is not a notebook: {error}", _FIX) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = error
    try:
        return _of_json(_as_strict_json(plain))
    except (ValueError, RecursionError):
        raise UnreadableSubmission(f"the file is not a notebook: {reason}", _FIX) from None


_CLEAR = "Clear the outputs, save it, and hand it in again."


def _of_json(data: bytes) -> _Notebook:
    notebook = msgspec.json.decode(data, type=_Notebook)
    if notebook.cells is None and notebook.worksheets is None:
        raise msgspec.ValidationError("it has no cells")
    return notebook


def _as_strict_json(data: bytes) -> bytes:
    """Return as JSON what Python's own reader, and so Jupyter, accepts beyond: NaN and halves of surrogate pairs."""
    if len(data) > LARGEST_LENIENT:
        raise ValueError("too large")
    tree = json.loads(data.decode("utf-8", "replace"), parse_constant=str, parse_int=str, parse_float=str)
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace")


def _readable(number: int, source: str, remarks: list[str]) -> _Code:
    """Make one cell's text readable by itself, and remark on what is left out."""
    python, blanked = plain_python(source)
    text, unread = salvage(python)
    told = (pair for pair in blanked if not _OURS.match(pair[1]))
    remarks += (f"cell {number}, line {line}: not run: {shown[:60]}" for line, shown in told)
    remarks += (f"cell {number}{', ' if said.startswith('line') else ': '}{said}" for said in unread)
    return _Code(number, source, text, bool(unread))


def _joined(codes: list[_Code]) -> ModuleText:
    """Join cells to a module, each below a comment with its number, and tell the line each begins at."""
    futures = set[str]()
    texts = [_without_futures(code.text, futures) for code in codes]
    head = f"from __future__ import {', '.join(sorted(futures))}\n" if futures else ""
    # Notebooks have it without an import; a function that shows something must not fail for that.
    head += "from builtins import print as display\n" if any("display" in text for text in texts) else ""
    cells, line = [], head.count("\n") + 1
    for code in codes:
        cells.append(Cell(code.number, line + 1))
        line += code.source.count("\n") + 2
    pairs = zip(codes, texts, strict=True)
    text = head + "".join(f"# cell {code.number}\n{text}\n" for code, text in pairs)
    source = head + "".join(f"# cell {code.number}\n{code.source}\n" for code in codes)
    return ModuleText(text, source, cells=tuple(cells))


def _without_futures(text: str, futures: set[str]) -> str:
    """Blank out ``from __future__`` imports and collect what they name: a cell begins with them, a module must."""
    if "__future__" not in text:
        return text
    changes, positions = [], Positions(text)
    for node in parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__" and not node.level:
            start, end = positions.span(node)
            futures.update(alias.name for alias in node.names)
            changes.append((start, end, f"pass{line_ends(text[start:end])}"))
    return replaced(text, changes)


def _first(remarks: list[str]) -> tuple[str, ...]:
    left = len(remarks) - MOST_REMARKS
    return tuple(remarks) if left <= 0 else (*remarks[:MOST_REMARKS], f"{left} more lines were not run")
