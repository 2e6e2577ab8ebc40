"""The gravest report decides the exit code; faults of ours end without a traceback."""

import click
import pytest
from click.testing import CliRunner

from grader.cli.group import Verbs, exit_code
from grader.errors import CourseError, EnvironmentFault, Problem, UnreadableSubmission, UsageError
from grader.model import Verdict


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (Verdict.PASSED, 0),
        (Verdict.FAILED, 1),
        (Verdict.RAISED, 1),
        (Verdict.TIMED_OUT, 1),
        (Verdict.CRASHED, 1),
        (Verdict.MISSING, 1),
        (Verdict.BROKEN, 3),
        (Verdict.SKIPPED, 1),
    ],
)
def test_verdicts(report, verdict, code):
    assert exit_code([report(verdict)]) == code


@pytest.mark.parametrize(("status", "code"), [("unreadable", 2), ("not graded", 4)])
def test_reports_without_checks(report, status, code):
    assert exit_code([report(status=status)]) == code


def test_the_gravest_report_decides(report):
    reports = [report(), report(Verdict.FAILED), report(status="unreadable")]
    assert exit_code(reports) == 2
    assert exit_code([*reports, report(Verdict.BROKEN)]) == 3
    assert exit_code([*reports, report(status="not graded")]) == 4


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("wrong \x1b[31m", "do this"), 2),
        (UnreadableSubmission("not text"), 2),
        (CourseError([Problem(__file__, 1, "a"), Problem(__file__, 2, "b")]), 3),
        (EnvironmentFault("no seccomp"), 4),
        (PermissionError(13, "Permission denied", "/root/x"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_faults_are_said_on_standard_error_without_a_traceback(error, code):
    @click.group(cls=Verbs)
    def group():
        pass

    @group.command()
    def fail():
        raise error

    result = CliRunner().invoke(group, ["fail"])
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith("grader: ")
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
