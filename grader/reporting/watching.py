"""What a learner sees while their work is watched: a whole screen, or a line for each change of state."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from grader.model import Verdict
from grader.reporting import wording
from grader.reporting.cause import by_cause, can_be_mended, first_cause
from grader.reporting.console import cells, open_console, put, put_beside, written
from grader.reporting.outline import explanation
from grader.reporting.terminal import VERDICT_STYLES, render_task
from grader.reporting.text import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from rich.console import Console

    from grader.course.hints import Opened
    from grader.model import Report, Task, TaskResult

_COLUMN = 14
"""Columns of the verdict word in the list of tasks, with its margins."""
_REASONS = 2
"""Lines of an explanation that go into one line of text."""
KEYS = (("h", "hint"), ("n", "next task"), ("a", "all tasks"), ("r", "check again"), ("q", "quit"))
_CUT = ("… more: {}", "… more in a taller window")


@dataclass(frozen=True)
class Known:
    """What is known of a task: its results and the report they come from; None while it has not been checked."""

    task: Task
    result: TaskResult | None = None
    report: Report | None = None


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
        notes: what the last key brought about: a hint, say.
        place: the exercise's folder as a command names it; empty for the current one.
    """

    title: str
    status: str
    tasks: tuple[Known, ...]
    focus: str = ""
    hidden: int = 0
    problems: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
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


def watch_screen(view: View, width: int, height: int, *, colour: bool = False) -> list[str]:
    """Lay a view out in ``height`` lines: what is shown of the work at the top, the keys at the bottom."""
    head = _lines(width, colour, partial(_head, view))
    body = [line for part in _parts(view, width, colour) for line in ("", *part)]
    foot = ["", *_lines(width, colour, partial(_foot, view))]
    room = max(height - len(head) - len(foot), 1)
    if len(body) > room:
        body = [*body[: room - 1], _cut_off(view, width)]
    room_left = [""] * (height - len(head) - len(body) - len(foot))
    return [*head, *body, *room_left, *foot][:height]


def _cut_off(view: View, width: int) -> str:
    """Say that there is more, with the command that shows it if that fits into the line."""
    known = view.shown
    command = wording.check_command(known.task.names[0], view.place) if known else _command("check", view.place)
    said = _CUT[0].format(inline(command))
    return said if cells(said) <= width else _CUT[1]


def watch_lines(view: View, said: Container[str] = ()) -> list[str]:
    """Say how things stand, for a log or a screen reader: a line a task, then the sum, without what was ``said``."""
    missing = [wording.names(known.task) for known in view.tasks if known.result and wording.is_missing(known.result)]
    lines = [*view.problems, *(_told(known) for known in view.tasks if known.result)]
    lines += [f"not written yet: {', '.join(missing)}"] if missing else []
    return [line for line in map(inline, filter(None, lines)) if line not in said] + [watch_sum(view)]


def watch_sum(view: View) -> str:
    """Return how many tasks and checks pass, and how many checks are still to come."""
    return f"{_tally(view)}. {_checks(view)}"


def watch_end(view: View) -> list[str]:
    """Return where things stand when the watch ends, and the command that comes next."""
    return [watch_sum(view), f"  next  {_command('submit' if view.done else 'check', view.place)}"]


def turned_text(begun: Iterable[Task], ceased: Iterable[Task]) -> tuple[str, ...]:
    """Return the news that tasks began, or ceased, to pass."""
    now, before = (", ".join(map(wording.names, tasks)) for tasks in (begun, ceased))
    news = (f"Passing now: {now}." if now else "", f"Passing before, and no longer: {before}." if before else "")
    return tuple(filter(None, news))


def hint_lines(opened: Opened, width: int, *, colour: bool = False) -> list[str]:
    """Lay out the open rungs of a ladder, and say how many are left."""
    return _lines(width, colour, partial(_hints, opened))


