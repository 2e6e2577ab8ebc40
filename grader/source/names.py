"""Which names a piece of a module reads from the module around it, and the call graph that follows."""

from __future__ import annotations

import ast
import symtable
import warnings
from typing import TYPE_CHECKING

from grader.source.definitions import definitions
from grader.source.parsing import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def names_read(node: ast.stmt | ast.expr) -> frozenset[str]:
    """Return the module-level and built-in names that a statement reads, when it runs or when it is called later.

    Locals, parameters and attributes do not count; decorators, defaults and annotations do. What Python's
    own scope analysis cannot digest counts with every name in it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(ast.unparse(node), "<definition>", "exec")
    except UNREADABLE:
        return frozenset(item.id for item in ast.walk(node) if isinstance(item, ast.Name))
    return frozenset(_module_names(table))


def names_called(node: ast.stmt | ast.expr) -> frozenset[str]:
    """Return those of ``names_read`` that the statement calls by their plain name, as in ``sigmoid(z)``."""
    called = (item.func for item in ast.walk(node) if isinstance(item, ast.Call))
    return names_read(node) & {item.id for item in called if isinstance(item, ast.Name)}


def parameters_read(source: str, name: str) -> dict[str, bool]:
    """Return each parameter of a top-level function with whether its body reads it; nothing where there is no such.

    Raises:
        Exception: one of ``UNREADABLE`` when the source does not parse.
    """
    found = definitions(source).get(name)
    if found is None or not isinstance(found.node, ast.FunctionDef):
        return {}
    items = [item for statement in found.node.body for item in ast.walk(statement)]
    reads = {item.id for item in items if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load)}
    arguments = found.node.args
    return {each.arg: each.arg in reads for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}


def call_graph(source: str) -> dict[str, frozenset[str]]:
    """Return each top-level definition with the other definitions of the module that it reads.

    A name read counts as called: a function may hand another one on. Methods belong to their class.

    Raises:
        Exception: one of ``UNREADABLE`` when the source does not parse.
    """
    found = {name: item for name, item in definitions(source).items() if "." not in name}
    return {name: (names_read(item.node) & found.keys()) - {name} for name, item in found.items()}


def reached(graph: Mapping[str, Iterable[str]], names: Iterable[str]) -> frozenset[str]:
    """Return ``names`` and everything they reach in a call graph, directly or through others."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph.get(name, ()))
    return frozenset(seen)


def _module_names(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names read at module level, then those read as globals in the scopes below."""
    waiting = [table]
    while waiting:
        scope = waiting.pop()
        for symbol in scope.get_symbols():
            if symbol.is_referenced() and (scope is table or symbol.is_global()):
                yield symbol.get_name()
        waiting.extend(scope.get_children())
