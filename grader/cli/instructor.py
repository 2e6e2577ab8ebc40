"""The instructor's verbs: new, generate, release, grade, report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.group import exit_code
from grader.cli.options import as_json, course_folder, formats, jobs, open_course, pick_exercises
from grader.cli.screen import Screen, progress, screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Exercise, Report
    from grader.reporting.results import Format

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("slug")
@course_folder
def new(slug: str, course: Path | None) -> None:
    """Begin an exercise: solution, template and suite.

    SLUG carries course and week, such as c1w2_logistic_regression.
    """
    from grader import instructor

    written = instructor.new(open_course(course), slug)
    click.echo("\n".join(["Written, for you to fill in:", *(f"  {path}" for path in written)]))


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option("--check", is_flag=True, help="Write nothing; fail if the exercises are not what the truth says.")
@course_folder
def generate(*, slugs: tuple[str, ...], course: Path | None, check: bool) -> None:
    """Write the exercises (all, or those named) from the truth.

    The truth is solutions/, templates/ and the public tests; exercises/ is never edited.
    """
    from grader import instructor

    opened = open_course(course)
    exercises = pick_exercises(opened, slugs)
    if check:
        instructor.check_generated(opened, [exercise.slug for exercise in exercises] if slugs else ())
        click.echo(f"As the truth says: {_counted(exercises)}.")
        return
    with progress("Generating", len(exercises), screen()) as step:
        removed = instructor.generate(opened, exercises, step)
    click.echo(f"Written to {opened.root / 'exercises'}: {_counted(exercises)}.")
    for name in removed:
        click.echo(f"Removed, for nothing makes it any more: {name}")


@click.command()
@click.argument("slug")
@click.option("--out", type=PATH, default="dist", show_default=True, help="Folder for the release.")
@click.option("--wheel", type=PATH, metavar="FILE", help="The framework's wheel.  [default: built from this checkout]")
@course_folder
def release(slug: str, out: Path, wheel: Path | None, course: Path | None) -> None:
    """Pack an exercise for learners.

    The .zip holds all they need, and nothing they should not see.
    """
    from grader import instructor

    opened = open_course(course)
    (exercise,) = pick_exercises(opened, [slug])
    click.echo(f"Released {exercise.slug}: {instructor.release(opened, exercise, out, wheel)}")


@click.command()
@click.argument("slug")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH…")
@formats
@click.option("--out", type=PATH, metavar="DIR", help="Folder for the results.  [default: results/SLUG]")
@jobs
@click.option("--key", type=PATH, metavar="FILE", help="The suite key.  [default: this user's]")
@click.option("--unsafe", is_flag=True, help="Grade although this machine cannot confine untrusted code.")
@course_folder
@as_json
@click.pass_context
def grade(  # noqa: PLR0913 – click passes an argument for each option
    context: click.Context,
    *,
    slug: str,
    paths: tuple[Path, ...],
    formats: frozenset[Format],
    out: Path | None,
    jobs: int,
    key: Path | None,
    unsafe: bool,
    course: Path | None,
    json: bool,
) -> None:
    """Grade hand-ins for the exercise SLUG.

    A PATH is a .py file named after its learner, a folder of such files, or a folder of folders LEARNER/MODULE.py.
    Hidden inputs are drawn with a key that is made at the first use and never leaves this machine.
    """
    from grader import instructor
    from grader.workspace.handin import collect
    from grader.workspace.key import default_key_file, suite_key

    opened = open_course(course)
    (exercise,) = pick_exercises(opened, [slug])
    hand_ins = collect(paths, exercise.module)
    folder = out or Path("results") / exercise.slug
    grading = instructor.Grading(suite_key(key or default_key_file()), folder, formats, jobs, unsafe)
    on = screen()
    with progress(exercise.slug, len(hand_ins), on) as step:
        reports = instructor.grade(opened, exercise, hand_ins, grading, step)
    _show(reports, on, as_json=json)
    if any(report.tasks and not report.provenance.isolation for report in reports):
        click.echo(
            "Warning: this machine cannot confine untrusted code; the hand-ins ran without protection.", err=True
        )
    click.echo(f"Results: {folder}", err=True)
    context.exit(exit_code(reports))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH…")
@click.option("--learner", is_flag=True, help="Show what a learner may see.")
@click.option("--out", type=PATH, metavar="DIR", help="Write all files again to this folder.")
@formats
@as_json
@click.pass_context
def report(
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    learner: bool,
    out: Path | None,
    formats: frozenset[Format],
    json: bool,
) -> None:
    """Show stored reports: one in full, several as a class.

    A PATH is a .json report, or a folder that `grader grade` wrote.
    """
    from grader import instructor
    from grader.reporting.redact import redact

    reports = instructor.read_reports(paths)
    if out is not None:
        instructor.write_results(reports, out, formats)
    _show([redact(each) for each in reports] if learner else reports, screen(), as_json=json)
    context.exit(exit_code(reports))


def _counted(exercises: Sequence[Exercise]) -> str:
    return f"{len(exercises)} exercise{'' if len(exercises) == 1 else 's'}"


def _show(reports: Sequence[Report], on: Screen, *, as_json: bool) -> None:
    """Print one report in full, several as a class, or all as a JSON array."""
    from grader.reporting.json import to_json_list
    from grader.reporting.terminal import render_class, render_report

    if as_json:
        text = to_json_list(reports).decode()
    elif len(reports) == 1:
        text = render_report(reports[0], on.width, colour=on.colour)
    else:
        text = render_class(reports, on.width, colour=on.colour)
    click.echo(text, nl=False, color=on.colour)
