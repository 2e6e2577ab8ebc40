"""The learner's verbs: start, check, submit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.group import exit_code
from grader.cli.options import as_json, course_folder, open_course, pick_exercises, place_of
from grader.cli.progress import next_line
from grader.cli.screen import screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.source.faults import Faults

FOLDER = click.Path(exists=True, path_type=Path)


class _Work(click.Path):
    """An existing path; who gives the name of a task instead is told how that is done."""

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Any:
        try:
            return super().convert(value, param, context)
        except click.BadParameter as error:
            if not str(value).isidentifier():
                raise
            said = f"{error.message} To check one task: grader check --task {value}"
            raise click.BadParameter(said, context, param) from None


form = click.option("--from", "form", type=click.Choice(["py", "notebook"]), help="The file that counts.")


@click.command()
@click.argument("source")
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option("--update", is_flag=True, help="Bring a new release in; what you wrote stays.")
@course_folder
def start(source: str, target: Path | None, course: Path | None, *, update: bool) -> None:
    """Copy an exercise to where you work.

    SOURCE is the .zip of a release, an exercise folder, or within a course a SLUG. TARGET is a folder, by default
    one of the exercise's name here. Files that are there already are kept.

    With --update, for a new release of an exercise that you have begun, what you wrote stays and all else becomes
    as in the release; what is replaced is copied to .grader/backup in TARGET first.
    """
    from datetime import UTC, datetime

    from grader import learner
    from grader.cli.starting import started_lines, updated_lines

    folder = Path(source)
    if not folder.exists() and (course or folder.suffix == ""):
        folder = _exercise_of_course(source, course)
    target = target or Path(folder.resolve().stem)
    if update:
        lines = updated_lines(learner.update(folder, target, datetime.now(UTC).astimezone()))
    else:
        lines = started_lines(learner.start(folder, target), source)
    click.echo("\n".join(lines))


@click.command()
@click.argument("path", type=_Work(exists=True, path_type=Path), default=".")
@click.option("--task", "tasks", multiple=True, metavar="NAME", help="Check only this task; may be repeated.")
@click.option("--trace", "traced", metavar="NAME", help="Follow one call of this task line by line.")
@form
@as_json
@click.pass_context
def check(
    context: click.Context, *, path: Path, tasks: tuple[str, ...], traced: str | None, form: str | None, json: bool
) -> None:
    """Run the visible checks of an exercise.

    PATH is its folder, by default this one, or a .py or .ipynb file in it. In a folder the file you wrote in counts;
    if that is both of them, the .py. More checks, which stay hidden, run on what you hand in.

    With --trace, the first visible call of a task that fails is shown with the shape of what each of your lines sets.
    """
    if traced:
        if tasks or json:
            raise click.UsageError("--trace NAME follows one task, and goes with neither --task nor --json.")
        _trace(context, path, traced, form)
    from grader import learner
    from grader.reporting.json import to_json
    from grader.reporting.terminal import render_report
    from grader.workspace.work import Form

    chosen, on = Form(form) if form else None, screen()
    if not json:
        click.echo("\n".join(_first_look(learner.look(path, tasks, chosen))), err=True, nl=False)
    work = learner.work(path, chosen)
    report = learner.check(path, tasks, chosen)
    named = {"place": place_of(path), "file": work.file.name, "about": work.about}
    text = to_json(report).decode() if json else render_report(report, on.width, colour=on.colour, **named)
    click.echo(text, nl=False, color=on.colour)
    code = exit_code([report])
    if code == 0 and not json:
        click.echo(f"\n{next_line(path)}")
    context.exit(code)


def _trace(context: click.Context, path: Path, task: str, form: str | None) -> None:
    """Show one call of a task line by line, and leave with its check's exit code."""
    from grader import learner
    from grader.model import Verdict
    from grader.reporting.trace import render_trace
    from grader.reporting.wording import check_command
    from grader.workspace.work import Form

    chosen, on = Form(form) if form else None, screen()
    click.echo("\n".join(_first_look(learner.look(path, [task], chosen))), err=True, nl=False)
    trace = learner.trace(path, task, chosen)
    again, onward = check_command(trace.name or trace.task.names[0], place_of(path)), next_line(path)
    shown = render_trace(trace, on.width, colour=on.colour, again=again, onward=onward)
    click.echo(shown, nl=False, color=on.colour)
    context.exit(int(trace.result.verdict is not Verdict.PASSED))


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
@click.pass_context
def submit(context: click.Context, path: Path, name: str | None, into: Path | None, form: str | None) -> None:
    """Hand in an exercise, with a receipt.

    PATH is its folder, by default this one, or a .py or .ipynb file in it. Whatever the checks say, the work is
    handed in; a later hand-in replaces an earlier one. If you wrote in both files and they differ, say --from.
    """
    import getpass
    from datetime import UTC, datetime

    from grader import learner
    from grader.cli.handing_in import receipt_lines
    from grader.workspace.work import HAND_INS, Form

    target = into or (path if path.is_dir() else path.parent) / HAND_INS
    now = datetime.now(UTC).astimezone()
    handed_in = learner.submit(path, name or getpass.getuser(), target, now, Form(form) if form else None)
    click.echo("\n".join([*receipt_lines(handed_in, screen().width, named=bool(name)), "", next_line(path)]))
    context.exit(2 if handed_in.drop_fault else 0)


def _exercise_of_course(slug: str, course: Path | None) -> Path:
    from grader.course import exercise_dir

    opened = open_course(course, [slug])
    (exercise,) = pick_exercises(opened, [slug])
    return exercise_dir(opened, exercise)
