"""What checks and hand-ins said is remembered; whatever else may lie in its place is nothing remembered."""

import os

import pytest

from grader.model import Check, CheckResult, Exercise, Provenance, Report, Task, TaskResult, Verdict, Visibility
from grader.testing.material import Material
from grader.workspace.progress import PLACE, Progress, remember, remember_hand_in, remembered, task_digests
from grader.workspace.receipt import Receipt

RECEIPT = Receipt("c1w2_logistic_regression", "ada", "d" * 64, 12, "2026-03-01T17:04:05+01:00")
ABC = {"c1w2.f": "abc", "c1w2.g": "abc"}


def report(**verdicts):
    """A report of a learner's own check: task name → its checks' verdicts."""
    tasks = [
        TaskResult(
            Task(f"c1w2.{name}", (name,), 10),
            None,
            tuple(CheckResult(Check(f"test_{name}", f"c1w2.{name}", 1, Visibility.PUBLIC, "It is."), each) for each in told),
        )
        for name, told in verdicts.items()
    ]
    return Report("c1w2_logistic_regression", "T", "", tuple(tasks), None, 10, Provenance("", "", "", ""), "checked")


def test_nothing_is_remembered_at_first(tmp_path):
    assert remembered(tmp_path) == Progress()


def test_of_each_task_the_counts_the_verdicts_and_the_work_are_remembered(tmp_path):
    remember(tmp_path, report(f=[Verdict.PASSED, Verdict.FAILED, Verdict.FAILED], g=[Verdict.PASSED]), ABC)
    tasks = remembered(tmp_path).tasks
    assert {name: (told.passed, told.visible, told.verdicts, told.digest, told.passes) for name, told in tasks.items()} == {
        "c1w2.f": (1, 3, (Verdict.FAILED,), "abc", False),
        "c1w2.g": (1, 1, (), "abc", True),
    }


def test_a_check_of_one_task_leaves_what_is_known_of_others(tmp_path):
    remember(tmp_path, report(f=[Verdict.FAILED], g=[Verdict.PASSED]), ABC)
    remember(tmp_path, report(f=[Verdict.PASSED]), {"c1w2.f": "def"})
    assert {name: (told.passed, told.digest) for name, told in remembered(tmp_path).tasks.items()} == {
        "c1w2.f": (1, "def"),
        "c1w2.g": (1, "abc"),
    }


def test_a_task_without_visible_checks_does_not_pass(tmp_path):
    remember(tmp_path, report(f=[]), ABC)
    assert not remembered(tmp_path).tasks["c1w2.f"].passes


def test_a_hand_in_is_remembered_beside_the_checks(tmp_path):
    remember(tmp_path, report(f=[Verdict.PASSED]), ABC)
    remember_hand_in(tmp_path, RECEIPT)
    remember(tmp_path, report(g=[Verdict.PASSED]), ABC)
    assert remembered(tmp_path).handed_in == RECEIPT
    assert set(remembered(tmp_path).tasks) == {"c1w2.f", "c1w2.g"}


def damaged(data):
    """Yield what may have become of a file."""
    yield from (b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"tasks": 3}', data[: len(data) // 2], b" " * (1 << 20) + data)
    changes = [
        (b'"passed": 1', b'"passed": -1'),
        (b'"failed"', b'"brilliant"'),
        (b"progress/v1", b"progress/v9"),
        (b"receipt/v1", b"receipt/v9"),
        (b"2026-03-01T17:04:05+01:00", b"2026-03-01T17:04:05"),
        (b"2026-03-01", b"yesterday"),
        (b'"checked": "2', b'"checked": "x'),
    ]
    for old, new in changes:
        assert old in data
        yield data.replace(old, new)


def test_a_damaged_file_is_nothing_remembered_and_is_replaced(tmp_path):
    remember(tmp_path, report(f=[Verdict.PASSED, Verdict.FAILED]), ABC)
    remember_hand_in(tmp_path, RECEIPT)
    for data in damaged((tmp_path / PLACE).read_bytes()):
        (tmp_path / PLACE).write_bytes(data)
        assert remembered(tmp_path) == Progress(), data[:200]
    remember(tmp_path, report(f=[Verdict.PASSED]), ABC)
    assert set(remembered(tmp_path).tasks) == {"c1w2.f"}


def test_a_pipe_in_its_place_keeps_nobody_waiting(tmp_path):
    (tmp_path / PLACE).parent.mkdir()
    os.mkfifo(tmp_path / PLACE)
    assert remembered(tmp_path) == Progress()


@pytest.mark.parametrize("file", [".grader", "."])
def test_where_nothing_can_be_written_nothing_is_remembered_and_no_error_raised(tmp_path, file):
    folder = tmp_path / "exercise"
    (folder if file == "." else tmp_path).mkdir(exist_ok=True)
    if file == ".":
        (folder / ".grader").write_text("a file is in the way")
    else:
        folder.write_text("a file is in the way")
    remember(folder, report(f=[Verdict.PASSED]), ABC)
    assert remembered(folder) == Progress()


STUB = """import numpy as np

SCALE = 2


def scaled(x):
    return SCALE * x


def f(x):
    raise NotImplementedError


def g(x):
    raise NotImplementedError
"""
WORK = STUB.replace("def f(x):\n    raise NotImplementedError", "def f(x):\n    return scaled(x) + helper(x)\n\n\ndef helper(x):\n    return 1")
TASKS = (Task("c1w2.f", ("f",), 50), Task("c1w2.g", ("g",), 50))
MATERIAL = Material(Exercise("c1w2_week", "A week", 1, 2, TASKS), STUB)


def changed(text):
    """Which tasks an edit makes others."""
    before, after = task_digests(MATERIAL, WORK), task_digests(MATERIAL, text)
    return {task[-1] for task in before if before[task] != after[task]}


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        (WORK + "# no more than a word\nprint(f(1))\n", set()),
        (WORK.replace("return scaled(x)", "\n    # look\n    return (scaled(x))"), set()),
        (WORK.replace("return 1", "return 2"), {"f"}),  # a helper of f
        (WORK.replace("return SCALE * x", "return 0"), set()),  # given: the course's runs
        (STUB, {"f"}),
        (WORK.replace("def g(x):\n    raise NotImplementedError", "def g(x):\n    return f(x)"), {"g"}),
        (WORK.replace("def f(x):", "def f(x:"), {"f"}),
        ("def helper(x):\n    return 1\n\ndef f(x):\n    return scaled(x) + helper(x)\n", set()),  # a notebook's cells
    ],
)
def test_a_task_is_another_when_the_meaning_of_something_it_reaches_is(text, tasks):
    assert changed(text) == tasks


def test_another_release_makes_all_tasks_others():
    later = Material(MATERIAL.exercise, STUB + "\n\nLATER = 1\n")
    assert not set(task_digests(later, WORK).values()) & set(task_digests(MATERIAL, WORK).values())


def test_a_text_that_no_parser_can_hold_has_no_digests():
    assert task_digests(MATERIAL, "x = " + "(" * 100_000) in ({}, task_digests(MATERIAL, ""))