def _hints(opened: Opened, console: Console) -> None:
    for number, (title, text) in enumerate(opened.rungs, 1):
        put(console, f"Hint {number} of {len(opened.ladder.rungs)}: {title}", "bold")
        put(console, inline(text), indent=2)
    put(console, f"h opens the next hint ({opened.left} left)." if opened.left else "These are all the hints.", "dim")


def _lines(width: int, colour: bool, draw: Callable[[Console], None]) -> list[str]:  # noqa: FBT001
    console = open_console(width, colour=colour)
    draw(console)
    return written(console).splitlines()


def _head(view: View, console: Console) -> None:
    title, tally = f"{inline(view.title)}  ", _tally(view)
    put(console, title + tally.rjust(console.width - cells(title)), "bold")
    put(console, inline(view.status), "dim")
    put(console, _checks(view), "dim")


def _parts(view: View, width: int, colour: bool) -> Iterator[list[str]]:  # noqa: FBT001
    """Yield the parts of a screen between its head and its keys."""
    for said in filter(None, (view.problems, view.news)):
        yield _lines(width, colour, partial(_sentences, said))
    known = view.shown
    if known and known.result and known.report:
        yield render_task(known.result, known.report, width, colour=colour).splitlines()
    else:
        yield _lines(width, colour, partial(_list, view))
    if view.notes:
        yield [*view.notes]


def _sentences(said: Sequence[str], console: Console) -> None:
    for sentence in said:
        put(console, inline(sentence))


def _list(view: View, console: Console) -> None:
    width = max(cells(inline(wording.names(known.task))) for known in view.tasks)
    for known in view.tasks:
        verdict, standing = _word(known)
        style = VERDICT_STYLES.get(verdict, "red") if verdict else "dim"
        words = wording.VERDICTS[verdict] if verdict else "not checked"
        name = inline(wording.names(known.task))
        put_beside(console, words, style, f"{name}{' ' * (width - cells(name) + 2)}{standing}", _COLUMN)


def _foot(view: View, console: Console) -> None:
    if view.done:
        put_beside(console, "next", "bold", f"{_command('submit', view.place)}   hands your work in", 8)
    put(console, "   ".join(f"{key} {what}" for key, what in KEYS), "dim")


def _word(known: Known) -> tuple[Verdict | None, str]:
    """Return the verdict that stands for a task in a list, and how many of its checks pass."""
    if known.result is None or not known.result.checks:
        return None, ""
    if wording.is_missing(known.result):
        return Verdict.MISSING, ""
    first = by_cause(known.result)[0]
    return first.verdict, wording.task_standing(known.result)


def _told(known: Known) -> str:
    """Return how a task that is written stands, and what should be looked at first."""
    if known.result is None or known.report is None or wording.is_missing(known.result):
        return ""
    standing = f"{wording.names(known.task)}: {wording.task_standing(known.result)}"
    first = first_cause(known.result)
    if first is None:
        return standing
    why = "; ".join(explanation(first, known.report.cells).splitlines()[:_REASONS])
    return f"{standing}. {wording.VERDICTS[first.verdict]}: {first.check.sentence} {why}"


def _command(verb: str, place: str) -> str:
    return f"grader {verb} {shlex.quote(place)}" if place else f"grader {verb}"


def _passes(known: Known) -> bool:
    return known.result is not None and not any(map(can_be_mended, known.result.checks))


def _tally(view: View) -> str:
    return f"{sum(map(_passes, view.tasks))} of {len(view.tasks)} tasks pass"


def _checks(view: View) -> str:
    """Say how many visible checks pass, and how many more there are."""
    results = [result for known in view.tasks if known.result for result in known.result.checks]
    passed, judged = wording.tally(results)
    more = f"; {wording.later(view.hidden)}." if view.hidden else "."
    return f"{passed} of {judged} visible checks pass{more}" if judged else f"Nothing is checked yet{more}"
