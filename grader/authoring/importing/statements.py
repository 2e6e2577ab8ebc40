"""Python of a cell: made readable, and taken apart into statements with the names they bind and read."""

from __future__ import annotations

import ast
import builtins
import symtable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.importing.pieces import Inconvertible
from grader.source.definitions import Named, is_docstring
from grader.source.keep import ASSIGNMENTS, bound_names
from grader.source.magics import plain_python
from grader.source.names import names_read
from grader.source.parsing import UNREADABLE, Positions, compile_error, parse, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMPOUND = (ast.For, ast.While, ast.If, ast.Try, ast.With)
"""Statements that may bind a name, or bind it again and again."""
MUTATORS = frozenset({"shuffle", "fill_diagonal", "put", "copyto", "heappush", "heapify"})
"""Functions that change an argument."""
BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "display"}


@dataclass(frozen=True)
class Statement:
    """One top-level statement of a cell.

    ``text`` begins with the comments right above it. ``start`` and ``end`` are its lines in the cell; ``reads`` are
    the module-level names it reads, at once or later, ``binds`` those it binds, ``changes`` those whose objects it
    assigns into. ``removed`` are the lines of it that learners do not get.
    """

    cell: int
    node: ast.stmt
    text: str
    code: str
    start: int
    end: int
    reads: frozenset[str]
    binds: frozenset[str]
    changes: frozenset[str]
    removed: frozenset[int]
    by_hand: bool = False

    @property
    def is_import(self) -> bool:
        """Whether it only imports, maybe under a condition."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @property
    def name(self) -> str:
        """The name of a function or class, else the empty string."""
        return self.node.name if isinstance(self.node, Named) else ""


def readable(source: str) -> str:
    """Return a cell's text with magics and shell lines blanked out.

    Raises:
        Inconvertible: it does not parse.
    """
    text, _ = plain_python(source)
    error = compile_error(text)
    if error is not None:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise Inconvertible(f"the cell does not parse: {reason}", "Mend it in the notebook.")
    return text


def statements(cell: int, text: str, removed: frozenset[int], *, by_hand: bool = False) -> tuple[Statement, ...]:
    """Return the top-level statements of a cell that parses."""
    positions, lines = Positions(text), split_lines(text)
    found, above = [], 0
    for node in parse(text).body:
        start, end = positions.span(node)
        first = text.count("\n", 0, start) + 1
        last = node.end_lineno or first
        inside = frozenset(number for number in removed if first <= number <= last)
        code = text[start:end]
        comments = "".join(_comments_above(lines[above : first - 1]))
        behind = lines[last - 1][len(lines[last - 1].encode()[: node.end_col_offset].decode()) :].rstrip()
        binds, changes = _binds(node)
        reads = frozenset(names_read(node))
        whole = comments + code + (behind if behind.lstrip().startswith("#") else "")
        found.append(Statement(cell, node, whole, code, first, last, reads, binds, changes, inside, by_hand=by_hand))
        above = last
    return tuple(found)


def _comments_above(lines: list[str]) -> list[str]:
    """Return the comment lines at the end of a list of lines."""
    count = 0
    while count < len(lines) and lines[-1 - count].startswith("#"):
        count += 1
    return lines[len(lines) - count :]


def _binds(node: ast.stmt) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names a statement binds at module level, and those whose objects it assigns into."""
    table = symtable.symtable(ast.unparse(node), "<statement>", "exec")
    bound = frozenset(
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    )
    if isinstance(node, Named):
        return bound, frozenset()
    parts = [*ast.walk(node)]
    assigned = frozenset(name for part in parts if isinstance(part, ASSIGNMENTS) for name in bound_names(part))
    grown = bound_names(node) if isinstance(node, ast.AugAssign) else frozenset()
    worked_on = frozenset(name for part in parts for name in _worked_on(part))
    return bound - grown, (assigned | worked_on) - (bound - grown)


def _worked_on(node: ast.AST) -> frozenset[str]:
    """Return the names whose objects a statement works on by a method, as in ``items.append(x)``."""
    match node:
        case ast.Expr(ast.Call(func=ast.Attribute(attr=method, value=owner), args=arguments)):
            changed = [owner, *(arguments if method in MUTATORS else [])]
            return frozenset(part.id for part in changed if isinstance(part, ast.Name))
    return frozenset()


def needed(names: Iterable[str], available: Iterable[Statement]) -> tuple[tuple[Statement, ...], frozenset[str]]:
    """Return the statements that give these names their values, in order, and the names that none of them binds.

    Of a name that is bound again the last plain binding counts, with what changes its object afterwards.
    """
    pool = tuple(available)
    chosen: set[int] = set()
    missing: set[str] = set()
    seen: set[str] = set()
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if name in seen or name in BUILTINS:
            continue
        seen.add(name)
        found = _making(name, pool)
        missing |= set() if found else {name}
        fresh = [index for index in found if index not in chosen]
        chosen.update(fresh)
        waiting += sorted(part for index in fresh for part in pool[index].reads | pool[index].changes)
    bound = {part for index in chosen for part in pool[index].binds}
    return tuple(pool[index] for index in sorted(chosen)), frozenset(missing - bound)


def _making(name: str, pool: Sequence[Statement]) -> list[int]:
    """Return the places of the statements that give a name its value: bindings back to a plain one, and changes."""
    found: list[int] = []
    for index in range(len(pool) - 1, -1, -1):
        if name in pool[index].binds or name in pool[index].changes:
            found.append(index)
        if name in pool[index].binds and _is_plain(pool[index], name):
            break
    if not any(name in pool[index].binds for index in found):
        return []
    # What is done with a module, such as a plot, changes nothing that others need.
    return found if not pool[found[-1]].is_import else found[-1:]


def _is_plain(one: Statement, name: str) -> bool:
    """Return whether a statement binds a name whatever it was before."""
    return not isinstance(one.node, COMPOUND) and (name not in one.reads or bool(one.name))


def packages(statement: Statement) -> frozenset[str]:
    """Return the top-level packages a statement imports anywhere."""
    found = set[str]()
    for node in ast.walk(statement.node):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return frozenset(found)


def comment_or_docstring(text: str) -> str:
    """Return the first line of the text or comment a cell begins with, or the empty string."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    if first.startswith("#"):
        return first.lstrip("#").strip()
    try:
        body = parse(text).body
    except UNREADABLE:
        return ""
    if not body or not is_docstring(body[0]):
        return ""
    said = str(ast.literal_eval(ast.unparse(body[0]))).strip()
    return said.split("\n")[0].strip()
