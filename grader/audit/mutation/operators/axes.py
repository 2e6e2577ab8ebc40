"""Changes of axes: reductions along another one, kept and lost dimensions, transposes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.naming import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt

REDUCTIONS = frozenset(
    "sum mean average median prod max min amax amin std var any all argmax argmin argsort sort cumsum cumprod norm "
    "concatenate stack reduce_sum reduce_mean reduce_max reduce_min reduce_prod reduce_std reduce_variance reduce_any "
    "reduce_all reduce_logsumexp softmax log_softmax concat expand_dims squeeze take repeat flip".split()
)
"""Calls whose second argument, or a method's first, is an axis when it is an int."""
OTHER_AXES = {0: ("1", "-1"), 1: ("0",), -1: ("0",)}
"""What an axis is taken for. Not 1 for -1: of a matrix they are the same."""


def axis(code: Excerpt) -> Iterator[Edit]:
    """Reduce along another axis, along all of them, or along one of several."""
    for call in code.all(ast.Call):
        parts: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
        for index, value in _axes(code, call):
            yield from (code.replace(value, other) for other in _others(code, value))
            yield code.without(parts, index)


def _axes(code: Excerpt, call: ast.Call) -> Iterator[tuple[int, ast.expr]]:
    """Yield the place among the arguments, and the value, of what is an axis."""
    for index, item in enumerate(call.keywords, len(call.args)):
        if item.arg in ("axis", "axes"):
            yield index, item.value
    home, name = code.names.callee(call)
    place = 0 if home == METHOD else 1
    if name in REDUCTIONS and len(call.args) > place and number(call.args[place]) is not None:
        yield place, call.args[place]


def _others(code: Excerpt, value: ast.expr) -> Iterator[str]:
    known = number(value)
    if known is not None:
        yield from OTHER_AXES.get(known, ("0", str(known - 1)))
    elif isinstance(value, ast.Tuple) and len(value.elts) > 1:
        yield code.source(value.elts[0])
        yield f"({', '.join(code.source(item) for item in value.elts[1:])},)"


def number(node: ast.expr) -> int | None:
    """Return the int an expression spells, such as ``-1``; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    is_int = isinstance(node, ast.Constant) and type(node.value) is int
    return node.value if is_int and isinstance(node, ast.Constant) and isinstance(node.value, int) else None


def keepdims(code: Excerpt) -> Iterator[Edit]:
    """Lose the dimension that a reduction keeps, or keep the one that it loses."""
    for call in code.all(ast.Call):
        for index, item in enumerate(call.keywords, len(call.args)):
            if item.arg in ("keepdims", "keep_dims") and isinstance(item.value, ast.Constant):
                if item.value.value is True:
                    yield code.without([*call.args, *call.keywords], index)
                else:
                    yield code.replace(item.value, "True")
