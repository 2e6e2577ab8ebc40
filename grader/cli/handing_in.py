"""What ``submit`` says: the receipt, what is missing, and where the hand-in goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting.console import folded
from grader.reporting.text import inline
from grader.reporting.wording import headline, is_unread, later, moment
from grader.source.keep import NOT_RUN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.learner import HandedIn

_MOST_NAMED = 8
"""Checks that are named; `grader check` tells all of them."""


def receipt_lines(handed_in: HandedIn, width: int = 80, *, named: bool = True) -> Iterator[str]:
    """Yield the receipt as lines for a person; whoever was not ``named`` is told that the name can be another."""
    yield from map(inline, _receipt(handed_in))
    blocks = (_naming(handed_in, named=named), _warnings(handed_in), _whereto(handed_in))
    for lines in filter(None, (list(map(inline, block)) for block in blocks)):
        yield ""
        yield from (part for line in lines for part in folded(line, width))


def _naming(handed_in: HandedIn, *, named: bool) -> Iterator[str]:
    """Yield what may be wrong with the name that it is handed in under."""
    name, folder = handed_in.receipt.learner, handed_in.file.parent.name
    if not named:
        yield f'{name} is your name on this machine; --name "YOUR NAME" hands in under another.'
    if handed_in.others:
        yield f"Earlier hand-ins stay in {folder}/, as {', '.join(handed_in.others)}: hand in one of them, not both."


def _receipt(handed_in: HandedIn) -> Iterator[str]:
    from datetime import UTC, datetime

    receipt, report = handed_in.receipt, handed_in.report
    utc = moment(datetime.fromisoformat(receipt.submitted).astimezone(UTC).isoformat())
    yield f"Handed in {receipt.exercise} as {receipt.learner}."
    yield f"  file    {handed_in.file} ({receipt.size} bytes)"
    yield f"  sha256  {receipt.digest}"
    yield "  time    " + " = ".join(dict.fromkeys((moment(receipt.submitted), utc)))
    if report is not None:
        yield "  checks  " + "; ".join(filter(None, (headline(report), later(report.hidden_not_run))))


def _warnings(handed_in: HandedIn) -> Iterator[str]:
    """Yield what the learner may want to mend before the deadline."""
    unread_tasks = _unread(handed_in)
    untouched = handed_in.untouched and not unread_tasks
    if untouched:
        yield "WARNING: nothing is written in it: this is the exercise as it was released."
    yield from dict.fromkeys(unread_tasks.values())
    unwritten = [name for name in handed_in.unwritten if name not in unread_tasks]
    if unwritten and not untouched:
        yield f"Not written yet: {', '.join(unwritten)}"
    if failing := _failing(handed_in):
        yield f"Visible checks that fail: {', '.join(failing)}"
    if handed_in.report:
        remarks = (remark for remark in handed_in.report.remarks if NOT_RUN not in remark)
        yield from (remark for remark in remarks if remark not in unread_tasks.values())
    if handed_in.fault:
        yield f"The visible checks could not run: {handed_in.fault}"
    if not handed_in.receipt.parses:
        yield "Not all of it is valid Python. It is handed in as it is; what stands outside the broken part counts."


def _unread(handed_in: HandedIn) -> dict[str, str]:
    """Return the names that are missing because they could not be read, each with what is said of it."""
    tasks = handed_in.report.tasks if handed_in.report else ()
    said = ((task, result.finding.text) for task in tasks for result in task.checks if is_unread(result))
    return {name: text for task, text in said for name in task.task.names}


def _failing(handed_in: HandedIn) -> list[str]:
    """Return the names of visible checks that fail, those of what is not written left out."""
    fine = (Verdict.PASSED, Verdict.SKIPPED, Verdict.MISSING)
    results = handed_in.report.results if handed_in.report else ()
    names = [result.check.id.rpartition("::")[2] for result in results if result.verdict not in fine]
    more = len(names) - _MOST_NAMED
    return names if more <= 0 else [*names[:_MOST_NAMED], f"{more} more"]


def _whereto(handed_in: HandedIn) -> Iterator[str]:
    """Yield what was sent, and what is left to do: at the end, so that it is read."""
    from grader.course.hand_in import is_page

    folder, receipt = handed_in.file.parent, f"{handed_in.receipt.learner}.receipt.json"
    both = f"{handed_in.file.name} and {receipt} in {folder}"
    if handed_in.dropped:
        yield f"Copied to {handed_in.dropped.parent} too, where your course collects hand-ins: nothing is left to send."
    elif handed_in.drop_fault:
        yield f"NOT copied to where your course collects hand-ins: {handed_in.drop_fault}."
        yield f"Nothing is lost: {both} are your hand-in. Try again later, or ask where else to give them."
    elif is_page(handed_in.hand_in):
        yield f"Nothing was sent. Upload both, {both}, at {handed_in.hand_in}"
    else:
        yield f"Nothing was sent. Hand in both, {both}, where your course wants them."
