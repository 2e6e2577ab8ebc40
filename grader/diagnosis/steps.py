"""The steps of one call, as a learner's own worker tells them: read as untrusted text, capped and checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from grader.model import Cell, CheckResult, Task  # noqa: TC001 – msgspec reads the annotations when it decodes

MOST_STEPS = 300
MOST_CHANGES = 12
LONGEST_TEXT = 400
DEEPEST = 20
_MOST_COUNTED = 10**9


class Step(Struct, frozen=True, tag=True):
    """One line that ran: what it set, as names and forms; what the function returned there, or the exception raised.

    ``depth`` counts the functions around it; ``passed_on`` tells that the exception comes from a deeper one. ``back``
    tells that the line was a step before: it has called functions, whose steps stand between, and this came of it.
    """

    depth: int
    line: int
    changes: tuple[tuple[str, str], ...] = ()
    returned: str = ""
    raised: str = ""
    passed_on: bool = False
    back: bool = False


class Rounds(Struct, frozen=True, tag=True):
    """Rounds of the loop in ``line`` that are not shown."""

    depth: int
    line: int
    left_out: int


class Graph(Struct, frozen=True, tag=True):
    """A function of which TensorFlow builds a graph."""

    depth: int
    function: str


class Cut(Struct, frozen=True, tag=True):
    """Steps that are not shown, for there are too many."""

    left_out: int


class Stopped(Struct, frozen=True, tag=True):
    """The call went on for too long, and was ended in ``line``; ``loop`` is the line of the loop it is in, or 0."""

    line: int
    loop: int = 0
    round: int = 0


AnyStep = Step | Rounds | Graph | Cut | Stopped
"""Tagged, so that they can be told apart when they come from another process."""


@dataclass(frozen=True)
class Trace:
    """The steps of one call of a visible check; ``steps`` is None where the call could not be followed.

    ``name`` is the definition of the task that was asked for; empty for any. ``result`` is the check's, with what was
    printed in the call. ``source`` is the learner's text, in whose lines the steps are told, ``cells`` its notebook's,
    and ``remarks`` what else is to be said of it.
    """

    task: Task
    name: str
    result: CheckResult
    call: str
    steps: tuple[AnyStep, ...] | None
    source: str
    cells: tuple[Cell, ...] = ()
    remarks: tuple[str, ...] = ()


def read_steps(answer: object, lines: int) -> tuple[AnyStep, ...]:
    """Read what a worker tells of a call; rows of another form, or about lines there are not, are dropped."""
    rows = answer if type(answer) is list else []
    read = (_step(row) for row in rows[:MOST_STEPS] if type(row) is list and row and type(row[0]) is str)
    return tuple(step for step in read if step is not None and _is_about(step, lines))


def _is_about(step: AnyStep, lines: int) -> bool:
    """Whether a step is about a text of so many lines."""
    return 0 < getattr(step, "line", 1) <= lines and 0 <= getattr(step, "loop", 0) <= lines


def _step(row: list[Any]) -> AnyStep | None:
    match row:
        case ["line" | "back" as kind, int(depth), int(line), list(changes), str(said), str(raised), bool(passed_on)]:
            changed = tuple(pair for item in changes[:MOST_CHANGES] if (pair := _change(item)))
            texts = said[:LONGEST_TEXT], raised[:LONGEST_TEXT]
            return Step(_depth(depth), line, changed, *texts, passed_on, kind == "back")
        case ["rounds", int(depth), int(line), int(left_out)]:
            return Rounds(_depth(depth), line, _count(left_out))
        case ["graph", int(depth), str(function)]:
            return Graph(_depth(depth), function[:LONGEST_TEXT])
        case ["cut", int(left_out)]:
            return Cut(_count(left_out))
        case ["stopped", int(line), int(loop), int(number)]:
            return Stopped(line, loop, _count(number))
    return None


def _change(item: object) -> tuple[str, str] | None:
    match item:
        case [str(name), str(form)] if type(item) is list:
            return name[:LONGEST_TEXT], form[:LONGEST_TEXT]
    return None


def _depth(depth: int) -> int:
    return min(max(depth, 0), DEEPEST)


def _count(number: int) -> int:
    return min(max(number, 0), _MOST_COUNTED)
