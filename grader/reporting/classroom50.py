"""A report as Classroom 50's ``result.json``: one test for each task, scores as whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.reporting import wording
from grader.reporting.json import document
from grader.reporting.outline import cut, report_text, task_name, task_text
from grader.reporting.redact import redact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.model import Report, TaskResult

SCHEMA = "classroom50/result/v1"
SCALE = 100
"""Points have two decimals and Classroom 50 none: a task of 8 points has a max-score of 800."""
_MOST = 30_000


@dataclass(frozen=True)
class Identity:
    """Which submission is graded, in the words of Classroom 50's runner; ``when`` is a UTC time in ISO 8601."""

    classroom: str = ""
    assignment: str = ""
    submission: str = ""
    commit: str = ""
    release: str = ""
    review: str = ""
    when: str = ""


def identity_from(environment: Mapping[str, str], now: datetime) -> Identity:
    """Return what the runner's environment tells of the submission.

    ``now`` stands for the time of submission, which the runner knows better and stamps itself.

    Raises:
        UsageError: it tells nothing.
    """
    names = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
    missing = [name for name in names if not environment.get(name)]
    if missing:
        fix = "Classroom 50's runner sets them; elsewhere, choose another format."
        raise UsageError(f"The format classroom50 needs {', '.join(missing)} in the environment.", fix)
    review = environment.get("REVIEW_URL") or environment["COMMIT_URL"]
    classroom, assignment, submission, commit, release = (environment[name] for name in names)
    return Identity(classroom, assignment, submission, commit, release, review, f"{now:%Y-%m-%dT%H:%M:%SZ}")


def classroom50_json(report: Report, identity: Identity) -> bytes | None:
    """Return ``result.json``, as its learner may see it, or None where a score would be our fault.

    Without the file the runner reports an error of the infrastructure, and no grade. A hand-in that cannot be read
    is one test that did not pass.
    """
    seen = redact(report)
    if seen.score is None and seen.status != "unreadable":
        return None
    tests = [_test(task, seen) for task in seen.tasks] or [_unreadable(seen)]
    return document(
        {
            "schema": SCHEMA,
            "classroom": identity.classroom,
            "assignment": identity.assignment,
            "submission": identity.submission,
            "commit": identity.commit,
            "release": identity.release,
            "review": identity.review,
            "datetime": identity.when,
            "score": round((seen.score or 0) * SCALE),
            "max-score": seen.points * SCALE,
            "tests": tests,
        }
    )


def _test(task: TaskResult, report: Report) -> dict[str, Any]:
    score, points = task.score or 0, task.task.points
    output = cut(f"{wording.task_score(task)}\n{task_text(task, report.cells)}", _MOST)
    return _entry(task_name(task.task), score, points, output)


def _unreadable(report: Report) -> dict[str, Any]:
    return _entry("The hand-in can be read", 0, report.points, cut(report_text(report), _MOST))


def _entry(name: str, score: float, points: int, output: str) -> dict[str, Any]:
    """Return a test; ``output`` is a field of ours, which Classroom 50 keeps as it is."""
    return {
        "test-name": name,
        "passed": score >= points,
        "score": round(score * SCALE),
        "max-score": points * SCALE,
        "output": output,
    }
