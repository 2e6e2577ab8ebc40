"""The whole audit of one exercise: every certification in turn, all defects at once."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from grader.audit.cache import Cache
from grader.audit.equivalents import Equivalents
from grader.audit.findings import Agreed, Audit, Defect, TaskAudit
from grader.audit.laboratory import Laboratory
from grader.audit.messages import Errand
from grader.audit.mutants import Mutants
from grader.audit.pool import Pool
from grader.audit.reach import Reach
from grader.audit.record import content_digest
from grader.audit.subject import Audited
from grader.audit.universal import Universal
from grader.audit.variants import KEYS, Variants
from grader.authoring import departed, generate, suite_leaks
from grader.course.reading import collecting
from grader.sandbox.launcher import require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.errors import Problem
    from grader.model import Course, Exercise, Task

_HEAVY = (
    "variants run the checks of their own task only, since checks take seconds",
    "what is right is tried with fewer keys, and universal mistakes are left out, for the same reason",
)
_UNTRIED = "mutants and universal mistakes were left out"


@dataclass(frozen=True)
class Auditing:
    """How to audit: in how many processes, where to keep what was seen (None: nowhere), with or without mutants.

    Without mutants, universal mistakes and equivalents are left out too. What is right is tried with ``most_keys`` keys
    at most.
    """

    jobs: int = 1
    cache: Path | None = None
    mutants: bool = True
    most_keys: int = KEYS


class Examination:
    """The audit of one exercise; use it in a ``with`` block, which ends its processes and keeps what was seen."""

    def __init__(self, course: Course, exercise: Exercise, how: Auditing) -> None:
        require(exercise, require_jail=False)
        self._course = course
        self._exercise = exercise
        self._audited = audited = Audited.read(course, exercise)
        errand = Errand(str(course.root), exercise.slug)
        self._pool = Pool(errand, how.jobs, frozenset(audited.check_ids), audited.folder)
        self._cache = Cache(how.cache)
        reach = Reach(course, exercise, audited.checks)
        laboratory = Laboratory(exercise, reach, self._pool, self._cache)
        self._variants = Variants(audited, laboratory, how.most_keys)
        with ExitStack() as undo:
            undo.callback(self._pool.close)
            self._variants.prepare()
            self._mutants = Mutants(audited, laboratory) if how.mutants else None
            self._equivalents = Equivalents(audited, laboratory)
            self._universal = Universal(audited, laboratory) if how.mutants and not audited.heavy else None
            undo.pop_all()
        self._whole = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()
        self._cache.save(pruned=self._whole)

    @property
    def size(self) -> int:
        """How many steps there are to take, or a few less."""
        parts = [self._variants.size]
        if self._mutants is not None:
            parts += [len(self._mutants.all), len(self._equivalents.entries)]
        return sum(parts) + (self._universal.size if self._universal else 0)

    def run(self, step: Callable[[object], None] = lambda _: None) -> Audit:
        """Carry out all certifications, calling ``step`` after each trial.

        Raises:
            CourseError: the suite cannot be collected.
            EnvironmentFault: a trying process ended before its time.
        """
        defects = [*self._not_as_generated()]
        self._variants.examine(step)
        defects += self._variants.defects
        if self._universal is not None:
            self._universal.examine(step)
            defects += self._universal.defects
        if self._mutants is not None:
            defects += self._by_mutants(self._mutants, step)
        defects += self._equivalents.defects
        self._whole = self._mutants is not None
        return Audit(
            self._exercise.slug,
            self._exercise.title,
            content_digest(self._course, self._exercise),
            tuple(map(self._task, self._exercise.tasks)),
            tuple(sorted(set(defects))),
            (*(_HEAVY if self._audited.heavy else ()), *(() if self._mutants else (_UNTRIED,))),
        )

    def _by_mutants(self, mutants: Mutants, step: Callable[[object], None]) -> Iterator[Defect]:
        mutants.examine(self._variants.cpu_s, step)
        self._equivalents.examine(mutants, step)
        return mutants.defects(self._equivalents.accepted)

    def _not_as_generated(self) -> Iterator[Defect]:
        """Yield what of the exercise's folder is not what the truth says, and what would leak."""
        problems: list[Problem] = []
        with collecting(problems):
            tree = generate(self._course, self._exercise)
            problems += suite_leaks(self._course, self._exercise, tree)
            for line in str(departed(self._course, self._exercise, tree)).splitlines():
                yield Defect(f"exercises/{line.partition(': ')[2]}", line.partition(": ")[0], "grader generate")
        for problem in problems:
            where = problem.path.relative_to(self._course.root).as_posix()
            yield Defect(f"{where}:{problem.line}" if problem.line else where, problem.message, problem.fix)

    def _task(self, task: Task) -> TaskAudit:
        known = self._audited.checks_of(task.id)
        caught = self._variants.caught[task.id]
        universal = tuple(self._universal.applied[task.id]) if self._universal else ()
        if self._mutants is None:
            return TaskAudit(task.id, task.names, task.points, known, caught, universal)
        accepted = self._equivalents.accepted[task.id]
        survivors = self._mutants.survivors[task.id]
        return TaskAudit(
            id=task.id,
            names=task.names,
            points=task.points,
            checks=known,
            mistakes=caught,
            universal=universal,
            mutants=self._mutants.count(task.id),
            killed=self._mutants.count(task.id) - len(survivors),
            equivalents=tuple(Agreed(one, self._equivalents.inputs[one]) for one in accepted),
            survivors=tuple(one for one in survivors if one.id not in accepted),
        )
