"""What a notebook shows below a cell: a report, a ladder of hints or a trace, as text and as HTML of the same words."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.reporting import wording
from grader.reporting.html import fragment
from grader.reporting.offers import worth_a_trace
from grader.reporting.terminal import render_task
from grader.reporting.text import plain, source_lines
from grader.reporting.trace import render_trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course.hints import Opened
    from grader.diagnosis.steps import Trace
    from grader.model import Report

_WIDTH = 100
_TRACE_WIDTH = 88
"""Columns of a trace: its lines are not wrapped, and cells are narrower than windows."""


@dataclass(frozen=True)
class Shown:
    """One thing to show, in two forms."""

    text: str
    html: str


@dataclass(frozen=True)
class Around:
    """What is said around a report: ``notes`` above its tasks, ``used`` below, on the cells that were checked."""

    notes: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


def shown_report(report: Report, told: Around, upcoming: str = "") -> Shown:
    """Show a learner's own check; ``upcoming`` is a definition of the next task that is not known to pass, if any."""
    following = _after_check(report, upcoming)
    tasks = [render_task(task, report, _WIDTH) for task in report.tasks]
    head = [wording.headline(report), *wording.standing(report), *map(_wrapped, told.notes)]
    remarks = wording.other_remarks(report)
    notes = "\n".join(_wrapped(line) for line in (*remarks, *told.used, f"Next: {_bare(following)}"))
    html = fragment(
        "cell_report.html.j2",
        report=report,
        remarks=remarks,
        lines=source_lines(report.source),
        told=told,
        next=following,
    )
    return Shown(plain("\n".join([*head, "", *tasks, notes])), html)


def shown_hint(opened: Opened) -> Shown:
    """Show the open hints of a task."""
    name = opened.task.names[0]
    following = f"try that, run the cell of {name} again, then `%check {name}`"
    following += f"; for more: `%hint {opened.name}`" if opened.left else "; these are all the hints"
    count = len(opened.ladder.rungs)
    rungs = [
        f"{number} of {count}  {title}\n{_wrapped(text)}\n" for number, (title, text) in enumerate(opened.rungs, 1)
    ]
    text = "\n".join([f"Hints for {opened.name}\n", *rungs, f"Next: {_bare(following)}"])
    return Shown(plain(text), fragment("cell_hint.html.j2", opened=opened, next=following))


def shown_trace(trace: Trace, used: Sequence[str], unfinished: str) -> Shown:
    """Show a call line by line; ``unfinished`` is a name of the next task that does not pass yet, if there is one."""
    name = trace.name or trace.task.names[0]
    onward = f"Next: %check {unfinished}" if unfinished else "Next: %check for all tasks"
    text = render_trace(trace, _TRACE_WIDTH, again=f"%check {name}", onward=onward)
    html = fragment("cell_trace.html.j2", name=name, text=text, used=used)
    return Shown("\n".join([text, *map(plain, used)]), html)


def _bare(text: str) -> str:
    """Return a sentence without the backquotes that mark its commands."""
    return text.replace("`", "")


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _after_check(report: Report, upcoming: str) -> str:
    """Say what to do after a check in a notebook; commands stand between backquotes."""
    name = wording.stuck_on(report)
    if not name:
        if not upcoming:
            return "save the notebook; in a terminal in its folder: `grader submit`"
        return f"go on with {upcoming}: write it, run its cell, then `%check {upcoming}`"
    task = next(task for task in report.tasks if name in task.task.names)
    if wording.is_missing(task):
        return f"write {name}, run its cell, then `%check {name}`; for a hint: `%hint {name}`"
    looks = [f"; {look}: `%check --trace {traced}`" for look, traced in worth_a_trace(report)]
    return f"`%hint {name}` for a hint{''.join(looks)}"
