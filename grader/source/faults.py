"""Faults that can be seen in a text without running it: what could not be read, is not written, or has another form."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.source.definitions import Definition, Function, definitions
from grader.source.salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_SHOWN = 12
"""Parameters shown of a signature."""


@dataclass(frozen=True)
class Faults:
    """What is wrong at first sight.

    ``unreadable`` holds a remark for each part that does not parse; ``missing`` the names that are not written yet;
    ``odd`` a sentence for each definition that cannot work as it is.
    """

    unreadable: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()


def faults(text: str, stub: str, names: Iterable[str]) -> Faults:
    """Look at a learner's module as text.

    Args:
        text: the module, which may be broken.
        stub: the module as it was released.
        names: the definitions to look at.
    """
    readable, unreadable = salvage(text)
    written, released = definitions(readable), definitions(stub)
    wanted = [name for name in names if name in released]
    missing = tuple(name for name in wanted if name not in written or _is_unwritten(written[name]))
    pairs = [(written[name], released[name]) for name in wanted if name not in missing]
    return Faults(unreadable, missing, tuple(said for pair in pairs for said in _odd(*pair)))


def _is_unwritten(found: Definition) -> bool:
    """Whether nothing but a docstring and ``raise NotImplementedError`` is there."""
    if not isinstance(found.node, Function):
        return False
    texts = [node for node in found.node.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    body = [statement for statement in found.node.body if statement not in texts]
    return len(body) <= 1 and all(_raises_not_implemented(statement) for statement in body)


def _raises_not_implemented(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Raise):
        return isinstance(statement, ast.Pass)
    error = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return isinstance(error, ast.Name) and error.id == "NotImplementedError"


def _odd(found: Definition, released: Definition) -> Iterable[str]:
    """Say what of a definition's form cannot work; names may also be assigned, and then nothing is known."""
    if not (isinstance(found.node, Function) and isinstance(released.node, Function)):
        return
    if not _accepts(found.node.args, released.node.args):
        wanted, got = _shown(released.node.args), _shown(found.node.args)
        yield f"line {found.line}: {found.qualname} should take {wanted}, not {got}"
    if "Returns:" in released.docstring and not _returns(found.node):
        yield f"line {found.line}: {found.qualname} returns nothing"


def _accepts(arguments: ast.arguments, released: ast.arguments) -> bool:
    """Whether a function can be called by position and by name as the released one."""
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    wanted = [argument.arg for argument in (*released.posonlyargs, *released.args)]
    more = names[len(wanted) :]
    return (
        names[: len(wanted)] == wanted[: len(names)]
        and (len(names) >= len(wanted) or arguments.vararg is not None)
        and len(more) <= len(arguments.defaults)
    )


def _shown(arguments: ast.arguments) -> str:
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return f"({', '.join(names[:_MOST_SHOWN])}{', …' if len(names) > _MOST_SHOWN else ''})"


def _returns(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a body, functions within it left out, returns a value, yields, or does not come to its end."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            return True
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.Raise):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
    return False
