"""What the probe that traces a call keeps while it runs: rows to tell, and the functions that are running.

Like ``tracing``, which says what a row is, this text runs beside a learner's code, in the worker of their own check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.sandbox.steps import Statement

Row = list[Any]
FIRST_ROWS, LAST_ROWS = 200, 20


class Rows:
    """Keeps the first rows and the last ones."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._cut = 0

    def add(self, row: Row) -> None:
        """Add a row; of too many one in the middle goes."""
        self.rows.append(row)
        if len(self.rows) > FIRST_ROWS + LAST_ROWS:
            del self.rows[FIRST_ROWS]
            self._cut += 1

    def told(self) -> list[Row]:
        """Return the rows, and how many are left out."""
        cut = [["cut", self._cut]] if self._cut else []
        return [*self.rows[:FIRST_ROWS], *cut, *self.rows[FIRST_ROWS:]]


class Hold(Rows):
    """The rows of the latest round of a loop that has gone round too often to be shown."""

    def __init__(self, activation: Activation, head: int) -> None:
        super().__init__()
        self.activation = activation
        self.head = head
        self.rounds = 0


class Activation:
    """One function that runs: what its names held last, the row of its current line, the rounds of its loops."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.seen: dict[str, tuple[int, str]] = {}
        self.statement: Statement | None = None
        self.row: Row = []
        self.rounds: dict[int, int] = {}
        self.raising = False
        self.has_called = False
        """Whether its line has called functions of the file: what comes of it is told below their rows."""

    def loops(self) -> list[tuple[int, int]]:
        """Return rounds and line of each loop it is in; 0 rounds of one in a line that holds nothing else."""
        if self.statement is None:
            return []
        own = (self.statement.line,) if self.statement.is_loop else ()
        return [(self.rounds.get(head, 0), head) for head in (*self.statement.loops, *own)]
