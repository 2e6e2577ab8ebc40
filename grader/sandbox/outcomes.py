"""Read a worker's answers into outcomes, trusting nothing about their form."""

from __future__ import annotations

import signal
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.outcome import Death, Died, Effects, FloatingPoint, Frame, Outcome, Raised, Returned, Unsendable
from grader.sandbox.wire import WireError

if TYPE_CHECKING:
    from grader.sandbox.link import Exit

_NO_EFFECTS = Effects()
_AUTOGRAPH = "in user code:\n"
"""How TensorFlow begins the message of what was raised inside a ``tf.function``."""


MAX_COUNT = 1 << 62
"""No line and no count of lines is larger; a larger number may not even be printed."""


class LoadError(NamedTuple):
    """A statement that raised while a module was loaded: ``type`` is the exception's name."""

    file: str
    line: int
    type: str
    message: str


class CallFailed(Exception):
    """A call into an implementation did not return; ``outcome`` says what happened instead.

    ``wanted`` names the exception that the check asks for, if it asks for one.
    """

    def __init__(self, outcome: Raised | Unsendable | Died, wanted: str = "") -> None:
        super().__init__(describe(outcome))
        self.outcome = outcome
        self.wanted = wanted


def settle(outcome: Outcome) -> Any:
    """Return the value of a call that returned; raise CallFailed for any other outcome."""
    if isinstance(outcome, Returned):
        return outcome.value
    raise CallFailed(outcome)


def describe(outcome: Raised | Unsendable | Died) -> str:
    """Say in one line what happened, for instructors and public checks."""
    match outcome:
        case Raised(message=message) if message.startswith(_AUTOGRAPH):
            # Tells the lines that led to it, in files of AutoGraph's own making too; the error itself comes last.
            return message.strip().rpartition("\n\n")[2].strip()
        case Raised():
            return f"{outcome.type}: {outcome.message}"
        case Unsendable():
            return f"the answer cannot be sent: {outcome.reason}"
        case Died():
            return f"the process died ({outcome.reason}{': ' + outcome.detail if outcome.detail else ''})"


def read_outcome(answer: object) -> Outcome:
    """Turn one decoded answer into an outcome; raises WireError when it has not the agreed form."""
    match tagged(answer):
        case ["returned", value, effects]:
            return Returned(value, _effects(effects))
        case ["raised", str(kind), str(message), list(bases), list(frames), str(innermost), effects]:
            effects_read = _effects(effects)
            return Raised(kind[:200], message[:2000], _names(bases), _frames(frames), innermost[:200], effects_read)
        case ["unsendable", str(reason), effects]:
            return Unsendable(reason[:500], _effects(effects))
    raise WireError("an answer of an unknown form")


def tagged(message: object) -> list[Any]:
    """Return a list that begins with a name, so that matching it compares text with text and runs nothing else.

    Raises:
        WireError: it is anything else, such as a list with an array in front.
    """
    if type(message) is list and message and type(message[0]) is str:
        return message
    raise WireError("a message of an unknown form")


def read_load_errors(answer: object) -> list[LoadError]:
    """Turn the answer to loading into the statements that raised; what has not that form is no testimony."""
    found = map(_load_error, answer if type(answer) is list else [])
    return list(islice((error for error in found if error), 50))


def _load_error(error: object) -> LoadError | None:
    match error:
        case [str(file), int(line), str(kind), str(message)] if 0 <= line < MAX_COUNT:
            return LoadError(file[:200], line, kind[:200], message[:500])
    return None


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
        case [list(fp), list(warnings), list(changed), str(output), events]:
            kinds = _names(fp)
            signalled = FloatingPoint(over="over" in kinds, divide="divide" in kinds, invalid="invalid" in kinds)
            executed = min(max(events, 0), MAX_COUNT) if type(events) is int else None
            return Effects(signalled, _names(warnings), _arguments(changed), output[:20_000], executed)
    raise WireError("effects of an unknown form")


def _frames(frames: list[Any]) -> tuple[Frame, ...]:
    return tuple(Frame(line, function[:200]) for line, function in map(_frame, frames[-10:]))


def _frame(frame: object) -> tuple[int, str]:
    match frame:
        case [line, str(function)]:
            return _count(line), function
    raise WireError("a frame of an unknown form")


def _arguments(changed: list[Any]) -> tuple[str, ...]:
    """Return names of arguments; one without a name is known by its number."""
    names = [f"argument {_count(name) + 1}" if type(name) is int else name for name in changed[:20]]
    return tuple(name[:100] for name in _names(names))


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value < MAX_COUNT:
        raise WireError("a count was expected")
    return value


def _names(names: list[Any]) -> tuple[str, ...]:
    if not all(type(name) is str for name in names):
        raise WireError("names were expected")
    return tuple(name[:500] for name in names[:50])
