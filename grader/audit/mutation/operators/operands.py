"""Changes of sums, products and conditions: a part forgotten, or both parts exchanged."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt

ORDERED: dict[type[ast.operator], str] = {ast.Sub: "-", ast.Div: "/", ast.Pow: "**", ast.MatMult: "@"}
"""Operations that depend on the order of their operands."""
EVEN = frozenset("square abs absolute fabs norm cos".split())
"""Functions that do not see a sign."""


def operand(code: Excerpt) -> Iterator[Edit]:
    """Forget a term, a factor, an exponent, or one of several conditions."""
    for node in code.all(ast.BinOp):
        if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow):
            yield code.put(node, node.left)
        if isinstance(node.op, ast.Add | ast.Mult):
            yield code.put(node, node.right)
    for condition in code.all(ast.BoolOp):
        yield from (code.put(condition, value) for value in condition.values if len(condition.values) == 2)


def swapped_operands(code: Excerpt) -> Iterator[Edit]:
    """Subtract, divide, raise or multiply matrices the other way round."""
    for node in code.all(ast.BinOp):
        sign = ORDERED.get(type(node.op))
        constant_power = isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant)
        if sign and not constant_power and not (isinstance(node.op, ast.Sub) and _sign_is_lost(code, node)):
            text = f"{code.operand(node.right)} {sign} {code.operand(node.left)}"
            yield code.replace(node, f"({text})" if code.is_operand(node) else text)


def _sign_is_lost(code: Excerpt, node: ast.expr) -> bool:
    """Return whether a difference is squared, or taken without its sign, at once."""
    parent = code.parents[node]
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow) and parent.left is node:
        return isinstance(parent.right, ast.Constant) and parent.right.value in (2, 4)
    return isinstance(parent, ast.Call) and code.names.callee(parent).name in EVEN
