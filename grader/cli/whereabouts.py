"""What ``grader`` says without a verb: where you are, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli.progress import NOTHING_HERE, next_lines, notes
from grader.cli.screen import screen
from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.workspace.status import Status

_HELP = "grader --help lists all commands."


def whereabouts(here: Path) -> str:
    """Return where a folder stands – an exercise, a course, or above exercises – and the next command."""
    found, course = _exercises(here), _course(here)
    if found and found[0].folder == here:
        return _in_exercise(found[0])
    if course is not None and (course == here.resolve() or not found):
        return _in_course(course)
    return _above_exercises(found) if found else NOTHING_HERE


def _exercises(here: Path) -> tuple[Status, ...]:
    """Return the exercises here; none where the folder cannot be looked through, for nobody asked for that."""
    from grader import learner

    try:
        return learner.status(here)
    except (GraderError, OSError):
        return ()


def _course(here: Path) -> Path | None:
    from grader.course.layout import find_course

    try:
        return find_course(here)
    except UsageError:
        return None


def _in_exercise(found: Status) -> str:
    from grader.reporting.text import inline
    from grader.workspace.status import Checked

    if found.problem:
        return _told(*notes(found), then=[found])
    said = {
        Checked.NEVER: "Nothing was checked yet; README.md says what is asked.",
        Checked.CHANGED: "Your work changed since it was last checked.",
        Checked.PARTLY: "Not every task was checked since your work last changed.",
        Checked.CURRENT: "Your work was checked as it is now.",
    }
    counts = f"{found.passing} of {len(found.tasks)} tasks pass their visible checks."
    head = f"{found.exercise}: {inline(found.title)}"
    return _told(head, counts, said[found.checked], _handed_in(found), *notes(found), then=[found])


def _handed_in(found: Status) -> str:
    if found.handed_in is None:
        return "It is not handed in."
    return "It is handed in as it is now." if found.handed_in_current else "It changed since you handed it in."


def _above_exercises(found: Sequence[Status]) -> str:
    handed_in = [each for each in found if each.handed_in]
    changed = sum(not each.handed_in_current for each in handed_in)
    since = f" ({changed} changed since)" if changed else ""
    passing = sum(0 < len(each.tasks) == each.passing for each in found)
    here = _counted(len(found), "exercise")
    counts = f"{here} here: {passing} with all visible checks passing, {len(handed_in)} handed in{since}."
    return _told(counts, "grader status shows each.", *(line for each in found for line in notes(each)), then=found)


def _told(*lines: str, then: Sequence[Status]) -> str:
    """Return lines, then what comes next for the first exercise for which there is something to do."""
    from grader.reporting.console import folded

    width = screen().width
    told = [part for line in lines for part in folded(line, width)]
    return "\n".join([*told, "", *next_lines(then, width), _HELP])


def _in_course(root: Path) -> str:
    """Return what is in a course's folder, by the names of its files, and what is missing first."""
    from grader.audit.record import RECORD
    from grader.course.layout import MANIFEST, course_table

    weeks = sorted(path.name.removesuffix(".md.j2") for path in (root / "templates").glob("[!_]*.md.j2"))
    generated = [slug for slug in weeks if (root / "exercises" / slug / MANIFEST).is_file()]
    audited = [slug for slug in weeks if (root / "tests" / "exercises" / slug / RECORD).is_file()]
    name = (course_table(root) or {}).get("name", root.name)
    counts = f"{_counted(len(weeks), 'week')}, {len(generated)} generated, {len(audited)} audited"
    return f"The course {str(name)!r}: {counts}.\n\nNext: {_for_course(weeks, generated, audited)}\n{_HELP}"


def _for_course(weeks: Sequence[str], generated: Sequence[str], audited: Sequence[str]) -> str:
    if not weeks:
        return "grader new c1w1_first_steps"
    for verb, done in (("generate", generated), ("audit", audited)):
        missing = [slug for slug in weeks if slug not in done]
        if missing:
            return f"grader {verb} {missing[0]}"
    return "grader audit --check"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
