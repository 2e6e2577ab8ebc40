"""The learner's verbs: start, check, submit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.group import exit_code
from grader.cli.options import as_json, course_folder, open_course, pick_exercises
from grader.cli.screen import screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.learner import HandedIn
    from grader.source.faults import Faults
    from grader.workspace.start import Started

FOLDER = click.Path(exists=True, path_type=Path)
form = click.option("--from", "form", type=click.Choice(["py", "notebook"]), help="The file that counts.")


@click.command()
@click.argument("source")
@click.argument("target", type=click.Path(path_type=Path), required=False)
@course_folder
def start(source: str, target: Path | None, course: Path | None) -> None:
    """Copy an exercise to where you work.

    SOURCE is the .zip of a release, an exercise folder, or within a course a SLUG. TARGET is a folder, by default
    one of the exercise's name here. Files that are there already are kept.
    """
    from grader import learner

    folder = Path(source)
    if not folder.exists() and (course or folder.suffix == ""):
        folder = _exercise_of_course(source, course)
    _started(learner.start(folder, target or Path(folder.resolve().stem)))


@click.command()
@click.argument("path", type=FOLDER, default=".")
@click.option("--task", "tasks", multiple=True, metavar="NAME", help="Check only this task; may be repeated.")
@form
@as_json
@click.pass_context
def check(context: click.Context, *, path: Path, tasks: tuple[str, ...], form: str | None, json: bool) -> None:
    """Run the visible checks of an exercise.

    PATH is its folder, by default this one, or a .py or .ipynb file in it. In a folder the file you wrote in counts;
    if that is both of them, the .py. More checks, which stay hidden, run on what you hand in.
    """
    from grader import learner
    from grader.reporting.json import to_json
    from grader.reporting.terminal import render_report
    from grader.workspace.work import Form

    chosen, on = Form(form) if form else None, screen()
    if not json:
        click.echo("\n".join(_first_look(learner.look(path, tasks, chosen))), err=True, nl=False)
    report = learner.check(path, tasks, chosen)
    text = to_json(report).decode() if json else render_report(report, on.width, colour=on.colour)
    click.echo(text, nl=False, color=on.colour)
    context.exit(exit_code([report]))


def _first_look(seen: Faults | None) -> Iterator[str]:
    """Say what needs no framework, when an exercise's takes seconds to start."""
    from grader.reporting.text import inline

    if seen is None:
        return
    yield from (inline(said) for said in (*seen.unreadable, *seen.odd))
    if seen.missing:
        yield f"not written yet: {', '.join(seen.missing)}"
    yield "TensorFlow is starting; the checks follow in some seconds …\n"


@click.command()
@click.argument("path", type=FOLDER, default=".")
@click.option("--name", help="Your name in the hand-in.  [default: your name on this machine]")
@click.option("--to", "into", type=click.Path(path_type=Path), help="Folder to hand in to.  [default: PATH/handin]")
@form
def submit(path: Path, name: str | None, into: Path | None, form: str | None) -> None:
    """Hand in an exercise, with a receipt.

    PATH is its folder, by default this one, or a .py or .ipynb file in it. Whatever the checks say, the work is
    handed in; a later hand-in replaces an earlier one. If you wrote in both files and they differ, say --from.
    """
    import getpass
    from datetime import UTC, datetime

    from grader import learner
    from grader.workspace.work import Form

    target = into or (path if path.is_dir() else path.parent) / "handin"
    now = datetime.now(UTC).astimezone()
    handed_in = learner.submit(path, name or getpass.getuser(), target, now, Form(form) if form else None)
    click.echo("\n".join(_receipt(handed_in)))


def _exercise_of_course(slug: str, course: Path | None) -> Path:
    from grader.course import exercise_dir

    opened = open_course(course, [slug])
    (exercise,) = pick_exercises(opened, [slug])
    return exercise_dir(opened, exercise)


def _started(started: Started) -> None:
    """Say what was written and kept, and what to do next."""
    click.echo(f"{len(started.written)} files written to {started.folder}{'.' if not started.kept else ','}", nl=False)
    if started.kept:
        click.echo(f" {len(started.kept)} kept as they were: {', '.join(started.kept)}.", nl=False)
    click.echo(f"\nNext: read {started.folder / 'README.md'}, then: grader check {started.folder}")


def _receipt(handed_in: HandedIn) -> list[str]:
    """Return the receipt as lines for a person."""
    from datetime import UTC, datetime

    from grader.reporting.wording import headline, moment

    receipt = handed_in.receipt
    utc = moment(datetime.fromisoformat(receipt.submitted).astimezone(UTC).isoformat())
    lines = [
        f"Handed in {receipt.exercise} as {receipt.learner}.",
        f"  file    {handed_in.file} ({receipt.size} bytes)",
        f"  sha256  {receipt.digest}",
        "  time    " + " = ".join(dict.fromkeys((moment(receipt.submitted), utc))),
    ]
    if handed_in.report is not None:
        hidden = handed_in.report.hidden_not_run
        lines.append(
            f"  checks  {headline(handed_in.report)}" + (f"; {hidden} more run when it is graded" if hidden else "")
        )
    if handed_in.fault:
        lines += ["", f"The visible checks could not run: {handed_in.fault}"]
    if not receipt.parses:
        lines += [
            "",
            "Not all of it is valid Python. It is handed in as it is; what stands outside the broken part counts.",
        ]
    return lines
