"""How the reference and the known mistakes behave in each check: found out when it is asked, once per suite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.diagnosis.transcript import Transcript, transcript

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.grading.runner import Suite
    from grader.model import Implementation, Mistake
    from grader.testing.material import Material


@dataclass(frozen=True)
class Behaviour:
    """What became of one check, and what passed on the way."""

    passed: bool
    transcript: Transcript


class Behaviours:
    """The behaviour of trusted implementations in a suite's checks, kept for a whole class."""

    def __init__(self, suite: Suite, material: Material, mistakes: Sequence[Mistake]) -> None:
        assert material.reference is not None
        self._suite = suite
        self._material = material
        self._reference = material.reference
        self._mistakes = mistakes
        self._known: dict[tuple[str, str], Behaviour] = {}

    @property
    def reference_text(self) -> str:
        """The text of the solution."""
        return self._reference.parts[-1].text

    def mistakes(self, task: str) -> tuple[Mistake, ...]:
        """Return the known mistakes of a task."""
        return tuple(each for each in self._mistakes if each.task == task)

    def of_reference(self, checks: Iterable[str]) -> Mapping[str, Behaviour]:
        """Return what the reference does in checks."""
        return self._of(self._reference, checks)

    def of_mistake(self, mistake: Mistake, checks: Iterable[str]) -> Mapping[str, Behaviour]:
        """Return what a known mistake does in checks."""
        return self._of(self._material.trusted(mistake.name, mistake.source), checks)

    def _of(self, implementation: Implementation, checks: Iterable[str]) -> Mapping[str, Behaviour]:
        wanted, name = list(checks), implementation.name
        unknown = [check for check in wanted if (name, check) not in self._known]
        if unknown:
            for attempt in self._suite.attempts(implementation, unknown):
                behaviour = Behaviour(attempt.passed, transcript(attempt.events))
                self._known[name, attempt.result.check.id] = behaviour
        return {check: self._known[name, check] for check in wanted}
