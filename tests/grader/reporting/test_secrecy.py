"""What a hidden check drew reaches no learner, in no format: the output is the same whatever it was."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.model import Visibility
from grader.reporting.github import annotation_lines
from grader.reporting.redact import redact
from grader.reporting.results import WHOLE, Format, class_files, report_files
from grader.reporting.terminal import render_class, render_report

TEXTS = st.text(max_size=40)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
POINTS = st.lists(st.tuples(FLOATS, FLOATS), max_size=12).map(tuple)
SAMPLES = [
    "failed", "raised", "timed_out", "crashed", "missing", "broken", "skipped", "passed",
    "diagnosed_mistake", "diagnosed_unsure", "mixed", "hostile",
]  # fmt: skip
EVERY_FORMAT = frozenset(Format)


def outputs(report):
    """Return all that is written or printed of a report, but for the files that are the instructor's."""
    files = {**report_files(report, EVERY_FORMAT), **report_files(report, EVERY_FORMAT - {Format.EXERCISM}, alone=True)}
    return {
        **{name: data for name, data in files.items() if not name.startswith(f"{WHOLE}/")},
        **class_files([report], EVERY_FORMAT),
        "annotations": annotation_lines([report]),
        "terminal": render_report(redact(report)),
        "terminal of the class": render_class([report]),
    }


def drawn(report, visibility, detail, notes, points):
    """Return the report as it were had the checks of one visibility left other details, notes and points."""
    tasks = tuple(
        replace(
            task,
            checks=tuple(
                replace(r, finding=replace(r.finding, detail=detail, points=points), notes=notes)
                if r.check.visibility is visibility
                else r
                for r in task.checks
            ),
        )
        for task in report.tasks
    )
    return replace(report, tasks=tasks)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(SAMPLES), detail=TEXTS, notes=st.lists(TEXTS, max_size=2).map(tuple), points=POINTS)
def test_no_format_depends_on_what_a_hidden_check_drew(sample, name, detail, notes, points):
    report = sample(name)
    bare = drawn(report, Visibility.HIDDEN, "", (), ())
    assert outputs(drawn(report, Visibility.HIDDEN, detail, notes, points)) == outputs(bare)


def test_every_format_is_held_to_it(sample):
    folders = {name.partition("/")[0] for name in outputs(sample("failed"))}
    assert {"junit", "gradescope", "prairielearn", "exercism", "classroom50", "coursera", "learners"} <= folders
    assert {"class.csv", "class.html", "summary.md", "annotations", "terminal", "terminal of the class"} <= folders


def test_formats_do_show_what_a_public_check_drew(sample):
    report = sample("diagnosed_mistake")
    points = tuple((float(n), -float(n)) for n in range(20))
    bare, full = (
        outputs(drawn(report, Visibility.PUBLIC, *what)) for what in (("", (), ()), ("drawn here", ("a note",), points))
    )
    changed = {name.partition("/")[0].partition(".")[0] for name in bare if bare[name] != full[name]}
    platforms = {"junit", "gradescope", "prairielearn", "exercism", "classroom50", "coursera", "summary", "annotations"}
    assert changed >= {"learners", "terminal", *platforms}
