"""Stubs: the module with the bodies of named definitions taken out, and what was taken out."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import CourseError, Problem
from grader.source.definitions import all_definitions, is_docstring
from grader.source.markers import comments, header_end, is_marker, regions, tokens
from grader.source.parsing import UNREADABLE, Positions, parse, replaced, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from tokenize import TokenInfo

    from grader.source.definitions import Function
    from grader.source.markers import Comment, Region

UNWRITTEN = "raise NotImplementedError"


@dataclass(frozen=True)
class _Body:
    """Where the body of a function lies beside its docstring, and what stands there in the stub."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Text:
    """A module as characters, tokens and comments, each made once."""

    positions: Positions
    tokens: tuple[TokenInfo, ...]
    comments: tuple[Comment, ...]


@dataclass(frozen=True)
class _Removal:
    start: int
    end: int
    text: str
    marked: int | None = None
    """The line of the marker it begins at."""


def stub(source: str, names: Iterable[str], path: Path = Path("solution.py")) -> str:
    """Return the module with each named function's body replaced by ``raise NotImplementedError``.

    Signature, decorators and docstring stay to the letter. Of a class every method is stubbed that has more
    than a docstring. ``# BEGIN SOLUTION`` and ``# END SOLUTION`` on lines of their own inside a body narrow
    what is removed to the lines between them.

    Args:
        source: the solution module.
        names: qualnames of functions and classes.
        path: what problems name as the file.

    Raises:
        CourseError: a marker is misspelt, unpaired, nested or outside of the named definitions, or cuts a statement.
        LookupError: the source defines no such name.
    """
    removed = _removals(source, names, path)
    result = replaced(source, [(item.start, item.end, item.text) for item in removed])
    try:
        parse(result)
    except UNREADABLE as error:
        line = next((item.marked for item in removed if item.marked), 0)
        fix = "Let each pair of markers enclose whole statements of one block."
        raise CourseError([Problem(path, line, "the solution markers cut a statement apart", fix)]) from error
    return result


def removed_lines(source: str, names: Iterable[str], path: Path = Path("solution.py")) -> tuple[str, ...]:
    """Return the lines that ``stub`` takes out, stripped, each once, without empty ones and markers.

    Raises:
        CourseError: as ``stub``.
        LookupError: the source defines no such name.
    """
    texts = (source[item.start : item.end] for item in _removals(source, names, path))
    lines = (line.strip() for text in texts for line in split_lines(text))
    return tuple(dict.fromkeys(line for line in lines if line and not is_marker(line)))


def _removals(source: str, names: Iterable[str], path: Path) -> list[_Removal]:
    found, problems = regions(comments(source), path)
    bodies = list(dict.fromkeys(_bodies(source, frozenset(names))))
    homeless = [region for region in found if not any(_holds(body, region) for body in bodies)]
    problems += [
        Problem(path, region.line, "solution markers outside of any task's body", "Remove them; they do nothing here.")
        for region in homeless
    ]
    if problems:
        raise CourseError(problems)
    return [item for body in bodies for item in _removals_of(body, found)]


def _removals_of(body: _Body, found: list[Region]) -> list[_Removal]:
    """Return what is removed of one body: the regions between markers, without any the whole of it."""
    inside = [region for region in found if _holds(body, region)]
    if inside:
        return [_Removal(region.start, region.end, UNWRITTEN, region.line) for region in inside]
    return [_Removal(body.start, body.end, body.text)]


def _holds(body: _Body, region: Region) -> bool:
    return body.start <= region.start and region.end <= body.end


def _bodies(source: str, names: frozenset[str]) -> Iterator[_Body]:
    """Yield the bodies to remove: one of a function, those of all methods of a class, of every repetition."""
    text = _Text(Positions(source), tokens(source), comments(source))
    known = [item for item in all_definitions(source) if item.qualname in names and not item.is_assignment]
    unknown = names - {item.qualname for item in known}
    if unknown:
        raise LookupError(f"the source defines no function or class {min(unknown)!r}")
    waiting: list[ast.stmt] = [item.node for item in known]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.ClassDef):
            waiting += node.body
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_written(node):
            yield _body(text, node)


def _is_written(node: Function) -> bool:
    """Return whether a function has more than a docstring, ``pass`` or ``...``."""
    return not all(
        isinstance(part, ast.Pass) or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
        for part in node.body
    )


def _body(text: _Text, node: Function) -> _Body:
    """Return the extent of a body: from the end of docstring or signature past the comments that belong to it."""
    positions = text.positions
    header = header_end(positions, text.tokens, node.lineno)
    first = positions.offset(node.body[0].lineno, node.body[0].col_offset)
    start = positions.span(node.body[0])[1] if is_docstring(node.body[0]) else header
    between = split_lines(positions.text[header:first])
    if len(between) > 1:
        unwritten = f"\n{between[-1]}{UNWRITTEN}"
    else:
        unwritten = f"; {UNWRITTEN}" if start > header else f" {UNWRITTEN}"
    return _Body(start, _end_with_comments(text, node), unwritten)


def _end_with_comments(text: _Text, node: Function) -> int:
    """Return the end of a function with the comments after its last statement that are indented deeper than it."""
    line = node.end_lineno or node.lineno
    end = text.positions.line_end(line)
    for comment in text.comments:
        follows = comment.line > line and not text.positions.text[end : comment.start].strip()
        if follows and comment.column > node.col_offset:
            end = comment.end
    return end
