"""What is the learner's own in a module: which definitions are more than the released stub."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.source.definitions import Named, assigned_names, is_docstring
from grader.source.names import call_graph, reached
from grader.source.parsing import UNREADABLE, Positions, line_ends, parse, replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

WRITTEN_TWICE = "{} is written in both; the lower one counts"
"""What is said of a name, behind the two places at which it is written."""

Meanings = tuple[str, ...]
"""What the statements that bind one name mean, in their order."""


def own_statements(text: str, released: str) -> frozenset[str]:
    """Return what the statements of a module mean that are not the released one's; empty when nothing was written.

    Layout, comments, docstrings, imports and the order of statements do not count, so a module and a notebook with
    the same work give equal sets.

    Raises:
        Exception: one of ``UNREADABLE`` when a text does not parse.
    """
    return _meanings(text) - _meanings(released)


def without_late_stubs(text: str, released: str, names: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the module without untouched copies of released definitions below written ones, and a remark for each.

    In Python the last definition wins; a cell copied to try again must not undo the work above it. Of what is written
    more than once, each time otherwise, a remark says that the last counts.

    Raises:
        Exception: one of ``UNREADABLE`` when a text does not parse.
    """
    found = [node for node in parse(text).body if isinstance(node, Named) and node.name in names]
    if len({node.name for node in found}) == len(found):
        return text, ()
    written, late = _written_and_late(found, parse(released))
    positions = Positions(text)
    spans = [positions.span(node) for node in late]
    lines = {node.name: node.lineno for node in reversed(late)}
    remarks = [f"line {line}: not run: the untouched {name} below the written one" for name, line in lines.items()]
    changes = [(start, end, f"pass{line_ends(text[start:end])}") for start, end in spans]
    return replaced(text, changes), tuple(sorted(remarks) + _written_twice(written))


def _written_and_late(found: Iterable[Named], released: ast.Module) -> tuple[dict[str, dict[str, int]], list[Named]]:
    """Return for each name the line of everything that was written for it, by meaning, and the untouched below them."""
    stubs = {node.name: meaning(node) for node in released.body if isinstance(node, Named)}
    written, late = defaultdict[str, dict[str, int]](dict), []
    for node in found:
        said = meaning(node)
        if said != stubs.get(node.name):
            written[node.name][said] = node.lineno
        elif node.name in written:
            late.append(node)
    return written, late


def _written_twice(written: Mapping[str, Mapping[str, int]]) -> list[str]:
    pairs = ((name, sorted(lines.values())[-2:]) for name, lines in written.items() if len(lines) > 1)
    return [f"lines {one} and {last}: {WRITTEN_TWICE.format(name)}" for name, (one, last) in pairs]


def reached_meanings(text: str, released: str, groups: Iterable[Iterable[str]]) -> list[list[tuple[str, Meanings]]]:
    """Return for each group of names what they mean in a module, and all that they reach in it, in order of names.

    What is as ``released`` is left out, but calls may go through it. As in ``own_statements`` layout, comments and
    docstrings do not count, so a whole module and one that holds just these names give equal lists.

    Raises:
        Exception: one of ``UNREADABLE`` when a text does not parse.
    """
    written, as_released = _meanings_by_name(text), _meanings_by_name(released)
    own = {name: said for name, said in written.items() if said != as_released.get(name)}
    graph = call_graph(f"{released}\n{text}")
    return [[(name, own[name]) for name in sorted(reached(graph, names)) if name in own] for names in groups]


@lru_cache(maxsize=4)
def _meanings_by_name(text: str) -> dict[str, Meanings]:
    found = defaultdict[str, Meanings](tuple)
    for node in parse(text).body:
        said = meaning(node)
        for name in (node.name,) if isinstance(node, Named) else assigned_names(node):
            found[name] += (said,)
    return dict(found)


@lru_cache(maxsize=4)
def _meanings(text: str) -> frozenset[str]:
    """Return what a module's statements mean; the released one is asked for again and again."""
    kinds = (ast.Import, ast.ImportFrom, ast.Pass)
    nodes = (node for node in parse(text).body if not isinstance(node, kinds) and not is_docstring(node))
    return frozenset(map(meaning, nodes))


def meaning(node: ast.stmt) -> str:
    """Return a statement's syntax tree as text, docstrings left out."""
    for item in ast.walk(node):
        body = getattr(item, "body", None)
        if isinstance(item, Named) and isinstance(body, list) and is_docstring(body[0]):
            item.body = body[1:]
    try:
        return ast.dump(node)
    except UNREADABLE:
        return f"nested too deeply, at line {node.lineno}"
