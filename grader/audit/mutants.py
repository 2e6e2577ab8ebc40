"""Certifying a suite by mutants: small changes of the reference, each of which a check of its task has to catch."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.audit.findings import TASK_SHARE, WEEK_SHARE, Defect, Survivor, share
from grader.audit.messages import Trial
from grader.audit.mutation import mutants, unified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.audit.laboratory import Laboratory, Seens
    from grader.audit.mutation import Mutant
    from grader.audit.subject import Audited

LEAST_LIMIT_S = 0.5
"""CPU seconds that a mutant has for a check at least."""
SLOWNESS = 10
"""How many times the reference's CPU seconds a mutant has for a check; what takes longer counts as killed."""


class Mutants:
    """The mutants of an exercise, their trials, and what they show."""

    def __init__(self, audited: Audited, laboratory: Laboratory) -> None:
        self.all = mutants(audited.exercise, audited.solution)
        self.by_id = {mutant.id: mutant for mutant in self.all}
        self.survivors: dict[str, list[Survivor]] = {}
        """By task."""
        self._audited = audited
        self._laboratory = laboratory
        self._kills: Counter[str] = Counter()
        """By check: what has killed most is asked first."""

    def examine(self, cpu_s: Mapping[str, float], step: Callable[[object], None]) -> None:
        """Try all mutants, and show those that survive beside the reference, whose CPU seconds by check are given."""
        alive: dict[str, Seens] = {}
        for trial, seen in self._laboratory.results(self._trials(cpu_s)):
            step(trial)
            killers = [check for check, one in seen.items() if not one.passed]
            self._kills.update(killers)
            if not killers:
                alive[trial.name] = seen
        self.survivors = {task.id: [] for task in self._audited.exercise.tasks}
        for mutant in sorted(map(self.by_id.__getitem__, alive), key=lambda one: (one.line, one.id)):
            self.survivors[mutant.task].append(self._survivor(mutant, alive[mutant.id]))

    def defects(self, accepted: Mapping[str, tuple[str, ...]]) -> Iterator[Defect]:
        """Yield the tasks, and the week, that let too many mutants live; ``accepted`` ones, by task, do not count."""
        killed = counted = 0
        for task in self._audited.exercise.tasks:
            of_task = self.count(task.id) - len(accepted[task.id])
            dead = self.count(task.id) - len(self.survivors[task.id])
            killed, counted = killed + dead, counted + of_task
            if share(dead, of_task) < TASK_SHARE:
                yield self._too_few(f"{task.id} ({', '.join(task.names)})", dead, of_task, TASK_SHARE)
        if share(killed, counted) < WEEK_SHARE:
            yield self._too_few("the week", killed, counted, WEEK_SHARE)

    def count(self, task: str) -> int:
        """Return how many mutants a task has."""
        return sum(mutant.task == task for mutant in self.all)

    def _too_few(self, what: str, killed: int, counted: int, least: float) -> Defect:
        message = (
            f"{killed} of {counted} mutants of {what} are killed, {killed / counted:.1%}; {least:.0%} are asked for"
        )
        return Defect(self._audited.place("test_hidden.py"), message, "Add checks that see what the survivors change.")

    def _trials(self, cpu_s: Mapping[str, float]) -> Iterator[Trial]:
        for mutant in self.all:
            checks = sorted(self._audited.checks_of(mutant.task), key=lambda check: (-self._kills[check], check))
            limit = max([LEAST_LIMIT_S, *(SLOWNESS * cpu_s.get(check, 0.0) for check in checks)])
            reference = self._audited.solution
            yield Trial(mutant.id, mutant.source, tuple(checks), beside=reference, limit_s=limit, fail_fast=True)

    def _survivor(self, mutant: Mutant, seen: Seens) -> Survivor:
        closest = max(seen.values(), key=lambda one: one.gap.width)
        diff = unified(self._audited.solution, mutant)
        known = (closest.check, str(closest.gap)) if closest.gap.width else ("", "")
        return Survivor(mutant.id, mutant.operator, mutant.change, mutant.line, diff, *known)
