"""Parsing of untrusted text: what counts as unreadable, lines as Python counts them, offsets of syntax nodes."""

from __future__ import annotations

import ast
import io
import re
import warnings
from itertools import accumulate

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError, SystemError)
"""What Python raises for text that is no module: errors of syntax, NUL bytes, nesting too deep for its parser."""
MOST_COMPILED = 500_000
"""Nodes that the compiler may visit: about a second's work."""
LONGEST_COMPILED = 60_000
"""Characters of the longest text that is compiled, not only parsed: with equal functions, or constants of one hash,
the compiler's work grows with their square. A hand-in of a week is some ten thousand."""
MOST_DOTS = 1000
"""Dots in one dotted name. The parser makes a text of each of its beginnings: sixty thousand are four gigabytes."""
HEADROOM = 150
"""Calls that a text must leave to those who parse it later: Python counts them towards the depth it can parse."""
WAYS_OUT = (ast.Return, ast.Break, ast.Continue)


_DOTTED = re.compile(r"""(?:[^\r\n\\()\[\]{},;:=+*/%&|^~<>@!"'#-]|\\(?:\r\n?|\n))+""")
"""Names, dots and what may stand between them: names hold more characters than a regular expression calls letters."""


def parse(text: str) -> ast.Module:
    """Return the syntax tree of a module.

    Raises:
        Exception: one of ``UNREADABLE``.
    """
    # Warnings are about the learner's text (such as an escape "\d"): never ours, and never an error.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _parsed(text)


def compile_error(text: str, below: int = HEADROOM) -> Exception | None:
    """Return why Python would refuse to compile ``text`` as a module, or None when it would not.

    Stricter than parsing: ``return`` outside a function or two parameters of one name are found here, unless the text
    is so long that compiling it might not end soon. It looks ``below`` calls further down, so that whoever parses the
    text later can.
    """
    if below:
        return compile_error(text, below - 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if len(text) > LONGEST_COMPILED:
                _parsed(text)
            elif "finally" in text and _compiled_size(_parsed(text)) > MOST_COMPILED:
                return MemoryError("its finally clauses would be compiled too often")
            else:
                _parsed(text)
                compile(text, "<text>", "exec", dont_inherit=True)
    except UNREADABLE as error:
        return error
    return None


def _parsed(text: str) -> ast.Module:
    _refuse_countless_dots(text)
    return ast.parse(text)


def _refuse_countless_dots(text: str) -> None:
    if text.count(".") > MOST_DOTS and any(run[0].count(".") > MOST_DOTS for run in _DOTTED.finditer(text)):
        raise MemoryError("a dotted name without end")


def _compiled_size(tree: ast.Module) -> int:
    """Return how many nodes Python would compile: a ``finally`` clause once for each way out of what it guards.

    Clauses nested in one another double with each level: twenty-five lines would keep the compiler busy for hours.
    """
    sizes, exits = dict[ast.AST, int](), dict[ast.AST, int]()
    for node in reversed([*ast.walk(tree)]):
        children = [*ast.iter_child_nodes(node)]
        sizes[node] = 1 + sum(sizes[child] for child in children)
        exits[node] = isinstance(node, WAYS_OUT) + sum(exits[child] for child in children)
        if isinstance(node, ast.Try | ast.TryStar) and node.finalbody:
            copies = 1 + exits[node] - sum(exits[child] for child in node.finalbody)
            sizes[node] += copies * sum(sizes[child] for child in node.finalbody)
            exits[node] += copies * sum(exits[child] for child in node.finalbody)
    return sizes[tree]


def split_lines(text: str) -> list[str]:
    r"""Return the lines with their ends, cut where Python's tokenizer cuts: at ``\n``, ``\r\n`` and ``\r`` only."""
    return list(io.StringIO(text, newline=""))


def line_ends(text: str) -> str:
    """Return the line ends of ``text`` alone: what stays of a blanked part, so that later lines keep their numbers."""
    return "".join(character for character in text if character in "\r\n")


def with_plain_line_ends(text: str) -> str:
    r"""Return the text with all line ends as ``\n`` if it holds single ``\r``, else unchanged.

    Blanking out would make one line end of a ``\r`` and the ``\n`` of a later line.
    """
    plain = text.replace("\r\n", "\n")
    return plain.replace("\r", "\n") if "\r" in plain else text


class Positions:
    """Turns lines and UTF-8 columns, as syntax nodes hold them, into offsets in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = split_lines(text)
        self._starts = list(accumulate(map(len, self._lines), initial=0))
        self._columns: dict[int, dict[int, int]] = {}

    def offset(self, line: int, column: int) -> int:
        """Return the offset in characters of a line (from 1) and a column in UTF-8 bytes (from 0)."""
        start = self._starts[line - 1]
        if column == 0 or self._lines[line - 1].isascii():
            return start + column
        return start + self._characters(line)[column]

    def _characters(self, line: int) -> dict[int, int]:
        """Return byte column → character column of a line, made once: one huge line must not cost its square."""
        if line not in self._columns:
            widths = (len(character.encode("utf-8", "surrogatepass")) for character in self._lines[line - 1])
            self._columns[line] = {byte: index for index, byte in enumerate(accumulate(widths, initial=0))}
        return self._columns[line]

    def line_start(self, line: int) -> int:
        """Return the offset of the first character of a line (from 1), or of the end of the text after the last."""
        return self._starts[min(line, len(self._starts)) - 1]

    def line_end(self, line: int) -> int:
        """Return the offset after the last character of a line (from 1), its line end excluded."""
        return self._starts[line - 1] + len(self._lines[line - 1].rstrip("\r\n"))

    def span(self, node: ast.stmt) -> tuple[int, int]:
        """Return the offsets of a statement's first character and of the one after its last, decorators included."""
        first: ast.stmt | ast.expr = node
        decorators = getattr(node, "decorator_list", None)
        if decorators:
            first = decorators[0]
        start = self.offset(first.lineno, first.col_offset)
        if decorators:
            start = self._at_sign(first.lineno)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return start, self.offset(node.end_lineno, node.end_col_offset)

    def _at_sign(self, line: int) -> int:
        """Return the offset of the ``@`` before a decorator: brackets and comments may stand between."""
        while not self._lines[line - 1].lstrip().startswith("@"):
            line -= 1
        return self.text.index("@", self._starts[line - 1])


def replaced(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Return ``text`` with spans ``(start, end, new text)`` replaced; the spans do not overlap."""
    pieces, position = [], 0
    for start, end, new in sorted(changes):
        pieces += [text[position:start], new]
        position = end
    return "".join([*pieces, text[position:]])
