"""The command line: parse, one library call, render, exit code.

Nothing heavy is imported before a verb runs, so that ``grader --help`` answers at once.
"""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.auditing import audit
from grader.cli.group import Verbs
from grader.cli.importing import import_
from grader.cli.instructor import generate, grade, new, release, report
from grader.cli.learner import check, start, submit
from grader.cli.machine import demo, doctor

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
        click.echo(_what_now(Path.cwd()))


def _what_now(here: Path) -> str:
    """Say which verbs make sense where the user stands."""
    if (here / "exercise.json").is_file():
        return (
            "This folder holds an exercise.\n\n"
            "  grader check                run the visible checks\n"
            "  grader check --task NAME    only those of one task\n"
            "  grader submit               hand in"
        )
    if (here / "solutions").is_dir() and (here / "templates").is_dir():
        return (
            "This folder holds a course.\n\n"
            "  grader demo                 grade the hand-ins that come with it\n"
            "  grader generate --check     is exercises/ what the truth says?\n"
            "  grader audit [SLUG]…        certify the suites\n"
            "  grader grade SLUG PATH…     grade hand-ins\n"
            "  grader new SLUG             begin an exercise"
        )
    return (
        "Nothing here to work on yet.\n\n"
        "  grader start RELEASE.zip    unpack an exercise you were given\n"
        "  grader --help               all verbs"
    )


for _verb in (start, check, submit, new, import_, generate, audit, release, grade, report, demo, doctor):
    cli.add_command(_verb)
