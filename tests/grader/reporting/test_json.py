"""Reports survive JSON unchanged; anything else is refused with a reason."""

import json
from dataclasses import replace

import pytest

from grader.errors import EnvironmentFault, UsageError
from grader.reporting.json import from_json, to_json, to_json_list
from grader.reporting.redact import redact


def test_a_report_reads_back_as_it_was(any_report):
    assert from_json(to_json(any_report)) == any_report


def test_learners_json_is_as_recorded(any_sample, golden):
    name, report = any_sample
    golden(f"{name}.json", to_json(redact(report)).decode())


def test_the_bytes_hold_no_character_that_steers_a_terminal(sample):
    text = to_json(sample("hostile")).decode()
    assert all(char.isprintable() or char == "\n" for char in text)


def test_a_lone_surrogate_becomes_its_escape(sample):
    report = replace(sample("mixed"), learner="a\ud800b")
    assert from_json(to_json(report)).learner == "a\\ud800b"


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_that_is_no_number_is_our_fault(sample, score):
    with pytest.raises(EnvironmentFault, match="which is no score"):
        to_json(replace(sample("mixed"), score=score))


def test_several_reports_are_one_array(sample):
    reports = [sample("passed"), sample("failed")]
    documents = json.loads(to_json_list(reports))
    assert [from_json(json.dumps(document).encode()) for document in documents] == reports


def changed(report, **changes):
    return json.dumps({**json.loads(to_json(report)), **changes}).encode()


def without(report, field):
    document = json.loads(to_json(report))
    del document[field]
    return json.dumps(document).encode()


def nested(levels):
    return [nested(levels - 1)] if levels else []


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (lambda r: b"", "not JSON"),
        (lambda r: b"\xff\xfe", "not JSON"),
        (lambda r: b'{"a": 1', "not JSON"),
        (lambda r: b"[" * 100_000, "not JSON"),
        (lambda r: b"[]", "not a report of schema grader/report/v1"),
        (lambda r: b'{"schema": "grader/exercise/v1"}', "but of 'grader/exercise/v1'"),
        (lambda r: changed(r, schema="grader/report/v2"), "but of 'grader/report/v2'"),
        (lambda r: changed(r, score="52"), "score"),
        (lambda r: changed(r, points=None), "points"),
        (lambda r: changed(r, extra=1), "unknown"),
        (lambda r: changed(r, extra=nested(600)), "unknown|not JSON"),
        (lambda r: changed(r, extra=nested(900)), "unknown|not JSON"),
        (lambda r: without(r, "tasks"), "tasks"),
        (lambda r: without(r, "learner"), "learner"),
    ],
)
def test_what_is_not_a_report_is_refused(sample, document, reason):
    with pytest.raises(UsageError, match=reason):
        from_json(document(sample("mixed")))


def test_a_field_that_an_older_grader_did_not_write_has_its_default(sample):
    report = replace(sample("mixed"), cells=())
    assert from_json(without(report, "cells")) == report


def stripped(tree, names):
    """Return a document without the fields of these names, wherever they are."""
    if isinstance(tree, dict):
        return {key: stripped(value, names) for key, value in tree.items() if key not in names}
    return [stripped(value, names) for value in tree] if isinstance(tree, list) else tree


def test_a_report_written_before_there_were_diagnoses_is_read(sample):
    report = sample("diagnosed_mistake")
    (task,) = report.tasks
    checks = tuple(replace(r, finding=replace(r.finding, call="", sides=None, points=())) for r in task.checks)
    older = {"diagnosis", "call", "sides"}
    document = stripped(json.loads(to_json(report)), older)
    for check in document["tasks"][0]["checks"]:
        del check["finding"]["points"]
    assert from_json(json.dumps(document).encode()) == replace(
        report, tasks=(replace(task, checks=checks, diagnosis=None),)
    )


@pytest.mark.parametrize("where", ["diagnosis", "sides", "finding"])
def test_an_unknown_field_of_what_is_new_is_refused(sample, where):
    document = json.loads(to_json(sample("diagnosed_mistake" if where == "diagnosis" else "failed")))
    task = document["tasks"][0]
    finding = task["checks"][0]["finding"]
    {"diagnosis": task.get("diagnosis"), "sides": finding["sides"], "finding": finding}[where]["extra"] = 1
    with pytest.raises(UsageError, match="unknown"):
        from_json(json.dumps(document).encode())


def test_a_diagnosis_of_an_unknown_kind_is_refused(sample):
    document = json.loads(to_json(sample("diagnosed_mistake")))
    document["tasks"][0]["diagnosis"]["kind"] = "guess"
    with pytest.raises(UsageError, match="guess"):
        from_json(json.dumps(document).encode())
