"""Reports for a terminal: plain columns of words, coloured only on request; learner text is never markup."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.cause import by_cause, is_repeated
from grader.reporting.cohort import cohort
from grader.reporting.text import inline, plain, source_lines
from grader.source.cells import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.text import Text

    from grader.model import CheckResult, Report, TaskResult
    from grader.reporting.cohort import Row

_STYLES = {
    Verdict.PASSED: "green",
    Verdict.MISSING: "yellow",
    Verdict.TIMED_OUT: "yellow",
    Verdict.BROKEN: "magenta",
    Verdict.SKIPPED: "dim",
}
_COLUMN = 12
"""Columns of the verdict word with its margins, wide enough for ``timed out``."""
_DETAIL_LINES = 20
_NARROWEST = 40


def render_report(report: Report, width: int = 80, *, colour: bool = False) -> str:
    """Lay a report out in ``width`` columns: result, tasks, remarks; a task that passes takes one line."""
    console = _console(width, colour=colour)
    lines = source_lines(report.source)
    _print(console, inline(report.title), "bold")
    _print(console, " · ".join(inline(name) for name in (report.exercise, report.learner) if name), "dim")
    console.print()
    _print(console, wording.headline(report), "bold")
    for sentence in wording.standing(report):
        _print(console, sentence)
    for task in report.tasks:
        _task(console, task, lines, report)
    _remarks(console, report.remarks)
    return _text(console)


def render_class(reports: Iterable[Report], width: int = 80, *, colour: bool = False) -> str:
    """Lay a class out as one row per learner; scores by task stand under the last part of the task's id."""
    console = _console(width, colour=colour)
    group = cohort(reports)
    _print(console, inline(group.title), "bold")
    _print(console, f"{inline(group.exercise)} · {group.summary}", "dim")
    heads = [task.id.rpartition(".")[2] for task in group.tasks]
    cells = [_scores(row, [task.id for task in group.tasks]) for row in group.rows]
    columns = [max(map(len, column)) for column in zip(["score", *heads], *cells, strict=True)]
    names = [inline(row.report.learner) for row in group.rows]
    statuses = [wording.status_word(row.report) for row in group.rows]
    room = console.width - sum(columns) - 2 * len(columns) - 2 - max(map(len, ["status", *statuses]))
    margin = max(7, min(room, max((_cells(name) for name in names), default=7)))
    _row(console, "learner", margin, zip(["score", *heads], columns, strict=True), "status", "dim")
    for name, scores, status in zip(names, cells, statuses, strict=True):
        _row(console, name, margin, zip(scores, columns, strict=True), status)
    return _text(console)


def _task(console: Console, task: TaskResult, lines: Sequence[str], report: Report) -> None:
    """Print a task's head line and, unless all of it passes, its checks in order of cause."""
    standing = wording.task_standing(task)
    score = standing if wording.is_preview(report) else f"{wording.task_score(task)} points"
    head = f"{inline(wording.names(task.task))}  "
    console.print()
    _print(console, head + score.rjust(console.width - _cells(head)), "bold")
    brief = _in_brief(task)
    if brief is not None:
        _verdict(console, *brief)
        return
    for result in by_cause(task):
        _check(console, result, report, lines, repeated=is_repeated(task, result))


def _in_brief(task: TaskResult) -> tuple[Verdict, str] | None:
    """Return verdict and sentence of a task whose checks need no line each: all passed, missing or not run."""
    verdicts = {result.verdict for result in task.checks}
    if wording.is_missing(task):
        reason = inline(wording.finding_text(task.checks[0])).removesuffix(".")
        return Verdict.MISSING, f"{reason}; checks waiting for it: {len(task.checks)}"
    if verdicts == {Verdict.PASSED}:
        return Verdict.PASSED, wording.task_standing(task)
    return (Verdict.SKIPPED, f"checks left out: {len(task.checks)}") if verdicts <= {Verdict.SKIPPED} else None


