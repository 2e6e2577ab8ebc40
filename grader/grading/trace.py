"""The shape trace: one call of a visible check, followed line by line in a learner's own check.

The worker that follows it is sent the code for that as a probe; the workers that grade are not, and a test and a
contract of the layers hold that nothing which grades reaches this module.
"""

from __future__ import annotations

import inspect
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.course.manifest import read_manifest
from grader.diagnosis.forms import shown_call
from grader.diagnosis.steps import Trace, read_steps
from grader.diagnosis.transcript import printed
from grader.errors import UsageError
from grader.grading.check import collect_visible, remarks_on, wanted_tasks, with_print
from grader.grading.runner import load_remarks
from grader.grading.scoring import results_of
from grader.model import Part, Verdict
from grader.outcome import Event, Returned
from grader.sandbox import rows, steps, tracing
from grader.sandbox.session import PROBES, Call, Session
from grader.testing.bench import Bench

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from grader.diagnosis.steps import AnyStep
    from grader.grading.check import VisibleChecks
    from grader.grading.runner import Attempt, Suite
    from grader.model import Implementation, Limits, ModuleText, Task
    from grader.outcome import Outcome

_SLOWER = 10
"""A check with a call that is followed may take so many times as long as one without."""
_FOLLOWED = 4
"""Following a call may take so many times as long as is allowed for it …"""
_FOLLOWED_ENDLESS = 0.5
"""… and one that never ends only this part of it: it is for ever where it is, and its learner has waited once."""


def trace_folder(folder: Path, module: ModuleText, task: str) -> Trace:
    """Follow one call of a task's visible checks: of the first that does not pass its last call, else the first one.

    Args:
        folder: holds ``exercise.json`` and ``test_public.py``.
        module: the work.
        task: id or name of the task. Of a name among several the calls count, in checks that make any.

    Raises:
        UsageError: the folder is no exercise, the task is unknown, or no visible check is about it.
        GraderError: the checks cannot run here.
    """
    wanted_tasks(read_manifest(folder).exercise, frozenset({task}))
    traces: list[Trace] = []
    collect_visible(folder, lambda checks: traces.append(follow(checks, module, task)), FollowingBench)
    return traces[0]


def follow(checks: VisibleChecks, module: ModuleText, task: str) -> Trace:
    """Follow one call, as ``trace_folder`` does, with checks that were collected for a ``FollowingBench``."""
    bench = checks.suite.bench
    assert isinstance(bench, FollowingBench)
    (wanted,) = wanted_tasks(checks.material.exercise, frozenset({task}))
    implementation, remarks = checks.material.implementation("submission", module.text)
    name = task if task in wanted.names and len(wanted.names) > 1 else ""
    trace = _trace(checks.suite, bench, implementation, wanted, name)
    said = remarks_on(module, (*remarks, *load_remarks(bench.latest)))
    (result,) = results_of(wanted, [trace.result], said)
    return replace(trace, result=result, source=module.source, cells=module.cells, remarks=said)


class _Wanted(NamedTuple):
    """The call to follow, by its number in a check, and for how many seconds of processor time."""

    number: int
    seconds: float


class _FollowingSession(Session):
    """Notes the calls of a check, and has one of them followed."""

    calls: list[Call]
    follow: _Wanted | None = None
    rows: object = None
    printed = ""

    def begin(self, seeds: Any) -> None:
        super().begin(seeds)
        self.calls = []

    def outcomes(self, calls: Sequence[Call]) -> list[Outcome]:
        position = -1 if self.follow is None else self.follow.number - len(self.calls)
        self.calls += calls
        if self.follow is None or not 0 <= position < len(calls):
            return super().outcomes(calls)
        call = calls[position]
        followed = Call(f"{PROBES}trace", (self.follow.seconds, call.target, *call.args), call.kwargs)
        results = super().outcomes([*calls[:position], followed, *calls[position + 1 :]])
        told = super().outcomes([Call(f"{PROBES}told")])[0]
        self.rows = told.value if isinstance(told, Returned) else None
        self.printed = printed([Event("", results[position])])
        return results


