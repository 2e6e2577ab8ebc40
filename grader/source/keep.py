"""Keeping of a hand-in what may run: imports, definitions and the assignments they reach; the rest is blanked out."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.source.names import names_read
from grader.source.parsing import UNREADABLE, Positions, line_ends, parse, replaced, split_lines, with_plain_line_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_REMARKS = 50
NOT_RUN = ": not run: "
"""What marks the remarks on statements that are left out: no news where only what counts is told."""
TRANSPARENT = (ast.If, ast.Try, ast.TryStar, ast.With)
"""Compound statements that run their parts at most once: what they hold is judged piece by piece."""
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass
class _Node:
    """A statement that is kept or given up as one; a compound is kept when a part of it is."""

    statement: ast.stmt
    parent: _Node | None
    kept: bool = False


def keep(text: str, givens: Mapping[str, str], wanted: Iterable[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return a module without the statements that only *do* something, and a remark for each row of them.

    Imports and definitions stay, conditional ones included (``try: import x``, ``if TYPE_CHECKING:``), and
    so do the assignments that they read, directly or through other assignments. Plots, training calls,
    prints, loops and ``if __name__ == "__main__"`` blocks go. Every line that stays keeps its number. When a
    name is defined twice both stay, and the last wins as in Python.

    Args:
        text: a module that compiles (see ``salvage``).
        givens: name → the course's text of given definitions. They are blanked out, with a remark when the
            learner's version means something else.
        wanted: names whose assignments stay even if nothing reads them, such as ``sigmoid = expit``.

    Raises:
        Exception: one of ``UNREADABLE`` when the text does not parse.
    """
    text = with_plain_line_ends(text)
    nodes = _nodes(parse(text).body)
    meanings = {name: _meaning(given) for name, given in givens.items()}
    _mark(nodes, givens, frozenset(wanted))
    positions = Positions(text)
    given_up = sorted(_given_up(nodes, givens), key=lambda node: positions.span(node.statement))
    told = _told(positions, [node.statement for node in given_up], meanings)
    return replaced(text, [_blanked(positions, node) for node in given_up]), _first(told)


def _nodes(body: list[ast.stmt]) -> list[_Node]:
    """Return every statement that is judged, parents before their parts (no recursion: ``elif`` may nest far)."""
    nodes: list[_Node] = []
    waiting = [_Node(statement, None) for statement in reversed(body)]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if isinstance(node.statement, TRANSPARENT) and not _is_main_guard(node.statement):
            waiting += [_Node(part, node) for part in reversed(_parts(node.statement))]
    return nodes


def _parts(statement: ast.stmt) -> list[ast.stmt]:
    """Return the statements right inside a compound, in order."""
    handlers = [part for handler in getattr(statement, "handlers", ()) for part in handler.body]
    bodies = (getattr(statement, name, []) for name in ("body", "orelse", "finalbody"))
    return sorted([*handlers, *(part for body in bodies for part in body)], key=lambda part: part.lineno)


def _is_main_guard(statement: ast.stmt) -> bool:
    """Return whether a statement is ``if __name__ == "__main__":``."""
    test = statement.test if isinstance(statement, ast.If) else None
    if not isinstance(test, ast.Compare):
        return False
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in (test.left, *test.comparators))


def _mark(nodes: list[_Node], givens: Mapping[str, str], wanted: frozenset[str]) -> None:
    """Mark what is kept: imports and definitions at once, then assignments as something kept reads their names."""
    assignments = defaultdict(list)
    for node in nodes:
        if isinstance(node.statement, ASSIGNMENTS):
            for name in bound_names(node.statement):
                assignments[name].append(node)
    keeping = [node for node in nodes if _is_definition(node.statement) and not _is_given(node.statement, givens)]
    reading, seen = set(wanted), set[str]()
    while keeping or reading:
        for node in keeping:
            reading |= _keep_with_parents(node)
        fresh = reading - seen
        seen |= fresh
        found = (node for name in sorted(fresh) for node in assignments[name])
        keeping = [node for node in found if not node.kept and not _is_given(node.statement, givens)]
        reading = set()


def _keep_with_parents(node: _Node) -> set[str]:
    """Mark a node and the compounds around it as kept; return the names they read."""
    names = set[str]()
    inner: _Node | None = node
    while inner is not None and not inner.kept:
        inner.kept = True
        for part in [inner.statement] if inner is node else _headers(inner.statement):
            names |= names_read(part)
        inner = inner.parent
    return names


def _headers(statement: ast.stmt) -> list[ast.expr]:
    """Return the expressions a compound evaluates itself: tests, context managers, exception types."""
    if isinstance(statement, ast.If):
        return [statement.test]
    if isinstance(statement, ast.With):
        return [item.context_expr for item in statement.items]
    return [handler.type for handler in getattr(statement, "handlers", ()) if handler.type]


def bound_names(statement: ast.stmt) -> frozenset[str]:
    """Return the names an assignment binds or changes: ``a`` also for ``a.b = 1`` and ``a[0] = 1``."""
    waiting = list(statement.targets) if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    names = set()
    while waiting:
        target = waiting.pop()
        if isinstance(target, ast.Name):
            names.add(target.id)
        elif isinstance(target, ast.Tuple | ast.List):
            waiting += target.elts
        elif isinstance(target, ast.Starred | ast.Attribute | ast.Subscript):
            waiting.append(target.value)
    return frozenset(names)


