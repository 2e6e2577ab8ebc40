"""Name the cause of each task's failures in a graded submission: one cause, and only when it is unique."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.diagnosis.catalogue import FORMS, VALUES
from grader.diagnosis.pairs import of_points, pairs
from grader.diagnosis.relations import related
from grader.diagnosis.universal import GLOBAL_STATE, of_findings, of_pairs, unused
from grader.grading.experiments import Experiments, Trial, suspects
from grader.grading.matching import matching
from grader.model import CauseKind, Diagnosis, Verdict
from grader.source.names import call_graph, parameters_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.diagnosis.pairs import Pair
    from grader.diagnosis.transcript import Transcript
    from grader.grading.behaviours import Behaviours
    from grader.grading.runner import Ran, Suite
    from grader.model import CheckResult, Implementation, Mistake, Task, TaskResult

_UNJUDGED = (Verdict.PASSED, Verdict.BROKEN, Verdict.SKIPPED)
SEVERAL = Diagnosis(
    CauseKind.UNSURE, "several", "More than one known mistake gives these answers, so the cause stays open."
)


def diagnose(suite: Suite, implementation: Implementation, ran: Ran, behaviours: Behaviours) -> dict[str, Diagnosis]:
    """Return the cause of each failing task, by its id, where one is found.

    Call it when all is judged: to try a suspicion, the submission's code gets answers of the reference's.
    """
    if not ran.transcripts:  # nothing that ran has failed: reading the text would cost every right hand-in time
        return {}
    try:
        return _Patient(suite, implementation, ran, behaviours).causes()
    except (RecursionError, MemoryError):  # a text nested to the limit could be read where the stack was less deep
        return {}


def diagnose_visible(tasks: Sequence[TaskResult], text: str) -> tuple[TaskResult, ...]:
    """Return tasks with the causes of their failed visible checks, as far as findings tell: no reference is at hand."""
    failing = {task.task: [r for r in task.checks if r.verdict not in _UNJUDGED] for task in tasks}
    open_ones = [task for task, failed in failing.items() if failed]
    graph = call_graph(text) if open_ones else {}
    found = {
        task: _of_visible(failing[task]) or _suspected(suspects(graph, task, open_ones), Trial.UNTRIED)
        for task in open_ones
        if all(result.verdict is not Verdict.MISSING for result in failing[task])
    }
    return tuple(replace(task, diagnosis=found.get(task.task)) for task in tasks)


def _of_visible(failed: Sequence[CheckResult]) -> Diagnosis | None:
    findings = [result.finding for result in failed]
    wrong = [of_points(finding.points) for finding in findings if finding.points]
    relation = related(wrong, VALUES) if len(wrong) == len(findings) else None
    return relation.diagnosis if relation else of_findings(findings)


class _Patient:
    """One submission's results, and the ways to explain them."""

    def __init__(self, suite: Suite, implementation: Implementation, ran: Ran, behaviours: Behaviours) -> None:
        self._ran = ran
        self._behaviours = behaviours
        self._text = implementation.parts[-1].text
        self._experiments = Experiments(suite, implementation)
        self._tasks = suite.bench.exercise.tasks
        self._results = {task.id: [r for r in ran.results if r.check.task == task.id] for task in self._tasks}

    def causes(self) -> dict[str, Diagnosis]:
        found = {task.id: self._cause(task) for task in self._tasks if self._is_open(task)}
        known = {task: cause for task, cause in found.items() if cause}
        return {task: self._at_its_root(cause, known) for task, cause in known.items()}

    def _at_its_root(self, cause: Diagnosis, known: Mapping[str, Diagnosis]) -> Diagnosis:
        """Follow blame to where it ends: what is blamed may have proven to blame another in turn."""
        seen: set[str] = set()
        while cause.kind is CauseKind.BLAME and cause.name not in seen:
            seen.add(cause.name)
            blamed = next((task.id for task in self._tasks if cause.name in task.names), "")
            further = known.get(blamed, cause)
            cause = further if further.kind is CauseKind.BLAME else cause
        return cause

    def _is_open(self, task: Task) -> bool:
        """Return whether there is something to explain, and something to explain it with."""
        failed = self._failed(task)
        return bool(failed) and all(result.check.id in self._ran.transcripts for result in failed)

    def _failed(self, task: Task) -> list[CheckResult]:
        return [result for result in self._results[task.id] if result.verdict not in _UNJUDGED]

    def _cause(self, task: Task) -> Diagnosis | None:
        failed = {result.check.id: self._ran.transcripts[result.check.id] for result in self._failed(task)}
        passed = [r.check.id for r in self._results[task.id] if r.verdict is Verdict.PASSED]
        failing = [other for other in self._tasks if self._failed(other)]
        suspected = suspects(self._experiments.graph, task, failing)
        trial, to_blame = self._experiments.tried(suspected, failed)
        if trial is Trial.PASSED:
            return _blamed(to_blame)
        if suspected and trial is Trial.UNTRIED:
            return _suspected(suspected, trial)  # a failing helper may look like a mistake of this task
        mistakes = matching(task.id, failed, passed, self._behaviours)
        return _known(task, mistakes) or self._related(task, failed) or _suspected(suspected, trial)

    def _related(self, task: Task, failed: Mapping[str, Transcript]) -> Diagnosis | None:
        universal = of_findings([result.finding for result in self._failed(task)])
        if universal:
            return universal
        wrong = self._wrong(failed)
        relation = related(wrong, FORMS) or related(wrong, VALUES)
        if relation:
            return relation.diagnosis
        if self._experiments.draws_globally(task, failed):
            return GLOBAL_STATE
        return of_pairs(wrong) or self._unused(task)

    def _unused(self, task: Task) -> Diagnosis | None:
        """Return the cause of a definition that never reads an argument which the reference reads."""
        for name in task.names:
            mine, right = parameters_read(self._text, name), parameters_read(self._behaviours.reference_text, name)
            forgotten = [argument for argument, is_read in right.items() if is_read and not mine.get(argument, True)]
            if forgotten:
                return unused(forgotten, name)
        return None

    def _wrong(self, failed: Mapping[str, Transcript]) -> Sequence[Pair]:
        """Return the wrong parts of all failed checks' answers; none where a check cannot be explained by them."""
        found: list[Pair] = []
        right = self._behaviours.of_reference(failed)
        for check, seen in failed.items():
            differing = pairs(seen, right[check].transcript)
            if differing is None:
                return ()
            found += differing
        return found


