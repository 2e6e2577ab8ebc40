"""A task's named cause leads in every format, and a check is told in full unless another says the same."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from grader.model import CauseKind, Sides, Verdict
from grader.reporting.cause import is_repeated
from grader.reporting.classroom50 import Identity, classroom50_json
from grader.reporting.coursera import coursera_json
from grader.reporting.exercism import exercism_json
from grader.reporting.github import annotation_lines, summary
from grader.reporting.gradescope import gradescope_json
from grader.reporting.html import report_html
from grader.reporting.junit import junit_xml
from grader.reporting.prairielearn import prairielearn_json
from grader.reporting.redact import redact
from grader.reporting.terminal import render_report


def junit_texts(report):
    """Return what stands in the cases; each one's first line stands in its message as well."""
    return "\n".join(element.text or "" for element in ET.fromstring(junit_xml(report)).iter("failure"))


WRITERS = {
    "html": lambda report: report_html(redact(report)),
    "terminal": lambda report: render_report(redact(report), 400),
    "junit": junit_texts,
    "annotations": lambda report: annotation_lines([report]),
    "summary": lambda report: summary([report]),
    "gradescope": lambda report: gradescope_json(report).decode(),
    "prairielearn": lambda report: prairielearn_json(report).decode(),
    "exercism": lambda report: exercism_json(report).decode(),
    "classroom50": lambda report: classroom50_json(report, Identity()).decode(),
    "coursera": lambda report: coursera_json(report).decode(),
}


@pytest.mark.parametrize("kind", [kind.name.lower() for kind in CauseKind])
@pytest.mark.parametrize("form", WRITERS)
def test_the_named_cause_stands_once_then_its_hint_then_the_checks(sample, form, kind):
    report = sample(f"diagnosed_{kind}")
    named = report.tasks[0].diagnosis
    shown = WRITERS[form](report)
    order = [named.text, *filter(None, [named.hint]), "all values of the answer are wrong"]
    assert [shown.count(text) for text in order[:-1]] == [1] * len(order[:-1])
    places = [shown.index(text) for text in order]
    assert places == sorted(places)


@pytest.mark.parametrize("form", WRITERS)
def test_a_task_without_a_named_cause_has_no_word_of_one(sample, form):
    assert "hint" not in WRITERS[form](sample("failed"))


def test_a_platform_of_checks_shows_the_cause_with_the_first_that_can_be_mended(sample):
    report = sample("diagnosed_mistake")
    (task,) = report.tasks
    passed = replace(task.checks[0], verdict=Verdict.PASSED)
    report = replace(report, tasks=(replace(task, checks=(passed, *task.checks[1:])),))
    messages = [test["message"] for test in json.loads(exercism_json(report))["tests"]]
    assert messages[0] is None
    assert messages[1].startswith(f"look here: {task.diagnosis.text}\nhint: {task.diagnosis.hint}\nall values")
    assert messages[2].startswith("all values")


def test_a_test_of_a_first_failure_is_summed_up_by_the_cause(sample):
    report = sample("diagnosed_mistake")
    failures = ET.fromstring(junit_xml(report)).findall(".//failure")
    assert [failure.get("message") for failure in failures] == [
        f"look here: {report.tasks[0].diagnosis.text}",
        "all values of the answer are wrong",
        "all values of the answer are wrong",
    ]


def test_the_own_line_comes_first_then_the_call_then_the_forms_of_both_answers_then_numbers(sample):
    for form in ("html", "terminal", "junit", "coursera"):
        shown = WRITERS[form](sample("failed")).rpartition("</style>")[2]
        places = [shown.index(text) for text in ("line 16", "call", "yours", "got 0.7310585786300049")]
        assert places == sorted(places), form


def test_forms_stand_side_by_side(sample):
    assert "yours: (4, 3) | expected: (3, 4)" in WRITERS["terminal"](sample("failed"))
    assert "in the call sigmoid(array of float64, shape (3, 4))" in WRITERS["terminal"](sample("failed"))


@pytest.mark.parametrize(
    "changes",
    [
        {"sides": Sides("(9, 9)", "(3, 4)")},
        {"points": ((1.0, 2.0),)},
        {"line": 99},
        {"detail": "x"},
    ],
)
def test_a_check_that_tells_more_than_an_earlier_one_is_told(sample, changes):
    (task,) = sample("failed").tasks
    first, second, *_ = task.checks
    same = replace(task, checks=(first, replace(second, finding=first.finding)))
    more = replace(task, checks=(first, replace(second, finding=replace(first.finding, **changes))))
    assert is_repeated(same, same.checks[1])
    assert not is_repeated(more, more.checks[1])


def test_another_call_that_ends_the_same_way_is_no_news_but_the_first_one_named_is(sample):
    (task,) = sample("failed").tasks
    first, second, *_ = task.checks
    other = replace(second, finding=replace(first.finding, call="sigmoid(array (5,))"))
    nameless = replace(first, finding=replace(first.finding, call=""))
    assert is_repeated(replace(task, checks=(first, other)), other)
    assert not is_repeated(replace(task, checks=(nameless, other)), other)
