"""What every platform's file has in common: recorded, valid by the platform's rules, redacted, and of one score."""

import csv
import io
import json
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from grader.model import Verdict, Visibility
from grader.reporting import wording
from grader.reporting.classroom50 import SCALE, Identity, classroom50_json
from grader.reporting.coursera import coursera_json
from grader.reporting.csv import class_csv
from grader.reporting.exercism import exercism_json
from grader.reporting.github import annotation_lines, summary
from grader.reporting.gradescope import gradescope_json
from grader.reporting.html import report_html
from grader.reporting.json import from_json, to_json
from grader.reporting.junit import junit_xml
from grader.reporting.prairielearn import prairielearn_json
from grader.reporting.redact import redact
from grader.reporting.terminal import render_report

SCHEMAS = Path(__file__).parent / "schemas"
IDENTITY = Identity("dl", "week-2", "submit/2026-03-01T16-04-05Z-a1b2c3d", "commit", "release", "review", "2026-03-01T16:04:05Z")
WRITERS = {
    "junit.xml": junit_xml,
    "annotations.txt": lambda report: annotation_lines([report], {report.learner: "work/logistic_regression.py"}).encode(),
    "summary.md": lambda report: summary([report]).encode(),
    "gradescope.json": gradescope_json,
    "prairielearn.json": prairielearn_json,
    "exercism.json": exercism_json,
    "classroom50.json": lambda report: classroom50_json(report, IDENTITY),
    "coursera.json": coursera_json,
}
JSON = [name for name in WRITERS if name.endswith(".json")]


@pytest.fixture(params=list(WRITERS))
def platform(request):
    """The name of a platform's file and what makes it."""
    return request.param, WRITERS[request.param]


def test_files_are_as_recorded(platform, graded_sample, golden):
    (file, write), (name, report) = platform, graded_sample
    data = write(report)
    if data is not None:
        stem, _, suffix = file.partition(".")
        golden(f"{stem}/{name}.{suffix}", data.decode())


@pytest.mark.parametrize("file", [name for name in JSON if name != "coursera.json"])
def test_files_are_what_the_platform_documents(file, graded_sample):
    data = WRITERS[file](graded_sample[1])
    if data is not None:
        jsonschema.validate(json.loads(data), json.loads((SCHEMAS / file).read_bytes()))


def coursera_refuses(feedback):
    """Return what Coursera's own tool says against a feedback, by its rules."""
    score = feedback.get("fractionalScore")
    if isinstance(score, bool) or not isinstance(score, int | float):
        return "fractionalScore must be a decimal"
    return "out of range" if not 0 <= score <= 1 else "" if "feedback" in feedback else "no feedback"


def test_coursera_accepts_the_feedback(graded_sample):
    data = coursera_json(graded_sample[1])
    assert data is None or coursera_refuses(json.loads(data)) == ""


def test_nothing_drawn_by_a_hidden_check_is_in_a_file(platform, graded_sample, secret):
    _, report = graded_sample
    hidden = tuple(
        replace(task, checks=tuple(r for r in task.checks if r.check.visibility is Visibility.HIDDEN))
        for task in report.tasks
    )
    data = platform[1](replace(report, tasks=hidden))
    assert data is None or secret.encode() not in data


def test_files_are_the_same_from_a_report_already_redacted(platform, graded_sample):
    _, report = graded_sample
    assert platform[1](report) == platform[1](redact(report))


def test_times_of_grading_change_no_byte(platform, graded_sample):
    _, report = graded_sample
    assert platform[1](report) == platform[1](replace(report, cpu_s=9.0, wall_s=9.0))


def points_in(report):
    """Return the score that each format shows, in points; None where it shows none."""
    suite = ET.fromstring(junit_xml(report)).find("testsuite")
    properties = {item.get("name"): item.get("value") for item in suite.iter("property")}
    scope, prairie = json.loads(gradescope_json(report)), json.loads(prairielearn_json(report))
    room, coursera = classroom50_json(report, IDENTITY), coursera_json(report)
    (row,) = csv.DictReader(io.StringIO(class_csv([report])))
    return {
        "json": from_json(to_json(report)).score,
        "csv": float(row["score"]) if row["score"] else None,
        "junit": float(properties["score"]) if properties["score"] else None,
        "gradescope": scope["score"] if scope["extra_data"]["report"]["score"] is not None else None,
        "prairielearn": prairie["score"] * report.points if prairie["gradable"] else None,
        "classroom50": json.loads(room)["score"] / SCALE if room else None,
        "coursera": json.loads(coursera)["fractionalScore"] * report.points if coursera else None,
    }


def test_the_score_is_the_same_everywhere(graded_sample):
    _, report = graded_sample
    assert report.points
    shown = points_in(report)
    if report.status == "unreadable":
        # Two platforms know no other way to hand a hand-in back than 0 and the reason.
        assert (shown.pop("classroom50"), shown.pop("coursera")) == (0, 0)
    expected = None if report.score is None else pytest.approx(report.score, abs=1e-9)
    assert shown == dict.fromkeys(shown, expected)
    said = wording.score_text(report).casefold()
    for text in (report_html(report), render_report(report), summary([report])):
        assert said in text.casefold()


