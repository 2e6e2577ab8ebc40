"""The steps of one call, line by line: which names each line of the author's own file set, and to what form.

This text is sent as a probe to the worker of a learner's own check, and to no other: the workers that grade do not
hold it. What it tells is the worker's testimony. A row is a list of plain values that begins with its kind:

    ["line", depth, line, [[name, form], …], returned, raised, passed on]
    ["back", depth, line, …]       the same of a line that has called functions of the file, whose rows stand between
    ["rounds", depth, line of the loop, rounds left out]
    ["graph", depth, function]     a function of which TensorFlow builds a graph: its lines do not run as they stand
    ["cut", rows left out]
    ["stopped", line, loop, round] the call went on for too long, and was ended there; outside of a loop these are 0
"""

from __future__ import annotations

import linecache
import signal
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grader.sandbox.rows import Activation, Hold, Row, Rows
from grader.sandbox.steps import LONGEST_TEXT, Statement, assigned, described, statements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, ModuleType

ROUNDS_SHOWN = 2
MOST_EVENTS = 300_000
MOST_CHANGES = 12
_ALARM_FACTOR = 1.5
"""When alarms ring, in parts of the time a call has: one that comes to further lines is stopped at a line, before."""
_WALL_FACTOR = 5
"""Wall seconds a call may take for each second of processor time: it may sleep, or wait."""


class Enough(BaseException):
    """Ends a call that goes on for too long; no ``except Exception`` of the author's stops it."""


