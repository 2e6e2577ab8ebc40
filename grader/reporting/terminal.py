"""Reports for a terminal: plain columns of words, coloured only on request; learner text is never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.cause import by_cause, is_repeated
from grader.reporting.class_text import put_class
from grader.reporting.cohort import cohort
from grader.reporting.console import cells, open_console, put, put_beside, put_cut, written
from grader.reporting.offers import trace_command, worth_a_trace
from grader.reporting.text import inline, plain, source_lines
from grader.source.cells import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from grader.model import Cell, CheckResult, Report, TaskResult

VERDICT_STYLES = {
    Verdict.PASSED: "green",
    Verdict.MISSING: "yellow",
    Verdict.TIMED_OUT: "yellow",
    Verdict.BROKEN: "magenta",
    Verdict.SKIPPED: "dim",
}
COLUMN = 14
"""Columns of the verdict word with its margins, wide enough for ``unreadable``."""
_DETAIL_LINES = 20
_PRINTED_LINES = 20


def render_report(
    report: Report, width: int = 80, *, colour: bool = False, place: str = "", file: str = "", about: str = ""
) -> str:
    """Lay a report out in ``width`` columns: result, tasks, remarks; a task that passes takes one line.

    A learner's own check ends with the command for a hint where something fails; ``place`` is the folder of the
    exercise if the commands run in another, ``file`` the one that was checked, and ``about`` the remark that there is
    another, which is said first.
    """
    console = open_console(width, colour=colour)
    lines = source_lines(report.source)
    put(console, inline(report.title), "bold")
    put(console, " · ".join(inline(name) for name in (report.exercise, report.learner, file) if name), "dim")
    if about:
        put(console, f"{inline(about[0].upper() + about[1:])}.")
    console.print()
    put(console, wording.headline(report), "bold")
    for sentence in wording.standing(report):
        put(console, sentence)
    for task in report.tasks:
        console.print()
        _task(console, task, lines, report)
    put_remarks(console, [remark for remark in wording.other_remarks(report) if remark != about])
    if wording.is_preview(report):
        _help(console, report, place)
    return written(console)


def render_task(task: TaskResult, report: Report, width: int = 80, *, colour: bool = False) -> str:
    """Lay one task of a report out in ``width`` columns."""
    console = open_console(width, colour=colour)
    put_task(console, task, report)
    return written(console)


def put_task(console: Console, task: TaskResult, report: Report) -> None:
    """Print one task of a report: its head line and, unless all of it passes, its checks in order of cause."""
    _task(console, task, source_lines(report.source), report)


def render_class(reports: Iterable[Report], width: int = 80, *, colour: bool = False) -> str:
    """Lay a class out: a row per learner, scores by task under the last part of its id, then what stands out."""
    console = open_console(width, colour=colour)
    put_class(console, cohort(reports))
    return written(console)


def _task(console: Console, task: TaskResult, lines: Sequence[str], report: Report) -> None:
    """Print a task's head line and, unless all of it passes, its checks in order of cause."""
    score = _preview(task) if wording.is_preview(report) else f"{wording.task_score(task)} points"
    head = f"{inline(wording.names(task.task))}  "
    put(console, head + score.rjust(console.width - cells(head)), "bold")
    for label, text in wording.cause(task):
        put_beside(console, label, "bold", inline(text), COLUMN)
    brief = _in_brief(task)
    if brief is not None:
        said_above = brief[0] is Verdict.PASSED and wording.is_preview(report)
        if not said_above:
            _verdict(console, *brief, word=wording.task_standing(task) if wording.is_missing(task) else "")
        return
    for result in by_cause(task):
        own, repeated = wording.is_preview(report), is_repeated(task, result)
        put_check(console, result, lines, report.cells, own=own, repeated=repeated)


def _preview(task: TaskResult) -> str:
    """Return how a task stands by its visible checks: ``passed (2 checks)`` where all of them pass."""
    passes = {result.verdict for result in task.checks} == {Verdict.PASSED}
    return f"passed ({wording.checks(len(task.checks))})" if passes else wording.task_standing(task)


