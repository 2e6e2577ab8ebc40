"""The laboratory: carries out trials in processes, or finds in the cache what they would show."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.audit.cache import engine_digest
from grader.audit.messages import Drill, Drilled, Request, Seen, Trial
from grader.grading.provenance import environment
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.audit.cache import Cache
    from grader.audit.pool import Pool
    from grader.audit.reach import Reach
    from grader.model import Exercise

Seens = dict[str, Seen]
"""Check id → what was seen of it."""


class Laboratory:
    """Trials of one exercise's suite; each check's outcome is found again by what the check reaches."""

    def __init__(self, exercise: Exercise, reach: Reach, pool: Pool, cache: Cache) -> None:
        self._slug = exercise.slug
        self._reach = reach
        self._pool = pool
        self._cache = cache
        self._engine = f"{engine_digest()} {environment(exercise.framework)} {exercise.limits}"

    def prepare(self, trials: Iterable[Trial]) -> None:
        """Let the processes start if any of these trials has to be made, so that they are ready when it is."""
        if any(self._rest(trial, self._found(trial)) for trial in trials):
            self._pool.start()

    def results(self, trials: Iterable[Trial]) -> Iterator[tuple[Trial, Seens]]:
        """Yield each trial with what was seen, in any order; trials are taken as they can be carried out."""
        known: deque[tuple[Trial, Seens]] = deque()

        def waiting() -> Iterator[tuple[tuple[Trial, Seens], Request]]:
            for trial in trials:
                found = self._found(trial)
                rest = self._rest(trial, found)
                if rest:
                    yield (trial, found), Request(trial=replace(trial, checks=rest))
                else:
                    known.append((trial, found))

        for (trial, found), answer in self._pool.answers(waiting()):
            while known:
                yield known.popleft()
            yield trial, found | self._kept(trial, answer.seen)
        yield from known

    def drills(self, drills: Iterable[Drill]) -> Iterator[tuple[Drill, Drilled]]:
        """Yield each drill with what it has shown."""
        known: list[tuple[Drill, Drilled]] = []

        def waiting() -> Iterator[tuple[Drill, Request]]:
            for drill in drills:
                found = self._cache.drilled(self._drill_key(drill))
                if found is None:
                    yield drill, Request(drill=drill)
                else:
                    known.append((drill, found))

        for drill, answer in self._pool.answers(waiting()):
            assert answer.drilled is not None
            self._cache.keep(self._drill_key(drill), answer.drilled)
            yield drill, answer.drilled
        yield from known

    def _found(self, trial: Trial) -> Seens:
        found = {check: self._cache.seen(self._key(trial, check)) for check in trial.checks}
        return {check: seen for check, seen in found.items() if seen is not None}

    def _rest(self, trial: Trial, found: Seens) -> tuple[str, ...]:
        """Return the checks that are still to be run, in front the one that ended such a trial the last time."""
        if trial.fail_fast and any(not seen.passed for seen in found.values()):
            return ()
        first = self._cache.killer(trial.name) if trial.fail_fast else ""
        rest = (check for check in trial.checks if check not in found)
        return tuple(sorted(rest, key=lambda check: check != first) if first else rest)

    def _kept(self, trial: Trial, seen: Iterable[Seen]) -> Seens:
        found = {one.check: one for one in seen}
        if trial.fail_fast and found and not [*found.values()][-1].passed:
            self._cache.keep_killer(trial.name, [*found][-1])
        for check, one in found.items():
            self._cache.keep(self._key(trial, check), one)
            if trial.strict and one.passed:  # what passes in any company passes for whoever is no different
                self._cache.keep(self._key(replace(trial, strict=False), check), one)
        return found

    def _key(self, trial: Trial, check: str) -> str:
        """Return a digest of what a check's outcome depends on; in a strict trial that is all it is in company with."""
        parts = [self._engine, self._slug, check, str(trial.key), str(trial.handed_in)]
        if trial.strict:
            parts += [self._reach.whole_suite, digest(trial.source.encode()), *trial.checks]
        else:
            parts += [self._reach.of_suite(check), self._reach.of_module(check, trial.source)]
        if trial.beside is not None:
            parts.append(self._reach.of_module(check, trial.beside))
        parts += [self._reference_of(check)]
        return digest("\0".join(parts).encode())[:32]

    def _reference_of(self, check: str) -> str:
        """Return a digest of what a check reaches of the reference, with which it may compare."""
        return self._reach.of_module(check, self._reach.solution)

    def _drill_key(self, drill: Drill) -> str:
        parts = [self._engine, self._slug, *drill.names, str(drill.inputs), str(drill.cpu_s)]
        for check in drill.checks:
            parts += [self._reach.of_suite(check), self._reach.of_module(check, drill.source)]
            parts += [self._reference_of(check)]
        return digest("\0".join(parts).encode())[:32]
