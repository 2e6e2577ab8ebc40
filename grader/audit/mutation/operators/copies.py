"""Changes of ownership: copies that are none, results written into what belongs to someone else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.evidence import arrays, parameters
from grader.audit.mutation.naming import METHOD, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Edit, Excerpt

COPYING = frozenset("array copy asarray deepcopy zeros_like ones_like empty_like identity".split())
CONTAINERS = frozenset("list dict set tuple".split())
SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def copy(code: Excerpt) -> Iterator[Edit]:
    """Go on with the thing itself where a copy, or a new one like it, is to be made."""
    for call in code.all(ast.Call):
        home, name = code.names.callee(call)
        if home == METHOD and name == "copy" and isinstance(call.func, ast.Attribute):
            yield code.put(call, call.func.value)
        copying = name in COPYING or (home == PLAIN and name in CONTAINERS)
        if copying and home != METHOD and call.args and isinstance(call.args[0], ast.Name):
            yield code.put(call, call.args[0])


def in_place(code: Excerpt) -> Iterator[Edit]:
    """Update an array in place where a new one is to be made, if somebody else may hold it.

    That is an argument, another name's value, or an array that is kept somewhere. What the function made itself and
    kept to itself may be updated in place.
    """
    shared = _shared(code)
    for node in code.nodes:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            change = _updated(code, node.value, shared)
            if change and isinstance(target, ast.Name) and change[0] == target.id:
                yield code.replace(node, change[1])
        elif isinstance(node, ast.Return) and node.value is not None:
            change = _updated(code, node.value, shared)
            if change:
                yield code.replace(node, f"{change[1]}\n{code.margin(node)}return {change[0]}")


def _updated(code: Excerpt, value: ast.expr, shared: frozenset[str]) -> tuple[str, str] | None:
    """Return name and text of the update in place that ``value`` would be, if its first operand is shared."""
    if isinstance(value, ast.BinOp) and isinstance(value.left, ast.Name) and value.left.id in shared:
        sign = SIGNS.get(type(value.op))
        return (value.left.id, f"{value.left.id} {sign}= {code.source(value.right)}") if sign else None
    return None


def _shared(code: Excerpt) -> frozenset[str]:
    """Return the arrays among parameters, other names' values and what is kept in containers."""
    names = {name for function in code.functions for name in parameters(function)} & arrays(code)
    for node in code.nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name() | ast.Attribute() | ast.Subscript()):
                names.add(name)
            case ast.Call(func=ast.Attribute(attr="append" | "add"), args=[ast.Name(id=name)]):
                names.add(name)
    return frozenset(names)