def _in_brief(task: TaskResult) -> tuple[Verdict, str] | None:
    """Return verdict and sentence of a task whose checks need no line each: all passed, missing or not run."""
    verdicts = {result.verdict for result in task.checks}
    if wording.is_missing(task):
        reason = inline(wording.finding_text(task.checks[0])).removesuffix(".")
        return Verdict.MISSING, f"{reason}; checks waiting for it: {len(task.checks)}"
    if verdicts == {Verdict.PASSED}:
        return Verdict.PASSED, wording.task_standing(task)
    return (Verdict.SKIPPED, f"checks left out: {len(task.checks)}") if verdicts <= {Verdict.SKIPPED} else None


def put_check(
    console: Console,
    result: CheckResult,
    lines: Sequence[str],
    cells: Sequence[Cell],
    *,
    own: bool,
    repeated: bool = False,
) -> None:
    """Print a check's verdict and what was found; ``lines`` are the file's.

    In a learner's ``own`` check all are visible, which need not be said of each. What is ``repeated`` is told once.
    """
    seen = "" if own else f" ({wording.SEEN[result.check.visibility]})"
    _verdict(console, result.verdict, f"{inline(result.check.sentence)}{seen}")
    if repeated and wording.finding_text(result):
        put(console, "→ same as above", indent=COLUMN)
    elif wording.finding_text(result):
        put(console, f"→ {inline(wording.finding_text(result))}", indent=COLUMN, hang=2)
        _own_line(console, result.finding.line, lines, cells)
        for line in wording.forms(result.finding):
            put(console, inline(line), indent=COLUMN + 2, hang=2)
        _detail(console, plain(result.finding.detail))
    if not repeated:
        _printed(console, wording.printed(result.finding, _PRINTED_LINES))
    for note in result.notes:
        put(console, inline(note), "dim", indent=COLUMN)


def _own_line(console: Console, number: int | None, lines: Sequence[str], cells: Sequence[Cell]) -> None:
    """Print the line of the learner's file that a finding names, cut to the width."""
    if number is not None:
        own = f": {lines[number - 1].strip()}" if 0 < number <= len(lines) else ""
        put_cut(console, f"your {place(number, cells)}{own}", indent=COLUMN + 2)


def _detail(console: Console, detail: str) -> None:
    """Print the first lines of a detail; the page and the JSON have all of it."""
    shown = detail.splitlines()
    for line in shown[:_DETAIL_LINES]:
        put(console, line, "dim", indent=COLUMN + 2)
    if len(shown) > _DETAIL_LINES:
        put(console, f"… {len(shown) - _DETAIL_LINES} more lines", "dim", indent=COLUMN + 2)


def _printed(console: Console, lines: Sequence[str]) -> None:
    if lines:
        put(console, "your code printed:", indent=COLUMN + 2)
    for line in lines:
        put_cut(console, plain(line), "dim", indent=COLUMN + 4)


def put_remarks(console: Console, remarks: Sequence[str]) -> None:
    """Print what is to be said of the file, if anything is."""
    if remarks:
        console.print()
        put(console, "Remarks on your file", "bold")
    for remark in remarks:
        put(console, f"- {inline(remark)}", indent=2, hang=2)


def _help(console: Console, report: Report, place: str) -> None:
    """Print the commands that help with the task to go on with, if there is one."""
    name = wording.stuck_on(report)
    if not name:
        return
    console.print()
    for look, traced in worth_a_trace(report):
        put(console, f"{look.capitalize()}: {inline(trace_command(traced, place))}", hang=2)
    put(console, f"For a hint: {inline(wording.hint_command(name, place))}", hang=2)


def _verdict(console: Console, verdict: Verdict, sentence: str, word: str = "") -> None:
    """Print the verdict's word, or another, in its column and the sentence beside it."""
    word = word or wording.VERDICTS[verdict]
    put_beside(console, word, VERDICT_STYLES.get(verdict, "red"), sentence, COLUMN)
