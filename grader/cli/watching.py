"""The verb that stays: watch, which checks what was edited whenever it is saved."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import click

from grader.cli.fullscreen import ESCAPE, FullScreen, possible
from grader.cli.learner import FOLDER, form
from grader.cli.screen import screen
from grader.cli.workflow import safe_here

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model import Task
    from grader.reporting.watching import Known, View
    from grader.watching import Watch

_LOOK_S = 0.03
"""How often the files are looked at: two looks that agree are a save."""
_ANSWER_S = 0.005
_AT_REST_S = 0.4
"""Checks that answer sooner than this are not announced: the screen changes once."""
_LONG_S = 3
"""Checks that run for longer may never end, and their time is told."""


@click.command()
@click.argument("path", type=FOLDER, default=".")
@click.option("--plain", is_flag=True, help="Print a line for each change instead of drawing a screen.")
@form
def watch(path: Path, *, plain: bool, form: str | None) -> None:
    """Check what you edit whenever you save it.

    PATH is the exercise's folder, by default this one, or a .py or .ipynb file in it. Each save runs the visible checks
    of the tasks it touches, and of those that use them. Keys: h opens a hint and Escape closes it, n shows the next
    task, a all tasks, r checks again, q quits. Where there is no terminal, and with --plain, lines are printed until
    Ctrl-C.
    """
    from grader import learner
    from grader.cli.options import place_of
    from grader.reporting.watching import watch_end
    from grader.workspace.work import Form

    with learner.watch(path, Form(form) if form else None) as watched:
        shown = Shown(watched, place_of(path))
        with contextlib.suppress(KeyboardInterrupt):
            _full(shown) if possible() and not plain else _lines(shown)
        click.echo("\n".join(watch_end(shown.view())))


class Shown:
    """What is shown of an exercise under watch, and what the keys do."""

    def __init__(self, watched: Watch, place: str) -> None:
        from grader.cli.open_hints import OpenHints

        self.watched = watched
        self.ended = False
        self._place = place
        self._all = False
        self._hints = OpenHints(watched.folder)
        self._note = ""
        self._since = time.monotonic()
        self._checked = ""

    def step(self, wait_s: float) -> bool:
        """Let the watch go on for a moment; tell whether what is to be seen has changed."""
        was_busy, answers, before = self.watched.busy, self.watched.answers, self.watched.desk.focus
        changed = self.watched.step(wait_s)
        if self.watched.busy and (changed or not was_busy):
            self._since = time.monotonic()
        if self.watched.answers != answers or (changed and not self.watched.busy and not self.watched.problem):
            self._checked = time.strftime("%H:%M:%S")
        if self.watched.desk.focus != before:
            self._hints.close()
        self._hints.look(self._stuck_on())
        return changed

    @property
    def announces(self) -> bool:
        """Whether checks have been running for so long that it should be said."""
        return self.watched.busy and time.monotonic() - self._since > _AT_REST_S

    def press(self, key: str) -> None:
        """Do what a key stands for; others do nothing."""
        desk, self._all, self._note = self.watched.desk, self._all and key not in "nh", ""
        if key == "q":
            self.ended = True
        elif key == "n":
            desk.next()
            self._hints.close()
        elif key == "a":
            self._all = not self._all
        elif key == "r":
            self.watched.check_again("" if self._all else desk.focus)
        elif key == "h":
            self._note = self._hints.more(self._stuck_on())
        elif key == ESCAPE:
            self._hints.close()

    def view(self) -> View:
        """Return what there is to see now."""
        from grader.reporting.watching import View, turned_text

        desk, watched = self.watched.desk, self.watched
        begun = [task for task in desk.turned if desk.standing[task.id].passes]
        return View(
            title=watched.material.exercise.title,
            status=self._status(),
            tasks=tuple(map(self._known, desk.tasks)),
            focus="" if self._all else desk.focus,
            hidden=watched.hidden,
            problems=self._problems(),
            news=turned_text(begun, [task for task in desk.turned if task not in begun]),
            remarks=desk.remarks,
            hint=None if self._all else self._hints.shown,
            notes=(self._note,) if self._note else (),
            place=self._place,
        )

    def _problems(self) -> tuple[str, ...]:
        if self.watched.problem:
            return (self.watched.problem,)
        return self.watched.desk.unread

    def _known(self, task: Task) -> Known:
        from grader.reporting.watching import Known

        desk = self.watched.desk
        standing = desk.standing.get(task.id)
        if task.id in desk.unsettled:
            waiting = len(standing.result.checks) if standing else 0
            return Known(task, unread=task.id in desk.unreadable, waiting=waiting)
        return Known(task, standing.result, standing.report) if standing else Known(task)

    @property
    def file(self) -> str:
        """The name of the file that counts, or of the exercise's folder while that is not known."""
        return (self.watched.file or self.watched.folder.resolve()).name

    def _status(self) -> str:
        file = self.watched.file.name if self.watched.file else "your work"
        if not self.watched.desk.standing:
            return f"Checking {file}; the first time takes a moment …"
        if self.announces:
            names = [
                name for task in self.watched.desk.tasks if task.id in self.watched.desk.due for name in task.names
            ]
            seconds = int(time.monotonic() - self._since)
            said = f", for {seconds} s now; another save ends that" if seconds >= _LONG_S else ""
            return f"Checking {file}: {', '.join(names)}{said} …"
        return f"{file}, checked at {self._checked}. Save it, and what you changed is checked again."

    def _stuck_on(self) -> str:
        """Return the name, of those that the task in focus asks for, whose hints would help."""
        from grader.reporting.wording import failing_name

        desk = self.watched.desk
        standing = desk.standing.get(desk.focus)
        return failing_name(standing.result) if standing else desk.focus


def _full(shown: Shown) -> None:
    """Draw the whole screen whenever something on it changes."""
    from grader.reporting.watch_screen import watch_screen

    drawn: object = None
    with FullScreen() as terminal:
        while not shown.ended:
            shown.step(0.0)
            state = (shown.view(), terminal.width, terminal.size[1], terminal.taken)
            if state != drawn:
                terminal.draw(watch_screen(*state[:3], colour=screen().colour))
                drawn = state
            for key in terminal.keys(_ANSWER_S if shown.watched.busy else _LOOK_S):
                shown.press(key)


def _lines(shown: Shown) -> None:
    """Print what is new, in whole lines, until the user ends it."""
    from grader.reporting.watching import watch_blocks, watch_start

    begun, said = False, list[str]()
    while True:
        answers, problems = shown.watched.answers, shown.view().problems
        changed = shown.step(_ANSWER_S)
        if changed and not begun:
            click.echo(watch_start(shown.file))
            begun = True
        if changed and (shown.watched.answers != answers or shown.view().problems != problems):
            blocks = watch_blocks(shown.view(), screen().width)
            click.echo(safe_here("\n" + "\n".join(block for block in blocks if block not in said)), nl=False)
            said = blocks[:-1]
        if not shown.watched.busy:
            time.sleep(_LOOK_S)
