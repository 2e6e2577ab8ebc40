"""A watched exercise is checked at every save, and outlives whatever befalls its file."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace

import pytest

from grader.course import Manifest, manifest_bytes
from grader.errors import UsageError
from grader.model import Limits
from grader.testing.origin import course_exercise, course_material
from grader.watching import Watch
from grader.workspace.progress import remembered
from grader.workspace.status import status

RIGHT = "def double(x): return x + x\ndef total(x): return float(x.sum())\ndef mean(x): return float(x.mean())\n"
LOOP = RIGHT.replace("return x + x", "\n    while True: pass")
LIMITS = Limits(check_cpu_s=10_000, submission_cpu_s=100_000)
"""More time than any test takes: what loops does so until it is ended."""
DOUBLE, TOTAL = "c9w9.01", "c9w9.02"


@pytest.fixture
def folder(course_root, tmp_path):
    """The tiny exercise as a learner has it, with a module and a notebook that are as released."""
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    stub = course_material(course, exercise).stub
    made = tmp_path / "c9w9_tiny"
    made.mkdir()
    suite = (course_root / "tests/exercises/c9w9_tiny/test_public.py").read_bytes()
    (made / "test_public.py").write_bytes(suite)
    (made / "exercise.json").write_bytes(
        manifest_bytes(Manifest(replace(exercise, limits=LIMITS), stub, {DOUBLE: 1, TOTAL: 3}))
    )
    (made / "tiny.py").write_text(stub)
    write_notebook(made, stub)
    return made


def write_notebook(folder, *cells):
    cells = [{"cell_type": "code", "source": cell} for cell in cells]
    (folder / "tiny.ipynb").write_text(json.dumps({"cells": cells}))


@pytest.fixture
def watched(folder):
    with Watch(folder) as made:
        settle(made)
        yield made


def settle(watch):
    """Let the watch go on until a save has been seen and answered, or nothing has come for long enough."""
    until(watch, lambda: False, quiet_s=0.4)


def until(watch, reached, quiet_s=60.0):
    end = time.monotonic() + quiet_s
    while not reached() and (watch.busy or time.monotonic() < end):
        if watch.step(0.01):
            end = time.monotonic() + quiet_s
        time.sleep(0.02)


def save(watch, text):
    (watch.folder / "tiny.py").write_text(text)
    settle(watch)


def standing(watch):
    return {task: [check.verdict.value for check in known.result.checks] for task, known in watch.desk.standing.items()}


def test_at_first_all_is_checked_then_what_is_saved(watched):
    assert standing(watched) == {DOUBLE: ["missing"], TOTAL: ["missing"]}
    save(watched, RIGHT)
    assert standing(watched) == {DOUBLE: ["passed"], TOTAL: ["passed"]}
    before = watched.desk.standing[TOTAL]
    save(watched, RIGHT.replace("x + x", "x"))
    assert standing(watched) == {DOUBLE: ["failed"], TOTAL: ["passed"]}
    assert watched.desk.standing[TOTAL] is before


def test_what_was_seen_is_remembered(watched):
    save(watched, RIGHT.replace("x + x", "x"))
    known = remembered(watched.folder).tasks
    assert {task: known[task].passes for task in known} == {DOUBLE: False, TOTAL: True}
    save(watched, RIGHT.replace("x + x", "x") + "# no more than a word\n")
    assert status(watched.folder).checked == "up to date"
    save(watched, RIGHT.replace("x + x", "0 * x"))
    assert status(watched.folder).checked == "up to date"


def test_what_loops_is_ended_by_the_next_save(watched):
    (watched.folder / "tiny.py").write_text(LOOP)
    until(watched, lambda: watched.busy)
    time.sleep(0.5)
    assert watched.busy
    save(watched, RIGHT)
    assert standing(watched) == {DOUBLE: ["passed"], TOTAL: ["passed"]}


def test_a_broken_text_is_told_and_what_is_known_stays(watched):
    save(watched, RIGHT)
    save(watched, RIGHT.replace("double(x)", "double(x"))
    assert [said.partition(" (")[0] for said in watched.desk.unread] == ["line 1: double could not be read"]
    assert standing(watched) == {DOUBLE: ["passed"], TOTAL: ["passed"]}
    save(watched, RIGHT.replace("x + x", "x"))
    assert (watched.desk.unread, standing(watched)[DOUBLE]) == ((), ["failed"])


def test_a_file_that_is_moved_away_is_waited_for(watched):
    save(watched, RIGHT)
    away = (watched.folder / "tiny.py").rename(watched.folder.parent / "away")
    settle(watched)
    assert watched.problem == "tiny.py is gone. Waiting for it to come back …"
    assert standing(watched) == {DOUBLE: ["passed"], TOTAL: ["passed"]}
    away.rename(watched.folder / "tiny.py")
    settle(watched)
    assert watched.problem == ""


def test_a_whole_folder_that_is_moved_away_is_waited_for(watched):
    save(watched, RIGHT)
    away = watched.folder.rename(watched.folder.parent / "away")
    settle(watched)
    assert watched.problem == "c9w9_tiny is gone. Waiting for it to come back …"
    away.rename(watched.folder)
    save(watched, RIGHT.replace("x + x", "x"))
    assert (watched.problem, standing(watched)[DOUBLE]) == ("", ["failed"])


def test_a_file_that_is_no_text_is_told_until_it_is(watched):
    (watched.folder / "tiny.py").write_bytes(b"\xff\xfe\x00")
    (watched.folder / "tiny.ipynb").unlink()
    settle(watched)
    assert "NUL" in watched.problem
    save(watched, RIGHT)
    assert (watched.problem, standing(watched)[DOUBLE]) == ("", ["passed"])


def test_the_notebook_counts_once_something_is_written_in_it(watched):
    assert watched.file.name == "tiny.py"
    write_notebook(watched.folder, "%pwd", RIGHT.replace("x + x", "x"))
    settle(watched)
    assert watched.file.name == "tiny.ipynb"
    assert standing(watched) == {DOUBLE: ["failed"], TOTAL: ["passed"]}
    write_notebook(watched.folder, "%pwd", RIGHT.replace("x + x", "x"), "half of a")
    settle(watched)
    assert [said.partition(" (")[0] for said in watched.desk.unread] == ["cell 3, line 1: this part could not be read"]
    write_notebook(watched.folder, "%pwd", RIGHT, "half of a")
    settle(watched)
    assert standing(watched) == {DOUBLE: ["passed"], TOTAL: ["passed"]}


def test_a_checking_process_that_died_is_replaced(watched):
    os.kill(watched._warm._process._process.pid, signal.SIGKILL)
    save(watched, RIGHT)
    assert standing(watched) == {DOUBLE: ["passed"], TOTAL: ["passed"]}


def test_checks_that_cannot_be_collected_are_told_and_tried_again_at_the_next_save(watched):
    suite = watched.folder / "test_public.py"
    right = suite.read_text()
    suite.write_text("import grader.nowhere\n")
    save(watched, RIGHT)
    assert "nowhere" in watched.problem
    suite.write_text(right)
    save(watched, RIGHT.replace("x + x", "2 * x"))
    assert (watched.problem, standing(watched)) == ("", {DOUBLE: ["passed"], TOTAL: ["passed"]})


def test_tasks_can_be_checked_again(watched):
    save(watched, RIGHT)
    before = dict(watched.desk.standing)
    watched.check_again(DOUBLE)
    settle(watched)
    assert [watched.desk.standing[task] is before[task] for task in (DOUBLE, TOTAL)] == [False, True]
    watched.check_again()
    settle(watched)
    assert watched.desk.standing[TOTAL] is not before[TOTAL]


def test_a_folder_that_is_no_exercise_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"exercise\.json"):
        Watch(tmp_path)
