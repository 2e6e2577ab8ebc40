"""Run a suite: collected once by pytest, its items run for implementation after implementation.

Re-running a collected item is pytest's own path (``runtestprotocol`` re-initialises its request). Reports are made
without tracebacks, which cost more than the checks themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import runtestprotocol

from grader.diagnosis.forms import failing_call
from grader.diagnosis.transcript import Transcript, changed_arguments, printed, transcript
from grader.errors import CourseError, GraderError, Problem
from grader.grading.patience import EXAMINATION_CPU_S, OutOfPatience, patience
from grader.grading.verdict import about_the_answer, judge
from grader.grading.words import assert_messages
from grader.model import Check, CheckResult, Finding, Kind, Task, Verdict, Visibility
from grader.testing.origin import SUITE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence

    from grader.model import Exercise, Implementation
    from grader.outcome import Event
    from grader.sandbox.session import Session
    from grader.testing.bench import Bench

_DEATHS_PER_TASK = 2
PUBLIC_SUITE = SUITE[0]
_MOST_REMARKS = 20
ENDED_BY = pytest.StashKey[BaseException | None]()
GAVE_UP = Finding(Kind.TIME, "the answer takes too long to examine: is it far too large?")
UNRUN = Finding(Kind.TIME, "not run: the checks before it used up the time")


@dataclass(frozen=True)
class Ran:
    """A suite's results for one implementation.

    ``cpu_s`` are the CPU seconds used in all; ``remarks`` name statements that raised while the file was loaded, which
    happens before any input is seen; ``transcripts`` are those of the checks that ran and did not pass, by their ids,
    and ``printed`` is the end of what was printed in those of them that are public. ``changed`` are a definition and an
    argument for each that public checks that pass saw modified in place.
    """

    results: tuple[CheckResult, ...]
    cpu_s: float
    remarks: tuple[str, ...]
    transcripts: Mapping[str, Transcript]
    printed: Mapping[str, str]
    changed: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Attempt:
    """One check run once against one implementation, and what passed between them."""

    result: CheckResult
    events: Sequence[Event]

    @property
    def passed(self) -> bool:
        """Whether the check passed."""
        return self.result.verdict is Verdict.PASSED


class Suite:
    """The collected checks of one exercise, ready to run against what is put on the bench.

    Public checks run first: a learner sees their outcomes whole, and no worker may have met a hidden input by then.
    """

    def __init__(self, bench: Bench, items: Sequence[pytest.Function]) -> None:
        self.bench = bench
        checks = [(item, _check_of(item, bench.exercise)) for item in items]
        self._pairs = sorted(checks, key=lambda pair: pair[1].visibility is Visibility.HIDDEN)
        self.own_words = frozenset(words for path in {item.path for item in items} for words in assert_messages(path))

    def run(
        self,
        implementation: Implementation,
        broken: frozenset[str] = frozenset(),
        tasks: Collection[str] | None = None,
        *,
        patient: bool = True,
    ) -> Ran:
        """Run all checks, or those of ``tasks`` (ids), against an implementation; those in ``broken`` are left out.

        A time-out is tried again if we are ``patient``, as we are where points hang on it. Somebody who waits for the
        answer is told of the first, and a task's other checks are not run after it.
        """
        session = self.bench.put(implementation)
        run = _Run(self, session, broken, patient=patient)
        results = tuple(run.results(tasks))
        changed = frozenset(run.changed)
        return Ran(results, session.total_cpu_s, load_remarks(session), run.transcripts, run.printed, changed)

    def attempts(
        self,
        implementation: Implementation,
        checks: Iterable[str],
        stand_ins: Mapping[str, Callable[..., Any]] | None = None,
        salt: str = "",
    ) -> Generator[Attempt]:
        """Run checks one by one, in the order of their ids given, as long as the caller goes on asking.

        Nothing is repeated in a virgin worker, so this is for explaining and certifying, not for judging.
        ``stand_ins`` answer in place of definitions of the module; with a ``salt`` the global random generators are
        seeded otherwise, and all else stays the same.
        """
        pairs = {check.id: (item, check) for item, check in self._pairs}
        session = self.bench.put(implementation, stand_ins, salt)
        run = _Run(self, session, frozenset())
        try:
            for check in checks:
                yield run.attempt(*pairs[check])
        finally:
            self.bench.clear()

    def pairs(self) -> Iterator[tuple[pytest.Function, Check]]:
        """Iterate over the collected items and their checks."""
        return iter(self._pairs)


class _Run:
    """One implementation's way through a suite."""

    def __init__(self, suite: Suite, session: Session, broken: frozenset[str], *, patient: bool = True) -> None:
        self._suite = suite
        self._exercise = suite.bench.exercise
        self._session = session
        self._broken = broken
        self._patient = patient
        self._deaths: dict[str, int] = {}
        self.transcripts: dict[str, Transcript] = {}
        self.printed: dict[str, str] = {}
        self.changed: set[tuple[str, str]] = set()

    def results(self, tasks: Collection[str] | None) -> list[CheckResult]:
        pairs = [pair for pair in self._suite.pairs() if tasks is None or pair[1].task in tasks]
        try:
            return [self._result(item, check) for item, check in pairs]
        finally:
            self._suite.bench.clear()

    def _result(self, item: pytest.Function, check: Check) -> CheckResult:
        if check.id in self._broken:
            return CheckResult(check, Verdict.BROKEN, Finding(Kind.NOTHING, "this check fails on the reference"))
        if self._deaths.get(check.task, 0) >= _DEATHS_PER_TASK or self._time_is_up():
            return CheckResult(check, Verdict.TIMED_OUT, UNRUN)
        task = self._exercise.task_of(check.task)
        assert task is not None
        verdict, finding = self._judged(item, task)
        notes: tuple[str, ...] = ()
        if finding is not GAVE_UP and self._repeats(verdict):
            self._session.renew()
            first, (verdict, finding) = verdict, self._judged(item, task)
            if verdict is Verdict.PASSED and first is not Verdict.TIMED_OUT:
                notes = ("depends on earlier calls: it fails after other checks and passes in a fresh process",)
        if verdict in (Verdict.TIMED_OUT, Verdict.CRASHED):
            is_last = verdict is Verdict.TIMED_OUT and not self._patient
            self._deaths[check.task] = self._deaths.get(check.task, 0) + (_DEATHS_PER_TASK if is_last else 1)
        self._keep(check, verdict, self._session.recording.events)
        return self._told(check, verdict, finding, notes)

    def _keep(self, check: Check, verdict: Verdict, events: Sequence[Event]) -> None:
        is_public = check.visibility is Visibility.PUBLIC
        if verdict not in (Verdict.PASSED, Verdict.MISSING):
            self.transcripts[check.id] = transcript(events)
            self.printed.update({check.id: printed(events)} if is_public else {})
        elif is_public:
            self.changed |= changed_arguments(events)

    def attempt(self, item: pytest.Function, check: Check) -> Attempt:
        task = self._exercise.task_of(check.task)
        assert task is not None
        verdict, finding = self._judged(item, task)
        return Attempt(self._told(check, verdict, finding, ()), self._session.recording.events)

    def _told(self, check: Check, verdict: Verdict, finding: Finding, notes: tuple[str, ...]) -> CheckResult:
        cpu_s, calls = round(self._session.check_cpu_s, 4), self._session.calls_made
        return CheckResult(check, verdict, finding, notes, cpu_s, calls)

    def _repeats(self, verdict: Verdict) -> bool:
        """Whether a verdict is confirmed in a virgin worker: state left by earlier checks must not cost points."""
        if verdict in (Verdict.PASSED, Verdict.MISSING) or self._time_is_up():
            return False
        if verdict is Verdict.TIMED_OUT and not self._patient:
            return False
        return self._session.worn or verdict in (Verdict.TIMED_OUT, Verdict.CRASHED)

    def _judged(self, item: pytest.Function, task: Task) -> tuple[Verdict, Finding]:
        item.stash[ENDED_BY] = None
        try:
            with patience():
                # Without a next item every fixture ends with the check, so that none outlives its implementation.
                runtestprotocol(item, log=False, nextitem=None)
        except OutOfPatience as raised:
            item.stash[ENDED_BY] = raised
        error = item.stash[ENDED_BY]
        if isinstance(error, GraderError):
            raise error  # our fault, and no learner's verdict
        if isinstance(error, OutOfPatience):
            return self._gave_up()
        verdict, finding = judge(error, task, self._exercise, self._suite.own_words)
        if verdict not in (Verdict.PASSED, Verdict.MISSING):
            public, events = item.path.name == PUBLIC_SUITE, self._session.recording.events
            text = about_the_answer(finding.text, error, events, public=public)
            finding = replace(finding, text=text, call=failing_call(events, public=public))
        return verdict, self._with_a_line_of_the_file(finding)

    def _gave_up(self) -> tuple[Verdict, Finding]:
        """Charge what the grader spent itself, and begin anew: a conversation may have been cut in two."""
        self._suite.bench.renew()
        self._session.total_cpu_s += EXAMINATION_CPU_S
        return Verdict.TIMED_OUT, GAVE_UP

    def _with_a_line_of_the_file(self, finding: Finding) -> Finding:
        """Drop a line number that the file does not have: the worker names it, and could name a hidden input."""
        lines = self._session.implementation.parts[-1].text.count("\n") + 1
        known = finding.line is None or 1 <= finding.line <= lines
        return finding if known else replace(finding, line=None)

    def _time_is_up(self) -> bool:
        return self._session.total_cpu_s >= self._exercise.limits.submission_cpu_s


def load_remarks(session: Session) -> tuple[str, ...]:
    """Say which statements of the author's own file raised while it was loaded, such as a missing package's import."""
    remarks = []
    for error in session.load_errors[:_MOST_REMARKS]:
        match error:
            case [str(file), int(line), str(kind), str(message)] if file == session.implementation.own:
                remarks.append(f"line {line}: raised {kind} when the file was loaded: {message}")
    return tuple(remarks)


def _check_of(item: pytest.Function, exercise: Exercise) -> Check:
    mark = item.get_closest_marker("check")
    assert mark is not None
    task = exercise.task_of(mark.kwargs["task"])
    if task is None:
        problem = Problem(
            item.path, item.location[1] or 0, f"{item.name} checks {mark.kwargs['task']!r}, which is no task"
        )
        raise CourseError([problem])
    visibility = Visibility.PUBLIC if item.path.name == PUBLIC_SUITE else Visibility.HIDDEN
    sentence = (item.function.__doc__ or item.name).strip().splitlines()[0]
    return Check(item.name, task.id, float(mark.kwargs["weight"]), visibility, sentence)
