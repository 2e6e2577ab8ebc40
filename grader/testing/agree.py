"""The ``agree`` fixture: submission and reference answer the same calls, and the answers are compared."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.outcome import Effects, Outcome, Raised, Returned
from grader.sandbox.outcomes import settle
from grader.testing.compare import Mismatch, Tolerance, difference
from grader.testing.properties import assert_vectorised, impurity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.testing.subject import Subject

Arguments = tuple[tuple[Any, ...], "Mapping[str, Any]"]


class Agree:
    """Call it with a name and arguments: both sides get the same, and must agree in every respect."""

    def __init__(self, submission: Subject, solution: Subject) -> None:
        self._submission = submission
        self._solution = solution

    def __call__(self, name: str, /, *args: Any, rtol: float = 1e-9, atol: float = 1e-12, **kwargs: Any) -> Any:
        """Require agreement of one call in type, shape, dtype, values and purity; return the value.

        Raises:
            Mismatch: they differ. CallFailed: the submission's call did not return.
        """
        return self._compared(name, [(args, kwargs)], Tolerance(rtol, atol))[0]

    def each(
        self, name: str, arguments: Sequence[tuple[Any, ...]], *, rtol: float = 1e-9, atol: float = 1e-12
    ) -> list[Any]:
        """Require agreement of many calls, made in one exchange; return the values."""
        return self._compared(name, [(args, {}) for args in arguments], Tolerance(rtol, atol))

    def vectorised(
        self, name: str, small: tuple[Any, ...], large: tuple[Any, ...], *, rtol: float = 1e-9, atol: float = 1e-12
    ) -> None:
        """Require agreement for few and for many examples, and no Python work per example.

        An answer without the work would need no loop either, so it has to be right; see ``assert_vectorised``.
        """
        self.each(name, [small, large], rtol=rtol, atol=atol)
        assert_vectorised(self._submission, name, small, large)

    def _compared(self, name: str, arguments: list[Arguments], tolerance: Tolerance) -> list[Any]:
        twins = [_twin(*one) for one in arguments]
        expected = [settle(outcome) for outcome in self._solution.outcomes(name, twins)]
        got = self._submission.outcomes(name, arguments)
        reference, values = self._solution.last, []
        for number, (one, value) in enumerate(zip(got, expected, strict=True)):
            try:
                values.append(_agreed(one, value, reference, tolerance, number if len(got) > 1 else None))
            except Exception:
                self._submission.disregard(len(got) - number - 1)
                raise
        return values


def _twin(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Arguments:
    """Copy the generators among arguments: one spawns a child whenever it is sent, and both sides must get the same."""
    copied = {name: _copied(value) for name, value in kwargs.items()}
    return tuple(_copied(value) for value in args), copied


def _copied(value: Any) -> Any:
    return copy.deepcopy(value) if isinstance(value, np.random.Generator) else value


def _agreed(outcome: Outcome, expected: Any, reference: Effects, tolerance: Tolerance, number: int | None) -> Any:
    value = settle(outcome)
    place = "the answer" if number is None else f"the answer to call {number + 1}"
    finding = difference(value, expected, tolerance, place=place)
    if finding is not None:
        raise Mismatch(finding)
    assert isinstance(outcome, Returned | Raised)
    if outcome.effects.changed and not reference.changed:
        raise Mismatch(impurity(outcome.effects.changed))
    return value
