"""The instructor's verbs as a Python API: write exercises, certify suites, grade classes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from grader.course.layout import class_dir, exercise_dir
from grader.errors import CourseError, Problem, UsageError
from grader.register import Register, as_told, stored_reports, without_score
from grader.reporting.results import DEFAULT_FORMATS, Format, class_files, refuse_unfit, report_files
from grader.tree import remove_unexpected, write_file_atomically, write_tree
from grader.workspace.attempts import Keep
from grader.workspace.handin import HandIn, collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.audit.examination import Examination
    from grader.audit.findings import Audit
    from grader.authoring.importing import Week
    from grader.model import Course, Exercise, Report
    from grader.reporting.classroom50 import Identity
    from grader.tree import Tree
    from grader.workspace.roster import Roster

DEMO_KEY = bytes(32)
"""The demonstration draws the same inputs everywhere; it judges nobody."""


@dataclass(frozen=True)
class Generated:
    """What else came of ``generate``.

    ``removed`` are the files removed because nothing makes them any more; ``stale`` says why the coverage page was left
    as it was, if it was.
    """

    removed: tuple[str, ...] = ()
    stale: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Grading:
    """How to grade: with which key, where the results go and in which forms, in how many processes.

    ``unsafe`` grades on a machine that cannot confine untrusted code; ``identity`` is for the format of that name's
    platform, Classroom 50.
    """

    key: bytes
    out: Path
    formats: frozenset[Format] = DEFAULT_FORMATS
    jobs: int = 1
    unsafe: bool = False
    identity: Identity | None = None


@dataclass(frozen=True)
class Autograding:
    """How an autograder grades elsewhere: with which key, by which wheel (None: built from this checkout).

    ``unsafe`` grades in a container that cannot confine untrusted code.
    """

    key: bytes
    wheel: Path | None = None
    unsafe: bool = False


def new(course: Course, slug: str) -> tuple[Path, ...]:
    """Write the first files of an exercise and return their paths.

    Raises:
        UsageError: the slug does not name course and week, or one of the files exists.
    """
    from grader.authoring import scaffold

    tree = scaffold(course.root, slug)
    write_tree(tree, course.root)
    return tuple(course.root / name for name in sorted(tree))


def new_workflows(course: Course, platform: str) -> tuple[Path, ...]:
    """Write the workflows that check a course and grade its hand-ins on ``github`` or ``gitlab``; return their paths.

    Raises:
        UsageError: one of the files exists.
    """
    from grader.authoring import Platform, workflows

    tree = workflows(course, Platform(platform))
    write_tree(tree, course.root)
    return tuple(course.root / name for name in sorted(tree))


def import_notebook(course: Course, slug: str, notebook: Path) -> Week:
    """Write an exercise made of an nbgrader source notebook or an Otter-assign notebook, of which nothing is run.

    Raises:
        UsageError: the notebook cannot be read or converted, or one of the files exists.
    """
    from grader.authoring.importing import import_week

    week = import_week(course.root, slug, notebook)
    write_tree(week.tree, course.root)
    return week


def generate(
    course: Course, exercises: Iterable[Exercise], finished: Callable[[Exercise], None] = lambda _: None
) -> Generated:
    """Write exercises into ``exercises/``, all or none, and the coverage page of all weeks if it can be made.

    Raises:
        CourseError: every problem of every exercise; nothing was written.
    """
    from grader import authoring

    trees: dict[Exercise, Tree] = {}
    problems: list[Problem] = []
    for exercise in exercises:
        try:
            trees[exercise] = authoring.generate(course, exercise)
        except CourseError as error:
            problems += error.problems
        finished(exercise)
    if problems:
        raise CourseError(problems)
    removed: list[str] = []
    for exercise, tree in trees.items():
        write_tree(tree, exercise_dir(course, exercise))
        removed += (f"{exercise.slug}/{name}" for name in remove_unexpected(tree, exercise_dir(course, exercise)))
    return Generated(tuple(removed), _cover(course))


def _cover(course: Course) -> tuple[Problem, ...]:
    """Write the coverage page, or return why it cannot be made: another week may be half written."""
    from grader import authoring

    try:
        page = authoring.coverage(course)
    except CourseError as error:
        return error.problems
    write_file_atomically(course.root / "exercises" / authoring.PAGE, page)
    return ()


def check_generated(course: Course, slugs: Iterable[str] = ()) -> None:
    """Compare the exercises named, or the whole folder ``exercises/`` with its page, with what would be generated.

    Raises:
        CourseError: each file that is missing, changed or unexpected.
    """
    from grader import authoring

    found, folder = authoring.check_generated(course, slugs), course.root / "exercises"
    kinds = {"is missing": found.missing, "was changed": found.changed, "is generated by nothing": found.unexpected}
    fix = "Change the truth, not the exercise, then: grader generate"
    problems = [Problem(folder / name, 0, what, fix) for what, names in kinds.items() for name in names]
    if problems:
        raise CourseError(problems)


def examination(course: Course, exercise: Exercise, jobs: int = 1) -> Examination:
    """Return the audit of an exercise, ready to run in a ``with`` block; what it sees is kept for the next one.

    Raises:
        CourseError: something of the exercise cannot be read.
        EnvironmentFault: what the exercise or the audit needs is not installed.
    """
    from grader.audit.cache import default_cache_file
    from grader.audit.examination import Auditing, Examination

    return Examination(course, exercise, Auditing(jobs, default_cache_file(course.root, exercise.slug)))


def record_audit(course: Course, exercise: Exercise, audit: Audit) -> Path:
    """Write an audit's outcome beside the suite and return the path of the record."""
    from grader.audit.record import write_record

    return write_record(course, exercise, audit)


