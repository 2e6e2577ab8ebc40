"""The shared sentences: honest, grammatical, the same everywhere."""

from dataclasses import replace

import pytest

from grader.model import Finding, Kind, Verdict
from grader.reporting.wording import (
    amount,
    check_command,
    failing_name,
    headline,
    hint_command,
    moment,
    provenance_lines,
    score_text,
    standing,
    stuck_on,
    task_standing,
)


@pytest.mark.parametrize(("points", "text"), [(8.0, "8"), (4.5, "4.5"), (10 / 3, "3.33"), (0.0, "0"), (100.0, "100")])
def test_points_have_two_decimals_at_most(points, text):
    assert amount(points) == text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mixed", "14.9 of 52 points"),
        ("broken", "Score withheld"),
        ("unreadable", "Unreadable"),
        ("ungraded", "Not graded"),
        ("preview", "1 of 1 visible checks pass"),
    ],
)
def test_headlines(sample, name, words):
    assert headline(sample(name)) == words


def test_a_broken_check_is_never_the_learners_fault(sample):
    (sentence,) = standing(sample("broken"))
    assert sentence.startswith("The score is withheld: 3 checks are broken on our side, not yours.")


@pytest.mark.parametrize(
    ("hidden", "words"), [(1, "1 more check runs on your hand-in."), (2, "2 more checks run on your hand-in.")]
)
def test_hidden_checks_still_to_come_are_counted(sample, hidden, words):
    assert words in standing(replace(sample("preview"), hidden_not_run=hidden))


def test_broken_and_left_out_checks_count_for_nobody(sample):
    report = sample("mixed")
    task = report.tasks[0]
    checks = (
        task.checks[0],
        replace(task.checks[1], verdict=Verdict.BROKEN),
        replace(task.checks[2], verdict=Verdict.SKIPPED),
    )
    assert task_standing(replace(task, checks=checks)) == "1 of 1 check passes"


@pytest.mark.parametrize(
    ("time", "text"),
    [
        ("2026-03-01T17:04:05+01:00", "1 March 2026, 17:04 (UTC+01:00)"),
        ("2026-12-31T00:00:00+00:00", "31 December 2026, 00:00 (UTC)"),
        ("2026-03-01T17:04:05", "1 March 2026, 17:04"),
        ("yesterday", "yesterday"),
    ],
)
def test_times_are_readable(time, text):
    assert moment(time) == text


def test_the_score_of_an_ungraded_report_is_said_in_words(sample):
    assert score_text(sample("ungraded")) == "not graded"


def test_provenance_leaves_out_what_is_unknown(sample):
    assert [label for label, _ in provenance_lines(sample("preview").provenance)] == [
        "grader",
        "suite",
        "hand-in",
        "environment",
        "isolation",
    ]


@pytest.mark.parametrize(
    ("name", "task"),
    [("stuck", "flatten_images"), ("preview", ""), ("missing", "sigmoid"), ("broken", ""), ("skipped", ""), ("raised", "sigmoid")],
)  # fmt: skip
def test_who_is_stuck_is_stuck_on_a_task_that_is_written_before_one_that_is_not(sample, name, task):
    assert stuck_on(sample(name)) == task


def test_commands_name_the_folder_only_if_it_is_another_one():
    assert (check_command("total"), hint_command("total")) == ("grader check --task total", "grader hint total")
    assert check_command("total", "a b") == "grader check 'a b' --task total"
    assert hint_command("total", "a b") == "grader hint total --in 'a b'"


def test_of_a_task_with_two_definitions_the_one_that_was_called_is_named(task, result):
    called = replace(result, verdict=Verdict.FAILED, finding=Finding(Kind.VALUES, "wrong", call="predict_logreg(array (3,))"))
    assert failing_name(replace(task, checks=(called,))) == "predict_logreg"
    assert failing_name(replace(task, checks=(replace(called, finding=Finding(Kind.VALUES, "wrong")),))) == "fit_logreg"


@pytest.fixture
def task(sample):
    return next(task for task in sample("mixed").tasks if len(task.task.names) > 1)


@pytest.fixture
def result(task):
    return task.checks[0]
