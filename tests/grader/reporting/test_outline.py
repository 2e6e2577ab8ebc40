"""Plain text for other platforms keeps within its limits and says where it was cut."""

import pytest

from grader.reporting.outline import cut, explanation, remarks, share, task_text, whole_text
from grader.reporting.redact import redact


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [("abc", 3, "abc"), ("abcd", 3, "…"), ("abcde", 4, "a…"), ("äöüß", 6, "ä…"), ("\ud800", 99, "\\ud800"), ("", 0, "")],
)
def test_a_text_is_cut_between_characters(text, most, expected):
    assert cut(text, most) == expected


def test_an_explanation_shows_the_beginning_of_a_detail_and_counts_the_rest(poisoned):
    failed = next(r for r in poisoned("line\n" * 50).results if r.finding.detail)
    lines = explanation(failed).splitlines()
    assert lines[-21:] == ["line"] * 20 + ["… 30 more lines"]


def test_a_passed_check_needs_no_explanation(sample):
    assert {explanation(result) for result in sample("passed").results} == {""}


def test_the_same_cause_is_explained_once(sample):
    assert task_text(redact(sample("missing")).tasks[0]).count("not written yet") == 1


def test_many_remarks_are_counted(poisoned):
    from dataclasses import replace

    shown = remarks(replace(poisoned("x"), remarks=("r",) * 30))
    assert shown == (("r",) * 20) + ("… 10 more remarks",)


def test_the_whole_text_has_every_task(sample):
    text = whole_text(sample("mixed"), 10_000)
    assert [text.count(f"{name}: ") > 0 for name in ("sigmoid", "bce_from_logits", "backprop")] == [True] * 3
    assert len(whole_text(sample("mixed"), 100).encode()) <= 100


@pytest.mark.parametrize(("score", "points", "expected"), [(5, 10, 0.5), (0, 10, 0), (11, 10, 1), (-1, 10, 0), (1, 0, 0)])
def test_a_share_lies_between_nothing_and_all(score, points, expected):
    assert share(score, points) == expected