def check_audited(course: Course, exercises: Iterable[Exercise]) -> None:
    """Refuse exercises whose record is missing, not of what is there now, or not green.

    Raises:
        CourseError: each of them, with the reason.
    """
    from grader.audit.record import record_problems

    problems = [problem for exercise in exercises for problem in record_problems(course, exercise)]
    if problems:
        raise CourseError(problems)


def override_audit(course: Course, exercise: Exercise, reason: str) -> None:
    """Write down beside the suite that the exercise, as it is now, may be released uncertified, and why.

    Raises:
        UsageError: the reason is blank.
    """
    from grader.audit.record import write_override

    if not reason.strip():
        raise UsageError("A blank reason is none.", "Say why the exercise may be released uncertified.")
    write_override(course, exercise, reason.strip())


def uncertified(course: Course, exercise: Exercise) -> str:
    """Return the reason for which an exercise may be released without a green audit, or nothing if it has one.

    Raises:
        CourseError: its record is missing, not of what is there now, or not green, and no override stands for it.
    """
    from grader.audit.record import override_of, record_problems

    problems = record_problems(course, exercise)
    override = override_of(course, exercise) if problems else None
    if problems and override is None:
        raise CourseError(problems)
    return override.reason if override else ""


def release(course: Course, exercise: Exercise, out: Path, wheel: Path | None = None) -> Path:
    """Write ``<slug>.zip`` for learners into ``out`` and return its path.

    It carries ``wheel``; without one, the framework's wheel is built from the checkout it runs from.

    Raises:
        CourseError: the exercise is not certified, or cannot be generated, or something in the zip must not leave.
        UsageError: the wheel is none, or there is no checkout.
    """
    from grader import authoring

    uncertified(course, exercise)
    with _wheel(wheel) as built:
        data = authoring.release(course, exercise, built)
    path = out / f"{exercise.slug}.zip"
    write_file_atomically(path, data)
    return path


def release_autograder(course: Course, exercise: Exercise, out: Path, autograding: Autograding) -> Path:
    """Write ``<slug>-gradescope.zip`` for Gradescope into ``out`` and return its path.

    It holds the solution, the hidden checks and the key.

    Raises:
        CourseError: the exercise is not certified, or a file of it cannot be read.
        UsageError: there is no wheel and no checkout to build one from.
        EnvironmentFault: what the exercise needs is not installed here.
    """
    from grader import authoring
    from grader.reporting.gradescope import gradescope_json

    uncertified(course, exercise)
    nothing = gradescope_json(without_score(exercise, HandIn("", Path()), "not graded", ""))
    with _wheel(autograding.wheel) as built:
        sealed = authoring.Sealed(built, autograding.key, nothing, autograding.unsafe)
        data = authoring.autograder(course, exercise, sealed)
    path = out / f"{exercise.slug}-gradescope.zip"
    write_file_atomically(path, data)
    return path


