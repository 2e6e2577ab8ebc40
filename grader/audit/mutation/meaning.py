"""What a text means, so that two mutants that mean the same are one.

Equal by construction are: texts with one syntax tree; ``x``, ``x * 1``, ``1 * x``, ``x / 1``, ``x ** 1``, ``x + 0``,
``0 + x`` and ``x - 0``; ``- -x`` and ``x``; ``-0`` and ``0``; ``not a == b`` and ``a != b``, and so for ``is`` and
``in``; an option that has its default (``keepdims``, ``axis``, ``ddof``, ``from_logits``) and none; ``zip`` with and
without ``strict``; ``range(0, n)`` and ``range(n)``; ``x[0:]`` and ``x[:]``. Not so ``x = x + e`` and ``x += e``, for
arrays. A float 1.0 counts as 1 here: what differs is a dtype at most, which operators of its own change.
"""

from __future__ import annotations

import ast

from grader.source.parsing import parse

_DEFAULTS = {"keepdims": False, "axis": None, "ddof": 0, "from_logits": False}
_PAIRS = ((ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn))
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}}


def meaning(text: str) -> str:
    """Return a text that two modules share when they mean the same by construction.

    Raises:
        Exception: one of ``UNREADABLE`` when the text does not parse.
    """
    return ast.dump(_Canonical().visit(parse(text)))


class _Canonical(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        neutral = 0 if isinstance(node.op, ast.Add | ast.Sub) else 1
        if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow) and _is_number(node.right, neutral):
            return node.left
        if isinstance(node.op, ast.Add | ast.Mult) and _is_number(node.left, neutral):
            return node.right
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.UnaryOp(op=ast.USub(), operand=ast.UnaryOp(op=ast.USub(), operand=inner)):
                return inner
            case ast.UnaryOp(op=ast.USub(), operand=inner) if _is_number(inner, 0):
                return inner
            case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(ops=[sign]) as compared) if type(sign) in _OPPOSITE:
                compared.ops = [_OPPOSITE[type(sign)]()]
                return compared
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, float) and node.value.is_integer():
            return ast.Constant(int(node.value))
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        node.keywords = [item for item in node.keywords if not _is_default(item)]
        if isinstance(node.func, ast.Name) and node.func.id == "range" and len(node.args) == 2:
            node.args = node.args[_is_number(node.args[0], 0) :]
        return node

    def visit_Slice(self, node: ast.Slice) -> ast.expr:
        self.generic_visit(node)
        if node.lower is not None and _is_number(node.lower, 0) and node.step is None:
            node.lower = None
        return node


def _is_number(node: ast.expr, number: int) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value == number


def _is_default(item: ast.keyword) -> bool:
    """Return whether a keyword argument changes nothing: it says the default, or when to raise."""
    if item.arg not in _DEFAULTS:
        return item.arg == "strict"
    return isinstance(item.value, ast.Constant) and item.value.value == _DEFAULTS[item.arg]
