"""Changes of ranges, slices and orders: one too many, one too few, from the wrong end."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.excerpt import Edit
from grader.audit.mutation.naming import METHOD, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Excerpt

RANGES = ((PLAIN, "range"), ("numpy", "arange"), ("tensorflow", "range"), (METHOD, "integers"))
STEPS_OF_PIPELINES = frozenset("shuffle batch repeat map filter take skip".split())
"""Methods of a dataset that return another one. Not prefetch and cache: they change no value."""


def ranges(code: Excerpt) -> Iterator[Edit]:
    """Begin one later, or end one earlier or later."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if (home, name) not in RANGES or not call.args:
            continue
        stop = call.args[min(1, len(call.args) - 1)]
        yield from _moved(code, stop)
        if len(call.args) == 1:
            yield code.replace(stop, f"1, {code.source(stop)}")
        else:
            yield code.replace(call.args[0], f"{code.operand(call.args[0])} + 1")


def slices(code: Excerpt) -> Iterator[Edit]:
    """Move a bound of a slice by one, or forget a bound or a step."""
    for node in code.all(ast.Slice):
        for bound in (node.lower, node.upper):
            if bound is not None:
                yield from _moved(code, bound)
                yield code.replace(bound, "")
        if node.step is not None:
            yield code.replace(node.step, "1")


def index(code: Excerpt) -> Iterator[Edit]:
    """Take the first for the last, the last for the first, or one of them for any that is to be found or drawn."""
    for node in code.all(ast.Subscript):
        if isinstance(node.slice, ast.Call):
            yield from (code.replace(node.slice, place) for place in ("0", "-1"))
        if code.source(node.slice) in ("0", "-1") and not _is_of_shape(node):
            yield code.replace(node.slice, "-1" if code.source(node.slice) == "0" else "0")


def order(code: Excerpt) -> Iterator[Edit]:
    """Go through things as they come where they are to be sorted, reversed or shuffled; forget a step of a pipeline."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if home == PLAIN and name in ("reversed", "sorted") and call.args:
            yield code.put(call, call.args[0])
        elif home == METHOD and name in STEPS_OF_PIPELINES and not isinstance(code.parents[call], ast.Expr):
            assert isinstance(call.func, ast.Attribute)
            yield code.put(call, call.func.value)


def ties(code: Excerpt) -> Iterator[Edit]:
    """Take the last of equals where the first is to win."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if home == PLAIN and name in ("max", "min") and any(item.arg == "key" for item in call.keywords):
            _, end = code.span(call)
            start, named = code.span(call.func)
            backwards = ", reverse=True)[-1]" if name == "min" else ")[-1]"
            yield Edit(((start, named, "sorted"), (end - 1, end, backwards)))


def _moved(code: Excerpt, bound: ast.expr) -> Iterator[Edit]:
    """Yield a bound one lower and one higher; a plain number is the business of another operator."""
    if not isinstance(bound, ast.Constant):
        yield from (code.replace(bound, f"{code.operand(bound)} {sign} 1") for sign in "-+")


def _is_of_shape(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
