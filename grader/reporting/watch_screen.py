"""The screen of a watched exercise: one task with its first failure, hints and keys, in as many lines as there are.

Where these are too few, what matters least is cut short first – remarks, the task's later checks, hints – and the cut
says which command shows the whole. How a task stands and why it fails is not cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.cause import by_cause
from grader.reporting.console import cells, cut_to, open_console, put, put_beside, put_cut, written
from grader.reporting.terminal import COLUMN, VERDICT_STYLES, put_task
from grader.reporting.text import inline
from grader.reporting.watching import checks_passing, command, tasks_passing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from grader.course.hints import Opened
    from grader.reporting.watching import Known, View

    Draw = Callable[[Console], None]
    Lay = Callable[[Draw], list[str]]

_KEYS = (("h", "hint"), ("n", "next task"), ("a", "all tasks"), ("r", "check again"), ("q", "quit"))
_LISTED = (("h", "hint"), ("n", "next task"), ("a", "one task"), ("r", "check all"), ("q", "quit"))
_REST = (("n", "next task"), ("a", "all"), ("r", "again"), ("q", "quit"))
_OPEN = (("h", "next hint"), ("Esc", "close"), *_REST)
_ALL_OPEN = (("h/Esc", "close hints"), *_REST)
_TALLER = "… more in a taller window"
_LEAST = 6
"""Lines of a task that hints leave to it, if there are so many and the window has room for both."""
_BRIEF = 3
"""Lines of a task, and of hints, where both have to be cut."""
_REMARK, _TASK, _HINT = 3, 2, 1
"""What is cut short sooner ranks higher."""
_REMARKS = 3
"""Remarks that are shown; `grader check` shows them all."""


@dataclass(frozen=True)
class _Part:
    """Lines that belong together; the higher the ``rank``, the sooner they are cut short, to ``brief`` at the least.

    In fewer than ``least`` lines they do not say enough, and what is ``brief`` stands for them.
    Where they are cut, the last says how many are left out and, if it fits into the line, which command shows them.
    """

    lines: Sequence[str]
    rank: int = 0
    brief: Sequence[str] = ()
    shows: str = ""
    width: int = 0
    least: int = 1

    def without(self, count: int) -> _Part:
        """Return the part in up to ``count`` lines less."""
        kept = len(self.lines) - count - 1
        if kept >= max(len(self.brief), self.least):
            return replace(self, lines=(*self.lines[:kept], self._more(len(self.lines) - kept)))
        if len(self.brief) + 1 >= len(self.lines):
            return self
        return replace(self, lines=(*self.brief, self._more(len(self.lines) - len(self.brief))) if self.brief else ())

    @property
    def at_all(self) -> str:
        """What stands for the part where there is no room for any of it."""
        said = f"… more: {inline(self.shows)}"
        return said if self.shows and cells(said) <= self.width else _TALLER

    def _more(self, count: int) -> str:
        said = f"… {count} more {'line' if count == 1 else 'lines'}"
        whole = f"{said}: {inline(self.shows)}"
        return whole if self.shows and cells(whole) <= self.width else f"{said} in a taller window"


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
    news = lay(partial(_sentences, view.news))
    told = [_Part(lay(partial(_sentences, view.problems))), _Part(news, _REMARK, news)]
    told = [part for part in (*told, _Part(lay(partial(_sentences, view.notes)))) if part.lines]
    known = view.shown
    if known and known.result and known.report:
        check = wording.check_command(wording.failing_name(known.result), view.place)
        whole = lay(partial(_task, known))
        reason = next((number for number, line in enumerate(whole, 1) if line.lstrip().startswith("→")), 1)
        task = _Part(whole, _TASK, lay(partial(_brief, known)), check, width, least=reason)
    else:
        listed = lay(partial(_list, view))
        task = _Part(listed, _TASK, listed[:_BRIEF], command("check", view.place), width)
    said = lay(partial(_remarks, view))
    remarks = _Part(said, _REMARK, said[:2], command("check", view.place), width)
    parts = [*told, task, remarks]
    if view.hint:
        least = min(len(task.lines), _LEAST if room > 2 * _LEAST else _BRIEF)
        left = room - _length([part for part in (*told, remarks) if part.lines]) - least - 1
        parts.append(_hint_part(view.hint, view.place, lay, width, left))
    return [part for part in parts if part.lines]


def _hint_part(opened: Opened, place: str, lay: Lay, width: int, room: int) -> _Part:
    """Return the open hints, or the newest alone where there is no room for all."""
    again = f"{wording.hint_command(opened.name, place)} --again"
    lines = lay(partial(_hints, opened, 1, ""))
    if len(lines) >= room and opened.count > 1:
        lines = lay(partial(_hints, opened, opened.count, again))
    return _Part(lines, _HINT, lines[:_BRIEF], again, width)


def _fitted(parts: Sequence[_Part], room: int) -> list[str]:
    """Return the lines of parts, an empty one before each; what ranks highest is cut short until they fit."""
    for rank in sorted({part.rank for part in parts} - {0}, reverse=True):
        excess = _length(parts) - room
        if excess > 0:
            shorter = (part.without(excess) if part.rank == rank else part for part in parts)
            parts = [part for part in shorter if part.lines]
    if _length(parts) > room:
        parts = [part for part in parts if part.rank < _REMARK]
    lines = [line for part in parts for line in ("", *part.lines)]
    return lines if len(lines) <= room else [*lines[: room - 1], parts[-1].at_all]


def _length(parts: Sequence[_Part]) -> int:
    return sum(len(part.lines) + 1 for part in parts)


def _head(view: View, console: Console) -> None:
    title, tally = f"{inline(view.title)}  ", tasks_passing(view)
    put(console, title + tally.rjust(console.width - cells(title)), "bold")
    put(console, _in_one_line(inline(view.status), console.width), "dim")
    put(console, checks_passing(view), "dim")


def _in_one_line(text: str, width: int) -> str:
    """Return as many whole sentences of a text as fit into a line, at least the first."""
    sentences = text.split(". ")
    while len(sentences) > 1 and cells(". ".join(sentences)) > width:
        sentences.pop()
        sentences[-1] = f"{sentences[-1].removesuffix('.')}."
    return ". ".join(sentences)


def _sentences(said: Sequence[str], console: Console) -> None:
    for sentence in said:
        put(console, inline(sentence))


def _task(known: Known, console: Console) -> None:
    assert known.result
    assert known.report
    put_task(console, known.result, known.report)


def _brief(known: Known, console: Console) -> None:
    """Print of a task what must be seen in any window: how it stands, and why it fails."""
    assert known.result
    words, style, standing = _word(known)
    put_cut(console, f"{inline(wording.names(known.task))}  {standing}".rstrip(), "bold")
    put_cut(console, f"{words}: {inline(wording.reason(known.result))}".removesuffix(": "), style, indent=2)


def _list(view: View, console: Console) -> None:
    width = max(cells(inline(wording.names(known.task))) for known in view.tasks)
    for known in view.tasks:
        words, style, standing = _word(known)
        name = inline(wording.names(known.task))
        row = f"{name}{' ' * (width - cells(name) + 2)}{standing}".rstrip()
        why = inline(wording.reason(known.result)) if known.result else ""
        if why:
            row = cut_to(f"{row}  {why}", console.width - COLUMN)
        put_beside(console, words, style, row, COLUMN)


def _word(known: Known) -> tuple[str, str, str]:
    """Return the word for a task in a list, its style, and how many of the task's checks pass."""
    if known.unread:
        return wording.UNREADABLE, "red", ""
    if known.result is None or not known.result.checks:
        return "not checked", "dim", ""
    missing = wording.is_missing(known.result)
    if missing and wording.is_unread(known.result.checks[0]):
        return wording.UNREADABLE, "red", ""
    verdict = Verdict.MISSING if missing else by_cause(known.result)[0].verdict
    standing = "" if missing else wording.task_tally(known.result)
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
        put(console, f"{inline(opened.name)}, hint {number} of {len(opened.ladder.rungs)}: {title}", "bold")
        put(console, inline(text), indent=2)
    put(console, f"h opens the next hint ({opened.left} left)." if opened.left else "These are all the hints.", "dim")
    if again:
        put(console, f"Those before: {inline(again)}", "dim")


def _foot(view: View, console: Console) -> None:
    if view.done:
        put_beside(console, "next", "bold", f"{command('submit', view.place)}   hands your work in", 8)
    keys, gap = _keys(view)
    put(console, gap.join(f"{key} {what}" for key, what in keys), "dim")


def _keys(view: View) -> tuple[Sequence[tuple[str, str]], str]:
    """Return what the keys do now, and what stands between them: all fit into 60 columns."""
    if view.hint:
        return (_OPEN if view.hint.left else _ALL_OPEN), "  "
    return (_KEYS if view.focus else _LISTED), "   "
