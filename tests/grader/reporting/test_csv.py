"""One quoted row per learner, and no cell a spreadsheet would run."""

import csv
import io
from dataclasses import replace

import pytest

from grader.reporting.csv import class_csv


def rows(reports):
    return list(csv.DictReader(io.StringIO(class_csv(reports))))


def test_a_class_is_as_recorded(class_reports, golden):
    golden("class.csv", class_csv(class_reports))


def test_rows_are_sorted_by_learner_whatever_the_order_of_grading(class_reports):
    assert class_csv(class_reports) == class_csv(class_reports[::-1])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠", " =", "\u00a0="])
def test_formulas_are_disarmed(sample, start):
    (row,) = rows([replace(sample("mixed"), learner=f"{start}1+1")])
    assert row["learner"].startswith("'")


@pytest.mark.parametrize("name", ["o'hara", 'Ada "the" Countess', "a,b;c", "李雷"])
def test_other_names_stay_as_they_are(sample, name):
    (row,) = rows([replace(sample("mixed"), learner=name)])
    assert row["learner"] == name


def test_a_name_with_newlines_stays_in_its_row(sample):
    assert len(class_csv([replace(sample("mixed"), learner='a\r\n"b\nc')]).splitlines()) == 2


def test_scores_without_a_number_are_empty_and_their_status_says_why(sample):
    by_status = {row["status"]: row for row in rows([sample("broken"), sample("unreadable"), sample("ungraded")])}
    assert {status: row["score"] for status, row in by_status.items()} == {
        "withheld": "",
        "unreadable": "",
        "not graded": "",
    }


def test_tasks_have_columns_of_their_own(sample):
    (row,) = rows([sample("mixed")])
    assert [row[f"c1w2.0{number}"] for number in (1, 2, 4, 6, 8)] == ["8", "2.4", "4.5", "0", "0"]
    assert (row["score"], row["points"], row["remarks"]) == ("14.9", "52", "2")


def test_an_empty_class_is_a_header():
    assert class_csv([]) == '"learner","score","points","status","remarks","isolation"\n'
