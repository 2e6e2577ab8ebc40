"""The text of a task in the solution module: its docstring, and markers where learners keep a part of its body."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.authoring.importing.pieces import Remark
from grader.errors import CourseError
from grader.source.definitions import is_docstring
from grader.source.markers import BEGIN, END, comments, header_end, regions, tokens
from grader.source.parsing import Positions, parse, split_lines
from grader.source.stub import stub

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.authoring.importing.statements import Statement
    from grader.source.definitions import Function, Named

_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|<[^>]*>|[*`_]{2,}|\*")
_SENTENCE = re.compile(r"(.+?[.!?])(?=\s|$)", re.DOTALL)
LONGEST = 100
LEAST = 4
"""Characters and words of a sentence."""


def task_text(one: Statement, prose: str) -> tuple[Statement, list[Remark]]:
    """Return a task's definition with a docstring and markers, and what there is to tell about it.

    Args:
        one: the definition.
        prose: the text above it, whose first sentence becomes the docstring of one that has none.
    """
    text, remarks = one.code, list[Remark]()
    marked = _with_markers(one)
    if marked is not None and not _faulty(marked, one.name):
        text = marked
    elif marked is not None:
        remarks.append(
            Remark(one.cell, f"{one.name}: its markers cut a statement apart, so all of its body is removed")
        )
    text = _without_false_markers(text)
    if not ast.get_docstring(_definition(text)):
        sentence = first_sentence(prose)
        text = _with_docstring(text, sentence or f"Write {one.name} as the handout says.")
        made = "the text above it gives its first sentence" if sentence else "there was no text above it"
        remarks.append(Remark(one.cell, f"{one.name} has no docstring; {made}", "Write its specification there."))
    return replace(one, text=text, code=text), remarks


def first_sentence(prose: str) -> str:
    """Return the first sentence of a text's first paragraph, without markup, as one short line."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n|\n(?=#)", prose))
    plain = [" ".join(_MARKUP.sub("", part).split()) for part in paragraphs if not part.startswith(("#", "|", "---"))]
    first = next((part for part in plain if part), "")
    sentences = [part.strip() for part in _SENTENCE.findall(first)] or [first]
    # "Question 3." is a label.
    sentence = next((part for part in sentences if len(part.split()) >= LEAST), first)
    return sentence if len(sentence) <= LONGEST else sentence[:LONGEST].rpartition(" ")[0] + " …"


def _definition(text: str) -> Named:
    node = parse(text).body[0]
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    return node


def _with_markers(one: Statement) -> str | None:
    """Return a definition with markers around what learners do not get, or None if they get nothing else of it."""
    removed = {number - one.start + 1 for number in one.removed}
    lines = split_lines(one.code)
    runs = [run for function in _functions(_definition(one.code)) for run in _runs_of(function, removed, lines)]
    for start, end in sorted(runs, reverse=True):
        first = next(line for line in lines[start - 1 :] if line.strip() and not line.lstrip().startswith("#"))
        margin = first[: len(first) - len(first.lstrip())]
        lines[end - 1] = lines[end - 1].rstrip("\n") + f"\n{margin}{END}\n"
        lines[start - 1] = f"{margin}{BEGIN}\n" + lines[start - 1]
    return "".join(lines).rstrip("\n") if runs else None


def _functions(node: Named) -> Iterator[Function]:
    parts = node.body if isinstance(node, ast.ClassDef) else [node]
    yield from (part for part in parts if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))


def _runs_of(function: Function, removed: set[int], lines: list[str]) -> list[tuple[int, int]]:
    """Return first and last line of what to mark in a function: nothing where all of its body is removed."""
    body = function.body[1:] if is_docstring(function.body[0]) else function.body
    if not body:
        return []
    first = (function.body[0].end_lineno or 0) + 1 if len(body) < len(function.body) else function.body[0].lineno
    written = [number for number in range(first, (function.end_lineno or 0) + 1) if lines[number - 1].strip()]
    runs = [_with_comments(run, removed, lines) for run in _runs(body, removed)]
    marked = {number for start, end in runs for number in range(start, end + 1)}
    # What no whole statements enclose, such as a comment alone, must not be shown: then all of the body goes.
    return [] if removed.issuperset(written) or not marked.issuperset(removed & set(written)) else runs


def _runs(body: Sequence[ast.stmt], removed: set[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last line of each run of removed statements in a block and the blocks inside."""
    run: list[ast.stmt] = []
    for node in body:
        if removed.issuperset(range(node.lineno, (node.end_lineno or node.lineno) + 1)):
            run.append(node)
            continue
        yield from _extent(run)
        run = []
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            parts = getattr(node, name, [])
            for block in [part.body for part in parts] if name in ("handlers", "cases") else [parts]:
                yield from _runs(block, removed)
    yield from _extent(run)


def _extent(run: Sequence[ast.stmt]) -> Iterator[tuple[int, int]]:
    if run:
        yield run[0].lineno, run[-1].end_lineno or run[-1].lineno


def _with_comments(run: tuple[int, int], removed: set[int], lines: Sequence[str]) -> tuple[int, int]:
    """Return a run with the removed comments and empty lines around it."""

    def belongs(number: int) -> bool:
        return number in removed and (not lines[number - 1].strip() or lines[number - 1].lstrip().startswith("#"))

    start, end = run
    while start > 1 and belongs(start - 1):
        start -= 1
    while end < len(lines) and belongs(end + 1):
        end += 1
    return start, end


def _faulty(text: str, name: str) -> bool:
    try:
        stub(text, [name])
    except CourseError:
        return True
    return False


def _without_false_markers(text: str) -> str:
    """Return a definition without comments that only look like markers: a course refuses them."""
    _, problems = regions(comments(text), Path())
    wrong = {problem.line for problem in problems}
    places = [found for found in comments(text) if found.line in wrong]
    for found in reversed(places):
        text = text[: found.start].rstrip(" ") + text[found.end :]
    return text


def _with_docstring(text: str, sentence: str) -> str:
    node, positions = _definition(text), Positions(text)
    quoted = sentence.replace("\\", "\\\\").replace('"', "'")
    header = header_end(positions, tokens(text), node.lineno)
    first = positions.offset(node.body[0].lineno, node.body[0].col_offset)
    between = text[header:first]
    margin = " " * (node.body[0].col_offset if "\n" in between else node.col_offset + 4)
    if "\n" not in between:
        return f'{text[:header]}\n{margin}"""{quoted}"""\n{margin}{text[first:]}'
    return f'{text[:header]}\n{margin}"""{quoted}"""{text[header:]}'