class FollowingBench(Bench):
    """Opens sessions that note the calls of a check; with ``follow`` one of these calls is followed.

    The probe is only for those: otherwise its workers hold nothing that those of any bench do not.
    """

    follow: _Wanted | None = None
    latest: _FollowingSession

    def session(self, implementation: Implementation, probes: Part | None) -> Session:
        """Return a session that notes calls, and may follow one."""
        limits = self.exercise.limits
        if self.follow is None:
            self.latest = _FollowingSession(self.launcher, implementation, limits, probes)
        else:
            self.latest = _FollowingSession(self.launcher, implementation, _patient(limits), _probe())
            self.latest.follow = self.follow
        return self.latest

    def run_following(
        self, suite: Suite, implementation: Implementation, check: str, wanted: _Wanted
    ) -> _FollowingSession:
        """Run a check with a call of it followed, and return the session that has done it."""
        self.follow = wanted
        try:
            with closing(suite.attempts(implementation, [check])) as attempts:
                next(attempts)
        finally:
            self.follow = None
        return self.latest


def _trace(suite: Suite, bench: FollowingBench, implementation: Implementation, task: Task, name: str) -> Trace:
    checks = [check.id for _, check in suite.pairs() if check.task == task.id]
    if not checks:
        raise UsageError(f"no visible check is about {task.names[0]}", "Hidden checks are never traced.")
    found, calls = _to_follow(suite, bench, implementation, checks, name)
    trace = Trace(task, name, found.result, "", None, "")
    if not calls or found.result.verdict is Verdict.MISSING:
        return trace
    number = _first_of(task, calls, name) if found.passed else _last_of(calls, name)
    times = _FOLLOWED_ENDLESS if found.result.verdict is Verdict.TIMED_OUT else _FOLLOWED
    wanted = _Wanted(number, times * bench.exercise.limits.check_cpu_s)
    session = bench.run_following(suite, implementation, found.result.check.id, wanted)
    result = with_print(found.result, session.printed)
    return replace(trace, result=result, call=_told(calls[number]), steps=_steps(session.rows, implementation))


def _first_of(task: Task, calls: Sequence[Call], name: str) -> int:
    """Return the number of the first call of the name, or of one of the task's; where there is none, of the last."""
    names = (name,) if _calls(calls, name) else task.names
    return next((number for number, call in enumerate(calls) if _named(call) in names), len(calls) - 1)


def _last_of(calls: Sequence[Call], name: str) -> int:
    """Return the number of the last call: of the name, if there is one."""
    return max((number for number, call in enumerate(calls) if _named(call) == name), default=len(calls) - 1)


def _to_follow(
    suite: Suite, bench: FollowingBench, implementation: Implementation, checks: Sequence[str], name: str
) -> tuple[Attempt, list[Call]]:
    """Return the first check that does not pass, else the first one, and the calls it made.

    With a name only checks that call it count, as long as there are any.
    """
    ran: list[tuple[Attempt, list[Call]]] = []
    with closing(suite.attempts(implementation, checks)) as attempts:
        for attempt in attempts:
            ran.append((attempt, bench.latest.calls))
            if not attempt.passed and (not name or _calls(bench.latest.calls, name)):
                return ran[-1]
    naming = [pair for pair in ran if _calls(pair[1], name)]
    failing = [pair for pair in ran if not pair[0].passed]
    return (naming or failing or ran)[0]


def _calls(calls: Iterable[Call], name: str) -> bool:
    return any(_named(call) == name for call in calls)


def _named(call: Call) -> str | None:
    """Return the name that is called; None for an object, which may not be compared."""
    return call.target if isinstance(call.target, str) else None


def _steps(rows: object, implementation: Implementation) -> tuple[AnyStep, ...] | None:
    lines = implementation.parts[-1].text.count("\n") + 1
    return None if rows is None else read_steps(rows, lines)


def _told(call: Call) -> str:
    """Return a call with its arguments, as a learner reads it in the check."""
    name = _named(call)
    return "a call of an object" if name is None else shown_call(name, call.args, call.kwargs) or name


def _patient(limits: Limits) -> Limits:
    return replace(limits, check_cpu_s=limits.check_cpu_s * _SLOWER, submission_cpu_s=limits.submission_cpu_s * _SLOWER)


def _probe() -> Part:
    """Return what follows a call, as one text: a worker can import nothing of ours."""
    texts = (inspect.getsource(module) for module in (steps, rows, tracing))
    lines = (line for text in texts for line in text.splitlines(keepends=True))
    return Part("tracing.py", "".join(line for line in lines if not line.startswith("from grader.")))
