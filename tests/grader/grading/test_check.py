"""A learner's own check runs the visible checks of a folder, and is honest about the rest."""

from __future__ import annotations

import json

import pytest

from grader.diagnosis.transcript import MOST_PRINTED
from grader.errors import UsageError
from grader.grading import check_folder as check_module
from grader.reporting.terminal import render_report
from grader.source.reading import read_module

RIGHT = "def double(x): return x + x\ndef total(x): return float(x.sum())\ndef mean(x): return float(x.mean())\n"


def check_folder(folder, tasks=None, name="tiny.py"):
    return check_module(folder, read_module(name, (folder / name).read_bytes()), tasks)


def verdicts(report):
    return [result.verdict.value for result in report.results]


def test_the_untouched_stub_is_missing_everything(folder):
    report = check_folder(folder)
    assert verdicts(report) == ["missing", "missing"]
    assert (report.status, report.score) == ("checked", None)


def test_right_answers_pass_what_is_visible_and_the_hidden_checks_are_counted(folder):
    (folder / "tiny.py").write_text(RIGHT)
    report = check_folder(folder)
    assert verdicts(report) == ["passed", "passed"]
    assert report.hidden_not_run == 4


def test_a_second_check_sees_the_edit(folder):
    (folder / "tiny.py").write_text("def double(x): return x\n")
    assert verdicts(check_folder(folder))[0] == "failed"
    (folder / "tiny.py").write_text(RIGHT)
    assert verdicts(check_folder(folder))[0] == "passed"


def test_what_was_printed_in_a_check_that_fails_is_told_to_its_learner(folder):
    text = "def double(x):\n    print('x is', x)\n    return x\ndef total(x):\n    print('fine')\n    return float(x.sum())\n"
    (folder / "tiny.py").write_text(text)
    double, total = check_folder(folder).results
    assert double.finding.printed == "x is [1. 2.]\n"
    assert (total.verdict.value, total.finding.printed) == ("passed", "")


def test_of_much_that_was_printed_the_end_is_told(folder):
    (folder / "tiny.py").write_text("def double(x):\n    print('no ' * 5_000)\n    print('end')\n    raise ValueError\n")
    printed = check_folder(folder).results[0].finding.printed
    assert len(printed) == MOST_PRINTED
    assert printed.endswith("no \nend\n")


def test_what_could_not_be_read_is_told_at_its_task(folder):
    (folder / "tiny.py").write_text("def double(x):\n    return (x + x\n\n" + RIGHT.partition("\n")[2])
    result = check_folder(folder).results[0]
    assert result.verdict.value == "missing"
    assert result.finding.text == "line 2: double could not be read ('(' was never closed)"


def test_what_a_learner_prints_about_reading_is_no_reason(folder):
    (folder / "tiny.py").write_text("print(': mean could not be read (why?)')\ndef double(x): return x + x\n")
    assert [result.finding.text for result in check_folder(folder).results] == ["", "not written yet"]


def test_one_task_can_be_checked_alone(folder):
    (folder / "tiny.py").write_text(RIGHT)
    report = check_folder(folder, frozenset({"mean"}))
    assert [task.task.id for task in report.tasks] == ["c9w9.02"]
    assert report.hidden_not_run == 3


def test_an_argument_that_is_modified_though_all_that_is_visible_passes_is_told(folder):
    (folder / "tiny.py").write_text("def double(x):\n    x *= 2\n    return x\ndef total(x):\n    return float(x.sum())\n")
    report = check_folder(folder)
    assert verdicts(report) == ["passed", "passed"]
    assert report.remarks == ("double modifies its argument x in place: does the task allow that?",)


def test_an_unknown_task_is_refused_with_a_suggestion(folder):
    with pytest.raises(UsageError, match="Did you mean 'double'"):
        check_folder(folder, frozenset({"doubel"}))


def test_a_notebook_is_checked_and_its_lines_told_by_cell(folder):
    cells = [{"cell_type": "code", "source": text} for text in ("%pwd", "def double(x):\n    return x / {}", "print(1)\n" + RIGHT)]
    (folder / "tiny.ipynb").write_text(json.dumps({"cells": cells[:2]}))
    report = check_folder(folder, name="tiny.ipynb")
    assert verdicts(report) == ["raised", "missing"]
    assert "your cell 2, line 2: return x / {}" in render_report(report)
    (folder / "tiny.ipynb").write_text(json.dumps({"cells": cells}))
    report = check_folder(folder, name="tiny.ipynb")
    assert verdicts(report) == ["passed", "passed"]
    twice = "cell 2, line 1 and cell 3, line 2: double is written in both; the lower one counts"
    assert report.remarks == ("cell 1, line 1: not run: %pwd", twice, "cell 3, line 1: not run: print(1)")


def test_a_folder_that_is_no_exercise_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"exercise\.json"):
        check_module(tmp_path, read_module("tiny.py", RIGHT.encode()))
