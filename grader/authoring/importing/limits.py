"""What no check can do, in a process that learner code never enters."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from typing import TYPE_CHECKING

from grader.authoring.importing.module import DROPPED, TENSORFLOW
from grader.authoring.importing.pieces import Inconvertible
from grader.authoring.importing.statements import packages
from grader.course.checks import is_everywhere

if TYPE_CHECKING:
    from grader.authoring.importing.statements import Statement

ELSEWHERE = {
    **dict.fromkeys(TENSORFLOW, "suites run without TensorFlow; write a probe, see docs/authoring.md"),
    **dict.fromkeys(("matplotlib", "pylab", "seaborn", "plotly"), "plots cannot be checked"),
    **dict.fromkeys(DROPPED, "it belongs to the tool the notebook was made for"),
    "torch": "suites run without it",
}
"""Packages that a check cannot have, and why."""
REWRITTEN = frozenset({"nose"})
"""Packages whose assertions are written as those of another."""
PROCESS = frozenset("globals locals vars dir exec eval get_ipython redirect_stdout redirect_stderr capsys".split())
"""Names that look into the process which a notebook's test shares with learner code."""
FILES = frozenset("open load loadtxt genfromtxt fromfile read_csv read_json read_excel read_table imread".split())
"""Calls that read a file when their first argument is a text."""
RESERVED = frozenset({"submission", "solution", "check", "assert_same"})
"""Names that a suite needs for itself."""
_BY_HAND = "Write the check by hand."


def refuse_unfit(one: Statement) -> None:
    """Refuse a statement that a check cannot hold.

    Raises:
        Inconvertible: with the reason.
    """
    for name in sorted(packages(one)):
        if name in ELSEWHERE:
            raise Inconvertible(f"it uses {name}: {ELSEWHERE[name]}", _BY_HAND)
        if name not in REWRITTEN and not _is_installed(name):
            raise Inconvertible(f"it imports {name or 'a file beside it'}, which is not installed here", "Install it.")
    if _mocks(one.node):
        raise Inconvertible(
            "it replaces names in the learner's process", "See submission.replaced in docs/authoring.md."
        )
    if one.reads & PROCESS or _looks_at_streams(one.node):
        fix = "Assert what a function returns; submission.last.output is what it printed."
        raise Inconvertible("it looks into the learner's process", fix)
    taken = (one.binds | {part.arg for part in ast.walk(one.node) if isinstance(part, ast.arg)}) & RESERVED
    if taken:
        raise Inconvertible(f"it uses the name {min(taken)}, which suites need", "Rename it in the notebook.")
    if any(_reads_file(part) for part in ast.walk(one.node)):
        raise Inconvertible("it reads a file", "Write the file's values into the check.")


def _is_installed(name: str) -> bool:
    return bool(name) and (is_everywhere(name) or find_spec(name) is not None)


def _mocks(node: ast.stmt) -> bool:
    """Return whether a statement imports from ``unittest.mock``."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "unittest.mock" or (node.module == "unittest" and node.names[0].name == "mock")
    return isinstance(node, ast.Import) and any(alias.name == "unittest.mock" for alias in node.names)


def _looks_at_streams(node: ast.stmt) -> bool:
    attributes = (part for part in ast.walk(node) if isinstance(part, ast.Attribute))
    return any(part.attr in ("stdout", "stderr") for part in attributes)


def _reads_file(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name), args=[ast.Constant(str()), *_]):
            return name in FILES
    return False
