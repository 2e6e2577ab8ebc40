"""The verb that certifies suites: audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder, jobs, open_course, pick_exercises
from grader.cli.screen import progress, screen
from grader.cli.workflow import safe_here

if TYPE_CHECKING:
    from pathlib import Path

    from grader.audit.findings import Audit
    from grader.model import Course, Exercise

NOT_GREEN = 3


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@jobs
@click.option("--check", is_flag=True, help="Try nothing; fail unless every record is current and green.")
@click.option("--json", is_flag=True, help="Print the audits as JSON.")
@course_folder
@click.pass_context
def audit(
    context: click.Context, *, slugs: tuple[str, ...], jobs: int, check: bool, json: bool, course: Path | None
) -> None:
    """Certify that suites tell right answers from wrong.

    Right answers pass; wrong ones, and small changes of the reference, are caught.

    The outcome is recorded beside the suite, in tests/exercises/SLUG/audit.json; a release needs it to be current and
    green. What was seen is kept, so that an audit after a small change is short.
    """
    from grader import instructor
    from grader.reporting.json import document

    opened = open_course(course, slugs)
    exercises = pick_exercises(opened, slugs)
    if check:
        instructor.check_audited(opened, exercises)
        click.echo(f"Current and green: {', '.join(exercise.slug for exercise in exercises)}.")
        return
    audits = []
    for exercise in exercises:
        audits.append(_audited(opened, exercise, jobs))
        if not json:
            _show(audits[-1])
    if json:
        import msgspec

        click.echo(document(msgspec.to_builtins(audits)).decode(), nl=False)
    context.exit(0 if all(one.green for one in audits) else NOT_GREEN)


def _audited(course: Course, exercise: Exercise, jobs: int) -> Audit:
    from grader import instructor

    with (
        instructor.examination(course, exercise, jobs) as examination,
        progress(exercise.slug, examination.size, screen()) as step,
    ):
        found = examination.run(step)
    instructor.record_audit(course, exercise, found)
    return found


def _show(found: Audit) -> None:
    from grader.audit.table import render_audit
    from grader.reporting.text import plain

    click.echo(safe_here(plain(render_audit(found, screen().width))))
