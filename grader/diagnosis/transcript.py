"""Transcripts: what passed between a check and an implementation, reduced to what can be kept and compared.

A transcript holds hidden inputs' answers, so it never leaves the grader; only the name of a cause found with it does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.forms import call_form
from grader.diagnosis.leaves import Leaf, leaves
from grader.outcome import Died, Effects, Raised, Returned, Unsendable
from grader.sandbox.remote import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.outcome import Event, Outcome

MOST_TRACES = 600
MOST_NUMBERS = 1 << 17
"""Numbers kept of all answers in one check: a megabyte; all failed checks of a submission are kept together."""
MOST_PRINTED = 4_000
"""Characters kept of what was printed in a check."""
NOT_KEPT = Leaf("", "not kept")


@dataclass(frozen=True)
class Trace:
    """One event, reduced.

    ``ending`` is how the call ended: ``returned``, an exception's name, a reason of death. ``leaves`` are the parts of
    the answer. ``besides`` holds the effects that matter: arguments changed, and those the check looked at. ``call``
    names the call and the forms of its arguments; ``sizes`` are the lengths of the axes of array arguments, ``weight``
    is how many numbers these hold. ``said`` is an exception's message, which tells apart what nothing else does. What
    is ``late`` came when the check had failed already.
    """

    request: str
    ending: str
    leaves: tuple[Leaf, ...] = ()
    besides: tuple[Any, ...] = ()
    call: str = ""
    sizes: frozenset[int] = frozenset()
    weight: int = 0
    said: str = ""
    late: bool = False


Transcript = tuple[Trace, ...]


def weight(of: Transcript) -> int:
    """Return how many numbers a check passed in its calls: its cost, as far as that can be told without a clock."""
    return len(of) + sum(trace.weight for trace in of)


def printed(events: Sequence[Event]) -> str:
    """Return the end of what was printed in the calls of a check."""
    pieces: list[str] = []
    for outcome in (event.outcome for event in reversed(events)):
        if not isinstance(outcome, Died):
            pieces.append(outcome.effects.output)
        if sum(map(len, pieces)) >= MOST_PRINTED:
            break
    return "".join(reversed(pieces))[-MOST_PRINTED:]


def changed_arguments(events: Iterable[Event]) -> frozenset[tuple[str, str]]:
    """Return the definitions called in a check, each with an argument that the call modified in place."""
    effects = ((event.request, getattr(event.outcome, "effects", None) or Effects()) for event in events)
    return frozenset((request, name) for request, effect in effects for name in effect.changed)


def transcript(events: Iterable[Event]) -> Transcript:
    """Reduce the events of one check; of very many numbers the first are kept."""
    traces, room = [], MOST_NUMBERS
    for event, _ in zip(events, range(MOST_TRACES), strict=False):
        trace = _trace(event)
        room -= sum(leaf.values.size for leaf in trace.leaves)
        traces.append(trace if room >= 0 else replace(trace, leaves=(NOT_KEPT,)))
    return tuple(traces)


def _trace(event: Event) -> Trace:
    ending, parts = _ended(event.outcome)
    arguments = (*event.args, *event.kwargs.values())
    return Trace(
        request=event.request,
        ending=ending,
        leaves=parts,
        besides=_besides(event),
        call=call_form(event.request, event.args, event.kwargs),
        sizes=frozenset(length for argument in arguments for length in _lengths(argument)),
        said=event.outcome.message if isinstance(event.outcome, Raised) else "",
        late=event.late,
        weight=sum(math.prod(_lengths(argument)) for argument in arguments),
    )


def _ended(outcome: Outcome) -> tuple[str, tuple[Leaf, ...]]:
    match outcome:
        case Returned(value=value):
            return "returned", leaves(value)
        case Raised(type=name):
            return f"raised {name}", ()
        case Unsendable():
            return "unsendable", ()
        case Died(reason=reason):
            return f"died: {reason}", ()


def _besides(event: Event) -> tuple[Any, ...]:
    """Return the effects to compare: what is changed always, the rest only where the check looked at it."""
    effects = getattr(event.outcome, "effects", None) or Effects()
    if not event.looked:
        return (effects.changed,)
    return effects.changed, effects.fp_errors, bool(effects.warnings), bool(effects.output)


def _lengths(argument: Any) -> tuple[int, ...]:
    if isinstance(argument, np.ndarray | Tensor):  # never by what it has: asking a Remote would call the worker
        return tuple(argument.shape)
    return (len(argument),) if isinstance(argument, list | tuple) else ()
