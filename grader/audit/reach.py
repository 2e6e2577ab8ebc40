"""What a check can reach: of the suite, and of an implementation. What is out of reach cannot change its verdict.

Names are taken wherever they occur – read, asked for as attributes, written in texts – so rather too much counts as
reached than too little; a check that makes up names as it runs (``getattr``) reaches everything.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.course.layout import given_module_files, solution_file, suite_dir
from grader.source.definitions import Named, all_definitions, assigned_names, decorator_name, is_docstring
from grader.source.names import names_read, reached
from grader.source.parsing import parse
from grader.testing.origin import SUITE
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from grader.model import Check, Course, Exercise

_WORD = re.compile(r"\w+")
_EVERYTHING = frozenset({"getattr", "source"})
"""Names with which a check can come by any definition, or by the text of all."""


class Outline:
    """A module as its top-level definitions, the names that occur in each, and the statements around them."""

    def __init__(self, text: str) -> None:
        tree = parse(text)
        found = [item for item in all_definitions(text, tree) if "." not in item.qualname]
        self.texts = dict[str, str]()
        for item in found:  # an earlier definition of the same name may still be used, under another one
            self.texts[item.qualname] = self.texts.get(item.qualname, "") + item.text + "\n"
        self.names = {name: _names(text) for name, text in self.texts.items()}
        self._fixtures = {item.qualname for item in found if _is_fixture(item.node)}
        self._around = [*_around(tree)]
        self._graph = {name: names & self.texts.keys() for name, names in self.names.items()}

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of ``names`` that are defined here, and all definitions they reach."""
        return reached(self._graph, {*names} & self.texts.keys()) | self._fixtures

    def part(self, names: Iterable[str]) -> list[str]:
        """Return the text of some definitions, and of the statements that they may depend on."""
        chosen = sorted(names)
        used = frozenset().union(*(self.names[name] for name in chosen))
        around = [text for bound, text in self._around if not bound or bound & used]
        return [*around, *(f"{name}\n{self.texts[name]}" for name in chosen)]


class Reach:
    """What each check of an exercise reaches, as digests."""

    def __init__(self, course: Course, exercise: Exercise, checks: Iterable[Check]) -> None:
        folder = suite_dir(course, exercise)
        self._tasks = {task.id: task.names for task in exercise.tasks}
        self._checks = {check.id: check for check in checks}
        self._suite = {check.id: _outline(folder / SUITE[check.visibility == "hidden"]) for check in checks}
        self._probes = _outline(folder / "probes.py")
        given = [*given_module_files(course, exercise).values(), folder / "conftest.py"]
        self._given = [_text(path) for path in given]
        suite = [folder / name for name in (*SUITE, "probes.py")]
        self.whole_suite = digest("\0".join([*map(_text, suite), *self._given]).encode())
        self._named = {check: self._names(check) for check in self._checks}
        self._own = {check: self._digest_of_check(check) for check in self._checks}
        self._digests: dict[tuple[str, str], str] = {}
        self.solution = _text(solution_file(course, exercise))

    def of_suite(self, check: str) -> str:
        """Return a digest of what a check is made of: its own lines, helpers, imports, probes, given modules."""
        return self._own[check]

    def of_module(self, check: str, source: str) -> str:
        """Return a digest of what a check reaches of a module."""
        if (check, source) not in self._digests:
            self._digests[check, source] = self._digest_of_module(check, source)
        return self._digests[check, source]

    def _digest_of_module(self, check: str, source: str) -> str:
        outline = outlined(source)
        named = self._named[check]
        task = self._tasks[self._checks[check].task]
        names = outline.texts.keys() if named & _EVERYTHING else outline.closure({*task, *named})
        return digest("\0".join(outline.part(names)).encode())

    def _names(self, check: str) -> frozenset[str]:
        """Return all names that occur in a check, in what it uses of its file, and in the probes it sends."""
        suite = self._suite[check]
        names = frozenset().union(*(suite.names[name] for name in suite.closure([check])))
        probes = self._probes.closure(names) if "probes" in names else ()
        return names.union(*(self._probes.names[name] for name in probes))

    def _digest_of_check(self, check: str) -> str:
        suite, names = self._suite[check], self._named[check]
        parts = suite.part(suite.closure([check]))
        if "probes" in names:
            parts += self._probes.part(self._probes.closure(names))
        return digest("\0".join([*parts, *self._given]).encode())


@lru_cache(maxsize=64)
def outlined(text: str) -> Outline:
    """Return the outline of a module's text."""
    return Outline(text)


def _outline(path: Path) -> Outline:
    return outlined(_text(path))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    """Return every name that occurs in a piece of code, those in its texts included."""
    return frozenset(name for node in ast.walk(parse(text)) for name in _names_of(node))


def _names_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
            yield name
        case ast.keyword(arg=str(name)):
            yield name
        case ast.Constant(value=str(text)):
            yield from _WORD.findall(text)


def _is_fixture(node: ast.AST) -> bool:
    return isinstance(node, Named) and any(decorator_name(item) == "fixture" for item in node.decorator_list)


def _around(tree: ast.Module) -> Iterator[tuple[frozenset[str], str]]:
    """Yield the statements that define nothing, each with the names it binds; none means that all depend on it."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound = (alias.asname or alias.name.partition(".")[0] for alias in node.names)
            yield frozenset(bound), ast.unparse(node)
        elif not isinstance(node, Named) and not is_docstring(node) and not assigned_names(node):
            yield frozenset(), ast.unparse(node)


def task_reach(source: str, names: Iterable[str]) -> frozenset[str]:
    """Return the definitions of a module that some of them use, directly or through others."""
    return reached(_uses(source), names)


@lru_cache(maxsize=8)
def _uses(source: str) -> dict[str, frozenset[str]]:
    texts = outlined(source).texts
    return {name: names_read(parse(text).body[0]) & texts.keys() for name, text in texts.items()}
