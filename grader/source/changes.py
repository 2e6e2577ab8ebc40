"""What an edit touched: the top-level statements of a module before and after, and who depends on them."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.source.definitions import Assignment, Named, assigned_names
from grader.source.names import call_graph, names_read, reached
from grader.source.parsing import Positions, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Outline:
    """A module by its statements.

    ``texts`` holds for each top-level definition the texts of the statements that bind it, ``lines`` where the last of
    them stands; ``rest`` counts the texts of all other statements, and ``read_by_rest`` the names these read.
    """

    texts: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]
    graph: Mapping[str, frozenset[str]]
    rest: Counter[str]
    read_by_rest: frozenset[str]


def outline(text: str, beneath: str = "") -> Outline:
    """Return the outline of a module.

    Args:
        text: the module.
        beneath: a module whose definitions count where ``text`` has none of the name: a call may go through them.

    Raises:
        Exception: one of ``UNREADABLE`` when a text does not parse.
    """
    positions = Positions(text)
    texts, lines = defaultdict[str, tuple[str, ...]](tuple), dict[str, int]()
    rest, read = Counter[str](), set[str]()
    for node in parse(text).body:
        start, end = positions.span(node)
        for name in (names := _bound(node)):
            texts[name] += (text[start:end],)
            lines[name] = node.lineno
        if not names:
            rest[text[start:end]] += 1
            read |= names_read(node) if not isinstance(node, ast.Import | ast.ImportFrom) else set()
    return Outline(dict(texts), lines, call_graph(f"{beneath}\n{text}"), rest, frozenset(read))


def edited(before: Outline, after: Outline, *, broken: bool = False) -> frozenset[str] | None:
    """Return the definitions that an edit wrote, changed or removed; None when it may matter to all of them.

    Args:
        before: the module as it was.
        after: the module as it is.
        broken: whether parts of it could not be read: then nothing counts as removed, for it may be there.
    """
    added, removed = after.rest - before.rest, before.rest - after.rest
    if added or (removed and not broken):
        return None
    names = after.texts.keys() if broken else after.texts.keys() | before.texts.keys()
    found = frozenset(name for name in names if before.texts.get(name) != after.texts.get(name))
    return None if found & reached(after.graph, after.read_by_rest) else found


def kept(before: Outline, after: Outline) -> Outline:
    """Return the outline of a broken module as if what is not there were as it was before."""
    texts, lines = {**before.texts, **after.texts}, {**before.lines, **after.lines}
    graph = {name: before.graph.get(name, frozenset()) | after.graph.get(name, frozenset()) for name in texts}
    read = before.read_by_rest | after.read_by_rest
    return Outline(texts, lines, {**after.graph, **graph}, before.rest | after.rest, read)


def used_by_checks(suite: str) -> dict[str, frozenset[str]]:
    """Return for each task that checks of a suite name the names, attributes and strings in these checks.

    Whatever a check may ask a submission for is among them, and more.

    Raises:
        Exception: one of ``UNREADABLE`` when the suite does not parse.
    """
    graph, found = call_graph(suite), defaultdict[str, frozenset[str]](frozenset)
    nodes = {node.name: node for node in parse(suite).body if isinstance(node, Named)}
    for name, node in nodes.items():
        tasks = [_task(decorator) for decorator in node.decorator_list]
        uses = _words(nodes[each] for each in reached(graph, [name]) if each in nodes)
        for task in filter(None, tasks):
            found[task] |= uses
    return dict(found)


def _bound(node: ast.stmt) -> tuple[str, ...]:
    if isinstance(node, Named):
        return (node.name,)
    return assigned_names(node) if isinstance(node, Assignment) else ()


def _task(decorator: ast.expr) -> str:
    """Return the task of ``@check("task", …)``, or the empty string for another decorator."""
    arguments = decorator.args if isinstance(decorator, ast.Call) else []
    first = arguments[0].value if arguments and isinstance(arguments[0], ast.Constant) else ""
    return first if isinstance(first, str) else ""


def _words(nodes: Iterable[ast.AST]) -> frozenset[str]:
    words = set[str]()
    for item in (item for node in nodes for item in ast.walk(node)):
        match item:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.Constant(value=str(word)):
                words.add(word)
    return frozenset(words)
