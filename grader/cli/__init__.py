"""The command line: parse, one library call, render, exit code.

Nothing heavy is imported before a verb runs, so that ``grader --help`` answers at once.
"""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.auditing import audit
from grader.cli.group import Verbs
from grader.cli.hinting import hint
from grader.cli.importing import import_
from grader.cli.instructor import generate, grade, new, release, report
from grader.cli.learner import check, start, submit
from grader.cli.machine import demo, doctor
from grader.cli.progress import status
from grader.cli.watching import watch
from grader.cli.workflow import safe_here

_EXIT_CODES = """\b
Exit codes:
  0  all passed
  1  graded, not all passed
  2  wrong usage, or a hand-in that cannot be read
  3  the course is broken
  4  this machine or the grader is at fault
"""


@click.group(cls=Verbs, invoke_without_command=True, epilog=_EXIT_CODES)
@click.version_option(package_name="deep-grader", prog_name="grader")
@click.pass_context
def cli(context: click.Context) -> None:
    """Exercises for deep-learning courses: start, check, hand in, generate, audit, grade."""
    if context.invoked_subcommand is None:
        from grader.cli.whereabouts import whereabouts

        click.echo(safe_here(whereabouts(Path())))


cli.add_for("Learners", start, check, watch, hint, status, submit)
cli.add_for("Instructors", new, import_, generate, audit, release, grade, report)
cli.add_for("Anyone", demo, doctor)
