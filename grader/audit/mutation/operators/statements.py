"""Changes of statements: left out, exchanged, in another block, in one branch only."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.audit.mutation.evidence import parameters
from grader.audit.mutation.excerpt import Edit
from grader.source.definitions import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Excerpt

AUGMENTED: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("=", "-="),
    ast.Sub: ("=", "+="),
    ast.Mult: ("=", "/="),
    ast.Div: ("=", "*="),
}
WHERE = frozenset(("where", "select", "cond"))


def removed(code: Excerpt) -> Iterator[Edit]:
    """Leave out a statement whose work can be forgotten: no first assignment of a variable."""
    for node in code.all(ast.stmt):
        effect = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        again = isinstance(node, ast.Assign) and not _first_bound(code, node)
        if effect or again or isinstance(node, ast.AugAssign):
            yield code.remove(node)


def branch(code: Excerpt) -> Iterator[Edit]:
    """Go one way only at a fork: at ``if``, in a conditional expression, in ``where``; forget to refuse."""
    for node in code.nodes:
        match node:
            case ast.If(body=[ast.Raise()], orelse=[]):
                yield code.remove(node)
            case ast.If():
                yield from (code.replace(node.test, constant) for constant in ("True", "False"))
            case ast.IfExp():
                yield from (code.put(node, part) for part in (node.body, node.orelse))
            case ast.comprehension():
                yield from (code.replace(test, "True") for test in node.ifs)
            case ast.Call(args=[_, first, second]) if code.names.callee(node).name in WHERE:
                yield from (code.put(node, part) for part in (first, second))


def augmented(code: Excerpt) -> Iterator[Edit]:
    """Overwrite where something is to be added up, or add it the other way."""
    for node in code.all(ast.AugAssign):
        signs = AUGMENTED.get(type(node.op), ())
        for sign in signs[:1] if isinstance(node.value, ast.List | ast.Tuple | ast.Constant) else signs:
            yield code.replace(node, f"{code.source(node.target)} {sign} {code.source(node.value)}")


def exchanged(code: Excerpt) -> Iterator[Edit]:
    """Exchange two statements of a block where the one matters to the other and both names are known by then."""
    inner = {node.name for node in code.all(ast.FunctionDef)}
    for first in code.all(ast.stmt):
        second = _next(code, first)
        if second is None or isinstance(second, ast.Return) or not _matters(first, second, inner):
            continue
        if not _first_bound(code, first) & _read(second) and not isinstance(first, Function):
            yield Edit(((*code.span(first), code.source(second)), (*code.span(second), code.source(first))))


def exception(code: Excerpt) -> Iterator[Edit]:
    """Raise an error of another class."""
    for node in code.all(ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if isinstance(raised, ast.Name) and raised.id.endswith("Error"):
            yield code.replace(raised, "TypeError" if raised.id == "ValueError" else "ValueError")


def _next(code: Excerpt, node: ast.stmt) -> ast.stmt | None:
    return next((after for before, after in pairwise(code.block(node)) if before is node), None)


def _matters(first: ast.stmt, second: ast.stmt, inner: set[str]) -> bool:
    """Return whether one statement changes what the other reads or changes; inner functions may do anything."""
    if inner & (_read(first) | _read(second)):
        return True
    changed, other = _changed(first), _changed(second)
    return bool(changed & (_read(second) | other) or other & _read(first))


def _read(node: ast.stmt) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}


def _changed(node: ast.stmt) -> set[str]:
    """Return the names a statement binds, and those into which it writes or whose methods it calls for their effect."""
    found: set[str] = set()
    for part in ast.walk(node):
        match part:
            case (
                ast.Name(id=name, ctx=ast.Store())
                | ast.Attribute(value=ast.Name(id=name), ctx=ast.Store())
                | ast.Subscript(value=ast.Name(id=name), ctx=ast.Store())
                | ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name))))
            ):
                found.add(name)
    return found


def _first_bound(code: Excerpt, node: ast.stmt) -> set[str]:
    """Return the names that a statement is the first to bind."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    names -= {name for function in code.functions for name in parameters(function)}
    earlier = (part for part in code.all(ast.Name) if isinstance(part.ctx, ast.Store) and part.lineno < node.lineno)
    return names - {part.id for part in earlier}
