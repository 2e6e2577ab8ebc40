"""A learner sees verdicts, sentences and our own words of hidden checks, and nothing a hidden input could ride on."""

from dataclasses import fields, replace

import pytest

from grader.model import CauseKind, Finding, Verdict, Visibility
from grader.reporting.json import to_json
from grader.reporting.redact import redact

VERDICTS = [verdict.name.lower() for verdict in Verdict]
DIAGNOSED = [f"diagnosed_{kind.name.lower()}" for kind in CauseKind]


def hidden(report):
    return [result for result in report.results if result.check.visibility is Visibility.HIDDEN]


def public(report):
    return [result for result in report.results if result.check.visibility is Visibility.PUBLIC]


def without_public_checks(report):
    tasks = tuple(
        replace(task, checks=tuple(r for r in task.checks if r.check.visibility is Visibility.HIDDEN))
        for task in report.tasks
    )
    return replace(report, tasks=tasks)


@pytest.mark.parametrize("name", [*VERDICTS, *DIAGNOSED, "mixed", "ungraded"])
def test_nothing_drawn_by_a_hidden_check_remains(sample, secret, name):
    assert secret.encode() not in to_json(redact(without_public_checks(sample(name))))


@pytest.mark.parametrize("name", VERDICTS)
def test_hidden_checks_keep_verdict_and_sentence(sample, name):
    before, after = hidden(sample(name)), hidden(redact(sample(name)))
    assert [(r.verdict, r.check.sentence, r.check.weight) for r in before] == [
        (r.verdict, r.check.sentence, r.check.weight) for r in after
    ]


@pytest.mark.parametrize("name", [name for name in VERDICTS if name != "broken"])
def test_hidden_checks_keep_what_is_made_of_our_own_words(sample, name):
    before, after = hidden(sample(name)), hidden(redact(sample(name)))
    kept = ("kind", "text", "call", "sides")
    assert [[getattr(r.finding, field) for field in kept] for r in before] == [
        [getattr(r.finding, field) for field in kept] for r in after
    ]


def test_hidden_checks_keep_nothing_else_not_even_what_the_model_gains(any_report):
    kept = {"kind", "text", "call", "sides", "line"}
    lost = [field for field in fields(Finding) if field.name not in kept]
    assert {field.name for field in lost} >= {"detail", "points"}
    for result in hidden(redact(any_report)):
        assert [getattr(result.finding, field.name) for field in lost] == [field.default for field in lost]


@pytest.mark.parametrize("kind", [kind.name.lower() for kind in CauseKind])
def test_a_diagnosis_is_shown_as_it_is(sample, kind):
    report = sample(f"diagnosed_{kind}")
    assert [task.diagnosis for task in redact(report).tasks] == [task.diagnosis for task in report.tasks] != [None]


def test_only_hidden_checks_lose_the_points_of_pictures(sample):
    report = sample("diagnosed_relation")
    assert all(result.finding.points for result in report.results)
    assert [bool(r.finding.points) for r in redact(report).results] == [
        r.check.visibility is Visibility.PUBLIC for r in report.results
    ]


def test_hidden_checks_of_a_task_show_one_own_line_at_most(sample):
    lines = [result.finding.line for result in hidden(redact(sample("failed")))]
    assert lines == [16, None]


def test_the_line_kept_belongs_to_the_first_cause(sample):
    by_task = {task.task.id: task for task in redact(sample("mixed")).tasks}
    lines = [(r.verdict, r.finding.line) for r in by_task["c1w2.04"].checks]
    assert lines[2:] == [(Verdict.FAILED, None), (Verdict.RAISED, 21)]


@pytest.mark.parametrize("name", [name for name in VERDICTS if name != "broken"])
def test_public_checks_keep_everything_but_times(sample, name):
    assert public(redact(sample(name))) == [replace(result, cpu_s=0.0) for result in public(sample(name))]


def test_broken_checks_say_that_the_fault_is_ours(sample):
    for result in redact(sample("broken")).results:
        assert result.finding.text == ("This check is broken on our side; your score is withheld until it is mended.")
        found = result.finding
        assert (found.detail, found.line, found.call, found.sides, found.points) == ("", None, "", None, ())


def test_names_of_hidden_tests_and_times_are_gone(sample):
    report = redact(sample("mixed"))
    assert [r.check.id for r in hidden(report)][:3] == ["c1w2.01/hidden-1", "c1w2.01/hidden-2", "c1w2.02/hidden-1"]
    assert {(r.cpu_s, r.calls, r.notes) for r in hidden(report)} == {(0.0, 0, ())}
    assert (report.cpu_s, report.wall_s) == (0.0, 0.0)


def test_a_public_and_a_hidden_check_of_one_name_are_told_apart(sample):
    report = sample("failed")
    task = report.tasks[0]
    shown, drawn = task.checks[:2]
    twin = replace(drawn, check=replace(drawn.check, id=shown.check.id))
    redacted = redact(replace(report, tasks=(replace(task, checks=(shown, twin)),)))
    assert redacted.results[0].finding == shown.finding
    assert redacted.results[1].finding.detail == ""


def test_the_digest_of_the_key_is_gone(sample):
    report = redact(sample("mixed"))
    assert report.provenance == replace(sample("mixed").provenance, key="")


def test_remarks_stay_unless_the_fault_is_ours(sample):
    assert redact(sample("unreadable")).remarks == sample("unreadable").remarks
    assert redact(sample("ungraded")).remarks == ()


def test_redacting_twice_changes_nothing_more(any_report):
    assert redact(redact(any_report)) == redact(any_report)
