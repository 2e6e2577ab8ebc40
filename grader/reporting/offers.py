"""Which tasks of a learner's own check are worth following line by line, and what that would show."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting import wording

if TYPE_CHECKING:
    from grader.model import Report, TaskResult

_HANGS = "to see where it hangs"
_FAILS = "to see its shapes line by line"


def worth_a_trace(report: Report) -> tuple[tuple[str, str], ...]:
    """Return what following a call would show, and the name to follow: of the task to go on with, and of what hangs."""
    first = wording.stuck_on(report)
    tasks = sorted(report.tasks, key=lambda task: first not in task.task.names)
    hanging = [(_HANGS, wording.failing_name(task)) for task in tasks if _has(task, Verdict.TIMED_OUT)]
    current = next((task for task in tasks if first in task.task.names), None)
    if current is None or any(_has(current, each) for each in (Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.MISSING)):
        return tuple(hanging)
    return (_FAILS, first), *hanging


def trace_command(name: str, place: str = "") -> str:
    """Return the command that follows a call of a task, of the exercise in the folder ``place`` or in this one."""
    return f"grader check {shlex.quote(place)} --trace {name}" if place else f"grader check --trace {name}"


def _has(task: TaskResult, verdict: Verdict) -> bool:
    return any(result.verdict is verdict for result in task.checks)
