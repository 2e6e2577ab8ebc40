"""Drills: a mutant and the reference held against each other, call by call, on a thousand inputs."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import count, islice
from typing import TYPE_CHECKING

from grader.audit.inputs import Inputs, examples
from grader.audit.likeness import gap
from grader.audit.messages import Drilled, Trial
from grader.outcome import Event, Returned
from grader.sandbox.remote import Remote
from grader.sandbox.session import Call, Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.audit.inputs import Example
    from grader.audit.messages import Drill
    from grader.audit.trying import Trying

_BATCH = 10
_FIRST_KEYS = 5
"""Keys under which the checks themselves are run before inputs are made; where none can be, more of them follow."""
_TRIES = 4
"""For each input wanted, so many are made at most: those on which the reference raises do not count."""
SEED = 20_011


def drilled(drill: Drill, trying: Trying) -> Drilled:
    """Compare a mutant with the reference until they differ, the inputs are enough or the processor time is used up."""
    return _Drill(drill, trying).run()


class _Drill:
    """One drill under way; ``_inputs`` counts the calls on which the two agreed."""

    def __init__(self, drill: Drill, trying: Trying) -> None:
        self._drill = drill
        self._trying = trying
        self._inputs = 0
        self._ends = time.process_time() + drill.cpu_s
        self._spent = 0.0

    def run(self) -> Drilled:
        found = self._by_checks(range(_FIRST_KEYS)) or self._by_inputs() or self._by_checks(count(_FIRST_KEYS))
        return Drilled(self._inputs, found)

    def _done(self) -> bool:
        over = time.process_time() + self._spent >= self._ends
        return over or self._inputs >= self._drill.inputs

    def _by_checks(self, keys: Sequence[int] | Iterator[int]) -> str:
        """Run the checks under several keys; return how the two differ, if they do."""
        for key in keys:
            if self._done():
                return ""
            trial = Trial(self._drill.name, self._drill.source, self._drill.checks, key, fail_fast=True)
            trial = replace(trial, beside=self._trying.material.reference_text)
            for seen in self._trying.seen(trial):
                self._spent += 2 * seen.cpu_s
                if not seen.passed or seen.gap.differing:
                    said = str(seen.gap) if seen.gap.differing else seen.said
                    return f"{seen.check} with key {key}: {said}"
                self._inputs += seen.gap.exchanges
        return ""

    def _by_inputs(self) -> str:
        """Make calls whose arguments are made of the recorded ones; return how the two differ, if they do."""
        events = self._trying.reference_events(self._drill.checks)
        recorded = examples([one for part in events.values() for one in part], self._drill.names)
        made = islice(Inputs(recorded, SEED).fresh(), _TRIES * self._drill.inputs)
        one, other = self._sessions()
        try:
            while not self._done():
                calls = list(islice(made, _BATCH))
                if not calls:
                    return ""
                found = self._compared(calls, one, other)
                if found:
                    return found
            return ""
        finally:
            one.close()
            other.close()

    def _sessions(self) -> tuple[Session, Session]:
        bench, material = self._trying.bench, self._trying.material
        limits = replace(material.exercise.limits, check_cpu_s=self._drill.cpu_s, submission_cpu_s=self._drill.cpu_s)
        texts = self._drill.source, material.reference_text or ""
        one, other = (Session(bench.launcher, material.trusted("drill", text), limits) for text in texts)
        return one, other

    def _compared(self, calls: Sequence[Example], one: Session, other: Session) -> str:
        traces = []
        for session in (one, other):
            session.begin(lambda number: number.to_bytes(16, "big"))
            outcomes = session.outcomes([Call(call.name, call.args, call.kwargs) for call in calls])
            traces.append(
                [Event(call.name, end, call.args, call.kwargs) for call, end in zip(calls, outcomes, strict=True)]
            )
            self._spent += session.check_cpu_s
        apart = gap(*traces)
        if apart.differing:
            return f"on inputs made of those that checks use: {apart}"
        self._inputs += sum(_tells(event) for event in traces[1])
        return ""


def _tells(event: Event) -> bool:
    """Return whether agreement on a call says something: an object that stays in the worker shows nothing."""
    return isinstance(event.outcome, Returned) and not isinstance(event.outcome.value, Remote)
