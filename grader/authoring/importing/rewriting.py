"""Statements of a test as a check has them: names of tasks become attributes of ``submission``."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.importing import raising
from grader.authoring.importing.pieces import Inconvertible
from grader.source.parsing import Positions, parse, replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from grader.authoring.importing.raising import Expectation
    from grader.authoring.importing.statements import Statement

EXAMINED = frozenset(
    "callable isinstance issubclass type hasattr getattr setattr id help repr signature getsource".split()
)
"""Calls that look at a function itself, of which a suite has only a stand-in."""
_BY_HAND = "Write the check by hand."


@dataclass(frozen=True)
class Rewritten:
    """A statement's text in a check, what it needs of ``grader.testing``, and whether it needs the reference."""

    text: str
    helpers: frozenset[str]
    reference: bool


@dataclass(frozen=True)
class Names:
    """The names that learners write, those of them that are classes, and functions that call them."""

    tasks: Collection[str]
    classes: Collection[str] = ()
    callers: Collection[str] = ()


def rewritten(one: Statement, names: Names) -> Rewritten:
    """Return a statement of a test as a check has it.

    A task handed to another task becomes the reference's: while a call is pending, no other can be made.

    Raises:
        Inconvertible: it does with a task what cannot be done from another process.
    """
    visitor = _Visitor(one.text, names)
    (node,) = parse(one.text).body
    visitor.visit(node)
    helpers = visitor.helpers | ({"assert_same"} & one.reads)
    return Rewritten(replaced(one.text, visitor.changes), frozenset(helpers), visitor.reference)


class _Visitor(ast.NodeVisitor):
    """Collects the changes that make a statement of a notebook one of a check."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.positions = Positions(text)
        self.changes: list[tuple[int, int, str]] = []
        self.helpers: set[str] = set()
        self.reference = False
        self._handed_on = False

    def visit_Name(self, node: ast.Name) -> None:
        if node.id not in self.names.tasks:
            return
        if not isinstance(node.ctx, ast.Load):
            raise Inconvertible(f"it replaces {node.id}", "See submission.replaced in docs/authoring.md.")
        if self._handed_on and node.id in self.names.classes:
            raise Inconvertible(f"it hands the class {node.id} to learner code", _BY_HAND)
        self.reference |= self._handed_on
        owner = "solution" if self._handed_on else "submission"
        self._change(node, f"{owner}.{node.id}")

    def visit_arg(self, node: ast.arg) -> None:
        if node.arg in self.names.tasks:
            raise Inconvertible(f"it has a parameter of the name {node.arg}", "Rename it in the notebook.")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in self.names.tasks:
            raise Inconvertible(f"it replaces {node.name}", "See submission.replaced in docs/authoring.md.")
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any(self._tasks_in(base) for base in node.bases):
            raise Inconvertible("it derives from a class that learners write", "Write a probe.")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.value.id in self.names.tasks:
            raise Inconvertible(
                f"it looks at {node.value.id}.{node.attr}, which stays in the learner's process", _BY_HAND
            )
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        expected = raising.of_call(node)
        if expected is not None:
            self._change(node, self._expectation(expected, ""))
            return
        if raising.last_name(node.func) in EXAMINED:
            self._refuse_examined(node.args)
        self.visit(node.func)
        to_learner = self._is_task(node.func)
        for part in [*node.args, *(keyword.value for keyword in node.keywords)]:
            self._visit_argument(part, to_learner=to_learner)

    def visit_Assert(self, node: ast.Assert) -> None:
        self._refuse_examined([node.test])
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        self._refuse_examined([node.left, *node.comparators])
        self.generic_visit(node)

    def visit_Try(self, node: ast.Try) -> None:
        if not self._tasks_in(node):
            return
        expected = raising.of_try(node)
        margin = " " * node.col_offset
        if expected is None:
            # What fails in the block fails the check by itself, and says more.
            self._change(node, _joined([self._plain(part) for part in (*node.body, *node.orelse)], margin))
        else:
            self._change(node, self._expectation(expected, margin))

    def visit_With(self, node: ast.With) -> None:
        expected = raising.of_with(node)
        if expected is None:
            self.generic_visit(node)
        else:
            self._change(node, self._expectation(expected, " " * node.col_offset))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        # Python 3.11 does not tell where the parts of an f-string stand.
        if self._tasks_in(node):
            fresh = ast.parse(ast.unparse(node), mode="eval")
            self._change(node, ast.unparse(_Renamed(self.names.tasks).visit(fresh)))

    def _refuse_examined(self, parts: Iterable[ast.expr]) -> None:
        """Refuse a look at a task itself: a suite has a stand-in, which is there for a stub too."""
        if any(self._is_task(part) for part in parts):
            raise Inconvertible("it examines a function itself, not what it returns", _BY_HAND)

    def _visit_argument(self, part: ast.expr, *, to_learner: bool) -> None:
        """Visit an argument; what learner code will call must not call learner code."""
        before = self._handed_on
        self._handed_on = before or (to_learner and (self._is_task(part) or isinstance(part, ast.Lambda)))
        if to_learner and isinstance(part, ast.Name) and part.id in self.names.callers:
            raise Inconvertible(f"it hands {part.id}, which calls learner code, to learner code", _BY_HAND)
        self.visit(part)
        self._handed_on = before

    def _expectation(self, expected: Expectation, margin: str) -> str:
        """Return ``assert_raises`` with what comes before and after, one statement a line."""
        call = expected.call
        if not self._is_task(call.func):
            raise Inconvertible("it expects an exception of something else than a task's call", _BY_HAND)
        if not isinstance(expected.error, ast.Name | ast.Attribute):
            raise Inconvertible("it expects one of several exceptions", "Write the check by hand, for one of them.")
        self.helpers.add("assert_raises")
        arguments = [
            ast.unparse(expected.error),
            *map(self._plain, [call.func, *call.args]),
            *map(self._keyword, call.keywords),
        ]
        call_text = f"assert_raises({', '.join(arguments)})"
        return _joined([*map(self._plain, expected.before), call_text, *map(self._plain, expected.after)], margin)

    def _keyword(self, keyword: ast.keyword) -> str:
        value = self._plain(keyword.value)
        return f"{keyword.arg}={value}" if keyword.arg else f"**{value}"

    def _plain(self, node: ast.expr | ast.stmt) -> str:
        """Return a piece of code with its names changed, in Python's own layout."""
        found = _Visitor(ast.unparse(node), self.names)
        found.visit(ast.parse(found.text))
        self.helpers |= found.helpers
        self.reference |= found.reference
        return replaced(found.text, found.changes)

    def _is_task(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self.names.tasks

    def _tasks_in(self, node: ast.AST) -> bool:
        return any(isinstance(part, ast.Name) and part.id in self.names.tasks for part in ast.walk(node))

    def _change(self, node: ast.expr | ast.stmt, text: str) -> None:
        start = self.positions.offset(node.lineno, node.col_offset)
        end = self.positions.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        self.changes.append((start, end, text))


def _joined(texts: Iterable[str], margin: str) -> str:
    """Return texts one below the other, all lines but the first moved right."""
    return f"\n{margin}".join("\n".join(texts).split("\n"))


class _Renamed(ast.NodeTransformer):
    """Renames tasks in a tree whose places in the text are not known."""

    def __init__(self, tasks: Iterable[str]) -> None:
        self._tasks = frozenset(tasks)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Attribute(ast.Name("submission", ast.Load()), node.id, node.ctx) if node.id in self._tasks else node