def grade(
    course: Course,
    exercise: Exercise,
    hand_ins: Iterable[HandIn],
    grading: Grading,
    finished: Callable[[Report], None] = lambda _: None,
    stored: Iterable[Report] = (),
) -> tuple[Report, ...]:
    """Grade hand-ins, writing each report as soon as it is finished.

    The files are those of ``reporting.results``, below ``grading.out``. From the start there is a row for everybody: a
    hand-in that cannot be read gets its reason; one that has no result yet, or is lost by the machinery, is not graded.
    Of several hand-ins of one learner the best counts.

    Args:
        course: the course.
        exercise: one of its exercises.
        hand_ins: what was read.
        grading: how to grade, and where the results go.
        finished: called with each report that was made.
        stored: reports that stand as they are (see ``stored_results``).

    Returns:
        One report for each learner, in the order of the hand-ins.

    Raises:
        CourseError: the suite is broken.
        UsageError: a format does not fit so many hand-ins.
        EnvironmentFault: this machine cannot grade.
    """
    from grader.grading import HandInReader, grade_class
    from grader.sandbox.launcher import require

    require(exercise, require_jail=not grading.unsafe)  # before anything is written
    register = Register(exercise, hand_ins, grading.out, grading.formats, grading.identity)
    refuse_unfit(grading.formats, len(register.learners))
    register.open(stored)
    reader = HandInReader(course, exercise)
    submissions = [reader.submission(each.module, each.learner, each.submitted) for each in register.waiting]
    try:
        for report in grade_class(
            course, exercise, submissions, key=grading.key, jobs=grading.jobs, unsafe=grading.unsafe
        ):
            finished(register.enter(report))
    finally:
        rows = register.close()
    return rows


def stored_results(
    course: Course, exercise: Exercise, hand_ins: Iterable[HandIn], grading: Grading
) -> tuple[Report, ...]:
    """Return the reports in ``grading.out`` that grading these hand-ins would give again.

    Suite, submission, environment, key and grader are the same, isolation is not weaker, and nothing else would be said
    of the hand-in. A report that is damaged, withheld or not whole is none of them.
    """
    from grader.grading import HandInReader, expected_provenance, is_current, report_of

    found = [
        (hand_in, report)
        for hand_in in hand_ins
        if not hand_in.problem
        for report in stored_reports(grading.out, hand_in)
        if (report.learner, report.provenance.submission) == (hand_in.learner, hand_in.module.digest)
    ]
    if not found:
        return ()
    reader, made_with = HandInReader(course, exercise), expected_provenance(course, exercise, grading.key)
    taken: dict[tuple[str, str], Report] = {}
    for hand_in, report in found:
        submission = reader.submission(hand_in.module, hand_in.learner, hand_in.submitted)
        made = replace(made_with, submission=submission.digest)
        if is_current(report, as_told(report_of(exercise, submission, (), made, cpu_s=0), hand_in)):
            taken[report.learner, report.provenance.submission] = report
    return tuple(taken.values())


def read_hand_ins(
    course: Course, exercise: Exercise, paths: Iterable[Path], roster: Roster | None = None, keep: Keep = Keep.LATEST
) -> tuple[HandIn, ...]:
    """Read the hand-ins that files, folders and zips hold, named as a roster says or after their learners.

    There is one of each learner, the latest, or to keep the best all that differ; see ``collect``.

    Raises:
        UsageError: a path does not exist or holds no hand-in.
    """
    from grader.testing.origin import course_material

    return collect(paths, course_material(course, exercise), roster, keep)


def demo_hand_ins(course: Course, exercise: Exercise) -> tuple[HandIn, ...]:
    """Return the hand-ins that come with an exercise's suite, none if there is no such folder."""
    folder = class_dir(course, exercise)
    return read_hand_ins(course, exercise, [folder]) if folder.is_dir() else ()


def demo(
    course: Course, exercise: Exercise, out: Path, jobs: int = 1, finished: Callable[[Report], None] = lambda _: None
) -> tuple[Report, ...]:
    """Grade the hand-ins that come with an exercise's suite as ``grade`` does, always with the same key."""
    return grade(course, exercise, demo_hand_ins(course, exercise), Grading(DEMO_KEY, out, jobs=jobs), finished)


def write_results(
    reports: Iterable[Report], out: Path, formats: frozenset[Format] = DEFAULT_FORMATS, identity: Identity | None = None
) -> None:
    """Write every report and the class's pages below ``out``, as ``grade`` does.

    Raises:
        UsageError: a format does not fit so many reports.
    """
    group = tuple(reports)
    refuse_unfit(formats, len(group))
    for report in group:
        write_tree(report_files(report, formats, alone=len(group) == 1, identity=identity), out)
    write_tree(class_files(group, formats), out)


@contextmanager
def _wheel(given: Path | None) -> Iterator[Path]:
    """Provide the wheel that was given, or one that is built from the checkout the framework runs from."""
    from grader.authoring import build_wheel

    with TemporaryDirectory() as folder:
        yield given or build_wheel(Path(__file__).parents[1], Path(folder))
