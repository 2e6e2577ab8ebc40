"""Reading a course's own files: Python modules, their imports and decorators, and problems gathered on the way."""

from __future__ import annotations

import ast
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import CourseError, Problem
from grader.source.definitions import decorator_name
from grader.source.parsing import UNREADABLE, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Module:
    """A Python file of the course."""

    path: Path
    text: str
    tree: ast.Module


@dataclass(frozen=True)
class Marked:
    """A function or class under a decorator of ours, with the decorator's literal arguments by name."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    arguments: Mapping[str, Any]


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Add the problems of a ``CourseError`` raised inside to a list, and go on behind it."""
    try:
        yield
    except CourseError as error:
        problems.extend(error.problems)


def refuse(problems: Sequence[Problem]) -> None:
    """Raise ``CourseError`` if there are problems."""
    if problems:
        raise CourseError(problems)


def read_text(path: Path, kind: str) -> str:
    """Return a file's text, its line ends made plain.

    Raises:
        CourseError: it is missing, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError([Problem(path, 0, f"the {kind} is missing", "Write it, or mend the name.")]) from None
    except (UnicodeDecodeError, OSError) as error:
        raise CourseError([Problem(path, 0, f"the {kind} cannot be read: {error}", "Save it as UTF-8.")]) from error


def read_module(path: Path, kind: str) -> Module:
    """Return a Python file, parsed.

    Raises:
        CourseError: it is missing, or does not parse.
    """
    text = read_text(path, kind)
    try:
        return Module(path, text, parse(text))
    except UNREADABLE as error:
        line = getattr(error, "lineno", 0) or 0
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        raise CourseError([Problem(path, line, f"the {kind} does not parse: {reason}")]) from error


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every module imported anywhere in a file; relative ones begin with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def imported_names(tree: ast.Module) -> frozenset[str]:
    """Return the names that imports anywhere in a file bind."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return frozenset(alias.asname or alias.name.partition(".")[0] for node in nodes for alias in node.names)


def marked(module: Module, decorator: str, parameters: Sequence[str], problems: list[Problem]) -> list[Marked]:
    """Return what a decorator marks at the top of a module; add to ``problems`` what it marks elsewhere or wrongly.

    Args:
        module: the file.
        decorator: the decorator's name, such as ``check``.
        parameters: the names of its parameters; the first may be given by place.
        problems: where problems go.
    """
    found = []
    for node in ast.walk(module.tree):
        calls = [item for item in getattr(node, "decorator_list", ()) if decorator_name(item) == decorator]
        if not calls:
            continue
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        fault = _fault(module, node, calls, decorator)
        try:
            arguments = {} if fault else _arguments(calls[0], parameters)
        except ValueError as error:
            fault = f"@{decorator}: {error}"
        if fault:
            problems.append(Problem(module.path, node.lineno, f"{node.name}: {fault}"))
        else:
            found.append(Marked(node, arguments))
    return found


def _fault(module: Module, node: ast.stmt, calls: list[ast.expr], decorator: str) -> str:
    if node not in module.tree.body:
        return f"@{decorator} belongs on functions at the top level of the file"
    return f"@{decorator} is there twice" if len(calls) > 1 else ""


def _arguments(call: ast.expr, parameters: Sequence[str]) -> dict[str, Any]:
    """Return a decorator's arguments by name.

    Raises:
        ValueError: it has none, one too many, or one that is not a literal.
    """
    if not isinstance(call, ast.Call) or len(call.args) > 1:
        raise ValueError(f"write it with {', '.join(parameters)} in brackets")
    given = {
        **dict(zip(parameters, call.args, strict=False)),
        **{item.arg or "**": item.value for item in call.keywords},
    }
    unknown = sorted(given.keys() - set(parameters))
    if unknown:
        raise ValueError(f"unknown argument {unknown[0]}; known: {', '.join(parameters)}")
    return {name: _literal(name, value) for name, value in given.items()}


def _literal(name: str, value: ast.expr) -> Any:
    try:
        return ast.literal_eval(value)
    except (*UNREADABLE, TypeError):
        raise ValueError(f"{name} is read without running the file, so it has to be a literal") from None
