"""What every verb has in common: how faults become messages and exit codes, and how interruptions end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from grader.cli.workflow import safe_here
from grader.errors import GraderError
from grader.model import Verdict
from grader.reporting.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model import Report

INTERRUPTED = 130
_MARGINS = 6
"""Columns around the names of verbs in help."""


class Verbs(click.Group):
    """A group whose verbs may raise ``GraderError``; its message and fix go to standard error, no traceback.

    Each verb is for somebody, and help lists them by user.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._users: dict[str, list[click.Command]] = {}

    def add_for(self, user: str, *verbs: click.Command) -> None:
        """Add verbs under a heading that says whom they are for."""
        for verb in verbs:
            self.add_command(verb)
        self._users[user] = [*verbs]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 – click's
        """List the verbs by user, with their one-line descriptions in one column."""
        widest = max((len(name) for name in self.commands), default=0)
        limit = formatter.width - widest - _MARGINS
        for user, verbs in self._users.items():
            with formatter.section(user):
                rows = [(str(verb.name), verb.get_short_help_str(limit)) for verb in verbs]
                formatter.write_dl([(name.ljust(widest), text) for name, text in rows])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; leave with the exit code of what went wrong."""
        try:
            return super().invoke(ctx)
        except GraderError as error:
            _say(str(error))
            ctx.exit(error.exit_code)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            _say(
                f"{error.filename or 'This machine'}: {error.strerror or error}\n  Free space or rights may be missing."
            )
            ctx.exit(4)
        except KeyboardInterrupt:
            _say("Interrupted; what was finished has been written.")
            ctx.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 – click's signature
        """Return the verbs in the order a user meets them, not of the alphabet."""
        return list(self.commands)


def exit_code(reports: Iterable[Report]) -> int:
    """Return what a run of grading tells its caller; the gravest report decides."""
    return max((_code(report) for report in reports), default=0)


def _code(report: Report) -> int:
    verdicts = {result.verdict for result in report.results} - {Verdict.SKIPPED}
    match report.status:
        case "not graded":
            return 4
        case "unreadable":
            return 2
    if Verdict.BROKEN in verdicts:
        return 3
    return 0 if verdicts == {Verdict.PASSED} else 1


def _say(message: str) -> None:
    click.echo(safe_here(f"grader: {plain(message)}"), err=True)
