"""Changes of where statements stand: in the loop or outside it, once or twice."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.audit.mutation.excerpt import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Excerpt

ACCUMULATING = frozenset(
    "append extend insert apply_gradients apply assign_add assign_sub update_state step train_on_batch".split()
)
"""Methods that do more when they are called twice."""
Loop = ast.For | ast.While


def indentation(code: Excerpt) -> Iterator[Edit]:
    """Write a statement in the block around: after the loop instead of in it, or the other way round."""
    for node in code.all(ast.stmt):
        body = getattr(node, "body", None)
        if not isinstance(node, ast.For | ast.While | ast.With | ast.If) or not isinstance(body, list):
            continue
        last, after = body[-1], _after(code, node)
        if len(body) > 1 and not isinstance(last, ast.Return | ast.Raise) and code.begins_line(last):
            start, _ = code.span(last)
            yield Edit(((start - (last.col_offset - node.col_offset), start, ""),))
        if isinstance(node, ast.For) and isinstance(after, ast.Return) and not node.orelse and code.begins_line(after):
            start, _ = code.span(after)
            yield Edit(((start, start, " " * (last.col_offset - after.col_offset)),))


def reset(code: Excerpt) -> Iterator[Edit]:
    """Begin anew in every round of a loop with what is to be set up once, before it."""
    for loop in (node for node in code.nodes if isinstance(node, Loop)):
        before = code.block(loop)[: code.block(loop).index(loop)]
        for place, node in enumerate(before):
            named_between = {name for other in before[place + 1 :] for name in _names(other)}
            matters = _bound(node) & _names(loop) and not _bound(node) & named_between
            if matters and _makes_something(node) and code.begins_line(node):
                yield _into(code, node, loop)


def hoisted(code: Excerpt) -> Iterator[Edit]:
    """Do once, before a loop, what is to be done anew in every round: a draw, a fresh model."""
    for loop in (node for node in code.nodes if isinstance(node, Loop) and len(node.body) > 1):
        for node in loop.body:
            simple = isinstance(node, ast.Assign | ast.Expr) and code.begins_line(node)
            works = any(isinstance(part, ast.Call) for part in ast.walk(node))
            if simple and works and not _read(node) & _bound(loop):
                yield _out_of(code, node, loop)


def doubled(code: Excerpt) -> Iterator[Edit]:
    """Do twice what is to be done once: an update, an entry in a list."""
    for node in code.all(ast.stmt):
        if (isinstance(node, ast.AugAssign) or _accumulates(node)) and code.begins_line(node):
            _, end = code.span(node)
            yield Edit(((end, end, f"\n{code.margin(node)}{code.source(node)}"),))


def _accumulates(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name in ACCUMULATING
    return False


def _makes_something(node: ast.stmt) -> bool:
    """Return whether a statement is an assignment of more than another name for the same thing."""
    return isinstance(node, ast.Assign) and not isinstance(node.value, ast.Name | ast.Attribute)


def _into(code: Excerpt, node: ast.stmt, loop: ast.For | ast.While) -> Edit:
    """Return the change that makes a statement the first of a loop behind it."""
    first, _ = code.span(loop.body[0])
    ((start, end, _),) = code.remove(node).changes
    return Edit(((start, end, ""), (first, first, f"{code.source(node)}\n{code.margin(loop.body[0])}")))


def _out_of(code: Excerpt, node: ast.stmt, loop: ast.For | ast.While) -> Edit:
    """Return the change that puts a statement of a loop in front of it."""
    before, _ = code.span(loop)
    ((start, end, _),) = code.remove(node).changes
    return Edit(((before, before, f"{code.source(node)}\n{code.margin(loop)}"), (start, end, "")))


def _after(code: Excerpt, node: ast.stmt) -> ast.stmt | None:
    return next((after for before, after in pairwise(code.block(node)) if before is node), None)


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _read(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}


def _bound(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