def test_the_points_of_each_task_are_the_same_everywhere(graded_sample):
    _, report = graded_sample
    if report.score is None:
        return
    suite = ET.fromstring(junit_xml(report)).find("testsuite")
    properties = {item.get("name"): item.get("value") for item in suite.iter("property")}
    scope, prairie = json.loads(gradescope_json(report)), json.loads(prairielearn_json(report))
    room = json.loads(classroom50_json(report, IDENTITY))
    assert sum(test["score"] for test in scope["tests"]) == pytest.approx(report.score)
    assert sum(test["score"] for test in room["tests"]) == room["score"]
    assert sum(test["max-score"] for test in room["tests"]) == room["max-score"]
    for number, task in enumerate(report.tasks):
        assert properties[task.task.id] == wording.task_score(task)
        assert (scope["tests"][number]["score"], scope["tests"][number]["max_score"]) == (task.score, task.task.points)
        assert (prairie["tests"][number]["points"], prairie["tests"][number]["max_points"]) == (task.score, task.task.points)
        assert room["tests"][number]["score"] == round(task.score * SCALE)


def test_exercism_passes_what_has_all_points(graded_sample):
    _, report = graded_sample
    assert (json.loads(exercism_json(report))["status"] == "pass") == (report.score == report.points)


@pytest.mark.parametrize("name", ["broken", "ungraded"])
def test_a_fault_of_ours_is_nobodys_zero(sample, name):
    report = sample(name)
    assert classroom50_json(report, IDENTITY) is None
    assert coursera_json(report) is None
    assert json.loads(prairielearn_json(report))["gradable"] is False
    scope = json.loads(gradescope_json(report))
    assert not [test for test in scope["tests"] if "score" in test or "status" in test]
    assert "not a grade" in scope["output"] or "not your score" in scope["output"]
    suite = ET.fromstring(junit_xml(report)).find("testsuite")
    assert (suite.get("failures"), int(suite.get("errors")) > 0) == ("0", True)
    assert "::error" not in annotation_lines([report]) or report.status == "not graded"


def test_a_withheld_task_leaves_the_points_of_the_others(sample):
    report, broken = sample("mixed"), sample("broken")
    report = replace(report, score=None, tasks=(*broken.tasks, *report.tasks[1:]))
    scope = json.loads(gradescope_json(report))
    assert scope["score"] == 6.9
    assert [test.get("score") for test in scope["tests"]] == [None, 2.4, 4.5, 0.0, 0.0]
    assert json.loads(prairielearn_json(report))["gradable"] is False


def strings(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    return [text for item in value for text in strings(item)] if isinstance(value, list) else []


def shape(value):
    """Return a document with every text replaced by a sign."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else "…" if isinstance(value, str) else value


@pytest.mark.parametrize("file", JSON)
def test_no_text_changes_the_shape_of_a_document_or_steers_what_shows_it(file, poisoned, payload):
    data = WRITERS[file](poisoned(payload))
    document = json.loads(data)
    assert shape(document) == shape(json.loads(WRITERS[file](poisoned("plain"))))
    steering = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    chars = {char for text in strings(document) for char in text} - set("\n\t\u200c\u200d")
    assert not [char for char in chars if unicodedata.category(char) in steering]
    assert "##[" not in data.decode()


def test_no_text_is_too_much_for_a_platform(poisoned, payload):
    report = poisoned(payload)
    assert len(prairielearn_json(report)) < 1_000_000
    assert len(junit_xml(report)) < 10_000_000
    assert len(gradescope_json(report)) < 1_000_000
    exercism = json.loads(exercism_json(report))
    assert all(len((test["message"] or "").encode()) <= 65_535 for test in exercism["tests"])
    assert len(coursera_json(report)) < 1_000_000


def test_hundreds_of_failed_checks_are_not_too_much_for_a_platform(poisoned):
    report = poisoned("x")
    failed = next(r for r in report.results if r.finding.detail and r.check.visibility is Visibility.PUBLIC)
    details = (f"{number}" + ('👩"\\' * 150 + "\n") * 30 for number in range(80))
    checks = tuple(replace(failed, finding=replace(failed.finding, detail=detail)) for detail in details)
    report = replace(report, tasks=tuple(replace(task, checks=checks) for task in report.tasks))
    assert len(prairielearn_json(report)) < 1_000_000
    assert len(prairielearn_json(replace(report, score=None))) < 1_000_000
    assert len(gradescope_json(report)) < 1_000_000
    assert len(coursera_json(report)) < 1_000_000
    assert len(junit_xml(report)) < 10_000_000
    assert all(len(line) < 60_000 for line in annotation_lines([report]).splitlines())


FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def test_no_text_is_a_formula_or_another_row_of_a_spreadsheet(poisoned, payload):
    header, *rows = csv.reader(io.StringIO(class_csv([poisoned(payload[:3000]), poisoned("plain")])))
    assert [len(row) for row in rows] == [len(header)] * 2
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(FORMULAS)]


class Elements(HTMLParser):
    """What kinds of elements a page has, with their attributes' names and where its links lead."""

    def __init__(self, page):
        super().__init__()
        self.kinds, self.links = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.kinds.add((tag, *sorted(name for name, _ in attrs)))
        self.links |= {value[:1] for name, value in attrs if name in ("href", "src")}


def test_no_text_is_markup_in_a_page(poisoned, payload):
    page = Elements(report_html(redact(poisoned(payload))))
    assert page.kinds <= Elements(report_html(redact(poisoned("plain\n" * 40)))).kinds
    assert page.links <= {"#"}


def test_no_text_steers_a_terminal(poisoned, payload):
    steering = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    shown = set(render_report(poisoned(payload[:3000]))) - set("\n\u200c\u200d")
    assert not [char for char in shown if unicodedata.category(char) in steering]


def test_a_check_left_out_is_no_test_of_exercism(sample):
    report = sample("skipped")
    assert {result.verdict for result in report.results} == {Verdict.SKIPPED}
    assert json.loads(exercism_json(report))["tests"] == []
