"""Trials: what the checks of a suite say of one implementation, and how it behaves beside another."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from grader.audit.likeness import gap
from grader.audit.messages import NO_GAP, Seen
from grader.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from grader.audit.bench import TrialBench
    from grader.audit.messages import Trial
    from grader.grading.runner import Attempt, Suite
    from grader.model import Implementation
    from grader.outcome import Event
    from grader.testing.material import Material

_LONGEST_SAID = 300


class Trying:
    """A collected suite on a bench, ready for trials; what the reference does is kept."""

    def __init__(self, suite: Suite, bench: TrialBench, material: Material) -> None:
        self.suite = suite
        self.bench = bench
        self.material = material
        self._check_cpu_s = material.exercise.limits.check_cpu_s
        self._kept: dict[tuple[int, str], Sequence[Event]] = {}

    def seen(self, trial: Trial) -> tuple[Seen, ...]:
        """Run a trial and return what was seen of each check, as far as it came."""
        found: list[Seen] = []
        beside = {} if trial.beside is None else self._events_beside(trial, trial.beside)
        with closing(self._attempts(trial)) as attempts:
            for attempt in attempts:
                self._keep(trial, attempt)
                caught = trial.fail_fast and not attempt.passed
                found.append(_seen(attempt, None if caught else beside.get(attempt.result.check.id)))
                if caught:
                    break
        return tuple(found)

    def reference_events(self, checks: Sequence[str], key: int = 0) -> dict[str, Sequence[Event]]:
        """Return what passes between the reference and each check, drawn with a key."""
        reference = self.material.reference
        assert reference is not None
        unknown = [check for check in checks if (key, check) not in self._kept]
        if unknown:
            self.bench.prepare(key, self._check_cpu_s)
            for attempt in self.suite.attempts(reference, unknown):
                self._kept[key, attempt.result.check.id] = attempt.events
        return {check: self._kept[key, check] for check in checks}

    def _keep(self, trial: Trial, attempt: Attempt) -> None:
        """Keep what the reference does in a trial of its own with the first key: others are held beside it."""
        if trial.key == 0 and not trial.handed_in and trial.source == self.material.reference_text:
            self._kept[trial.key, attempt.result.check.id] = attempt.events

    def _events_beside(self, trial: Trial, text: str) -> dict[str, Sequence[Event]]:
        if text == self.material.reference_text:
            return self.reference_events(trial.checks, trial.key)
        self._prepare(trial)
        other = self.material.trusted("beside", text)
        return {attempt.result.check.id: attempt.events for attempt in self.suite.attempts(other, trial.checks)}

    def _attempts(self, trial: Trial) -> Generator[Attempt]:
        """Attempt the checks of a trial; what fails in a used worker begins again in a virgin one, and that counts."""
        self._prepare(trial)
        implementation, waiting = self._implementation(trial), list(trial.checks)
        while waiting:
            # Closed before the next begins: its end clears the bench.
            with closing(self.suite.attempts(implementation, tuple(waiting))) as run:
                for number, attempt in enumerate(run):
                    if number and _doubtful(attempt) and not trial.strict:
                        break
                    del waiting[0]
                    yield attempt

    def _prepare(self, trial: Trial) -> None:
        self.bench.prepare(trial.key, min(trial.limit_s or self._check_cpu_s, self._check_cpu_s))

    def _implementation(self, trial: Trial) -> Implementation:
        if trial.handed_in:
            return self.material.implementation(trial.name, trial.source)[0]
        return self.material.trusted(trial.name, trial.source)


def _doubtful(attempt: Attempt) -> bool:
    """Whether a virgin worker might show something else."""
    return attempt.result.verdict not in (Verdict.PASSED, Verdict.MISSING)


def _seen(attempt: Attempt, beside: Sequence[Event] | None) -> Seen:
    result = attempt.result
    said = f"{result.finding.text} {result.finding.detail}".strip()[:_LONGEST_SAID]
    apart = NO_GAP if beside is None else gap(attempt.events, beside)
    return Seen(result.check.id, result.verdict, said, result.cpu_s, apart)