def _known(task: Task, mistakes: Sequence[Mistake]) -> Diagnosis | None:
    """Return the mistake's hint; mistakes that share a hint are as good as one."""
    if len({mistake.hint for mistake in mistakes}) > 1:
        return SEVERAL
    if not mistakes:
        return None
    name, hint = f"{task.id}-{mistakes[0].id}", mistakes[0].hint
    return Diagnosis(CauseKind.MISTAKE, name, "Your answers are just those of a known mistake.", hint)


def _blamed(names: Sequence[str]) -> Diagnosis:
    told = " and ".join(names)
    text = f"With right answers of {told} in place of yours, checks pass that fail now: the fault is there."
    return Diagnosis(CauseKind.BLAME, told, text, f"Mend {told} first, then look at this task again.")


def _suspected(suspects: Sequence[str], trial: Trial) -> Diagnosis | None:
    """Return the suspicion that remains; where right answers of the suspects were not enough, there is more to mend."""
    if not suspects:
        return None
    told = " and ".join(suspects)
    if trial is Trial.FAILED:
        text = f"It uses {told}, whose own checks fail as well, but right answers of {told} alone do not mend it."
        return Diagnosis(CauseKind.UNSURE, told, text, "Look for a fault in this task's own lines, too.")
    text = f"It uses {told}, whose own checks fail as well; whether that is the cause could not be proven."
    return Diagnosis(CauseKind.UNSURE, told, text, f"Look at {told} first.")
