"""The screen of a watched exercise: one task with its first failure, hints and keys, in as many lines as there are.

Where these are too few, what matters least is cut short first – remarks, the task's later checks – and the cut says
which command shows the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.cause import by_cause
from grader.reporting.console import cells, open_console, put, put_beside, written
from grader.reporting.terminal import VERDICT_STYLES, put_task
from grader.reporting.text import inline
from grader.reporting.watching import checks_passing, command, tasks_passing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from grader.course.hints import Opened
    from grader.reporting.watching import Known, View

    Draw = Callable[[Console], None]
    Lay = Callable[[Draw], list[str]]

KEYS = (("h", "hint"), ("n", "next task"), ("a", "all tasks"), ("r", "check again"), ("q", "quit"))
_COLUMN = 14
"""Columns of the verdict word in the list of tasks, with its margins."""
_TALLER = "… more in a taller window"
_LEAST = 6
"""Lines of a task that hints leave to it, if there are so many."""
_REMARKS = 3
"""Remarks that are shown; `grader check` shows them all."""


@dataclass(frozen=True)
class _Part:
    """Lines that belong together; the higher the ``rank``, the sooner they are cut short, and ``more`` shows them."""

    lines: Sequence[str]
    rank: int = 0
    more: str = _TALLER

    def without(self, count: int) -> _Part:
        """Return the part in ``count`` lines less, the last of which says that there is more; or nothing of it."""
        kept = len(self.lines) - count - 1
        return replace(self, lines=(*self.lines[:kept], self.more) if kept > 0 else ())


def watch_screen(view: View, width: int, height: int, *, colour: bool = False) -> list[str]:
    """Lay a view out in ``height`` lines: what is shown of the work at the top, the keys at the bottom."""
    lay = partial(_laid, width, colour)
    head, foot = lay(partial(_head, view)), ["", *lay(partial(_foot, view))]
    room = max(height - len(head) - len(foot), 1)
    body = _fitted(_parts(view, lay, width, room), room)
    return [*head, *body, *[""] * (room - len(body)), *foot][:height]


def _laid(width: int, colour: bool, draw: Draw) -> list[str]:  # noqa: FBT001
    console = open_console(width, colour=colour)
    draw(console)
    return written(console).splitlines()


def _parts(view: View, lay: Lay, width: int, room: int) -> list[_Part]:
    """Return the parts of a screen between its head and its keys, from the top."""
    told = [_Part(lay(partial(_sentences, said))) for said in (view.problems, view.news, view.notes) if said]
    known = view.shown
    if known and known.result and known.report:
        check = wording.check_command(wording.failing_name(known.result), view.place)
        task = _Part(lay(partial(_task, known)), 2, _more(check, width))
    else:
        task = _Part(lay(partial(_list, view)), 2, _more(command("check", view.place), width))
    remarks = _Part(lay(partial(_remarks, view)), 3, _more(command("check", view.place), width))
    parts = [*told, task, remarks]
    if view.hint:
        left = room - sum(len(part.lines) + 1 for part in told) - min(len(task.lines), _LEAST) - 1
        parts.append(_hint_part(view.hint, view.place, lay, width, left))
    return [part for part in parts if part.lines]


def _hint_part(opened: Opened, place: str, lay: Lay, width: int, room: int) -> _Part:
    """Return the open hints, or the newest alone where there is no room for all."""
    again = f"{wording.hint_command(opened.name, place)} --again"
    lines = lay(partial(_hints, opened, 1, ""))
    if len(lines) >= room and opened.count > 1:
        lines = lay(partial(_hints, opened, opened.count, again))
    return _Part(lines, 1, _more(again, width))


def _more(shows: str, width: int) -> str:
    """Say that there is more, with the command that shows it if that fits into the line."""
    said = f"… more: {inline(shows)}"
    return said if cells(said) <= width else _TALLER


def _fitted(parts: Sequence[_Part], room: int) -> list[str]:
    """Return the lines of parts, an empty one before each; what ranks highest is cut short until they fit."""
    for rank in sorted({part.rank for part in parts} - {0}, reverse=True):
        excess = sum(len(part.lines) + 1 for part in parts) - room
        if excess > 0:
            shorter = (part.without(excess) if part.rank == rank else part for part in parts)
            parts = [part for part in shorter if part.lines]
    lines = [line for part in parts for line in ("", *part.lines)]
    return lines if len(lines) <= room else [*lines[: room - 1], _TALLER]


def _head(view: View, console: Console) -> None:
    title, tally = f"{inline(view.title)}  ", tasks_passing(view)
    put(console, title + tally.rjust(console.width - cells(title)), "bold")
    put(console, inline(view.status), "dim")
    put(console, checks_passing(view), "dim")


def _sentences(said: Sequence[str], console: Console) -> None:
    for sentence in said:
        put(console, inline(sentence))


def _task(known: Known, console: Console) -> None:
    assert known.result
    assert known.report
    put_task(console, known.result, known.report)


def _list(view: View, console: Console) -> None:
    width = max(cells(inline(wording.names(known.task))) for known in view.tasks)
    for known in view.tasks:
        words, style, standing = _word(known)
        name = inline(wording.names(known.task))
        put_beside(console, words, style, f"{name}{' ' * (width - cells(name) + 2)}{standing}", _COLUMN)


def _word(known: Known) -> tuple[str, str, str]:
    """Return the word for a task in a list, its style, and how many of the task's checks pass."""
    if known.unread:
        return "unreadable", "red", ""
    if known.result is None or not known.result.checks:
        return "not checked", "dim", ""
    missing = wording.is_missing(known.result)
    verdict = Verdict.MISSING if missing else by_cause(known.result)[0].verdict
    standing = "" if missing else wording.task_standing(known.result)
    return wording.VERDICTS[verdict], VERDICT_STYLES.get(verdict, "red"), standing


def _remarks(view: View, console: Console) -> None:
    if view.remarks:
        put(console, "Remarks on your file", "bold")
    for remark in view.remarks[:_REMARKS]:
        put(console, f"- {inline(remark)}", indent=2, hang=2)
    if len(view.remarks) > _REMARKS:
        put(console, f"{len(view.remarks) - _REMARKS} more: {command('check', view.place)}", "dim", indent=2)


def _hints(opened: Opened, first: int, again: str, console: Console) -> None:
    """Print the open hints from the ``first`` on, with the command that shows those before, if any are left out."""
    for number, (title, text) in list(enumerate(opened.rungs, 1))[first - 1 :]:
        put(console, f"Hint {number} of {len(opened.ladder.rungs)}: {title}", "bold")
        put(console, inline(text), indent=2)
    put(console, f"h opens the next hint ({opened.left} left)." if opened.left else "These are all the hints.", "dim")
    if again:
        put(console, f"Those before: {inline(again)}", "dim")


def _foot(view: View, console: Console) -> None:
    if view.done:
        put_beside(console, "next", "bold", f"{command('submit', view.place)}   hands your work in", 8)
    put(console, "   ".join(f"{key} {what}" for key, what in KEYS), "dim")
