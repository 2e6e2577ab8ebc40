"""Terminal reports fit their width, say verdicts in words and print learner text as data."""

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from grader.model import Check, CheckResult, Task, TaskResult, Verdict, Visibility
from grader.reporting.offers import worth_a_trace
from grader.reporting.redact import redact
from grader.reporting.terminal import render_class, render_report


def test_learners_text_is_as_recorded(any_sample, golden):
    name, report = any_sample
    golden(f"{name}.txt", render_report(redact(report)))


def test_instructors_text_is_as_recorded(sample, golden):
    golden("instructor.txt", render_report(sample("mixed")))


def test_class_text_is_as_recorded(class_reports, golden):
    golden("class.txt", render_class(class_reports))


def test_text_of_a_class_with_causes_is_as_recorded(whole_class, golden):
    golden("whole_class.txt", render_class(whole_class))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_asked(any_report, width):
    assert all(cell_len(line) <= width for line in render_report(any_report, width).splitlines())


@pytest.mark.parametrize("width", [80, 120])
def test_no_row_of_a_class_is_wider_than_asked(class_reports, whole_class, width):
    for reports in (class_reports, whole_class):
        assert all(cell_len(line) <= width for line in render_class(reports, width).splitlines())


def test_nothing_but_text_is_printed_without_colour(any_report):
    assert all(char.isprintable() or char == "\n" for char in render_report(any_report))


def test_colour_changes_nothing_but_colours(any_report):
    coloured = render_report(any_report, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_report(any_report)


def test_markup_in_learner_text_is_text(sample):
    assert "[/oops][red]" in render_report(sample("hostile"), 200)


def test_long_details_are_cut_and_say_so(sample):
    report = sample("failed")
    task = report.tasks[0]
    long = replace(task.checks[0], finding=replace(task.checks[0].finding, detail="row\n" * 50))
    text = render_report(replace(report, tasks=(replace(task, checks=(long,)),)))
    assert text.count("row\n") == 20
    assert "… 30 more lines" in text


def test_an_empty_class_is_an_empty_table():
    assert "0 hand-ins" in render_class([])


def test_a_check_that_fails_somewhere_ends_with_the_commands_for_a_trace_and_a_hint(sample):
    assert render_report(sample("stuck")).endswith(
        "\n\nTo see its shapes line by line: grader check --trace flatten_images\nFor a hint: grader hint flatten_images\n"
    )
    assert render_report(sample("stuck"), 100, place="my week").endswith(
        "\n\nTo see its shapes line by line: grader check 'my week' --trace flatten_images\n"
        "For a hint: grader hint flatten_images --in 'my week'\n"
    )


@pytest.mark.parametrize("name", ["preview", "mixed", "broken", "unreadable"])
def test_nobody_else_is_offered_a_hint_or_a_trace(sample, name):
    assert "grader hint" not in render_report(sample(name))
    assert "--trace" not in render_report(sample(name))


SHAPES, HANGS = "to see its shapes line by line", "to see where it hangs"


@pytest.mark.parametrize(
    ("verdicts", "offered"),
    [
        (("passed", "passed", "passed"), []),
        (("failed", "raised", "passed"), [(SHAPES, "a")]),
        (("passed", "raised", "failed"), [(SHAPES, "b")]),
        (("failed", "timed out", "passed"), [(SHAPES, "a"), (HANGS, "b")]),
        (("timed out", "failed", "timed out"), [(HANGS, "a"), (HANGS, "c")]),
        (("crashed", "passed", "timed out"), [(HANGS, "c")]),  # a call that ends its process cannot be followed
        (("missing", "failed", "passed"), [(SHAPES, "b")]),  # what is written comes first
        (("missing", "missing", "passed"), []),
    ],
)
def test_what_fails_is_offered_to_be_followed_and_what_hangs_always(sample, verdicts, offered):
    tasks = [Task(name, (name,), 1) for name in "abc"]
    results = [
        TaskResult(task, None, (CheckResult(Check(task.id, task.id, 1.0, Visibility.PUBLIC, ""), Verdict(verdict)),))
        for task, verdict in zip(tasks, verdicts, strict=True)
    ]
    assert list(worth_a_trace(replace(sample("stuck"), tasks=tuple(results)))) == offered


def test_a_preview_never_claims_that_everything_passes(sample):
    text = render_report(sample("preview"))
    assert "1 of 1 visible checks pass\n12 more checks run on your hand-in." in text
    assert "points" not in text