def trace(module: ModuleType, seconds: float, target: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Call a name of the module, or an object of it, and note its steps; return or raise what it does."""
    owner = getattr(module, target) if type(target) is str else target
    tracer = _Tracer(str(module.__file__), seconds)
    _KEPT[:] = [tracer]
    try:
        with _alarms(tracer, seconds):
            sys.settrace(tracer.called)
            return owner(*args, **kwargs)
    except Enough:
        return None
    finally:
        sys.settrace(None)


def told(module: ModuleType, /) -> list[Row]:  # noqa: ARG001 – a probe gets the module
    """Return the rows of the last call that was traced."""
    return _KEPT[0].told() if _KEPT else []


@contextmanager
def _alarms(tracer: _Tracer, seconds: float) -> Iterator[None]:
    """Stop a call that comes to no next line: it sleeps, or goes round inside of one statement."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    timers = (signal.ITIMER_PROF, signal.SIGPROF, 1), (signal.ITIMER_REAL, signal.SIGALRM, _WALL_FACTOR)
    for timer, number, times in timers:
        signal.signal(number, lambda *_: tracer.stop())
        signal.setitimer(timer, _ALARM_FACTOR * times * seconds)
    try:
        yield
    finally:
        for timer, number, _ in timers:
            signal.setitimer(timer, 0)
            signal.signal(number, signal.SIG_DFL)


class _Tracer:
    """Follows the functions of one file; called by Python at each of their lines."""

    def __init__(self, own: str, seconds: float) -> None:
        self._own = own
        self._statements, self._heads = statements("".join(linecache.getlines(own)))
        self._rows = Rows()
        self._holds: list[Hold] = []
        self._stack: list[Activation] = []
        self._events = 0
        self._deadline = time.process_time() + seconds
        self._graphs: set[str] = set()
        self._stopped: Row = []

    def told(self) -> list[Row]:
        while self._holds:
            self._release(self._holds.pop(), with_rows=True)
        return [*self._rows.told(), *([self._stopped] if self._stopped else [])]

    def stop(self) -> None:
        """End the call, and note where it was."""
        sys.settrace(None)
        if not self._stopped and self._stack:
            loops = [pair for activation in self._stack for pair in activation.loops()]
            rounds, loop = max(loops, default=(0, 0))  # it hangs in the loop that has gone round most often
            self._stopped = ["stopped", self._stack[-1].row[2], loop, rounds]
        raise Enough

    def called(self, frame: FrameType, _event: str, _argument: object) -> Any:
        code = frame.f_code
        if code.co_filename != self._own:
            if "__autograph_generated" in code.co_filename and code.co_name.startswith("tf__"):
                self._graph(code.co_name.removeprefix("tf__"))
            return None
        if code.co_name.startswith("<"):
            return None
        activation = Activation(len(self._stack))
        if self._stack:
            self._stack[-1].has_called = True
        self._stack.append(activation)
        activation.row = self._line(activation, self._heads.get(code.co_firstlineno, code.co_firstlineno))
        self._close(activation, frame)

        def follow(frame: FrameType, event: str, argument: Any) -> Any:
            self._event(activation, frame, event, argument)
            return follow

        return follow

    def _event(self, activation: Activation, frame: FrameType, event: str, argument: Any) -> None:
        self._count()
        if event == "line":
            self._at_line(activation, frame)
        elif event == "exception":
            activation.raising = True
            row = self._row_below(activation)
            row[5], row[6] = _error(argument), self._is_passed_on(argument[2])
        elif event == "return":
            self._close(activation, frame)
            if not activation.raising:
                self._row_below(activation)[4] = described(argument)
            self._leave(activation, None)
            del self._stack[activation.depth :]

    def _count(self) -> None:
        self._events += 1
        if self._events > MOST_EVENTS or time.process_time() > self._deadline:
            self.stop()

    def _at_line(self, activation: Activation, frame: FrameType) -> None:
        activation.raising = False
        before, line = activation.statement, frame.f_lineno
        statement = self._statements.get(line) or _unknown(line, before)
        if before is not None and statement.line == before.line:  # another line of the same statement
            if line in statement.loops:  # or another round of a loop in one line
                activation.rounds[line] = activation.rounds.get(line, 1) + 1
            return
        self._close(activation, frame)
        self._leave(activation, statement)
        self._go_round(activation, before, statement)
        activation.statement = statement
        activation.row = self._line(activation, statement.line)

    def _go_round(self, activation: Activation, before: Statement | None, statement: Statement) -> None:
        """Count the rounds of loops; from the third on, what happens is held back."""
        head, rounds = statement.line, activation.rounds
        if before is not None and before.is_loop and self._is_held(activation, before.line):
            self._holds[-1].rounds += before.line in statement.loops
        if statement.is_loop:
            again = before is not None and head in before.loops
            rounds[head] = rounds.get(head, 0) + 1 if again else 1
            if rounds[head] > ROUNDS_SHOWN and not self._is_held(activation, head):
                self._holds.append(Hold(activation, head))
            elif self._is_held(activation, head):
                self._holds[-1].rows.clear()

    def _is_held(self, activation: Activation, head: int) -> bool:
        return bool(self._holds) and self._holds[-1].activation is activation and self._holds[-1].head == head

    def _leave(self, activation: Activation, statement: Statement | None) -> None:
        """End what is held back for loops that the function has left; an exception shows its last round."""
        inside = () if statement is None else (*statement.loops, statement.line)
        while self._holds and self._holds[-1].activation.depth >= activation.depth:
            if self._holds[-1].activation is activation and self._holds[-1].head in inside:
                break
            self._release(self._holds.pop(), with_rows=statement is None and activation.raising)

    def _release(self, hold: Hold, *, with_rows: bool) -> None:
        left_out = hold.rounds - 1 if with_rows else hold.rounds
        if left_out > 0:
            self._sink().add(["rounds", hold.activation.depth, hold.head, left_out])
        for row in hold.told() if with_rows else ():
            self._sink().add(row)

    def _sink(self) -> Rows:
        return self._holds[-1] if self._holds else self._rows

    def _line(self, activation: Activation, line: int) -> Row:
        row: Row = ["line", activation.depth, line, [], "", "", False]
        activation.has_called = False
        self._sink().add(row)
        return row

    def _row_below(self, activation: Activation) -> Row:
        """Return the row for what came of the current line: below those of the functions it has called."""
        if activation.has_called:
            line = activation.row[2]
            activation.row = self._line(activation, line)
            activation.row[0] = "back"
        return activation.row

    def _close(self, activation: Activation, frame: FrameType) -> None:
        """Note on the current row what its line has set: what it assigns to, and what is another object since."""
        values = dict(frame.f_locals)
        forms = {name: (id(value), described(value)) for name, value in values.items()}
        changed = dict(assigned(activation.statement, values))
        for name, (identity, form) in forms.items():
            if activation.seen.get(name) != (identity, form):
                changed.setdefault(name, form)
        activation.seen = forms
        if changed:
            noted = self._row_below(activation)[3]  # not empty for a head: the arguments
            noted += [[name, form] for name, form in changed.items()][: MOST_CHANGES - len(noted)]

    def _graph(self, name: str) -> None:
        if name not in self._graphs and len(self._graphs) < MOST_CHANGES:
            self._graphs.add(name)
            self._sink().add(["graph", len(self._stack), name[:LONGEST_TEXT]])

    def _is_passed_on(self, traceback: Any) -> bool:
        """Whether an exception comes from another function of the file."""
        inner = traceback.tb_next
        while inner is not None and inner.tb_frame.f_code.co_filename != self._own:
            inner = inner.tb_next
        return inner is not None


_KEPT: list[_Tracer] = []


def _error(argument: Any) -> str:
    try:
        return f"{argument[0].__name__}: {argument[1]}"[: 2 * LONGEST_TEXT]
    except Exception:  # noqa: BLE001 – its own __str__ may raise
        return str(argument[0].__name__)


def _unknown(line: int, before: Statement | None) -> Statement:
    """Return a statement for a line that begins none, such as ``except ValueError:``."""
    return Statement(line, before.loops if before else (), is_loop=False, targets=())
