"""The verb that opens hints, one rung at a time: hint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.screen import screen

if TYPE_CHECKING:
    from grader.cli.screen import Screen


@click.command()
@click.argument("task", required=False)
@click.option(
    "--in",
    "path",
    type=click.Path(exists=True, path_type=Path),
    default=".",
    metavar="PATH",
    help="The exercise's folder.  [default: this one]",
)
@click.option("--again", is_flag=True, help="Show what is open without opening more.")
def hint(task: str | None, path: Path, *, again: bool) -> None:
    """Open the next hint of a task, and show those opened before.

    TASK is a name you are asked to define, by default that of the first task your last check saw fail. There are three
    hints: what to read again, what to look at, and what is usually wrong; none gives the line. They cost nothing.
    """
    from grader import learner
    from grader.cli.options import place_of

    on, place = screen(), place_of(path)
    name = task or learner.stuck_on(path)
    text = _opened(path, name, place, on, again=again) if name else _all(path, place, on)
    click.echo(text, nl=False, color=on.colour)


def _opened(path: Path, name: str, place: str, on: Screen, *, again: bool) -> str:
    from grader import learner
    from grader.reporting.hints import render_ladder

    opened = learner.hint(path, name, again=again)
    return render_ladder(opened, on.width, colour=on.colour, place=place)


def _all(path: Path, place: str, on: Screen) -> str:
    from grader import learner
    from grader.reporting.hints import render_ladders

    return render_ladders(learner.hints(path), on.width, colour=on.colour, place=place)
