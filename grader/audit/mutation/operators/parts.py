"""Changes of what is listed: parts left out or exchanged, the wrong key, numbers forgotten."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.audit.mutation.operators.arguments import exchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt


def part(code: Excerpt) -> Iterator[Edit]:
    """Leave out one part of a list, or exchange two neighbours in a list or tuple: also among results."""
    for node in code.nodes:
        if not isinstance(node, ast.List | ast.Tuple) or not isinstance(node.ctx, ast.Load):
            continue
        if isinstance(code.parents[node], ast.Subscript):
            continue
        if isinstance(node, ast.List) and len(node.elts) > 1:
            yield from (code.without(node.elts, place) for place in range(len(node.elts)))
        yield from (exchanged(code, first, second) for first, second in pairwise(node.elts))


def key(code: Excerpt) -> Iterator[Edit]:
    """Look up another key of those that are looked up in the same thing; the training score for the validation's."""
    lookups = [node for node in code.all(ast.Subscript) if isinstance(node.slice, ast.Constant)]
    used: dict[str, dict[str, None]] = {}
    for node in lookups:
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            used.setdefault(code.source(node.value), {})[code.source(node.slice)] = None
    for node in lookups:
        others = used.get(code.source(node.value), {})
        yield from (code.replace(node.slice, other) for other in others if other != code.source(node.slice))
        if isinstance(node.slice, ast.Constant) and str(node.slice.value).startswith("val_"):
            yield code.replace(node.slice, f'"{str(node.slice.value).removeprefix("val_")}"')


def zero(code: Excerpt) -> Iterator[Edit]:
    """Put 0 for a number that is not 0 or 1, and neither a divisor nor an exponent."""
    for node in code.all(ast.Constant):
        if type(node.value) in (int, float) and node.value not in (0, 1) and not _is_elsewhere(code, node):
            yield code.replace(node, "0" if isinstance(node.value, int) else "0.0")


def constant(code: Excerpt) -> Iterator[Edit]:
    """Put 1 for a constant of the module."""
    for node in code.all(ast.Name):
        if node.id.isupper() and len(node.id) > 1 and isinstance(node.ctx, ast.Load):
            yield code.replace(node, "1")


def _is_elsewhere(code: Excerpt, node: ast.expr) -> bool:
    """Return whether a number is an axis, which has an operator of its own, or where 0 is not worth a trial."""
    parent = code.parents[node]
    if isinstance(parent, ast.BinOp) and parent.right is node:
        return isinstance(parent.op, ast.Div | ast.FloorDiv | ast.Mod | ast.Pow)
    return isinstance(parent, ast.keyword) and parent.arg in ("axis", "axes")
