"""Changes of arguments: exchanged, forgotten, ignored, or taken for another of a like name."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.audit.mutation.evidence import arrays, flags, is_factor, numbers, parameters
from grader.audit.mutation.excerpt import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Excerpt
    from grader.source.definitions import Function

COMMUTATIVE = frozenset(
    "maximum minimum add multiply hypot logaddexp fmax fmin max min gcd lcm isclose allclose array_equal".split()
)
TYPED = frozenset("isinstance issubclass getattr setattr hasattr".split())
"""Calls that can only raise when their arguments change places."""
OF_SHAPE = frozenset("shape ndim size dtype zeros_like ones_like empty_like".split())


def swapped(code: Excerpt) -> Iterator[Edit]:
    """Exchange two neighbouring arguments of a call."""
    for call in code.all(ast.Call):
        name = code.names.callee(call).name
        if name in COMMUTATIVE | TYPED:
            continue
        for first, second in pairwise(call.args[1:] if name == "where" else call.args):
            if not isinstance(first, ast.Starred) and not isinstance(second, ast.Starred):
                yield exchanged(code, first, second)


def exchanged(code: Excerpt, first: ast.expr, second: ast.expr) -> Edit:
    """Return the change that exchanges two expressions between commas."""
    return Edit(((*code.span(first), code.source(second)), (*code.span(second), code.source(first))))


def ignored(code: Excerpt) -> Iterator[Edit]:
    """Put a constant where a parameter is read: each reading by itself, and all of them at once."""
    for function in code.functions:
        for name in parameters(function):
            uses = _readings(code, name)
            for constant in _constants(code, function, name):
                if len(uses) > 1:
                    yield Edit(tuple((*code.span(use), constant) for use in uses))
                yield from (code.replace(use, constant) for use in uses)


def alike(code: Excerpt) -> Iterator[Edit]:
    """Read the variable that is named alike: ``test_X`` for ``train_X``, ``db`` for ``dw``, ``b`` for ``a``."""
    known = arrays(code)
    bound = {name: 0 for function in code.functions for name in parameters(function)}
    for node in code.all(ast.Name):
        if isinstance(node.ctx, ast.Store):
            bound.setdefault(node.id, node.lineno)
    for node in code.all(ast.Name):
        if node.id in bound and isinstance(node.ctx, ast.Load) and not _is_called(code, node):
            others = (name for name in bound if _are_alike(name, node.id) and bound[name] < node.lineno)
            fitting = (name for name in others if len(name) > 2 or (name in known) == (node.id in known))
            yield from (code.replace(node, name) for name in fitting)


def _readings(code: Excerpt, name: str) -> list[ast.Name]:
    """Return where a parameter is read for what it holds, up to the statement that binds the name anew."""
    named = [node for node in code.all(ast.Name) if node.id == name]
    last = min((node.lineno for node in named if isinstance(node.ctx, ast.Store)), default=None)
    reads = (node for node in named if isinstance(node.ctx, ast.Load) and not _only_shape(code, node))
    return [node for node in reads if last is None or node.lineno <= last]


def _only_shape(code: Excerpt, node: ast.Name) -> bool:
    """Return whether a reading asks for shape or dtype alone, which a constant of the same shape shares."""
    parent = code.parents[node]
    if isinstance(parent, ast.Attribute):
        return parent.attr in OF_SHAPE
    return isinstance(parent, ast.Call) and code.names.callee(parent).name in OF_SHAPE | {"len"}


def _constants(code: Excerpt, function: Function, name: str) -> tuple[str, ...]:
    """Return the constants that a parameter may sensibly be replaced with."""
    np, tf = code.names.alias("numpy"), code.names.alias("tensorflow")
    library = np or tf
    if name in flags(code, function):
        return ("True", "False")
    if name in numbers(code, function):
        return ("1.0", "0.0") if is_factor(code, function, name) else ("1",)
    if name in arrays(code) and library:
        return (f"{library}.zeros_like({name})", f"{library}.ones_like({name})")
    return ()


def _is_called(code: Excerpt, node: ast.Name) -> bool:
    parent = code.parents[node]
    return isinstance(parent, ast.Call) and parent.func is node


def _are_alike(one: str, other: str) -> bool:
    """Return whether names are easily taken for each other: one last word, one letter of two, or neighbours."""
    if one == other:
        return False
    if len(one) == len(other) == 1:
        return abs(ord(one) - ord(other)) == 1
    if len(one) == len(other) == 2:
        return one[0] == other[0] or one[1] == other[1]
    before, _, last = one.rpartition("_")
    before_other, _, last_other = other.rpartition("_")
    return bool(before and before_other) and last == last_other
