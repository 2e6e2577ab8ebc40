"""The ways a test can say that a call must raise, or must not."""

from __future__ import annotations

import ast
from typing import NamedTuple

from grader.authoring.importing.pieces import Inconvertible

NAMES = frozenset({"raises", "assert_raises", "assertRaises"})
"""What functions and context managers that expect an exception are called, in pytest, NumPy, nose and unittest."""
_FIX = "Write assert_raises(…) by hand; what learner code raises is no exception of the suite's."


class Expectation(NamedTuple):
    """A call that must raise: what comes before it, the exception, the call, and what comes after."""

    before: list[ast.stmt]
    error: ast.expr
    call: ast.Call
    after: list[ast.stmt]


def last_name(function: ast.expr) -> str:
    """Return ``raises`` of ``pytest.raises``, and of ``raises`` itself."""
    return str(getattr(function, "attr", getattr(function, "id", "")))


def of_with(node: ast.With) -> Expectation | None:
    """Return what a ``with pytest.raises(…):`` expects, or None for another context manager.

    Raises:
        Inconvertible: it expects more than a call that raises.
    """
    contexts = [item.context_expr for item in node.items]
    manager = contexts[0]
    if not isinstance(manager, ast.Call) or last_name(manager.func) not in NAMES:
        return None
    if len(contexts) > 1 or node.items[0].optional_vars or len(manager.args) != 1 or manager.keywords:
        raise Inconvertible("it compares the message of an exception", _FIX)
    return Expectation(node.body[:-1], manager.args[0], _call(node.body[-1]), [])


def of_call(node: ast.Call) -> Expectation | None:
    """Return what ``assert_raises(ValueError, f, 0)`` expects, or None for another call.

    Raises:
        Inconvertible: it does not name a function, nor call one in a lambda.
    """
    if last_name(node.func) not in NAMES or len(node.args) < 2:
        return None
    error, function, *arguments = node.args
    if isinstance(function, ast.Lambda) and not arguments and isinstance(function.body, ast.Call):
        return Expectation([], error, function.body, [])
    return Expectation([], error, ast.Call(function, arguments, node.keywords), [])


def of_try(node: ast.Try) -> Expectation | None:
    """Return what a ``try`` expects whose handler is where it should end, or None when it guards against failure.

    Raises:
        Inconvertible: it does something else.
    """
    if node.finalbody or not node.handlers:
        raise Inconvertible("it catches exceptions of learner code in a way of its own", _FIX)
    if all(_fails(handler.body) for handler in node.handlers):
        return None
    handler, body = node.handlers[0], list(node.body)
    trailing = bool(body) and _fails(body[-1:])
    body = body[:-1] if trailing else body
    goes_on = [part for part in handler.body if not _is_empty(part)]
    insists = trailing or _fails(node.orelse) or (goes_on and not node.orelse)
    if len(node.handlers) > 1 or handler.name or not body or not insists:
        raise Inconvertible("it catches exceptions of learner code in a way of its own", _FIX)
    return Expectation(body[:-1], handler.type or ast.Name("Exception", ast.Load()), _call(body[-1]), goes_on)


def _call(statement: ast.stmt) -> ast.Call:
    """Return the call that a statement makes, its value assigned or not."""
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Expr | ast.Assign) and isinstance(value, ast.Call):
        return value
    raise Inconvertible("it expects an exception of more than one plain call", _FIX)


def _fails(body: list[ast.stmt]) -> bool:
    """Return whether a block ends in failure: ``raise``, ``assert False``, ``pytest.fail()``."""
    if not body:
        return False
    match body[-1]:
        case ast.Raise() | ast.Assert(test=ast.Constant(False | 0)):
            return True
        case ast.Expr(ast.Call(func=function)):
            return last_name(function) == "fail"
    return False


def _is_empty(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(ast.Constant()) | ast.Assert(test=ast.Constant(True | 1)):
            return True
        case ast.Expr(ast.Call(func=ast.Name("print"))):
            return True
    return False
