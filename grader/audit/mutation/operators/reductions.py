"""Changes of reductions: sums for means, smallest for largest, means not taken or taken with a factor."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.evidence import assignments
from grader.audit.mutation.operators.renaming import renamed_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt
    from grader.audit.mutation.operators.renaming import Renames

MEAN_SUM: Renames = {
    "numpy": {"mean": ("sum",), "sum": ("mean",), "average": ("sum",), "nanmean": ("nansum",), "nansum": ("nanmean",)},
    "tensorflow": {"reduce_mean": ("reduce_sum",), "reduce_sum": ("reduce_mean",)},
    "keras": {"mean": ("sum",), "sum": ("mean",)},
    "method": {"mean": ("sum",), "sum": ("mean",)},
}
_LARGEST = {"max": ("min",), "min": ("max",), "argmax": ("argmin",), "argmin": ("argmax",)}
_LARGER = {"maximum": ("minimum",), "minimum": ("maximum",)}
MAX_MIN: Renames = {
    "numpy": {**_LARGEST, **_LARGER, "amax": ("amin",), "amin": ("amax",)},
    "tensorflow": {**_LARGEST, **_LARGER, "reduce_max": ("reduce_min",), "reduce_min": ("reduce_max",)},
    "keras": {**_LARGEST, **_LARGER},
    "method": _LARGEST,
    "plain": {"max": ("min",), "min": ("max",)},
}
_SPREAD = {"std": ("var",), "var": ("std",)}
SPREAD: Renames = {
    "numpy": _SPREAD,
    "tensorflow": {"reduce_std": ("reduce_variance",), "reduce_variance": ("reduce_std",)},
    "method": _SPREAD,
}


def mean_sum(code: Excerpt) -> Iterator[Edit]:
    """Sum instead of averaging, or average instead of summing."""
    return renamed_calls(code, MEAN_SUM)


def max_min(code: Excerpt) -> Iterator[Edit]:
    """Take the smallest for the largest."""
    return renamed_calls(code, MAX_MIN)


def spread(code: Excerpt) -> Iterator[Edit]:
    """Take the variance for the standard deviation, or divide by m - 1 instead of m."""
    yield from renamed_calls(code, SPREAD)
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if name not in _SPREAD or home not in ("numpy", "method"):
            continue
        given = [at for at, item in enumerate(call.keywords, len(call.args)) if item.arg == "ddof"]
        yield from (code.without([*call.args, *call.keywords], at) for at in given)
        if not given:
            yield code.with_keyword(call, "ddof=1")


def scale(code: Excerpt) -> Iterator[Edit]:
    """Leave out the division by the number of examples, or put in a factor 1/2."""
    for node in code.all(ast.BinOp):
        if isinstance(node.op, ast.Div) and _is_count(code, node.right):
            yield code.put(node, node.left)
            yield code.replace(node.right, f"(2 * {code.operand(node.right)})")
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if name in MEAN_SUM.get(home, {}) and name.endswith("mean"):
            yield code.replace(
                call, f"({code.source(call)} / 2)" if code.is_operand(call) else f"{code.source(call)} / 2"
            )


def _is_count(code: Excerpt, node: ast.expr) -> bool:
    """Return whether an expression counts examples: a length, a part of a shape, a size, or a name for one."""
    match node:
        case ast.Call():
            return code.names.callee(node) == ("plain", "len")
        case ast.Subscript(value=ast.Attribute(attr="shape")) | ast.Attribute(attr="size"):
            return True
        case ast.Name(id=name):
            return any(
                _is_count(code, value) for known, value in assignments(code) if known == name and value is not node
            )
    return False
