"""Certifying a suite by what we know to be right or wrong: reference, stub, idle functions, alternatives, mistakes."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from grader.audit.findings import Caught, Defect
from grader.audit.messages import Trial
from grader.audit.reach import task_reach
from grader.model import Verdict, Visibility
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.audit.laboratory import Laboratory, Seens
    from grader.audit.subject import Audited
    from grader.model import Mistake, Task

    Step = Callable[[object], None]

KEYS = 10
"""Suite keys under which nothing that is right may fail."""
KEYS_WHERE_CHECKS_ARE_HEAVY = 3
_CPU_S_OF_KEYS = 0.5
"""What the checks of one task may cost the reference under all keys that its alternatives are tried with."""


def keys(audited: Audited, most: int = KEYS) -> range:
    """Return the numbers of the keys to try what is right with, at most so many."""
    return range(min(most, KEYS_WHERE_CHECKS_ARE_HEAVY if audited.heavy else KEYS))


def shuffled(checks: Iterable[str], key: int) -> tuple[str, ...]:
    """Return checks in an order of a key's own; the first key leaves them as they are."""
    given = tuple(checks)
    return given if key == 0 else tuple(sorted(given, key=lambda check: digest(f"{key} {check}".encode())))


class Variants:
    """The trials of what is known to be right or wrong, and what they show.

    ``cpu_s`` are the reference's CPU seconds by check; ``caught`` names, by task and mistake, the checks that fail.
    """

    def __init__(self, audited: Audited, laboratory: Laboratory, most_keys: int = KEYS) -> None:
        self.cpu_s: dict[str, float] = {}
        self.caught: dict[str, tuple[Caught, ...]] = {}
        self.defects: list[Defect] = []
        self._audited = audited
        self._keys = keys(audited, most_keys)
        self._laboratory = laboratory
        self._seen: dict[str, Seens] = {}
        """Of mistakes, by name."""

    @property
    def size(self) -> int:
        """How many steps there are."""
        audited = self._audited
        tried = 1 + len(audited.alternatives)
        return len(self._keys) * tried + 1 + len(audited.exercise.tasks) + len(audited.mistakes)

    def prepare(self) -> None:
        """Let the trials begin soon, if there are any that were never seen."""
        self._laboratory.prepare(self._of_reference())

    def examine(self, step: Step) -> None:
        """Carry out all trials, calling ``step`` after each; what is wrong goes to ``defects``."""
        self.defects += self._incomplete()
        for trial, seen in self._tried(self._of_reference(), step):
            self.defects += self._unpassed("solutions", trial, seen)
            if trial.key == 0:
                self.cpu_s = {check: one.cpu_s for check, one in seen.items()}
        self.defects += self._costs()
        for trial, seen in self._tried([*self._of_nothing(), *self._of_alternatives(), *self._of_mistakes()], step):
            self.defects += self._judged(trial, seen)
        for mistake in self._audited.mistakes:
            self.defects += self._harm(mistake)
        for task in self._audited.exercise.tasks:
            self.caught[task.id] = tuple(map(self._row, self._mistakes_of(task)))
        self.defects += self._indistinct()

    def _judged(self, trial: Trial, seen: Seens) -> Iterator[Defect]:
        """Yield what is wrong with a trial by itself; what mistakes do is kept for later."""
        match trial.name.partition(" ")[0]:
            case "stub":
                yield from self._not_missing(seen)
            case "idle":
                yield from self._passed_idly(trial, seen)
            case "alternative":
                yield from self._unpassed("alternatives.py", trial, seen)
            case _:
                self._seen[trial.name] = seen

    def _tried(self, trials: Iterable[Trial], step: Step) -> Iterator[tuple[Trial, Seens]]:
        for trial, seen in self._laboratory.results(trials):
            step(trial)
            yield trial, seen

    def _of_reference(self) -> Iterator[Trial]:
        checks = self._audited.check_ids
        for key in self._keys:
            yield Trial("reference", self._audited.solution, shuffled(checks, key), key, strict=True)

    def _of_nothing(self) -> Iterator[Trial]:
        audited = self._audited
        yield Trial("stub", audited.material.stub, audited.check_ids, handed_in=True)
        for task in audited.exercise.tasks:
            yield Trial(f"idle {task.id}", audited.idle(task), audited.checks_of(task.id))

    def _of_alternatives(self) -> Iterator[Trial]:
        """Yield the trials of alternatives: every check with the first key, those of their own task with others too."""
        audited = self._audited
        for one in audited.alternatives:
            for key in self._keys_of(one.task):
                checks = audited.checks_of(one.task) if key else audited.checks_for(one.task)
                yield Trial(f"alternative {one.name}", one.source, shuffled(checks, key), key)

    def _keys_of(self, task: str) -> range:
        """Return the keys that a task's alternatives are tried with: fewer, but not too few, where checks train."""
        cost = sum(self.cpu_s[check] for check in self._audited.checks_of(task))
        affordable = int(_CPU_S_OF_KEYS / max(cost, 1e-6))
        return self._keys[: max(KEYS_WHERE_CHECKS_ARE_HEAVY, affordable)]

    def _of_mistakes(self) -> Iterator[Trial]:
        """Yield the trials of mistakes: by the checks of their own task, and of those that they may not harm."""
        audited = self._audited
        for one in audited.mistakes:
            users = {check for task in self._users(one) for check in audited.checks_of(task.id)}
            checks = tuple(check for check in audited.checks_for(one.task) if check not in users)
            yield Trial(f"mistake {one.name}", one.source, checks)

    def _users(self, mistake: Mistake) -> list[Task]:
        """Return the other tasks that use what a mistake breaks: what becomes of them proves nothing."""
        tasks = self._audited.exercise.tasks
        broken = {name for task in tasks if task.id == mistake.task for name in task.names}
        others = (task for task in tasks if task.id != mistake.task)
        return [task for task in others if task_reach(self._audited.solution, task.names) & broken]

    def _incomplete(self) -> Iterator[Defect]:
        """Yield the tasks that lack a public check, a mistake or an alternative; a hidden check all have."""
        audited = self._audited
        there = {
            ("test_public.py", "public check"): {c.task for c in audited.checks if c.visibility is Visibility.PUBLIC},
            ("mistakes.py", "known mistake"): {one.task for one in audited.mistakes},
            ("alternatives.py", "alternative"): {one.task for one in audited.alternatives},
        }
        for (name, what), tasks in there.items():
            for task in audited.exercise.tasks:
                if task.id not in tasks:
                    yield Defect(audited.place(name), f"{_called(task)} has no {what}", "Write one.")

    def _unpassed(self, name: str, trial: Trial, seen: Seens) -> Iterator[Defect]:
        """Yield the checks that refuse what is right."""
        reference = name == "solutions"
        where = f"solutions/{self._audited.exercise.slug}.py" if reference else self._audited.place(name)
        fix = "No right answer may fail, whatever is drawn and whatever ran before: mend the check, or what it refuses."
        for check, one in seen.items():
            if not one.passed:
                what = f"{trial.name} fails {check} with key {trial.key} ({one.verdict}): {one.said}"
                yield Defect(where, what, fix)

    def _not_missing(self, seen: Seens) -> Iterator[Defect]:
        for check, one in seen.items():
            if one.verdict is not Verdict.MISSING:
                fix = "A check has to call what its task asks for."
                where = self._audited.place(self._file_of(check))
                yield Defect(where, f"{check} does not find the untouched stub missing, but {one.verdict}", fix)

    def _passed_idly(self, trial: Trial, seen: Seens) -> Iterator[Defect]:
        for check, one in seen.items():
            if one.passed:
                fix = "Ask for the right answer in the same check."
                where = self._audited.place(self._file_of(check))
                yield Defect(where, f"{check} is passed by doing nothing ({trial.name})", fix)

    def _harm(self, mistake: Mistake) -> Iterator[Defect]:
        """Yield what a mistake fails to do to its own task, and what it does to tasks that do not use it."""
        audited, seen = self._audited, self._seen[f"mistake {mistake.name}"]
        failed = {check for check, one in seen.items() if not one.passed}
        own = next(task for task in audited.exercise.tasks if task.id == mistake.task)
        where = audited.place("mistakes.py")
        if not failed.intersection(audited.checks_of(own.id)):
            yield Defect(where, f"{mistake.name} passes every check of {_called(own)}", "Add a check that catches it.")
        for task in audited.exercise.tasks:
            harmed = failed.intersection(audited.checks_of(task.id))
            if task != own and harmed:
                what = f"{mistake.name} fails {', '.join(sorted(harmed))} of {_called(task)}, which does not use it"
                yield Defect(where, what, "Let the check call the functions of its own task only.")

    def _row(self, mistake: Mistake) -> Caught:
        seen = self._seen[f"mistake {mistake.name}"]
        failed = (check for check in self._audited.checks_of(mistake.task) if not seen[check].passed)
        return Caught(mistake.name, tuple(failed))

    def _indistinct(self) -> Iterator[Defect]:
        """Yield the pairs of mistakes that nothing tells apart, although their hints differ."""
        pairs = {name: pair for task in self._audited.exercise.tasks for name, pair in self._suspects(task)}
        trials = [
            Trial(name, one.source, self._audited.checks_of(one.task), beside=other.source)
            for name, (one, other) in pairs.items()
        ]
        for trial, seen in self._laboratory.results(trials):
            if not any(one.gap.differing or one.gap.other_words for one in seen.values()):
                what = f"{trial.name} behave alike in every check of their task, but have different hints"
                fix = "Give them one hint, or add a check in which they differ."
                yield Defect(self._audited.place("mistakes.py"), what, fix)

    def _suspects(self, task: Task) -> Iterator[tuple[str, tuple[Mistake, Mistake]]]:
        """Yield the pairs of a task's mistakes with different hints that get the same verdict in every check."""
        rows: dict[tuple[Verdict, ...], list[Mistake]] = defaultdict(list)
        for mistake in self._mistakes_of(task):
            seen = self._seen[f"mistake {mistake.name}"]
            rows[tuple(seen[check].verdict for check in self._audited.checks_of(task.id))].append(mistake)
        for alike in rows.values():
            for one, other in combinations(alike, 2):
                if one.hint != other.hint:
                    yield f"{one.name} and {other.name}", (one, other)

    def _mistakes_of(self, task: Task) -> list[Mistake]:
        return [mistake for mistake in self._audited.mistakes if mistake.task == task.id]

    def _costs(self) -> Iterator[Defect]:
        """Yield where the reference needs more than half of what a learner may use."""
        limits, where = self._audited.exercise.limits, f"templates/{self._audited.exercise.slug}.md.j2"
        fix = "Learners write slower code: make the check smaller, or raise the limit."
        for check, cpu_s in self.cpu_s.items():
            if cpu_s > limits.check_cpu_s / 2:
                what = f"the reference needs more than half of check_cpu_s, {limits.check_cpu_s:g} s, for {check}"
                yield Defect(where, what, fix)
        if sum(self.cpu_s.values()) > limits.submission_cpu_s / 2:
            what = f"the reference needs more than half of submission_cpu_s, {limits.submission_cpu_s:g} s"
            yield Defect(where, what, fix)

    def _file_of(self, check: str) -> str:
        public = next(one.visibility is Visibility.PUBLIC for one in self._audited.checks if one.id == check)
        return "test_public.py" if public else "test_hidden.py"


def _called(task: Task) -> str:
    return f"{task.id} ({', '.join(task.names)})"
