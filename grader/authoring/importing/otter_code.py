"""Otter's comments in code: which lines learners do not get, and what only its own run needs."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.authoring.importing.pieces import marked_lines
from grader.authoring.importing.statements import readable
from grader.source.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"\s*#\s*(SOLUTION( NO PROMPT)?|SEED)\s*$", re.IGNORECASE)
_PROMPT = re.compile(
    r'^[ \t]*("""|\'\'\')\s*# BEGIN PROMPT.*?^[ \t]*\1;?\s*# END PROMPT[ \t]*\n?', re.DOTALL | re.MULTILINE
)
_PLUGIN = re.compile(r'^("""|\'\'\')\s*# BEGIN PLUGIN.*?^\1;?\s*# END PLUGIN[ \t]*\n?', re.DOTALL | re.MULTILINE)
_IGNORED = re.compile(r"#\s*IGNORE\s*$")


def answer(source: str) -> tuple[str, frozenset[int]]:
    """Return the code of a cell without Otter's comments, and the numbers of the lines that learners do not get.

    Raises:
        Inconvertible: a marker has no counterpart, or the cell does not parse.
    """
    text, marked = marked_lines(without_ignored(source), "# BEGIN SOLUTION", "# END SOLUTION")
    lines = text.split("\n")
    removed = {number for number, line in enumerate(lines, 1) if _LINE.search(line)}
    plain = readable("\n".join(_LINE.sub("", line) for line in lines))
    return plain, frozenset(marked | _whole(plain, removed))


def without_ignored(source: str) -> str:
    """Return a cell's text without what Otter drops from every version, and without prompts and plugins."""
    text = _PLUGIN.sub("", _PROMPT.sub("", source))
    text, ignored = marked_lines(text, "# BEGIN IGNORE", "# END IGNORE")
    lines = enumerate(text.split("\n"), 1)
    return "\n".join(line for number, line in lines if number not in ignored and not _IGNORED.search(line))


def _whole(text: str, removed: set[int]) -> set[int]:
    """Return the lines of the statements that have a marked line: of a block its header's, or all its own."""
    found = set(removed)
    for node in _blocks_last(parse(text)):
        body = getattr(node, "body", None)
        header = range(node.lineno, body[0].lineno if body else (node.end_lineno or node.lineno) + 1)
        if found & set(header):
            found |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return found


def _blocks_last(tree: ast.Module) -> Iterator[ast.stmt]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    yield from sorted(nodes, key=lambda node: (node.end_lineno or node.lineno) - node.lineno)
