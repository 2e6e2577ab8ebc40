"""The verb that tells a learner how far they are: status."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import place_of
from grader.cli.screen import screen
from grader.cli.workflow import safe_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.cli.screen import Screen
    from grader.workspace.status import Status

NOTHING_HERE = (
    "Nothing here to work on yet.\n\n"
    "  grader start RELEASE.zip    unpack an exercise you were given\n"
    "  grader --help               all verbs"
)
_HEAD = ("exercise", "tasks", "last check", "handed in")
_NONE = "–"
_WIDEST = 40
"""Columns of the longest name that is shown whole; a folder of a stranger may have any."""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option("--json", is_flag=True, help="Print it as JSON.")
def status(folder: Path, *, json: bool) -> None:
    """Show how far you are, and what comes next.

    FOLDER is an exercise or holds exercises, by default this folder. Nothing is run: you see in how many tasks all
    visible checks passed when they were last run, whether your work changed since, and what you handed in.
    """
    from grader import learner
    from grader.reporting.json import document

    found, on = learner.status(folder), screen()
    if json:
        click.echo(document([_fields(each) for each in found]).decode(), nl=False)
    elif found:
        click.echo(safe_here(_render(found, on)), nl=False, color=on.colour)
    else:
        click.echo(NOTHING_HERE)


def next_command(found: Status) -> str:
    """Return the command that comes next for an exercise; empty when there is none."""
    from grader.reporting.text import inline

    step, place = found.next_step, place_of(found.folder)
    if step is None:
        return ""
    return inline(shlex.join(["grader", step.verb, *([place] if place else []), *step.options]))


def next_line(path: Path) -> str:
    """Return what ends what a command said of the exercise that a path means: what comes next."""
    from grader import learner
    from grader.workspace.work import exercise_folder

    return "\n".join(next_lines(learner.status(exercise_folder(path)), screen().width))


def next_lines(found: Sequence[Status], width: int) -> list[str]:
    """Return what comes next for the first exercise for which there is something to do."""
    from grader.reporting.console import folded

    coming = next((each for each in found if next_command(each)), None)
    if coming:
        return folded(f"Next: {next_work(coming)}".rstrip(), width, next_command(coming))
    return folded(*finished(found, width))


def next_work(found: Status) -> str:
    """Return what is to be done before the next command, as the beginning of its line; empty for nothing."""
    from grader.reporting.text import inline

    step = found.next_step
    return f"{inline(step.work)}, then:" if step and step.work else ""


def finished(found: Sequence[Status], width: int) -> tuple[str, int, str]:
    """Return what to do when there is no next command, to be folded: mend what cannot be read, else begin anew."""
    if any(each.problem for each in found):
        return "Mend what cannot be read, as said above; then:", width, "grader status"
    said = "All of it passes what is visible and is handed in. For another exercise:"
    return said, width, "grader start RELEASE.zip"


def notes(found: Status) -> list[str]:
    """Return what has to be said of an exercise beside its numbers, a line each."""
    from grader.reporting.text import inline

    lines = []
    if found.problem:
        lines.append(inline(f"{_name(found)}: {found.problem.removesuffix('.')}. {found.fix}".rstrip()))
    if found.rival:
        lines.append(f"{_name(found)}: {found.file} counts; {found.rival} was written in too, and differs.")
    return [*lines, *(inline(f"{_name(found)}: {said}") for said in found.failed_to_load)]


def _render(found: Sequence[Status], on: Screen) -> str:
    from grader.reporting.console import folded, open_console, put, written

    console = open_console(on.width, colour=on.colour)
    rows = [_HEAD, *map(_row, found)]
    for number, line in enumerate(_aligned(rows)):
        put(console, line, "bold" if number == 0 else "", hang=4)
    for line in (line for each in found for line in notes(each)):
        console.print()
        put(console, line)
    console.print()
    coming = [each for each in found if next_command(each)]
    if not coming:
        return "\n".join([written(console).removesuffix("\n"), *folded(*finished(found, on.width)), ""])
    put(console, "Next", "bold")
    lines = [f"  {line}" for each in coming for line in folded(next_work(each), on.width - 2, next_command(each))]
    return "\n".join([written(console).removesuffix("\n"), *lines, ""])


def _row(found: Status) -> tuple[str, ...]:
    if found.problem:
        return _name(found), _NONE, "unreadable", _NONE
    return _name(found), f"{found.passing} of {len(found.tasks)}", found.checked, _handed_in(found)


def _name(found: Status) -> str:
    """Return the exercise's name, with that of its folder where it is another."""
    from grader.reporting.text import inline

    folder = found.folder.resolve().name
    name = inline(found.exercise if folder == found.exercise else f"{found.exercise} in {folder}")
    return name if len(name) <= _WIDEST else f"{name[: _WIDEST - 1]}…"


def _handed_in(found: Status) -> str:
    """Return when the last hand-in was made, in the zone it was made in, and whether the work is another by now."""
    if found.handed_in is None:
        return _NONE
    made = datetime.fromisoformat(found.handed_in.submitted)
    year = "" if made.year == datetime.now(UTC).year else f" {made.year}"
    when = f"{made.day} {made:%b}{year} {made:%H:%M}"
    return when if found.handed_in_current else f"{when}, changed since"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose columns begin at the same place."""
    from grader.reporting.console import cells

    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _fields(found: Status) -> dict[str, Any]:
    import msgspec

    return {
        "folder": str(found.folder),
        "exercise": found.exercise,
        "title": found.title,
        "passing": found.passing,
        "tasks": [
            {
                "id": each.task.id,
                "names": each.task.names,
                "progress": msgspec.to_builtins(each.progress),
                "current": each.current,
            }
            for each in found.tasks
        ],
        "checked": str(found.checked),
        "handed_in": msgspec.to_builtins(found.handed_in),
        "handed_in_current": found.handed_in_current,
        "file": found.file,
        "rival": found.rival,
        "next": next_command(found) or None,
        "problem": found.problem,
        "fix": found.fix,
    }
