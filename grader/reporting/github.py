"""Reports for GitHub's workflows: annotations, a step summary, and text that is no command in a log."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.cause import by_cause, first_cause, is_repeated
from grader.reporting.cohort import cohort
from grader.reporting.outline import (
    cause_lines,
    cut,
    explanation,
    one_line,
    remarks,
    report_text,
    sentence,
    task_name,
    task_text,
)
from grader.reporting.redact import redact
from grader.reporting.text import inline, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.model import Report, TaskResult

MOST_ANNOTATIONS = 10
"""GitHub shows so many of a step and drops the others silently."""
LARGEST_SUMMARY = 900_000
"""Bytes; beyond 1024 KiB GitHub drops the summary of a step altogether."""
_IGNORED = r"[^\x20-\x7e\n]*"
"""Characters that the runner's comparison of texts may pass over, such as joiners."""
_COMMAND = re.compile(rf"^[^\x21-\x7e\n]*:(?={_IGNORED}:)|#(?={_IGNORED}#{_IGNORED}\[)", re.MULTILINE)


def inert(text: str) -> str:
    """Return text in which no line is a workflow command: ``: :error::`` for ``::error::``, ``# #[`` for ``##[``.

    The runner reads a line that begins with two colons, after any space, as a command, and ``##[`` anywhere.
    """
    return _COMMAND.sub(lambda match: f"{match[0]} ", text)


def annotation_lines(reports: Sequence[Report], files: Mapping[str, str] | None = None) -> str:
    """Return workflow commands that annotate what is wrong, as learners may see it: most points lost first.

    Args:
        reports: the reports of one exercise.
        files: learner → path of the hand-in in the repository; without one an annotation has no place.

    Returns:
        At most ``MOST_ANNOTATIONS`` lines; the last one counts what is left out.
    """
    found: list[tuple[float, str]] = []
    for seen in map(redact, reports):
        where = (files or {}).get(seen.learner, "")
        whom = f"{one_line(seen.learner, 100)}: " if len(reports) > 1 else ""
        found += _of_report(seen, where, whom)
    ranked = [line for _, line in sorted(found, key=lambda pair: -pair[0])]
    if len(ranked) > MOST_ANNOTATIONS:
        shown = ranked[: MOST_ANNOTATIONS - 1]
        ranked = [*shown, _command("notice", {}, f"{len(ranked) - len(shown)} more are in the step summary.")]
    return "".join(f"{line}\n" for line in ranked)


def _of_report(report: Report, file: str, whom: str) -> Iterator[tuple[float, str]]:
    """Yield how grave it is and a command for each task that lost points, or for a hand-in without tasks."""
    if report.status in ("unreadable", "not graded"):
        title = {"file": file, "title": cut(f"{whom}{report.status}", 200)}
        yield float(report.points), _command("error", title, report_text(report))
    for task in report.tasks:
        head = f"{whom}{task_name(task.task)}: {wording.task_score(task)}"
        if task.score is None and any(result.verdict is Verdict.BROKEN for result in task.checks):
            yield 0.0, _command("warning", {"title": cut(head, 200)}, task_text(task, report.cells))
        elif first_cause(task) is not None:
            place_of = {"file": file, **_line(task, report, file), "title": cut(head, 200)}
            yield task.task.points - (task.score or 0), _command("error", place_of, _wrong(task, report))


def _line(task: TaskResult, report: Report, file: str) -> dict[str, str]:
    """Return the first line at fault; a notebook's file has other lines than its code."""
    lines = [result.finding.line for result in by_cause(task) if result.finding.line is not None]
    return {"line": str(lines[0])} if lines and file and not report.cells else {}


def _wrong(task: TaskResult, report: Report) -> str:
    """Say what is wrong with a task, its named cause first, each thing once."""
    wrong = [r for r in by_cause(task) if r.verdict not in (Verdict.PASSED, Verdict.SKIPPED)]
    told = [r for r in wrong if not is_repeated(task, r)]
    return "\n".join([*cause_lines(task), *(f"{sentence(r)}\n{explanation(r, report.cells)}" for r in told)])


def _command(kind: str, properties: Mapping[str, str], message: str) -> str:
    """Return one line that is one command, whatever the texts hold."""
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{kind}{' ' if listed else ''}{listed}::{_data(cut(message, 4_000))}"


def _data(text: str) -> str:
    return plain(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(inline(text)).replace(":", "%3A").replace(",", "%2C")


def summary(reports: Sequence[Report], room: int = LARGEST_SUMMARY) -> str:
    """Return a step summary in at most ``room`` bytes, as learners may see it: one report by task, a class by learner.

    It is HTML in blocks without an empty line, which Markdown leaves as they are; a newline in a text is an entity.
    """
    seen = [redact(report) for report in reports]
    blocks = [*_head(seen), *(_report_blocks(seen[0]) if len(seen) == 1 else _class_blocks(seen))]
    return "".join(_fitting(blocks, room))


def _head(reports: Sequence[Report]) -> Iterator[str]:
    group = cohort(reports)
    yield f"<h3>{_html(group.title)}</h3>"
    if len(reports) == 1:
        yield f"<p><strong>{_html(wording.headline(reports[0]))}</strong></p>"
        yield from (f"<p>{_html(said)}</p>" for said in wording.standing(reports[0]))
    else:
        yield f"<p>{_html(group.summary)}</p>"


def _report_blocks(report: Report) -> Iterator[str]:
    if report.tasks:
        rows = [(_code(task_name(t.task)), wording.task_score(t), wording.task_tally(t)) for t in report.tasks]
        yield _table(("task", "points", "checks"), rows)
    for task in report.tasks:
        if any(result.verdict is not Verdict.PASSED for result in task.checks):
            head = f"<summary>{_code(task_name(task.task))}</summary>"
            yield f"<details>\n{head}\n<pre>{_html(task_text(task, report.cells))}</pre>\n</details>"
    yield from (f"<p>{_code(remark)}</p>" for remark in remarks(report))


def _class_blocks(reports: Sequence[Report]) -> Iterator[str]:
    """Yield tables of a hundred learners, so that what does not fit is cut between them."""
    rows = [
        (_code(one_line(row.report.learner, 200)), _html(wording.score_text(row.report)), _checks(row.report))
        for row in cohort(reports).rows
    ]
    for start in range(0, len(rows), 100):
        yield _table(("learner", "score", "checks"), rows[start : start + 100])


def _checks(report: Report) -> str:
    passed, judged = wording.tally(report.results)
    return f"{passed} of {judged}" if judged else ""


def _fitting(blocks: Iterable[str], room: int) -> Iterator[str]:
    """Yield as many blocks as there is room for, and a word on the others."""
    last = "<p>There is more; the files of the results have all of it.</p>\n\n"
    left = room - len(last)
    for block in blocks:
        if len(block.encode()) + 2 > left:
            yield last if left >= 0 else ""
            return
        left -= len(block.encode()) + 2
        yield f"{block}\n\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["".join(f"<th>{head}</th>" for head in heads)]
    lines += ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    return "\n".join(["<table>", *(f"<tr>{line}</tr>" for line in lines), "</table>"])


def _code(text: str) -> str:
    """Return text as code, in which GitHub looks for no mention, no reference and no address."""
    return f"<code>{_html(text)}</code>"


def _html(text: str) -> str:
    return html.escape(plain(text)).replace("\n", "&#10;")
