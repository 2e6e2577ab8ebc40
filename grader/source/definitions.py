"""Definitions of a module: where they lie, and the one primitive that replaces the text of one of them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.source.parsing import Positions, parse, replaced, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Assignment = ast.Assign | ast.AnnAssign


@dataclass(frozen=True)
class Definition:
    """A function, class, method or module-level assignment.

    ``start`` and ``end`` are offsets in characters, decorators included; ``line`` and ``last_line`` count
    from 1. ``text`` begins at the definition itself: the first line of a method is without its indentation.
    """

    qualname: str
    node: Named | Assignment
    start: int
    end: int
    line: int
    last_line: int
    text: str

    @property
    def is_assignment(self) -> bool:
        """Whether this is a module-level assignment."""
        return isinstance(self.node, ast.Assign | ast.AnnAssign)

    @property
    def docstring(self) -> str:
        """The cleaned docstring, or the empty string."""
        return "" if isinstance(self.node, Assignment) else ast.get_docstring(self.node) or ""


def all_definitions(source: str, tree: ast.Module | None = None) -> tuple[Definition, ...]:
    """Return every definition in order of the text, repeated names included; methods follow their class.

    Args:
        source: the text of a module.
        tree: what parsing it gave, where that is known.

    Raises:
        Exception: one of ``UNREADABLE`` when the source does not parse.
    """
    positions = Positions(source)
    return tuple(_definition(positions, name, node) for name, node in _walk((tree or parse(source)).body, ""))


def definitions(source: str) -> dict[str, Definition]:
    """Return qualname → definition in order of the text; of a repeated name the last counts, as in Python.

    Raises:
        Exception: one of ``UNREADABLE`` when the source does not parse.
    """
    return {found.qualname: found for found in all_definitions(source)}


def definition(source: str, qualname: str) -> Definition:
    """Return one definition.

    Raises:
        LookupError: the source defines no such name.
    """
    try:
        return definitions(source)[qualname]
    except KeyError:
        raise LookupError(f"the source defines no {qualname!r}") from None


def splice(source: str, qualname: str, text: str) -> str:
    """Return the module with one definition's text replaced by ``text``, the rest identical to the byte.

    The text of a method is re-indented to the place it goes to.

    Raises:
        LookupError: the source defines no such name.
    """
    return splice_at(source, definition(source, qualname), text)


def splice_at(source: str, place: Definition, text: str) -> str:
    """Return the module with ``text`` in place of one of its definitions, which saves a reading of the module."""
    return source[: place.start] + indented(text, " " * place.node.col_offset) + source[place.end :]


def indented(text: str, margin: str) -> str:
    """Return statements with all lines but the first moved right; lines that begin inside a string stay."""
    if not margin:
        return text
    inside: set[int] = set()
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Constant | ast.JoinedStr):
            inside.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    first, *rest = split_lines(text)
    moved = (line if number in inside or not line.strip() else margin + line for number, line in enumerate(rest, 2))
    return "".join([first, *moved])


def renamed(text: str, new_name: str, without: Iterable[str] = ()) -> str:
    """Return one function or class under another name; calls of itself follow.

    Args:
        text: the source of one definition, not indented.
        new_name: the new name.
        without: names of decorators to remove, such as ``mistake`` (also as ``testing.mistake`` and called).

    Raises:
        LookupError: the text is not one function or class.
    """
    body = parse(text).body
    if len(body) != 1 or not isinstance(body[0], Named):
        raise LookupError("the text is not one function or class")
    node, positions = body[0], Positions(text)
    changes = [_name_span(positions, node), *_own_uses(positions, node)]
    removed = [_line_span(positions, item) for item in node.decorator_list if decorator_name(item) in set(without)]
    return replaced(text, [*((start, end, new_name) for start, end in changes), *((a, b, "") for a, b in removed)])


def decorator_name(decorator: ast.expr) -> str:
    """Return the last name of a decorator: ``check`` for ``@check``, ``@check("x")`` and ``@testing.check("x")``."""
    inner = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(inner, ast.Attribute):
        return inner.attr
    return inner.id if isinstance(inner, ast.Name) else ""


def is_docstring(node: ast.stmt) -> bool:
    """Return whether a statement is a string alone, which as the first of a body is its docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _walk(body: Iterable[ast.stmt], prefix: str) -> Iterator[tuple[str, Named | Assignment]]:
    """Yield the definitions of a body; assignments count at module level only."""
    for node in body:
        if isinstance(node, Named):
            yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from _walk(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, Assignment) and not prefix:
            yield from ((name, node) for name in assigned_names(node))


def assigned_names(node: ast.stmt) -> tuple[str, ...]:
    """Return the plain names an assignment binds, those inside tuples included."""
    targets = list(node.targets) if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    names: list[str] = []
    while targets:
        target = targets.pop(0)
        if isinstance(target, ast.Name):
            names.append(target.id)
        elif isinstance(target, ast.Tuple | ast.List):
            targets[:0] = target.elts
        elif isinstance(target, ast.Starred):
            targets.insert(0, target.value)
    return tuple(names)


def _definition(positions: Positions, qualname: str, node: Named | Assignment) -> Definition:
    start, end = positions.span(node)
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", ()))])
    return Definition(qualname, node, start, end, first, node.end_lineno or first, positions.text[start:end])


def _name_span(positions: Positions, node: Named) -> tuple[int, int]:
    """Return where the name stands: the identifier after the keyword (a node does not say)."""
    keyword = "class" if isinstance(node, ast.ClassDef) else "def"
    text = positions.text
    start = text.index(keyword, positions.offset(node.lineno, node.col_offset)) + len(keyword)
    while not text[start].isidentifier():
        start += 1
    end = start
    while ("_" + text[end]).isidentifier():
        end += 1
    return start, end


def _own_uses(positions: Positions, node: Named) -> list[tuple[int, int]]:
    """Return the spans of names inside a definition that mean the definition itself."""
    parameters = {item.arg for item in ast.walk(node) if isinstance(item, ast.arg)}
    uses = [item for item in ast.walk(node) if isinstance(item, ast.Name) and item.id == node.name]
    if node.name in parameters or any(isinstance(use.ctx, ast.Store) for use in uses):
        return []
    starts = (positions.offset(use.lineno, use.col_offset) for use in uses)
    return [(start, start + len(node.name)) for start in starts]


def _line_span(positions: Positions, decorator: ast.expr) -> tuple[int, int]:
    """Return the span of the whole lines a decorator stands on."""
    at = positions.text.rindex("@", 0, positions.offset(decorator.lineno, decorator.col_offset))
    return at, positions.line_start((decorator.end_lineno or decorator.lineno) + 1)
