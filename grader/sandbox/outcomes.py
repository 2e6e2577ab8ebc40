"""Read a worker's answers into outcomes, trusting nothing about their form."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

from grader.model import (
    Death,
    Died,
    Effects,
    FloatingPoint,
    Frame,
    Outcome,
    Raised,
    Returned,
    Unsendable,
)
from grader.sandbox.wire import WireError

if TYPE_CHECKING:
    from grader.sandbox.link import Exit

_NO_EFFECTS = Effects()


class CallFailed(Exception):
    """A call into an implementation did not return; ``outcome`` says what happened instead."""

    def __init__(self, outcome: Raised | Unsendable | Died) -> None:
        super().__init__(describe(outcome))
        self.outcome = outcome


def settle(outcome: Outcome) -> Any:
    """Return the value of a call that returned; raise CallFailed for any other outcome."""
    if isinstance(outcome, Returned):
        return outcome.value
    raise CallFailed(outcome)


def describe(outcome: Raised | Unsendable | Died) -> str:
    """Say in one line what happened, for instructors and public checks."""
    match outcome:
        case Raised():
            return f"{outcome.type}: {outcome.message}"
        case Unsendable():
            return f"the answer cannot be sent: {outcome.reason}"
        case Died():
            return f"the process died ({outcome.reason}{': ' + outcome.detail if outcome.detail else ''})"


def read_outcome(answer: object) -> Outcome:
    """Turn one decoded answer into an outcome; raises WireError when it has not the agreed form."""
    match answer:
        case ["returned", value, effects]:
            return Returned(value, _effects(effects))
        case ["raised", str(kind), str(message), list(bases), list(frames), str(innermost), effects]:
            return Raised(kind, message, _names(bases), _frames(frames), innermost[:200], _effects(effects))
        case ["unsendable", str(reason), effects]:
            return Unsendable(reason, _effects(effects))
    raise WireError("an answer of an unknown form")


def death(end: Exit | None, *, cpu_used_up: bool) -> Died:
    """Name the reason of a worker's end."""
    if cpu_used_up:
        return Died(Death.CPU)
    if end is None:
        return Died(Death.EXITED)
    if end.reason is not None:
        return Died(Death(end.reason))
    if end.status >= 0:
        return Died(Death.EXITED, f"exit status {end.status}")
    number = -end.status
    return Died(Death.SIGNAL, signal.Signals(number).name if number in signal.valid_signals() else f"signal {number}")


def _effects(fields: object) -> Effects:
    match fields:
        case None:
            return _NO_EFFECTS
        case [list(fp), list(warnings), list(changed), str(output), int() | None as events]:
            signalled = FloatingPoint(over="over" in fp, divide="divide" in fp, invalid="invalid" in fp)
            names = tuple(f"argument {name + 1}" if type(name) is int else str(name)[:100] for name in changed[:20])
            return Effects(signalled, _names(warnings), names, output[:20_000], events)
    raise WireError("effects of an unknown form")


def _frames(frames: list[Any]) -> tuple[Frame, ...]:
    return tuple(Frame(line, function[:200]) for line, function in map(_frame, frames[-10:]))


def _frame(frame: object) -> tuple[int, str]:
    match frame:
        case [int(line), str(function)]:
            return line, function
    raise WireError("a frame of an unknown form")


def _names(names: list[Any]) -> tuple[str, ...]:
    if not all(type(name) is str for name in names):
        raise WireError("names were expected")
    return tuple(name[:500] for name in names[:50])
