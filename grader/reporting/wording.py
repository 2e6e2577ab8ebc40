"""The sentences that every format says in the same words."""

from __future__ import annotations

import shlex
from datetime import datetime
from typing import TYPE_CHECKING

from grader.model import Verdict, Visibility
from grader.reporting.cause import first_cause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model import CheckResult, Finding, Provenance, Report, Task, TaskResult

VERDICTS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "failed",
    Verdict.RAISED: "raised",
    Verdict.TIMED_OUT: "timed out",
    Verdict.CRASHED: "crashed",
    Verdict.MISSING: "missing",
    Verdict.BROKEN: "broken",
    Verdict.SKIPPED: "not run",
}
"""One word or two for each verdict; every format shows the word, colour only repeats it."""

UNREADABLE = "unreadable"
"""Stands for a verdict where a task is missing because it could not be read."""

SEEN = {Visibility.PUBLIC: "visible", Visibility.HIDDEN: "hidden"}
"""What a learner calls a check: the visible ones came with the exercise."""

MEANINGS = {
    Verdict.FAILED: "this does not hold for your answer",
    Verdict.RAISED: "your code raised an exception",
    Verdict.TIMED_OUT: "your code takes longer than this check allows",
    Verdict.CRASHED: "the process that ran your code died",
    Verdict.MISSING: "not written yet",
}
"""What to say of a check whose finding says nothing."""

LEAD = "look here"
"""Stands beside what a learner should read first of a task; it says nothing about how sure we are of it."""
HINT = "hint"

LATER = "on your hand-in"
"""What hidden checks run on, as learners read it."""

_MONTHS = tuple("January February March April May June July August September October November December".split())
_WITHHELD = "The score is withheld: {} on our side, not yours. Nothing you need to do; we mend it and grade again."


def finding_text(result: CheckResult) -> str:
    """Return why a check did not pass; empty for one that passed or did not run."""
    if result.verdict in (Verdict.PASSED, Verdict.SKIPPED):
        return ""
    return result.finding.text or MEANINGS.get(result.verdict, "")


def cause(task: TaskResult) -> tuple[tuple[str, str], ...]:
    """Return label and text of the named cause of a task's failures, then of its hint; empty when none is named."""
    if task.diagnosis is None:
        return ()
    pairs = ((LEAD, task.diagnosis.text), (HINT, task.diagnosis.hint))
    return tuple((label, text) for label, text in pairs if text)


def forms(finding: Finding) -> tuple[str, ...]:
    """Return what a finding tells of forms, a line each: of the call's arguments, then of both answers side by side."""
    call = (f"in the call {finding.call}",) if finding.call else ()
    sides = finding.sides
    return (*call, f"yours: {sides.got} | expected: {sides.expected}") if sides else call


def printed(finding: Finding, most: int) -> tuple[str, ...]:
    """Return the last ``most`` lines of what the code printed, which are nearest to what is wrong; none for nothing."""
    lines = finding.printed.splitlines()
    left = len(lines) - most
    return (f"… {left} {'line' if left == 1 else 'lines'} before", *lines[left:]) if left > 0 else tuple(lines)


def amount(points: float) -> str:
    """Write points with at most two decimals: ``8``, ``4.5``, ``3.33``."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def score_text(report: Report) -> str:
    """Return the score in words; a report of ``check`` has none, for hidden checks have not run."""
    if report.score is not None:
        return f"{amount(report.score)} of {report.points} points"
    return "score withheld" if report.status == "graded" else report.status


def status_word(report: Report) -> str:
    """Return ``graded``, ``withheld`` (a check of ours is broken), ``unreadable`` or ``not graded``."""
    return "withheld" if report.status == "graded" and report.score is None else report.status


def is_preview(report: Report) -> bool:
    """Tell whether a learner's own check made the report: only visible checks ran, so no score can be named."""
    return report.status == "checked"


def headline(report: Report) -> str:
    """Return the few words that stand largest: the score, or the count of visible checks."""
    if not is_preview(report):
        return score_text(report).capitalize()
    passed, judged = tally(report.results)
    return f"{passed} of {judged} visible checks pass" if judged else "Nothing was run"


def standing(report: Report) -> tuple[str, ...]:
    """Return what the whole result means, one sentence each; it never says more than was run."""
    if report.status == "unreadable":
        return ("This hand-in could not be read, so nothing of it was run.",)
    if report.status == "not graded":
        return ("This hand-in has not been graded yet. The fault is ours, and your work is safe.",)
    passed, judged = tally(report.results)
    counted = () if is_preview(report) or not judged else (f"{_counted(passed, judged)}.",)
    return (*counted, *_left_out(report))


def other_remarks(report: Report) -> tuple[str, ...]:
    """Return the remarks on a file but for those that a task gives as its reason."""
    said = {task.checks[0].finding.text for task in report.tasks if is_missing(task)}
    return tuple(remark for remark in report.remarks if remark not in said)


def reason(task: TaskResult) -> str:
    """Return in a few words why a task fails: its named cause, else what its first failure says; empty for none."""
    first = first_cause(task)
    if first is None or is_missing(task):
        return ""
    return task.diagnosis.text if task.diagnosis else finding_text(first)


def stuck_on(report: Report) -> str:
    """Return the name of the first task that fails, one that is written before one that is not; empty for none."""
    failing = [task for task in report.tasks if _fails(task)]
    written = [task for task in failing if not is_missing(task)]
    return next((failing_name(task) for task in (*written, *failing)), "")


