"""What a learner is told while their work is watched: all there is to see, and in plain lines what changes of it.

``watch_screen`` lays the same out on a terminal.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.reporting import wording
from grader.reporting.cause import can_be_mended
from grader.reporting.console import open_console, put, written
from grader.reporting.terminal import render_task
from grader.reporting.text import inline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.course.hints import Opened
    from grader.model import Report, Task, TaskResult


@dataclass(frozen=True)
class Known:
    """What is known of a task: its results and the report they come from; None while it has not been checked.

    Of one that is ``unread`` nothing is known until it can be read; ``waiting`` checks are there for a task without
    results.
    """

    task: Task
    result: TaskResult | None = None
    report: Report | None = None
    unread: bool = False
    waiting: int = 0


@dataclass(frozen=True)
class View:
    """All there is to see.

    Attributes:
        title: the exercise's.
        status: what was, or is being, done with which file.
        tasks: all tasks, in order.
        focus: the id of the one to show whole; empty for the list of all.
        hidden: how many checks run only when it is graded.
        problems: what keeps the work, or a part of it, from being checked.
        news: what has changed with the last answer.
        remarks: what is to be said of the file beside its checks, such as an import that failed.
        hint: the hints that the last key opened.
        notes: what else the last key brought about.
        place: the exercise's folder as a command names it; empty for the current one.
    """

    title: str
    status: str
    tasks: tuple[Known, ...]
    focus: str = ""
    hidden: int = 0
    problems: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    hint: Opened | None = None
    notes: tuple[str, ...] = ()
    place: str = ""

    @property
    def shown(self) -> Known | None:
        """The task to show whole, once it has been checked."""
        if self.done:
            return None
        return next((known for known in self.tasks if known.task.id == self.focus and known.result), None)

    @property
    def done(self) -> bool:
        """Whether all visible checks pass."""
        return not self.problems and all(map(_passes, self.tasks))


def watch_start(file: str) -> str:
    """Say what is watched, and how to end it."""
    return f"Watching {inline(file)}: each save checks what it touches. Ctrl-C ends this."


def watch_blocks(view: View, width: int) -> list[str]:
    """Say how things stand in blocks of lines, for a log or a screen reader.

    What is to be said of the file comes first; then each task that is written, as ``check`` tells it; last the sum.
    """
    missing = [known.task for known in view.tasks if known.result and wording.is_missing(known.result)]
    told = [_wrapped(line, width) for line in (*view.problems, *view.remarks)]
    told += [
        render_task(known.result, known.report, width)
        for known in view.tasks
        if known.result and known.report and known.task not in missing
    ]
    told += [_wrapped(f"not written yet: {', '.join(map(wording.names, missing))}", width)] if missing else []
    return [*told, _wrapped(watch_sum(view), width)]


def watch_sum(view: View) -> str:
    """Return how many tasks and checks pass, and how many checks are still to come."""
    return f"{tasks_passing(view)}. {checks_passing(view)}"


def watch_end(view: View) -> list[str]:
    """Return where things stand when the watch ends, and the command that comes next."""
    return [watch_sum(view), f"  next  {command('submit' if view.done else 'check', view.place)}"]


def turned_text(begun: Iterable[Task], ceased: Iterable[Task]) -> tuple[str, ...]:
    """Return the news that tasks began, or ceased, to pass."""
    now, before = (", ".join(map(wording.names, tasks)) for tasks in (begun, ceased))
    news = (f"Passing now: {now}." if now else "", f"Passing before, and no longer: {before}." if before else "")
    return tuple(filter(None, news))


def tasks_passing(view: View) -> str:
    """Say how many tasks pass."""
    return f"{sum(map(_passes, view.tasks))} of {len(view.tasks)} tasks pass"


def checks_passing(view: View) -> str:
    """Say how many visible checks pass, and how many more there are."""
    results = [result for known in view.tasks if known.result for result in known.result.checks]
    passed, judged = wording.tally(results)
    judged += sum(known.waiting for known in view.tasks)
    more = f"; {wording.later(view.hidden)}." if view.hidden else "."
    return f"{passed} of {judged} visible checks pass{more}" if judged else f"Nothing is checked yet{more}"


def command(verb: str, place: str) -> str:
    """Return the command of a verb for the exercise in a folder, or in this one."""
    return f"grader {verb} {shlex.quote(place)}" if place else f"grader {verb}"


def _wrapped(text: str, width: int) -> str:
    console = open_console(width, colour=False)
    put(console, inline(text), hang=2)
    return written(console)


def _passes(known: Known) -> bool:
    return known.result is not None and not any(map(can_be_mended, known.result.checks))
