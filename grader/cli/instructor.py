"""The instructor's verbs: new, generate, release, grade, report."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.group import exit_code
from grader.cli.options import as_json, course_folder, formats, jobs, open_course, pick_exercises
from grader.cli.screen import Screen, progress, screen
from grader.cli.workflow import annotate, safe_here
from grader.errors import CourseError, UsageError
from grader.reporting.results import Format
from grader.reporting.text import inline, plain
from grader.workspace.attempts import Keep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Course, Exercise, Report
    from grader.reporting.classroom50 import Identity
    from grader.workspace.handin import HandIn

PATH = click.Path(path_type=Path)


@click.command()
@click.argument("slug", required=False)
@click.option("--ci", type=click.Choice(["github", "gitlab"]), help="Write workflows for the instructor's repository.")
@course_folder
def new(slug: str | None, ci: str | None, course: Path | None) -> None:
    """Begin an exercise, or the course's workflows.

    SLUG carries course and week, such as c1w2_logistic_regression: solution, template and suite are written. With --ci
    workflows are.
    """
    from grader import instructor

    if slug is None and ci is None:
        raise UsageError("There is nothing to begin.", "Give a SLUG such as c1w2_logistic_regression, or --ci.")
    if slug is not None:
        written = instructor.new(open_course(course), slug)
        click.echo("\n".join(["Written, for you to fill in:", *(f"  {path}" for path in written)]))
    if ci is not None:
        written = instructor.new_workflows(open_course(course), ci)
        click.echo("\n".join(["Written; docs/ci.md tells what they need:", *(f"  {path}" for path in written)]))


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option("--check", is_flag=True, help="Write nothing; fail if the exercises are not what the truth says.")
@course_folder
def generate(*, slugs: tuple[str, ...], course: Path | None, check: bool) -> None:
    """Write the exercises (all, or those named) from the truth.

    The truth is solutions/, templates/ and the public tests; exercises/ is never edited. exercises/README.md, which
    tells what each week covers, is written each time from the front matter of all weeks. With a SLUG, --check looks at
    the exercises named alone.
    """
    from grader import instructor

    opened = open_course(course, slugs)
    exercises = pick_exercises(opened, slugs)
    if check:
        instructor.check_generated(opened, [exercise.slug for exercise in exercises] if slugs else ())
        click.echo(f"As the truth says: {_counted(exercises)}.")
        return
    with progress("Generating", len(exercises), screen()) as step:
        generated = instructor.generate(opened, exercises, step)
    click.echo(f"Written to {opened.root / 'exercises'}: {_counted(exercises)}.")
    for name in generated.removed:
        click.echo(f"Removed, for nothing makes it any more: {name}")
    if generated.stale and not slugs:
        raise CourseError(generated.stale)
    if generated.stale:
        told = "\n".join(f"  {problem}" for problem in generated.stale)
        click.echo(safe_here(plain(f"exercises/README.md is as it was, and may be out of date:\n{told}")), err=True)


@click.command()
@click.argument("slug")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["learners", "gradescope"]),
    default="learners",
    show_default=True,
    help="Who gets the .zip.",
)
@click.option("--out", type=PATH, default="dist", show_default=True, help="Folder for the release.")
@click.option("--wheel", type=PATH, metavar="FILE", help="The framework's wheel.  [default: built from this checkout]")
@click.option("--key", type=PATH, metavar="FILE", help="For gradescope: the suite key.  [default: this user's]")
@click.option("--unsafe", is_flag=True, help="For gradescope: grade even if its container cannot confine a hand-in.")
@click.option("--override", metavar="REASON", help="Release it uncertified; the reason is recorded beside the suite.")
@course_folder
def release(  # noqa: PLR0913 – click passes an argument for each option
    *,
    slug: str,
    audience: str,
    out: Path,
    wheel: Path | None,
    key: Path | None,
    unsafe: bool,
    override: str | None,
    course: Path | None,
) -> None:
    """Pack an exercise for learners, or for a platform that grades.

    Its audit has to be current and green (see `grader audit`), or an override recorded.
    The learners' .zip holds all they need, and nothing they should not see. Gradescope's is an autograder: it holds
    solution, hidden checks and key, so it is for the platform's eyes only.
    """
    from grader import instructor
    from grader.workspace.key import default_key_file, suite_key

    opened = open_course(course, [slug])
    (exercise,) = pick_exercises(opened, [slug])
    if audience == "learners" and (key or unsafe):
        raise UsageError("Learners get no key, and nothing is graded unsafely.", "Add: --for gradescope")
    if override is not None:
        instructor.override_audit(opened, exercise, override)
    reason = instructor.uncertified(opened, exercise)
    if audience == "gradescope":
        how = instructor.Autograding(suite_key(key or default_key_file()), wheel, unsafe)
        path = instructor.release_autograder(opened, exercise, out, how)
    else:
        path = instructor.release(opened, exercise, out, wheel)
    click.echo(f"Released {exercise.slug}: {path}")
    if reason:
        click.echo(f"Uncertified, for this reason: {safe_here(inline(reason))}", err=True)


@click.command()
@click.argument("slug")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH…")
@formats
@click.option("--out", type=PATH, metavar="DIR", help="Folder for the results.  [default: results/SLUG]")
@jobs
@click.option("--names", type=PATH, metavar="FILE", help="CSV: which learner a file, id, name or address stands for.")
@click.option(
    "--keep",
    type=click.Choice([each.value for each in Keep]),
    default=Keep.LATEST.value,
    show_default=True,
    help="Which of several hand-ins of one learner counts.",
)
@click.option("--again", is_flag=True, help="Grade all anew, also what has a result in DIR that would be the same.")
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
    names: Path | None,
    keep: str,
    again: bool,
    key: Path | None,
    unsafe: bool,
    course: Path | None,
    json: bool,
) -> None:
    """Grade hand-ins for the exercise SLUG.

    A PATH is a .py, .ipynb or .zip file named after its learner; a folder of such files and of folders
    LEARNER/MODULE.py or LEARNER/MODULE.ipynb; or what Moodle, Canvas or Gradescope give as all submissions, packed or
    unpacked. A run that was ended goes on where it was.
    Hidden inputs are drawn with a key that is made at the first use and lies outside the course.
    """
    from grader import instructor
    from grader.workspace.key import default_key_file, suite_key

    opened = open_course(course, [slug])
    (exercise,) = pick_exercises(opened, [slug])
    hand_ins = _hand_ins(opened, exercise, paths, names, Keep(keep))
    folder = out or Path("results") / exercise.slug
    secret = suite_key(key or default_key_file())
    grading = instructor.Grading(secret, folder, formats, jobs, unsafe, _identity(formats))
    on = screen()
    stored = () if again else instructor.stored_results(opened, exercise, hand_ins, grading)
    if stored:
        click.echo(f"{len(stored)} of {len(hand_ins)} were graded already.", err=True)
    left = sum(not hand_in.problem for hand_in in hand_ins) - len(stored)
    with progress(exercise.slug, left, on) as step:
        reports = instructor.grade(opened, exercise, hand_ins, grading, step, stored)
    _show(reports, on, as_json=json)
    if Format.GITHUB in formats:
        annotate(reports, _files_that_count(hand_ins, reports))
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
    from grader.register import read_reports
    from grader.reporting.redact import redact

    reports = read_reports(paths)
    if out is not None:
        instructor.write_results(reports, out, formats, _identity(formats))
    _show([redact(each) for each in reports] if learner else reports, screen(), as_json=json)
    if Format.GITHUB in formats:
        annotate(reports, {})
    context.exit(exit_code(reports))


def _hand_ins(
    course: Course, exercise: Exercise, paths: tuple[Path, ...], names: Path | None, keep: Keep
) -> tuple[HandIn, ...]:
    """Read hand-ins, and tell where a roster and they do not fit."""
    from grader import instructor
    from grader.workspace.roster import read_roster

    roster = read_roster(names) if names else None
    hand_ins = instructor.read_hand_ins(course, exercise, paths, roster, keep)
    for said in roster.told(hand_ins) if roster else ():
        click.echo(safe_here(inline(said)), err=True)
    return hand_ins


def _files_that_count(hand_ins: Sequence[HandIn], reports: Sequence[Report]) -> dict[str, Path]:
    """Return the file of each learner's hand-in that a report is about."""
    counted = {(report.learner, report.provenance.submission) for report in reports}
    return {each.learner: each.path for each in hand_ins if (each.learner, each.module.digest) in counted}


def _identity(formats: frozenset[Format]) -> Identity | None:
    """Return which submission this is, when a format asks for it."""
    from grader.reporting.classroom50 import identity_from

    return identity_from(os.environ, datetime.now(UTC)) if Format.CLASSROOM50 in formats else None


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
    click.echo(text if as_json else safe_here(text), nl=False, color=on.colour)