def is_unread(result: CheckResult) -> bool:
    """Tell whether a check misses what is there, but could not be read."""
    return result.verdict is Verdict.MISSING and result.finding.text not in ("", MEANINGS[Verdict.MISSING])


def failing_name(task: TaskResult) -> str:
    """Return which of a task's definitions fails, as far as the call that shows it tells, else the first."""
    first = first_cause(task)
    called = first.finding.call.partition("(")[0] if first else ""
    return called if called in task.task.names else task.task.names[0]


def check_command(name: str, place: str = "") -> str:
    """Return the command that checks one task, of the exercise in the folder ``place`` or in this one."""
    return f"grader check {shlex.quote(place)} --task {name}" if place else f"grader check --task {name}"


def hint_command(name: str, place: str = "") -> str:
    """Return the command that opens the next hint of a task, likewise."""
    return f"grader hint {name} --in {shlex.quote(place)}" if place else f"grader hint {name}"


def names(task: Task) -> str:
    """Return the names a task asks for."""
    return ", ".join(task.names)


def tally(results: Iterable[CheckResult]) -> tuple[int, int]:
    """Count the checks that passed and those that were judged: neither broken nor left out."""
    judged = [result for result in results if result.verdict not in (Verdict.SKIPPED, Verdict.BROKEN)]
    return sum(result.verdict is Verdict.PASSED for result in judged), len(judged)


def task_standing(task: TaskResult) -> str:
    """Return how many checks of a task pass, as words."""
    passed, judged = tally(task.checks)
    if not judged:
        return VERDICTS[task.checks[0].verdict] if task.checks else "not run"
    if is_missing(task):
        return UNREADABLE if is_unread(task.checks[0]) else VERDICTS[Verdict.MISSING]
    return _counted(passed, judged)


def passing(count: int) -> str:
    """Return ``1 check passes`` or ``4 checks pass``."""
    return f"{count} {'check passes' if count == 1 else 'checks pass'}"


def checks(count: int) -> str:
    """Return ``1 check`` or ``4 checks``."""
    return f"{count} {'check' if count == 1 else 'checks'}"


def later(hidden: int) -> str:
    """Return how many hidden checks follow, as a part of a line; empty for none."""
    return f"{hidden} more {'runs' if hidden == 1 else 'run'} {LATER}" if hidden else ""


def learners(count: int) -> str:
    """Return ``1 learner`` or ``4 learners``."""
    return f"{count} {'learner' if count == 1 else 'learners'}"


def correlation(r: float) -> str:
    """Write a correlation with two decimals; a small one keeps its sign: ``−0.31``, ``−0.00``."""
    return f"{r:.2f}".replace("-", "−")


def task_tally(task: TaskResult) -> str:
    """Return ``task_standing`` in the fewest words, for a column that is headed Checks."""
    passed, judged = tally(task.checks)
    return f"{passed} of {judged}" if judged and not is_missing(task) else task_standing(task)


def is_missing(task: TaskResult) -> bool:
    """Tell whether nothing of a task was there to be judged."""
    return bool(task.checks) and all(result.verdict is Verdict.MISSING for result in task.checks)


def task_score(task: TaskResult) -> str:
    """Return a task's score as ``4.5 / 12``; a withheld one is said to be."""
    return f"{'withheld' if task.score is None else amount(task.score)} / {task.task.points}"


def moment(time: str) -> str:
    """Return an ISO 8601 time as ``1 March 2026, 17:04 (UTC+01:00)``; anything else as it is."""
    try:
        parsed = datetime.fromisoformat(time)
    except ValueError:
        return time
    zone = f" ({parsed.tzname()})" if parsed.tzinfo else ""
    return f"{parsed.day} {_MONTHS[parsed.month - 1]} {parsed:%Y, %H:%M}{zone}"


def provenance_lines(provenance: Provenance) -> tuple[tuple[str, str], ...]:
    """Return label and value of what a report was made with; digests are cut to twelve digits."""
    pairs = (
        ("grader", provenance.grader),
        ("suite", provenance.suite[:12]),
        ("hand-in", provenance.submission[:12]),
        ("environment", provenance.environment),
        ("key", provenance.key[:12]),
        ("isolation", ", ".join(provenance.isolation) or ("none" if provenance.suite else "")),
    )
    return tuple((label, value) for label, value in pairs if value)


def _left_out(report: Report) -> tuple[str, ...]:
    """Say what the counts leave out: hidden checks, checks that were not run, checks of ours that are broken."""
    hidden, sentences = report.hidden_not_run, []
    skipped = sum(result.verdict is Verdict.SKIPPED for result in report.results)
    broken = sum(result.verdict is Verdict.BROKEN for result in report.results)
    if hidden:
        sentences.append(f"{hidden} more {'check runs' if hidden == 1 else 'checks run'} {LATER}.")
    if skipped:
        sentences.append(f"{skipped} {'check was' if skipped == 1 else 'checks were'} not run.")
    if broken:
        sentences.append(_WITHHELD.format(f"{broken} {'check is' if broken == 1 else 'checks are'} broken"))
    return tuple(sentences)


def _fails(task: TaskResult) -> bool:
    passed, judged = tally(task.checks)
    return passed < judged


def _counted(passed: int, judged: int) -> str:
    return f"{passed} of {passing(judged)}"
