"""Hints for a terminal: a ladder as far as it is open, or a list of all; each ends with what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.reporting import wording
from grader.reporting.console import cells, open_console, put, put_beside, written
from grader.reporting.text import inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from grader.course.hints import Opened

_COLUMN = 10
"""Columns of a command's label with its margins."""


def render_ladder(opened: Opened, width: int = 80, *, colour: bool = False, place: str = "") -> str:
    """Lay out the open rungs of a ladder in ``width`` columns; ``place`` is the exercise's folder, if not this one."""
    console = open_console(width, colour=colour)
    count = len(opened.ladder.rungs)
    put(console, f"Hints for {inline(opened.name)}", "bold")
    for number, (title, text) in enumerate(opened.rungs, 1):
        console.print()
        put(console, f"{number} of {count}  {title}", "bold")
        put(console, inline(text), indent=2)
    console.print()
    put(console, _standing(opened))
    for label, command in _commands(opened, place):
        put_beside(console, label, "bold", inline(command), _COLUMN)
    return written(console)


def render_ladders(ladders: Sequence[Opened], width: int = 80, *, colour: bool = False, place: str = "") -> str:
    """List the ladders of an exercise with how far each is open, and how to open one."""
    console = open_console(width, colour=colour)
    put(console, "Hints", "bold")
    console.print()
    for opened in ladders:
        _row(console, opened, max(cells(inline(one.name)) for one in ladders))
    console.print()
    put(console, "A hint is opened by the name of its task:")
    put_beside(console, "next", "bold", inline(wording.hint_command("NAME", place)), _COLUMN)
    return written(console)


def _row(console: Console, opened: Opened, name_width: int) -> None:
    name = inline(opened.name)
    gap = " " * (name_width - cells(name) + 2)
    put(console, f"{name}{gap}{opened.count} of {len(opened.ladder.rungs)} open", indent=2)


def _standing(opened: Opened) -> str:
    """Say how many rungs are left, in one sentence."""
    if not opened.count:
        return "No hint is open yet."
    if not opened.left:
        return "These are all there are. Try what they say, and check again."
    return "Try that before you open the next." if opened.left > 1 else "Try that before you open the last."


def _commands(opened: Opened, place: str) -> tuple[tuple[str, str], ...]:
    """Return the commands that come next, each with its label."""
    check = ("next", wording.check_command(opened.name, place))
    more = wording.hint_command(opened.name, place)
    others = tuple(("also", wording.hint_command(name, place)) for name in opened.others)
    if not opened.count:
        return ("next", more), *others
    return (check, ("more", more), *others) if opened.left else (check, *others)
