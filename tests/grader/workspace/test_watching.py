"""A save is seen once it has settled, and what it touches is due; the first failure comes first."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from grader.model import (
    Check,
    CheckResult,
    Exercise,
    Finding,
    Kind,
    Provenance,
    Report,
    Task,
    TaskResult,
    Verdict,
    Visibility,
)
from grader.source.reading import read_module
from grader.testing.material import Material
from grader.workspace.watching import Desk, Saves

TASKS = (Task("t1", ("scaled",), 1), Task("t2", ("double",), 1), Task("t3", ("total",), 1))
STUB = "import numpy as np\n" + "".join(
    f"\n\ndef {name}(x):\n    raise NotImplementedError\n" for name in ("scaled", "double", "total")
)
WORK = (
    "import numpy as np\n\ndef scaled(x):\n    return 2 * x\n\ndef double(x):\n    return scaled(x)\n\n"
    "def total(x):\n    return x.sum()\n"
)


@pytest.fixture
def desk():
    return Desk(Material(Exercise("c9w9_tiny", "Tiny", 9, 9, TASKS), STUB))


def module(text, name="tiny.py"):
    return read_module(name, text.encode())


def report(line=None, **verdicts):
    """A report on tasks by id, a check each."""
    results = []
    for task in TASKS:
        if task.id in verdicts:
            check = Check(f"test_{task.id}", task.id, 1, Visibility.PUBLIC, "It holds.")
            finding = Finding(Kind.VALUES, "wrong", line=line if verdicts[task.id] == "failed" else None)
            results.append(TaskResult(task, None, (CheckResult(check, Verdict(verdicts[task.id]), finding),)))
    return Report("c9w9_tiny", "Tiny", "", tuple(results), None, 3, Provenance("", "", "", ""))


def answer_all(desk, text=WORK, line=None, **verdicts):
    desk.saved(module(text))
    desk.answered(report(line, **{"t1": "passed", "t2": "passed", "t3": "passed", **verdicts}))


def test_at_first_all_tasks_are_due(desk):
    assert desk.saved(module(WORK)) == {"t1", "t2", "t3"}


def test_an_edit_makes_due_what_it_touches_and_what_uses_that(desk):
    answer_all(desk)
    assert desk.saved(module(WORK.replace("x.sum()", "0"))) == {"t3"}
    assert desk.due == {"t3"}
    assert desk.saved(module(WORK.replace("2 * x", "3 * x"))) == {"t1", "t2", "t3"}  # total is back as it was


def test_an_edit_of_nothing_makes_nothing_due(desk):
    answer_all(desk)
    assert desk.saved(module(WORK + "\n\nprint(double(1))\n")) == set()


def test_what_was_due_stays_due_until_it_is_answered(desk):
    answer_all(desk)
    desk.saved(module(WORK.replace("x.sum()", "0")))
    desk.saved(module(WORK.replace("x.sum()", "0").replace("return scaled(x)", "return 1")))
    assert desk.due == {"t2", "t3"}
    desk.answered(report(t2="passed"))
    assert desk.due == {"t3"}


def test_a_failing_task_that_a_touched_one_uses_is_checked_with_it(desk):
    answer_all(desk, t1="failed")
    assert desk.saved(module(WORK.replace("return scaled(x)", "return scaled(x) + 0"))) == {"t1", "t2"}


def test_a_finding_that_names_a_line_is_found_again_when_lines_move(desk):
    answer_all(desk, line=10, t3="failed")
    assert desk.saved(module(WORK.replace("\ndef scaled", "\n\n\ndef scaled"))) == {"t3"}


def test_a_definition_that_cannot_be_read_is_told_and_stays_as_it_was(desk):
    answer_all(desk)
    assert desk.saved(module(WORK.replace("def double(x):", "def double(x:"))) == set()
    assert [said.partition(" (")[0] for said in desk.unread] == ["line 6: double could not be read"]
    assert desk.unreadable == {"t2"}
    assert desk.focus == "t2"
    assert desk.standing["t2"].passes
    assert desk.saved(module(WORK)) == set()
    assert desk.unread == ()
    assert desk.unreadable == set()


def test_what_was_known_before_a_definition_was_broken_is_of_no_use_until_it_is_checked_again(desk):
    answer_all(desk, t2="failed")
    desk.saved(module(WORK.replace("def double(x):", "def double(x:")))
    assert desk.unsettled == {"t2"}
    assert desk.saved(module(WORK.replace("return scaled(x)", "return scaled(x) + 0"))) >= {"t2"}
    assert (desk.unreadable, desk.unsettled) == (set(), {"t2"})
    desk.answered(report(t2="passed"))
    assert desk.unsettled == set()


def test_what_was_said_of_the_file_with_the_last_answer_is_kept_but_for_what_could_not_be_read(desk):
    unread = "line 6: double could not be read ('(' was never closed)"
    failed = "line 1: raised ImportError when the file was loaded: no scipy"
    desk.answered(replace(report(t1="passed"), remarks=(unread, failed)))
    assert desk.remarks == (failed,)
    desk.answered(report(t1="passed"))
    assert desk.remarks == ()


def test_what_is_not_run_is_told_of_the_text_as_it_is_now(desk):
    failed = "line 1: raised ImportError when the file was loaded: no scipy"
    desk.saved(module(f"{WORK}print(1)\n"))
    desk.answered(replace(report(t1="passed"), remarks=("line 3: not run: print(0)", failed)))
    desk.saved(module(f"{WORK}print(2)\n"))
    assert [said.partition(": ")[2] for said in desk.remarks] == ["not run: print(2)", failed.partition(": ")[2]]
    desk.saved(module(WORK))
    assert desk.remarks == (failed,)


def test_a_check_may_use_other_tasks():
    suite = '@check("total")\ndef test(submission):\n    assert submission.total(submission.double(1))\n'
    desk = Desk(Material(Exercise("c9w9_tiny", "Tiny", 9, 9, TASKS), STUB), suite)
    answer_all(desk)
    assert desk.saved(module(WORK.replace("return scaled(x)", "return 0"))) == {"t2", "t3"}


def test_the_first_failure_of_an_answer_is_in_focus(desk):
    answer_all(desk, t2="failed", t3="raised")
    assert desk.focus == "t2"
    desk.answered(report(t3="failed"))
    assert desk.focus == "t3"
    desk.answered(report(t3="passed"))
    assert desk.focus == "t2"
    assert [task.id for task in desk.turned] == ["t3"]


def test_what_is_not_written_yet_waits_behind_what_fails(desk):
    answer_all(desk, t1="missing", t2="failed")
    assert desk.focus == "t2"
    desk.answered(report(t1="missing"))
    assert desk.focus == "t2"


@pytest.mark.parametrize("edit", [("def scaled(x):", "def scale(x):"), ("return 2 * x", "raise NotImplementedError")])
def test_the_task_that_is_edited_stays_in_focus_while_it_does_not_pass(desk, edit):
    answer_all(desk, t1="failed")
    assert desk.focus == "t1"
    assert desk.saved(module(WORK.replace(*edit))) == {"t1", "t2"}
    desk.answered(report(t1="missing", t2="raised"))
    assert desk.focus == "t1"
    desk.saved(module(WORK.replace("2 * x", "x * 2")))
    desk.answered(report(t1="passed", t2="raised"))
    assert desk.focus == "t2"


def test_a_task_that_is_edited_comes_before_those_that_use_it(desk):
    text = WORK.replace("return 2 * x", "return total(x)")
    answer_all(desk, text)
    desk.saved(module(text.replace("x.sum()", "x")))
    desk.answered(report(t1="failed", t2="failed", t3="failed"))
    assert desk.focus == "t3"


def test_what_cannot_be_read_leaves_the_focus_where_it_is_if_that_is_unreadable_too(desk):
    answer_all(desk, t2="failed")
    desk.saved(module(WORK.replace("def double(x):", "def double(x:").replace("def scaled(x):", "def scaled(x:")))
    assert desk.focus == "t2"


def test_next_goes_round_what_does_not_pass(desk):
    answer_all(desk, t1="missing", t3="failed")
    seen = []
    for _ in range(3):
        desk.next()
        seen.append(desk.focus)
    assert seen == ["t1", "t3", "t1"]


def test_a_save_is_told_once_when_two_looks_agree(tmp_path):
    file = tmp_path / "work.py"
    file.write_text("x = 1")
    saves = Saves([file])
    assert [saves.look() for _ in range(4)] == [False, True, False, False]
    file.write_text("x = 22")
    assert not saves.look()
    file.write_text("x = 333")
    assert [saves.look() for _ in range(3)] == [False, True, False]


def test_a_file_put_in_its_place_is_a_save(tmp_path):
    file, beside = tmp_path / "work.py", tmp_path / "beside"
    file.write_text("x = 1")
    saves = Saves([file])
    assert [saves.look(), saves.look()] == [False, True]
    beside.write_text("x = 2")
    before = file.stat()
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(file)
    assert [saves.look(), saves.look()] == [False, True]


def test_a_file_that_is_gone_for_a_moment_is_no_news(tmp_path):
    file = tmp_path / "work.py"
    file.write_text("x = 1")
    saves = Saves([file])
    assert [saves.look(), saves.look()] == [False, True]
    file.rename(tmp_path / "away")
    assert not any(saves.look() for _ in range(8))
    (tmp_path / "away").rename(file)
    assert not any(saves.look() for _ in range(4))
    file.unlink()
    assert sum(saves.look() for _ in range(20)) == 1
