"""A report as Coursera's ``feedback.json``: a fraction and a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.reporting.json import document
from grader.reporting.outline import share, whole_text
from grader.reporting.redact import redact

if TYPE_CHECKING:
    from grader.model import Report

_MOST = 60_000


def coursera_json(report: Report) -> bytes | None:
    """Return ``feedback.json``, as its learner may see it, or None where a score would be our fault.

    Without the file there is nothing Coursera could record as a grade. A hand-in that cannot be read gets 0 and the
    reason.
    """
    seen = redact(report)
    if seen.score is None and seen.status != "unreadable":
        return None
    # A float even for 0 and 1: Coursera refuses booleans, and some of its tools whole numbers.
    return document(
        {"fractionalScore": float(share(seen.score or 0, seen.points)), "feedback": whole_text(seen, _MOST)}
    )