def _check(console: Console, result: CheckResult, report: Report, lines: Sequence[str], *, repeated: bool) -> None:
    _verdict(console, result.verdict, f"{inline(result.check.sentence)} ({wording.SEEN[result.check.visibility]})")
    if not repeated and wording.finding_text(result):
        _print(console, f"→ {inline(wording.finding_text(result))}", indent=_COLUMN, hang=2)
        _own_line(console, result.finding.line, report, lines)
        _detail(console, plain(result.finding.detail))
    for note in result.notes:
        _print(console, inline(note), "dim", indent=_COLUMN)


def _own_line(console: Console, number: int | None, report: Report, lines: Sequence[str]) -> None:
    """Print the line of the learner's file that a finding names, cut to the width."""
    from rich.text import Text

    if number is not None:
        own = f": {lines[number - 1].strip()}" if 0 < number <= len(lines) else ""
        line = Text(f"{' ' * _COLUMN}  your {place(number, report.cells)}{own}".expandtabs(4))
        line.truncate(console.width, overflow="ellipsis")
        console.print(line)


def _detail(console: Console, detail: str) -> None:
    """Print the first lines of a detail; the page and the JSON have all of it."""
    shown = detail.splitlines()
    for line in shown[:_DETAIL_LINES]:
        _print(console, line, "dim", indent=_COLUMN + 2)
    if len(shown) > _DETAIL_LINES:
        _print(console, f"… {len(shown) - _DETAIL_LINES} more lines", "dim", indent=_COLUMN + 2)


def _remarks(console: Console, remarks: Sequence[str]) -> None:
    if remarks:
        console.print()
        _print(console, "Remarks on your file", "bold")
    for remark in remarks:
        _print(console, f"- {inline(remark)}", indent=2, hang=2)


def _verdict(console: Console, verdict: Verdict, sentence: str) -> None:
    """Print the verdict's word in its column and the sentence, wrapped, beside it."""
    from rich.text import Text

    word = wording.VERDICTS[verdict]
    first, *rest = _wrapped(console, sentence, _COLUMN)
    start = Text.assemble("  ", (word, _STYLES.get(verdict, "red")), " " * (_COLUMN - 2 - len(word)))
    console.print(start + first)
    for line in rest:
        console.print(Text(" " * _COLUMN) + line)


def _row(
    console: Console, name: str, margin: int, scores: Iterable[tuple[str, int]], status: str, style: str = ""
) -> None:
    from rich.cells import set_cell_size

    cut = name if _cells(name) <= margin else set_cell_size(name, margin - 1) + "…"
    numbers = "".join(f"  {score:>{column}}" for score, column in scores)
    _print(console, f"{set_cell_size(cut, margin)}{numbers}  {status}", style)


def _scores(row: Row, ids: Sequence[str]) -> list[str]:
    values = [row.report.score, *(row.scores.get(id_) for id_ in ids)]
    return ["–" if value is None else wording.amount(value) for value in values]


def _print(console: Console, text: str, style: str = "", *, indent: int = 0, hang: int = 0) -> None:
    """Print text as data, wrapped to the console; lines after the first are indented by ``hang`` more."""
    from rich.text import Text

    for number, line in enumerate(_wrapped(console, text, indent + hang, style)):
        console.print(Text(" " * (indent if number == 0 else indent + hang)) + line)


def _wrapped(console: Console, text: str, indent: int, style: str = "") -> list[Text]:
    from rich.text import Text

    lines = Text(text, style).wrap(console, console.width - indent, tab_size=4)
    for line in lines:
        line.rstrip()
    return list(lines) or [Text()]


def _console(width: int, *, colour: bool) -> Console:
    """Return a console that writes to memory and reads nothing from the environment."""
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=max(width, _NARROWEST),
        color_system="standard" if colour else None,
        force_terminal=colour,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
        legacy_windows=False,
        _environ={},
    )


def _text(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
