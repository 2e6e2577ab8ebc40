"""A report as plain text within limits, for the formats of other platforms; give it what ``redact`` returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.reporting import wording
from grader.reporting.cause import by_cause, can_be_mended, is_repeated
from grader.reporting.text import inline, plain
from grader.source.cells import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model import Cell, CheckResult, Report, Task, TaskResult

MOST_LINES = 20
"""Lines of one detail that other platforms show; the page and the JSON have all of it."""
LONGEST_LINE = 400
LONGEST_NAME = 200
LONGEST_CAUSE = 1_000
"""Bytes of a diagnosis, and of its hint."""


def task_name(task: Task) -> str:
    """Return the names a task asks for, on one line of bounded length."""
    return one_line(wording.names(task), LONGEST_NAME)


def sentence(result: CheckResult) -> str:
    """Return the sentence of a check, on one line of bounded length."""
    return one_line(result.check.sentence, LONGEST_LINE)


def explanation(result: CheckResult, cells: Sequence[Cell] = ()) -> str:
    """Return why a check did not pass: our words, the place in the learner's file, forms, the beginning of a detail."""
    said = wording.finding_text(result)
    if not said:
        return ""
    where = [] if result.finding.line is None else [f"at your {place(result.finding.line, cells)}"]
    told = [one_line(line, LONGEST_LINE) for line in (said, *where, *wording.forms(result.finding))]
    return "\n".join([*told, *_beginning(result.finding.detail)])


def explanations(task: TaskResult, cells: Sequence[Cell] = ()) -> Iterator[tuple[CheckResult, str]]:
    """Yield a task's checks in the suite's order with their explanations, for formats that have no place for a task.

    The named cause stands above the explanation of the first check that the learner can mend.
    """
    above = cause_lines(task)
    for result in task.checks:
        lines = [explanation(result, cells)]
        if can_be_mended(result):
            lines, above = [*above, *lines], ()
        yield result, "\n".join(lines)


def cause_lines(task: TaskResult) -> tuple[str, ...]:
    """Return the named cause of a task's failures and its hint, each on one line of bounded length."""
    return tuple(f"{label}: {one_line(text, LONGEST_CAUSE)}" for label, text in wording.cause(task))


def task_text(task: TaskResult, cells: Sequence[Cell] = ()) -> str:
    """Return a task's named cause, then its checks in order of cause, each explained unless an earlier one does it."""
    lines = [wording.task_standing(task), *cause_lines(task)]
    for result in by_cause(task):
        seen = wording.SEEN[result.check.visibility]
        lines.append(f"{wording.VERDICTS[result.verdict]}: {sentence(result)} ({seen})")
        if not is_repeated(task, result):
            lines += [f"    {line}" for line in explanation(result, cells).splitlines()]
    return "\n".join(lines)


def report_text(report: Report) -> str:
    """Return what stands above the tasks: the score in words, what it means, and the remarks on the file."""
    lines = [wording.headline(report), *wording.standing(report)]
    return "\n".join([*lines, *(f"- {remark}" for remark in remarks(report))])


def whole_text(report: Report, most: int) -> str:
    """Return ``report_text`` and every task below it, in at most ``most`` bytes."""
    tasks = (
        f"{task_name(task.task)}: {wording.task_score(task)}\n{task_text(task, report.cells)}" for task in report.tasks
    )
    return cut("\n\n".join([report_text(report), *tasks]), most)


def remarks(report: Report) -> tuple[str, ...]:
    """Return the remarks on a hand-in, each on one line of bounded length; of many the first ones."""
    shown = [one_line(remark, LONGEST_LINE) for remark in report.remarks[:MOST_LINES]]
    return (*shown, *_more(len(report.remarks) - len(shown), "remarks"))


def one_line(text: str, most: int) -> str:
    """Return a text on one line of at most ``most`` bytes; of a long one only the beginning is looked at."""
    return cut(inline(text[: most + 1]), most)


def cut(text: str, most: int) -> str:
    """Return a text in at most ``most`` bytes of UTF-8, with an ellipsis where something was cut off."""
    data = text.encode("utf-8", "backslashreplace")
    if len(data) <= most:
        return data.decode()
    return data[: most - len("…".encode())].decode("utf-8", "ignore") + "…"


def share(score: float, points: float) -> float:
    """Return a score as a fraction of its points, from 0 to 1."""
    return min(1.0, max(0.0, score / points)) if points else 0.0


def _beginning(detail: str) -> list[str]:
    lines = detail.replace("\r\n", "\n").removesuffix("\n").split("\n") if detail else []
    shown = [cut(plain(line[: LONGEST_LINE + 1]), LONGEST_LINE) for line in lines[:MOST_LINES]]
    return [*shown, *_more(len(lines) - MOST_LINES, "lines")]


def _more(count: int, things: str) -> list[str]:
    return [f"… {count} more {things}"] if count > 0 else []
