"""The Python texts an exercise is made of: the stub module, and every definition and import in it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.course.layout import given_module_files, solution_file
from grader.course.reading import collecting, read_module, refuse
from grader.source.definitions import definitions, is_docstring
from grader.source.parsing import Positions, parse
from grader.source.stub import removed_lines, stub

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.errors import Problem
    from grader.model import Course, Exercise


@dataclass(frozen=True)
class Texts:
    """What of a solution learners get, and what they do not.

    ``module`` is the stub module without module docstring; ``parts`` maps each of its definitions to its text,
    tasks as stubs; ``lent`` maps the definitions of given modules to theirs; ``removed`` are the lines taken out.
    """

    module: str
    imports: str
    parts: Mapping[str, str]
    lent: Mapping[str, str]
    given_modules: Mapping[str, str]
    removed: tuple[str, ...]


def read_texts(course: Course, exercise: Exercise) -> Texts:
    """Read solution and given modules and take the solutions out.

    Raises:
        CourseError: a file is missing or does not parse, or a solution marker is wrong.
    """
    problems: list[Problem] = []
    given = {}
    for name, path in given_module_files(course, exercise).items():
        with collecting(problems):
            given[name] = read_module(path, "given module").text
    with collecting(problems):
        solution = read_module(solution_file(course, exercise), "solution")
        names = [name for task in exercise.tasks for name in task.names]
        module = without_docstring(stub(solution.text, names, solution.path))
        removed = removed_lines(solution.text, names, solution.path)
    refuse(problems)
    lent = {name: item.text for text in given.values() for name, item in definitions(text).items()}
    return Texts(module, import_block(module), _parts(module), lent, given, removed)


def _parts(module: str) -> dict[str, str]:
    """Return the top-level definitions of a module with their texts, in order."""
    return {name: item.text for name, item in definitions(module).items() if "." not in name}


def without_docstring(source: str) -> str:
    """Return a module without its docstring and the empty lines that followed it."""
    body = parse(source).body
    if not body or not is_docstring(body[0]):
        return source
    start, end = Positions(source).span(body[0])
    return source[:start] + source[end:].lstrip("\n")


def with_docstring(source: str, text: str) -> str:
    """Return a module that has no docstring with ``text`` as its docstring."""
    quoted = text.strip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    closing = "\n" if "\n" in quoted or quoted.endswith('"') else ""
    return f'"""{quoted}{closing}"""\n\n{source}'


def import_block(source: str) -> str:
    """Return the imports of a module, conditional ones included, in order and one after another."""
    positions, kept = Positions(source), []
    for node in parse(source).body:
        conditional = isinstance(node, ast.If | ast.Try) and _imports(node) and not _is_main_guard(node)
        if conditional or isinstance(node, ast.Import | ast.ImportFrom):
            start, end = positions.span(node)
            kept.append(source[start:end])
    return "\n".join(kept)


def _imports(node: ast.stmt) -> bool:
    return any(isinstance(item, ast.Import | ast.ImportFrom) for item in ast.walk(node))


def _is_main_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and any(
        isinstance(item, ast.Name) and item.id == "__name__" for item in ast.walk(node.test)
    )
