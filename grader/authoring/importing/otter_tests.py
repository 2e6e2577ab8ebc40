"""Otter's test cells: their config, their points, and both their forms as assertions."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.importing.otter_code import without_ignored
from grader.authoring.importing.pieces import Inconvertible
from grader.authoring.importing.statements import comment_or_docstring, readable
from grader.authoring.importing.yaml import is_true, number, read_yaml
from grader.source.definitions import is_docstring
from grader.source.parsing import UNREADABLE, Positions, parse, replaced, split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.authoring.importing.cells import Cell

_CONFIG = re.compile(
    r'^\s*("""|\'\'\')\s*# BEGIN TEST CONFIG[ \t]*\n(.*?)^\1;?\s*# END TEST CONFIG[ \t]*\n?', re.DOTALL | re.MULTILINE
)
_HIDDEN = re.compile(r"^\s*#+\s*HIDDEN\b[^\n]*\n?", re.IGNORECASE)
_NUMBERS = re.compile(r"(array|(u?int|float|complex)\d+|bool_?|str_)$")


@dataclass(frozen=True)
class Case:
    """One test case as plain Python."""

    cell: int
    text: str
    hidden: bool
    points: float | None
    sentence: str


def read_case(cell: Cell) -> Case:
    """Return the test case of a cell.

    Raises:
        Inconvertible: it does not parse, or what it should show cannot be read.
    """
    found = _CONFIG.match(cell.source)
    config = read_yaml(found[2]) if found else {}
    rest = cell.source[found.end() :] if found else cell.source
    by_comment = _HIDDEN.match(rest)
    rest = rest[by_comment.end() :] if by_comment else rest
    hidden = by_comment is not None or is_true(config.get("hidden"))
    text = readable(without_ignored(rest))
    sentence = "" if hidden else _docstring(text) or comment_or_docstring(text)
    plain = _unwrapped(text) or _with_claim(text, cell)
    return Case(cell.number, plain, hidden, number(config.get("points")), sentence)


def resolved_points(total: float | None, cases: Sequence[Case]) -> list[float]:
    """Return the points of each case by Otter's rules: what is left of the total is shared by those without any."""
    given = sum(case.points or 0.0 for case in cases)
    without = sum(case.points is None for case in cases)
    left = max((total if total is not None else float(not given)) - given, 0.0)
    return [case.points if case.points is not None else left / without for case in cases]


def _test_function(text: str) -> ast.FunctionDef | None:
    """Return the function of an exception-based case: the only thing in its cell but for imports."""
    body = [node for node in parse(text).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    if len(body) == 1 and isinstance(body[0], ast.FunctionDef):
        return body[0]
    return None


def _docstring(text: str) -> str:
    function = _test_function(text)
    said = ast.get_docstring(function) if function else None
    return (said or "").strip().split("\n")[0].strip()


def _unwrapped(text: str) -> str:
    """Return the body of an exception-based case at the margin, or the empty string.

    Its parameters are names of the learner's, and ``env["name"]`` is another way to say one.
    """
    function = _test_function(text)
    if function is None:
        return ""
    body = function.body[1:] if is_docstring(function.body[0]) else function.body
    if not body:
        raise Inconvertible("the test function is empty")
    lines = split_lines(text)
    inside = "".join(lines[body[0].lineno - 1 : function.end_lineno])
    imports = [ast.unparse(node) for node in parse(text).body if node is not function and node.lineno < function.lineno]
    return "\n".join([*imports, _named(textwrap.dedent(inside))])


def _named(text: str) -> str:
    """Return a text with ``env["name"]`` as ``name``."""
    positions, changes = Positions(text), []
    for node in ast.walk(parse(text)):
        match node:
            case ast.Subscript(value=ast.Name("env"), slice=ast.Constant(str(name))) if name.isidentifier():
                start = positions.offset(node.lineno, node.col_offset)
                end = positions.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
                changes.append((start, end, name))
    return replaced(text, changes)


def _with_claim(text: str, cell: Cell) -> str:
    """Return a case in which the value that was shown is asserted, as a doctest would compare it."""
    body = parse(text).body
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr) or (cell.shown is None and not cell.printed):
        return text
    if cell.shown is None or cell.printed:
        raise Inconvertible("it tests what is printed", "Let the function return it, and assert that.")
    start, end = Positions(text).span(last)
    code = f"({text[start:end]})" if isinstance(last.value, ast.Tuple) else text[start:end]
    return text[:start] + _claim(code, cell.shown.strip()) + text[end:]


def _claim(code: str, shown: str) -> str:
    if shown.removeprefix("np.").rstrip("_") in ("True", "False"):
        return f"assert {code}" if "True" in shown else f"assert not ({code})"
    value, is_array = _literal(shown)
    # NumPy shows eight digits of an array, and all of a number.
    tolerance = ", rtol=1e-6, atol=1e-8" if is_array else ""
    return f"assert_same({code}, {value}{tolerance})"


def _literal(shown: str) -> tuple[str, bool]:
    """Return the literal that a shown value stands for, and whether there is an array in it."""
    try:
        tree = ast.parse(shown, mode="eval")
        plain = _Plain()
        value = ast.unparse(plain.visit(tree))
        ast.literal_eval(value)
    except (*UNREADABLE, TypeError):
        fix = "Write an assert in its place, and import again."
        raise Inconvertible(f"what it should show cannot be read: {shown[:60]}", fix) from None
    if "..." in value:
        raise Inconvertible("what it should show is abridged", "Write an assert in its place, and import again.")
    return value, plain.arrays


class _Plain(ast.NodeTransformer):
    """Takes the wrapping off shown numbers and arrays: ``np.float64(0.5)`` and ``array([1, 2])``."""

    arrays = False

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if not _NUMBERS.match(name) or not node.args:
            return node
        self.arrays = self.arrays or name == "array"
        inner: ast.expr = self.visit(node.args[0])
        return inner
