"""The text of one definition with its syntax tree: what of it is the learner's to write, and how it is changed."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from grader.audit.mutation.naming import Names
from grader.source.definitions import Function, Named, is_docstring
from grader.source.markers import comments, regions
from grader.source.parsing import Positions, parse, replaced, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Node = TypeVar("Node", bound=ast.AST)
Place = ast.expr | ast.stmt | ast.keyword | ast.arg

_COMPOUND = (
    ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.IfExp | ast.Lambda | ast.Await | ast.NamedExpr
    | ast.Yield | ast.YieldFrom
)  # fmt: skip
_TIGHT = ast.BinOp | ast.UnaryOp | ast.BoolOp | ast.Compare | ast.Attribute | ast.Subscript | ast.Starred | ast.Await
"""What binds its parts closer than some expression that could take their place."""


@dataclass(frozen=True)
class Edit:
    """A change of a text: spans ``(start, end)`` that do not overlap, and what stands there instead."""

    changes: tuple[tuple[int, int, str], ...]

    @property
    def start(self) -> int:
        """The first offset that changes."""
        return min(start for start, _, _ in self.changes)

    @property
    def end(self) -> int:
        """The offset after the last that changes."""
        return max(end for _, end, _ in self.changes)

    def applied(self, text: str) -> str:
        """Return the text with the change made."""
        return replaced(text, list(self.changes))


class Excerpt:
    """One definition of a module.

    ``nodes`` are the syntax nodes that a learner writes, in order of the text: those of bodies, without docstrings,
    annotations, the texts of errors, and whatever an f-string holds (its positions are not to be had before
    Python 3.12).
    """

    def __init__(self, text: str, aliases: Mapping[str, str]) -> None:
        self.text = text
        self.tree = parse(text)
        self.names = Names(aliases)
        self._positions = Positions(text)
        self.nodes = tuple(_written(self.tree.body))
        self._regions, _ = regions(comments(text), Path())
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def all(self, kind: type[Node]) -> Iterator[Node]:
        """Yield the nodes of one kind, in order of the text."""
        return (node for node in self.nodes if isinstance(node, kind))

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions whose bodies are the learner's, outer ones first."""
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, Function))

    def span(self, node: Place) -> tuple[int, int]:
        """Return the offsets of a node's first character and of the one after its last; brackets around it excluded."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self._positions.offset(node.lineno, node.col_offset)
        return start, self._positions.offset(node.end_lineno, node.end_col_offset)

    def source(self, node: Place) -> str:
        """Return the text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def replace(self, node: Place, new: str) -> Edit:
        """Return the change that puts a text in the place of a node."""
        return Edit(((*self.span(node), new),))

    def put(self, node: ast.expr, part: ast.expr) -> Edit:
        """Return the change that puts one expression in the place of another, in brackets where it needs them."""
        text = self.source(part)
        return self.replace(node, f"({text})" if self._needs_brackets(node, part, text) else text)

    def with_keyword(self, call: ast.Call, keyword: str) -> Edit:
        """Return the change that adds a keyword argument to a call."""
        _, end = self.span(call)
        before = self.text[: end - 1].rstrip()
        comma = "" if before.endswith(("(", ",")) else ", "
        return Edit(((end - 1, end - 1, comma + keyword),))

    def is_operand(self, node: ast.expr) -> bool:
        """Return whether a node stands where an operation in its place would need brackets."""
        parent = self.parents[node]
        return isinstance(parent, _TIGHT) or (isinstance(parent, ast.Call) and parent.func is node)

    def begins_line(self, node: ast.stmt) -> bool:
        """Return whether nothing but white space stands before a statement on its line."""
        start, _ = self.span(node)
        return not self.text[start - node.col_offset : start].strip()

    def operand(self, node: ast.expr) -> str:
        """Return an expression's text as it may stand beside any operator."""
        return f"({self.source(node)})" if isinstance(node, _COMPOUND) else self.source(node)

    def remove(self, node: ast.stmt) -> Edit:
        """Return the change that removes a statement with its lines; ``pass`` stands for the last of a block."""
        assert node.end_lineno is not None
        start, end = self._positions.line_end(node.lineno - 1), self._positions.line_end(node.end_lineno)
        alone = self.text[start:end].strip() == self.source(node)
        if not alone or len(self.block(node)) == 1:
            return self.replace(node, "pass")
        return Edit(((start, end, ""),))

    def block(self, node: ast.stmt) -> list[ast.stmt]:
        """Return the statements of the block that a statement stands in."""
        for field in ("body", "orelse", "finalbody"):
            block = getattr(self.parents[node], field, None)
            if isinstance(block, list) and node in block:
                return block
        return [node]

    def without(self, parts: Sequence[ast.expr | ast.keyword], index: int) -> Edit:
        """Return the change that removes one of several parts between commas, with its comma and its brackets."""
        start, end = self.span(parts[index])
        following = self.span(parts[index + 1])[0] if index + 1 < len(parts) else None
        if index:
            comma = self.text.index(",", self.span(parts[index - 1])[1])
            if following is None:
                return Edit(((comma, self._past(")", end, self.text.count("(", comma, start)), ""),))
            return Edit(((comma, self.text.index(",", end), ""),))
        if following is None:
            return Edit(((start, end, ""),))
        opened = self.text.count(")", end, self.text.index(",", end))
        while opened:
            start, opened = self.text.rindex("(", 0, start), opened - 1
        return Edit(((start, following - self.text.count("(", end, following), ""),))

    def _past(self, sign: str, offset: int, times: int) -> int:
        """Return the offset after so many more occurrences of a sign."""
        for _ in range(times):
            offset = self.text.index(sign, offset) + 1
        return offset

    def margin(self, node: ast.stmt) -> str:
        """Return the white space before a statement that begins its line."""
        return " " * node.col_offset

    def holder(self, edit: Edit) -> Place | None:
        """Return the smallest syntax node that holds all of a change, whoever wrote it; an insertion lies inside it."""
        inside = edit.start == edit.end
        spans = ((self.span(node), node) for node in self._placed)
        around = (
            (end - start, node)
            for (start, end), node in spans
            if start + inside <= edit.start and edit.end <= end - inside
        )
        return min(around, key=lambda pair: pair[0], default=(0, None))[1]

    def is_written(self, edit: Edit) -> bool:
        """Return whether a change is one of what a learner writes, not of a signature, an annotation or a text."""
        holder = self.holder(edit)
        return holder in self._written and not isinstance(holder, Named)

    def in_keyword(self, edit: Edit, names: frozenset[str]) -> bool:
        """Return whether a change is one of the value of a keyword argument of one of these names."""
        node: ast.AST | None = self.holder(edit)
        while isinstance(node, ast.expr):
            node = self.parents[node]
            if isinstance(node, ast.Call):
                return False
        return isinstance(node, ast.keyword) and node.arg in names

    def may_change(self, edit: Edit) -> bool:
        """Return whether a change lies between solution markers, where a definition has any."""
        return not self._regions or any(one.start <= edit.start and edit.end <= one.end for one in self._regions)

    @cached_property
    def _written(self) -> frozenset[ast.AST]:
        return frozenset(self.nodes)

    @cached_property
    def _placed(self) -> tuple[Place, ...]:
        """All nodes with a place in the text, outer ones first."""
        return tuple(node for node in _outside_texts(self.tree) if isinstance(node, Place))

    def line(self, edit: Edit) -> int:
        """Return the line of the text, from 1, on which a change first shows."""
        after = edit.applied(self.text)
        same = next((at for at, (a, b) in enumerate(zip(self.text, after, strict=False)) if a != b), len(self.text))
        return len(split_lines(self.text[: same + 1]))

    def _needs_brackets(self, node: ast.expr, part: ast.expr, text: str) -> bool:
        if isinstance(part, ast.Tuple) and not text.startswith("("):
            return True
        return isinstance(part, _COMPOUND) and (self.is_operand(node) or "\n" in text)


def _written(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of the bodies of all functions in order of the text; those of a class are in its methods."""
    for node in body:
        if isinstance(node, Function):
            for part in node.body:
                yield from _descend(part)
        elif isinstance(node, Named | ast.If):  # a method's text is read inside ``if True:``
            yield from _written(node.body)


def _descend(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr) or _is_literal(node) or (isinstance(node, ast.stmt) and is_docstring(node)):
        return
    yield node
    for name, value in ast.iter_fields(node):
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST) and not _is_text_for_people(node, name):
                yield from _descend(part)


def _is_literal(node: ast.AST) -> bool:
    """Return whether a node is a number written as a power, such as ``2**31``: people copy it whole."""
    match node:
        case ast.BinOp(left=ast.Constant(), op=ast.Pow(), right=ast.Constant()):
            return True
    return False


def _is_text_for_people(node: ast.AST, field: str) -> bool:
    """Return whether a field holds annotations, or what an error says."""
    said = isinstance(node, ast.Raise) or (isinstance(node, ast.Assert) and field == "msg")
    return said or field in ("annotation", "returns")


def _outside_texts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it, but nothing inside an f-string."""
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from _outside_texts(child)
