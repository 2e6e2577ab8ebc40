"""Changes of how arrays lie: transposes, lost axes of length 1, elementwise products for matrix products."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.evidence import arrays, is_array
from grader.audit.mutation.excerpt import Edit
from grader.audit.mutation.naming import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Excerpt

TRANSPOSING = frozenset("transpose swapaxes moveaxis matrix_transpose permute_dims".split())
LENGTHENING = frozenset("expand_dims newaxis squeeze atleast_2d".split())
PRODUCTS = frozenset("dot matmul".split())


def transpose(code: Excerpt) -> Iterator[Edit]:
    """Leave an array as it lies where it is to be transposed; transpose the matrix that a reshape makes."""
    yield from (code.put(node, node.value) for node in code.all(ast.Attribute) if node.attr in ("T", "mT"))
    for call in code.all(ast.Call):
        if code.names.callee(call) == (METHOD, "reshape") and len(call.args) == 2:
            yield code.replace(call, f"{code.source(call)}.T")
    yield from _left_out(code, TRANSPOSING)


def newaxis(code: Excerpt) -> Iterator[Edit]:
    """Lose an axis of length 1, or do not remove it: ``x[:, None]`` becomes ``x``."""
    for node in code.all(ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        kept = [part for part in parts if not _is_new_axis(code, part)]
        if len(kept) == len(parts) or not isinstance(node.ctx, ast.Load):
            continue
        if all(_is_everything(part) for part in kept):
            yield code.put(node, node.value)
        else:
            yield code.replace(node.slice, ", ".join(code.source(part) for part in kept))
    yield from _left_out(code, LENGTHENING)


def reshape(code: Excerpt) -> Iterator[Edit]:
    """Read an array column by column where its shape changes."""
    for call in code.all(ast.Call):
        if code.names.callee(call).name in ("reshape", "ravel", "flatten") and call.args and not call.keywords:
            _, end = code.span(call)
            if code.names.callee(call).home in ("numpy", METHOD):
                yield Edit(((end - 1, end - 1, ', order="F"'),))


def matmul(code: Excerpt) -> Iterator[Edit]:
    """Multiply entry by entry instead of matrices, or matrices where arrays are multiplied entry by entry."""
    known = arrays(code)
    for node in code.all(ast.BinOp):
        product = isinstance(node.op, ast.Mult) and all(is_array(code, side, known) for side in (node.left, node.right))
        if isinstance(node.op, ast.MatMult) or product:
            sign = "*" if isinstance(node.op, ast.MatMult) else "@"
            yield code.replace(node, f"{code.operand(node.left)} {sign} {code.operand(node.right)}")
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if name in PRODUCTS and home in ("numpy", "tensorflow") and len(call.args) == 2 and not call.keywords:
            first, second = call.args
            yield code.replace(call, f"({code.operand(first)} * {code.operand(second)})")


def _left_out(code: Excerpt, calls: frozenset[str]) -> Iterator[Edit]:
    """Yield the changes that put the argument of a library's function, or the object of a method, for the call."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if name in calls and home == METHOD and isinstance(call.func, ast.Attribute):
            yield code.put(call, call.func.value)
        elif name in calls and call.args:
            yield code.put(call, call.args[0])


def _is_new_axis(code: Excerpt, node: ast.expr) -> bool:
    is_none = isinstance(node, ast.Constant) and node.value is None
    return is_none or code.names.path(node) in ("numpy.newaxis", "tensorflow.newaxis")


def _is_everything(node: ast.expr) -> bool:
    is_full = isinstance(node, ast.Slice) and node.lower is node.upper is node.step is None
    return is_full or (isinstance(node, ast.Constant) and node.value is ...)
