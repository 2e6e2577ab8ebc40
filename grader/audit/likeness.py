"""How the behaviour of two implementations in one check differs, if it does."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.audit.messages import Gap
from grader.diagnosis.agreement import same_trace
from grader.diagnosis.transcript import transcript
from grader.outcome import Outcome, Raised, Returned
from grader.sandbox.remote import Record, Remote, Tensor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.transcript import Trace
    from grader.outcome import Event


def gap(one: Sequence[Event], other: Sequence[Event]) -> Gap:
    """Compare what passed between a check and two implementations, from the first call to the end."""
    pairs = list(zip_longest(transcript(one), transcript(other)))
    differing = [pair for pair in pairs if not _same(*pair)]
    exact = len(one) == len(other) and all(map(_identical_events, one, other))
    if not differing:
        words = any(mine.said != yours.said for mine, yours in pairs if mine and yours)
        return Gap(exchanges=len(pairs), exact=exact, other_words=words)
    first = differing[0][0] or differing[0][1]
    assert first is not None
    return Gap(len(differing), len(pairs), first.call or first.request, exact)


def _same(one: Trace | None, other: Trace | None) -> bool:
    return one is not None and other is not None and same_trace(one, other)


def _identical_events(one: Event, other: Event) -> bool:
    return identical_outcomes(one.outcome, other.outcome)


def identical_outcomes(one: Outcome, other: Outcome) -> bool:
    """Return whether two outcomes are the same to the last bit, arguments changed included."""
    match one, other:
        case Returned(), Returned():
            return one.effects.changed == other.effects.changed and identical(one.value, other.value)
        case Raised(), Raised():
            return one.type == other.type
    return type(one) is type(other)


def identical(one: Any, other: Any) -> bool:
    """Return whether two values are equal to the last bit and of one type.

    Lists and tuples stand for each other, as do Python's numbers and NumPy's of the same width.
    """
    match _plain(one), _plain(other):
        case ((list() | tuple()), (list() | tuple())):
            return len(one) == len(other) and all(map(identical, one, other))
        case np.ndarray(), np.ndarray():
            return (one.shape, one.dtype) == (other.shape, other.dtype) and one.tobytes() == other.tobytes()
        case Tensor(), Tensor():
            return one.variable == other.variable and identical(one.array, other.array)
        case dict(), dict():
            return one.keys() == other.keys() and all(identical(value, other[key]) for key, value in one.items())
        case Record(), Record():
            return one.record == other.record and identical(one.fields, other.fields)
        case Remote(), Remote():
            return True  # what is behind it shows in the exchanges that ask for it
        case left, right:
            return type(left) is type(right) and (left == right or repr(left) == repr(right))


def _plain(value: Any) -> Any:
    wide = isinstance(value, np.float64 | np.int64 | np.bool_)
    return value.item() if wide else value
