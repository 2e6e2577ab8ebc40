"""Otter-assign's notebooks with raw cells (format v1): cells to pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.authoring.importing.otter_code import answer, without_ignored
from grader.authoring.importing.otter_tests import Case, read_case, resolved_points
from grader.authoring.importing.pieces import Assertions, Code, Inconvertible, Piece, Prose, Remark, all_lines
from grader.authoring.importing.statements import readable
from grader.authoring.importing.yaml import is_true, number, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.authoring.importing.cells import Cell
    from grader.authoring.importing.yaml import Value

NAME = "Otter-assign"
BLOCKS = ("PROMPT", "SOLUTION", "TESTS")
BY_HAND = "Its question stays in the handout: take it out there, or grade it elsewhere."


@dataclass
class _Question:
    """The question that is being read: its config, the block inside it, and its test cases so far."""

    config: Mapping[str, Value] = field(default_factory=dict)
    block: str = ""
    cases: list[Case] = field(default_factory=list)

    @property
    def by_hand(self) -> bool:
        return is_true(self.config.get("manual"))

    @property
    def name(self) -> str:
        return str(self.config.get("name", ""))


def is_otter(cells: Sequence[Cell]) -> bool:
    """Return whether a raw cell begins a block of Otter's."""
    return any(_heading(cell) in ("ASSIGNMENT CONFIG", "BEGIN QUESTION") for cell in cells)


def otter_pieces(cells: Sequence[Cell]) -> Iterator[Piece]:
    """Yield the pieces of a notebook in order; the tests of a question come at its end."""
    question = _Question()
    for cell in cells:
        if cell.kind == "raw":
            yield from _raw(cell, question)
            question = _next(cell, question)
        elif cell.source.strip() and not _is_ignored(cell):
            try:
                yield from _markdown(cell, question) if cell.kind == "markdown" else _code(cell, question)
            except Inconvertible as error:
                yield Remark(cell.number, error.message, error.fix)
    yield from _tests(question)


def _heading(cell: Cell) -> str:
    """Return what a raw cell's first line says, such as ``BEGIN QUESTION``."""
    first = cell.source.lstrip().partition("\n")[0]
    return first.lstrip("#").strip().upper() if cell.kind == "raw" and first.startswith("#") else ""


def _is_ignored(cell: Cell) -> bool:
    return cell.source.lstrip().partition("\n")[0].strip("# ").lower() == "ignore"


def _next(cell: Cell, question: _Question) -> _Question:
    """Return the question after a raw cell; its block is where the following cells belong to."""
    heading = _heading(cell)
    if heading == "BEGIN QUESTION":
        return _Question(read_yaml(cell.source))
    if heading == "END QUESTION":
        return _Question()
    verb, _, block = heading.partition(" ")
    question.block = block if verb == "BEGIN" and block in BLOCKS else ""
    return question


def _raw(cell: Cell, question: _Question) -> Iterator[Piece]:
    heading = _heading(cell)
    if heading == "ASSIGNMENT CONFIG":
        yield from _assignment(cell)
    elif heading in ("BEGIN QUESTION", "END QUESTION"):
        yield from _tests(question)
        config = read_yaml(cell.source)
        if is_true(config.get("manual")):
            points = number(config.get("points")) or 0.0
            yield Remark(cell.number, f"{config.get('name')} is graded by hand ({points:g} points)", BY_HAND)
    elif heading.partition(" ")[2] not in BLOCKS and cell.source.strip():
        yield Remark(cell.number, "a raw cell is left out")


def _assignment(cell: Cell) -> Iterator[Piece]:
    config = read_yaml(cell.source)
    generate = config.get("generate")
    if "seed" in config or (isinstance(generate, dict) and "seed" in generate):
        fix = "Let the functions take a generator: np.random.default_rng(seed)."
        yield Remark(cell.number, "the seed is not set: each call of learner code has a draw of its own", fix)


def _markdown(cell: Cell, question: _Question) -> Iterator[Piece]:
    """Yield prose; a solution in words, and the text that stands in its place, are not for the handout."""
    if question.block == "SOLUTION":
        yield Remark(cell.number, "an answer in words is left out")
    elif not question.block:
        yield Prose(cell.number, cell.source, cell.attachments)


def _code(cell: Cell, question: _Question) -> Iterator[Piece]:
    if question.block == "TESTS":
        case = read_case(cell)
        question.cases += [] if question.by_hand else [case]
    elif question.block == "SOLUTION" and question.by_hand:
        text = readable(without_ignored(cell.source))
        yield Code(cell.number, text, all_lines(text), by_hand=True)
    elif question.block != "PROMPT":
        text, removed = answer(cell.source)
        yield Code(cell.number, text, removed)


def _tests(question: _Question) -> Iterator[Piece]:
    """Yield the tests of a question, with the points that Otter would give them."""
    points = resolved_points(number(question.config.get("points")), question.cases)
    for index, (case, share) in enumerate(zip(question.cases, points, strict=True), 1):
        name = f"{question.name or 'question'}_{index}"
        hidden = all_lines(case.text) if case.hidden else frozenset[int]()
        yield Assertions(case.cell, case.text, name, share, hidden, case.sentence)