def _is_definition(statement: ast.stmt) -> bool:
    """Return whether a statement stays whatever reads it: ``type`` statements and lambdas are definitions too."""
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
        return True
    return isinstance(statement, (*DEFINITIONS, ast.Import, ast.ImportFrom)) or type(statement).__name__ == "TypeAlias"


def _is_given(statement: ast.stmt, givens: Mapping[str, object]) -> bool:
    """Return whether a statement defines given names and nothing else."""
    names = _defined(statement)
    return bool(names) and names <= givens.keys()


def _defined(statement: ast.stmt) -> frozenset[str]:
    if isinstance(statement, DEFINITIONS):
        return frozenset({statement.name})
    return bound_names(statement) if isinstance(statement, ASSIGNMENTS) else frozenset()


def _given_up(nodes: list[_Node], givens: Mapping[str, str]) -> list[_Node]:
    """Return what is blanked out: the outermost of what is not kept, harmless statements excepted."""
    outermost = (node for node in nodes if not node.kept and (node.parent is None or node.parent.kept))
    return [node for node in outermost if _is_given(node.statement, givens) or not _is_harmless(node)]


def _is_harmless(node: _Node) -> bool:
    """Return whether a statement may stay where it is: it does nothing, or it is part of a kept condition."""
    statement = node.statement
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if node.parent is None:
        return isinstance(statement, ast.Pass | ast.Global)
    plain = isinstance(statement, ASSIGNMENTS) and not any(isinstance(item, ast.Call) for item in ast.walk(statement))
    return plain or isinstance(statement, ast.Pass | ast.Global | ast.Raise)


def _blanked(positions: Positions, node: _Node) -> tuple[int, int, str]:
    """Return the change that takes a statement out and leaves its line ends."""
    start, end = positions.span(node.statement)
    ends = line_ends(positions.text[start:end])
    goes_on = _next_character(positions.text, end) in (";", "\\")
    if node.parent is None and node.statement.col_offset == 0 and not goes_on:
        return start, end, ends
    # A block may not become empty, and a ";" needs a statement before it; brackets may hold line ends.
    return start, end, f"({ends})" if ends and goes_on else f"pass{ends}"


def _next_character(text: str, position: int) -> str:
    while text[position : position + 1] in (" ", "\t", "\f"):
        position += 1
    return text[position : position + 1]


def _told(positions: Positions, statements: Iterable[ast.stmt], meanings: Mapping[str, str]) -> list[str]:
    """Return what to tell about statements that were taken out, in their order: one remark for those in a row.

    Args:
        positions: those of the text.
        statements: what was taken out, in order.
        meanings: name → what the course's definition of it means; made once, for a text may repeat a given often.
    """
    told: list[str] = []
    row: list[ast.stmt] = []
    for statement in statements:
        if _is_given(statement, meanings):
            told += [*_not_run(positions, row), *_changed(statement, meanings)]
            row = []
        elif row and not _is_next(positions, row[-1], statement):
            told += _not_run(positions, row)
            row = [statement]
        else:
            row.append(statement)
    return [*told, *_not_run(positions, row)]


def _is_next(positions: Positions, statement: ast.stmt, following: ast.stmt) -> bool:
    """Return whether nothing but white space and semicolons stands between two statements."""
    return not positions.text[positions.span(statement)[1] : positions.span(following)[0]].strip(" \t\f\n;")


def _not_run(positions: Positions, row: list[ast.stmt]) -> list[str]:
    if not row:
        return []
    start, end = positions.span(row[0])[0], positions.span(row[-1])[1]
    first, last = row[0].lineno, row[-1].end_lineno or 0
    lines = f"line {first}" if len(row) == 1 or first == last else f"lines {first}–{last}"
    return [f"{lines}: not run: {_excerpt(positions.text[start:end])}"]


def _changed(statement: ast.stmt, meanings: Mapping[str, str]) -> list[str]:
    """Say that a given definition was changed in vain; nothing when it is what it was."""
    changed = [name for name in sorted(_defined(statement)) if not _means(statement, meanings[name])]
    return [f"line {statement.lineno}: {changed[0]} is given; your changed version is not used"] if changed else []


def _meaning(text: str) -> str:
    """Return a statement's syntax tree as text: the same for texts that differ in layout and comments alone."""
    body = parse(text).body
    return ast.dump(body[0]) if len(body) == 1 else ""


def _means(statement: ast.stmt, meaning: str) -> bool:
    try:
        return ast.dump(statement) == meaning
    except UNREADABLE:
        return False


def _excerpt(text: str, width: int = 60) -> str:
    first = split_lines(text[: 4 * width])[0].rstrip()
    return first if len(first) <= width and len(first) >= len(text.rstrip()) else f"{first[:width]} …"


def _first(remarks: list[str]) -> tuple[str, ...]:
    left = len(remarks) - MOST_REMARKS
    return tuple(remarks) if left <= 0 else (*remarks[:MOST_REMARKS], f"{left} more statements were not run")
