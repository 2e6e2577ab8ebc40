"""What the uses of a name tell of its value: an array, a number, a flag. Guesses, to choose sensible mutants by."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.naming import METHOD, PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.audit.mutation.excerpt import Excerpt
    from grader.source.definitions import Function

SIZED = frozenset(
    "zeros ones full empty arange linspace eye identity default_rng set_random_seed set_seed function "
    "TensorSpec".split()
)
"""Calls of libraries whose arguments are sizes, seeds or functions, not arrays."""
COUNTING = frozenset("Dense Conv2D Conv1D Embedding LSTM GRU batch take integers".split())
"""Calls whose first argument is a count."""
SETTINGS = {"epochs": False, "batch_size": False, "units": False, "seed": False, "learning_rate": True, "rate": True}
"""Names of options that are numbers, with whether they are fractions."""
OF_ARRAYS = frozenset("T shape dtype ndim size reshape astype mean std var argmax argmin ravel flatten".split())
ELEMENTWISE_METHODS = frozenset("reshape astype copy ravel flatten transpose swapaxes mean sum max min".split())
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.FloorDiv, ast.Mod)


def arrays(code: Excerpt) -> frozenset[str]:
    """Return the names that are used, or made, as arrays or tensors."""
    found = {name for node in code.nodes for name in _used_as_array(code, node)}
    for name, value in assignments(code):
        if is_array(code, value, frozenset(found)):
            found.add(name)
    return frozenset(found)


def assignments(code: Excerpt) -> Iterator[tuple[str, ast.expr]]:
    """Yield each name that is assigned, with its value; those of ``a, b = 1, 2`` one by one."""
    for node in code.all(ast.Assign):
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=False))
        else:
            pairs = [(target, value)]
        yield from ((one.id, other) for one, other in pairs if isinstance(one, ast.Name))


def is_array(code: Excerpt, node: ast.expr, known: frozenset[str]) -> bool:
    """Return whether an expression looks like an array, given the names that are."""
    match node:
        case ast.Name():
            return node.id in known
        case ast.BinOp():
            return is_array(code, node.left, known) or is_array(code, node.right, known)
        case ast.UnaryOp():
            return is_array(code, node.operand, known)
        case ast.Attribute():
            return node.attr == "T"
        case ast.Call():
            home, name = code.names.callee(node)
            return home in ("numpy", "tensorflow") or (home == METHOD and name in ELEMENTWISE_METHODS)
    return False


def numbers(code: Excerpt, function: Function) -> frozenset[str]:
    """Return the parameters of a function that look like single numbers: operands, counts, or so by default."""
    wanted = set(parameters(function)) - arrays(code) - flags(code, function)
    by_default = {name for name, value in defaults(function) if _is_number(value)}
    used = {name for node in code.nodes for name in _used_as_number(code, node)}
    return frozenset(wanted & (by_default | used | _fractions(code)))


def is_factor(code: Excerpt, function: Function, name: str) -> bool:
    """Return whether a number is a fraction or a factor, rather than a count."""
    by_default = dict(defaults(function)).get(name)
    if isinstance(by_default, ast.Constant) and isinstance(by_default.value, float):
        return True
    uses = (node for node in code.all(ast.Name) if node.id == name)
    return name in _fractions(code) or any(isinstance(code.parents[use], ast.BinOp) for use in uses)


def _fractions(code: Excerpt) -> set[str]:
    """Return the names that are handed on as rates, or to dropout."""
    rates = (item.value for item in code.all(ast.keyword) if SETTINGS.get(item.arg or ""))
    drops = (call.args[0] for call in code.all(ast.Call) if code.names.callee(call).name == "Dropout" and call.args)
    return {value.id for value in (*rates, *drops) if isinstance(value, ast.Name)}


def flags(code: Excerpt, function: Function) -> frozenset[str]:
    """Return the parameters of a function that are true or false: by default, as a whole test, or handed on as such."""
    by_default = {name for name, value in defaults(function) if _is_bool(value)}
    tests = {
        node.test.id for node in code.nodes if isinstance(node, ast.If | ast.IfExp) and isinstance(node.test, ast.Name)
    }
    handed = {
        item.value.id for item in code.all(ast.keyword) if item.arg == "training" and isinstance(item.value, ast.Name)
    }
    return frozenset(set(parameters(function)) & (by_default | tests | handed))


def parameters(function: Function) -> tuple[str, ...]:
    """Return the names of a function's parameters, ``self`` excluded."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return tuple(item.arg for item in given if item.arg not in ("self", "cls"))


def defaults(function: Function) -> Iterator[tuple[str, ast.expr]]:
    """Yield the parameters that have a default, with it."""
    positional = [*function.args.posonlyargs, *function.args.args]
    for item, value in zip(reversed(positional), reversed(function.args.defaults), strict=False):
        yield item.arg, value
    for item, keyword_default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
        if keyword_default is not None:
            yield item.arg, keyword_default


def filled(code: Excerpt) -> frozenset[ast.Call]:
    """Return the calls that make arrays of which a loop then writes every entry: what they hold first is lost.

    The loop runs over ``range`` of what the call takes as size, forwards or backwards.
    """
    made = [(name, value) for name, value in assignments(code) if isinstance(value, ast.Call) and len(value.args) == 1]
    loops = [(node, size) for node in code.all(ast.For) if (size := _range_of(node.iter)) is not None]
    return frozenset(
        value
        for name, value in made
        for loop, size in loops
        if isinstance(value, ast.Call) and ast.dump(value.args[0]) == ast.dump(size) and _writes_each(loop, name)
    )


def _range_of(node: ast.expr) -> ast.expr | None:
    """Return n of ``range(n)`` and ``reversed(range(n))``."""
    match node:
        case ast.Call(func=ast.Name(id="reversed"), args=[inner]):
            return _range_of(inner)
        case ast.Call(func=ast.Name(id="range"), args=[size]):
            return size
    return None


def _writes_each(loop: ast.For, name: str) -> bool:
    """Return whether a loop writes ``name[k]`` in every round, where k counts the rounds."""
    for node in (part for part in loop.body if isinstance(part, ast.Assign)):
        targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else [node.targets[0]]
        for target in targets:
            match target, loop.target:
                case ast.Subscript(value=ast.Name(id=known), slice=ast.Name(id=at)), ast.Name(id=counter):
                    if known == name and at == counter:
                        return True
    return False


def _used_as_array(code: Excerpt, node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in OF_ARRAYS:
            yield name
        case ast.BinOp(op=ast.MatMult()):
            yield from (side.id for side in (node.left, node.right) if isinstance(side, ast.Name))
        case ast.Subscript(value=ast.Name(id=name)) if not _is_key(node.slice):
            yield name
        case ast.Call():
            home, name = code.names.callee(node)
            if (home in ("numpy", "tensorflow") and name not in SIZED) or (home, name) == (PLAIN, "len"):
                yield from (item.id for item in node.args[:2] if isinstance(item, ast.Name))


def _used_as_number(code: Excerpt, node: ast.AST) -> Iterator[str]:
    match node:
        case ast.BinOp() if isinstance(node.op, ARITHMETIC):
            yield from (side.id for side in (node.left, node.right) if isinstance(side, ast.Name))
        case ast.Call():
            home, name = code.names.callee(node)
            counted = name in COUNTING | SIZED - {"function"} or (home, name) == (PLAIN, "range")
            yield from (item.id for item in node.args[: 9 * counted] if isinstance(item, ast.Name))
        case ast.keyword(arg=option, value=ast.Name(id=name)) if SETTINGS.get(option or "") is False:
            yield name


def _is_key(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_bool(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
