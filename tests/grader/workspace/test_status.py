"""How an exercise folder stands is told from what is remembered and what is there; nothing in it is trusted."""

import json
import os
from dataclasses import replace

import pytest

from grader.course import Manifest, manifest_bytes
from grader.errors import UsageError
from grader.model import Check, CheckResult, Exercise, Provenance, Report, Task, TaskResult, Verdict, Visibility
from grader.testing.material import Material
from grader.tree import digest
from grader.workspace.progress import remember, remember_hand_in, task_digests
from grader.workspace.receipt import Receipt, receipt_bytes
from grader.workspace.status import MOST_FOLDERS, Checked, Step, exercise_folders, status

SLUG = "c1w2_two_tasks"
TASKS = (Task("c1w2.01", ("f",), 50), Task("c1w2.02", ("g", "h"), 50))
STUB = "def f():\n    raise NotImplementedError\n\n\ndef g():\n    raise NotImplementedError\n\n\ndef h():\n    raise NotImplementedError\n"
WORK = b"def f():\n    return 1\n"
MORE = b"def f():\n    return 2\n"
MATERIAL = Material(Exercise(SLUG, "Two tasks", 1, 2, TASKS), STUB)
RECEIPT = Receipt(SLUG, "ada", digest(WORK), len(WORK), "2026-03-01T17:04:05+01:00")


@pytest.fixture
def folder(tmp_path):
    """An exercise of two tasks, written in."""
    folder = tmp_path / SLUG
    folder.mkdir()
    (folder / "exercise.json").write_bytes(manifest_bytes(Manifest(Exercise(SLUG, "Two tasks", 1, 2, TASKS), STUB)))
    (folder / "two_tasks.py").write_bytes(WORK)
    return folder


def checked(folder, work=WORK, material=MATERIAL, *, f=None, g=None):
    """Remember a check of the tasks that have a verdict."""
    results = []
    for task, verdict in zip(TASKS, (f, g), strict=True):
        check = Check("test_it", task.id, 1, Visibility.PUBLIC, "It is.")
        results += [TaskResult(task, None, (CheckResult(check, verdict),))] if verdict else []
    report = Report(SLUG, "Two tasks", "", tuple(results), None, 100, Provenance("", "", "", ""), "checked")
    remember(folder, report, task_digests(material, work.decode()))


PASSED, FAILED, MISSING = Verdict.PASSED, Verdict.FAILED, Verdict.MISSING


def test_an_exercise_that_was_never_checked_is_to_be_checked(folder):
    found = status(folder)
    assert (found.exercise, found.title, found.passing, len(found.tasks)) == (SLUG, "Two tasks", 0, 2)
    assert (found.checked, found.handed_in, found.next_step) == (Checked.NEVER, None, Step("check"))


def test_the_first_task_that_does_not_pass_is_next(folder):
    checked(folder, f=PASSED, g=MISSING)
    found = status(folder)
    assert (found.passing, found.checked) == (1, Checked.CURRENT)
    assert found.next_step == Step("check", ("--task", "g"), "write g")


def test_an_edit_makes_a_check_one_of_other_work(folder):
    checked(folder, f=PASSED, g=PASSED)
    (folder / "two_tasks.py").write_bytes(MORE)
    assert (status(folder).checked, status(folder).next_step) == (Checked.PARTLY, Step("check"))
    (folder / "two_tasks.py").write_bytes(MORE + b"def g(): pass\n")
    assert (status(folder).checked, status(folder).next_step) == (Checked.CHANGED, Step("check"))
    checked(folder, MORE, f=PASSED)
    assert (status(folder).checked, status(folder).next_step) == (Checked.PARTLY, Step("check"))


def test_after_an_edit_only_the_tasks_it_touches_are_to_be_checked_again(folder):
    checked(folder, f=FAILED, g=PASSED)
    (folder / "two_tasks.py").write_bytes(MORE)
    checked(folder, MORE, f=PASSED)
    assert (status(folder).checked, status(folder).next_step) == (Checked.CURRENT, Step("submit"))


def test_work_that_passes_is_to_be_handed_in_and_then_is_done(folder):
    checked(folder, f=PASSED, g=PASSED)
    assert status(folder).next_step == Step("submit")
    remember_hand_in(folder, RECEIPT)
    assert (status(folder).handed_in, status(folder).handed_in_current, status(folder).next_step) == (RECEIPT, True, None)


def test_work_that_was_edited_after_it_was_handed_in_is_to_be_handed_in_again(folder):
    remember_hand_in(folder, RECEIPT)
    (folder / "two_tasks.py").write_bytes(MORE)
    checked(folder, MORE, f=PASSED, g=PASSED)
    assert (status(folder).handed_in_current, status(folder).next_step) == (False, Step("submit"))


def test_a_receipt_where_hand_ins_go_counts_if_it_is_the_latest_of_this_exercise(folder):
    later = replace(RECEIPT, submitted="2026-03-01T16:30:00+00:00")
    foreign = replace(RECEIPT, exercise="c1w1_other", submitted="2027-01-01T00:00:00+00:00")
    (folder / "handin").mkdir()
    for name, receipt in {"ada": later, "other": foreign}.items():
        (folder / f"handin/{name}.receipt.json").write_bytes(receipt_bytes(receipt))
    (folder / "handin/odd.receipt.json").write_bytes(b"{" * 10_001)
    os.mkfifo(folder / "handin/pipe.receipt.json")
    remember_hand_in(folder, RECEIPT)
    assert status(folder).handed_in == later


def test_a_task_without_visible_checks_holds_nobody_up_and_is_not_said_to_pass(folder):
    checked(folder, f=PASSED)
    report = Report(SLUG, "", "", (TaskResult(TASKS[1], None, ()),), None, 100, Provenance("", "", "", ""), "checked")
    remember(folder, report, task_digests(MATERIAL, WORK.decode()))
    assert (status(folder).passing, status(folder).next_step) == (1, Step("submit"))


@pytest.mark.parametrize("last", [".py", ".ipynb"])
def test_of_two_files_that_differ_the_one_checked_last_is_told_about(folder, last):
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": MORE.decode()}]}).encode()
    (folder / "two_tasks.ipynb").write_bytes(notebook)
    assert (status(folder).file, status(folder).rival) == ("two_tasks.py", "two_tasks.ipynb")
    checked(folder, WORK if last == ".py" else MORE, f=PASSED, g=PASSED)
    found = status(folder)
    assert found.file == f"two_tasks{last}"
    assert found.next_step == Step("submit", ("--from", "py" if last == ".py" else "notebook"))


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("exercise.json", b"{", "is damaged"),
        ("exercise.json", b"\xff", "is damaged"),
        ("exercise.json", b" " * ((1 << 24) + 1), "16777217 bytes"),
        ("two_tasks.py", b"#" * ((1 << 17) + 1), "131073 bytes"),
        ("two_tasks.py", b"x = '\xff'", "not UTF-8"),
        ("two_tasks.py", None, "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(folder, file, data, said):
    (folder / file).unlink()
    if data is not None:
        (folder / file).write_bytes(data)
    found = status(folder)
    assert found.exercise == SLUG
    assert said in found.problem
    assert found.fix
    assert found.next_step is None


def test_a_stub_that_is_no_python_is_a_damaged_exercise(folder):
    (folder / "exercise.json").write_bytes(manifest_bytes(Manifest(Exercise(SLUG, "Two tasks", 1, 2, TASKS), "def f(")))
    (folder / "two_tasks.ipynb").write_bytes(b'{"cells": []}')
    assert "exercise.json is damaged" in status(folder).problem


def test_a_pipe_in_the_place_of_the_work_keeps_nobody_waiting(folder):
    (folder / "two_tasks.py").unlink()
    os.mkfifo(folder / "two_tasks.py")
    assert "no plain file" in status(folder).problem


def test_a_task_without_a_name_is_named_by_its_id(folder):
    exercise = Exercise(SLUG, "Two tasks", 1, 2, (Task("c1w2.01", (), 100),))
    (folder / "exercise.json").write_bytes(manifest_bytes(Manifest(exercise, STUB)))
    checked(folder, material=Material(exercise, STUB), f=FAILED)
    assert status(folder).next_step == Step("check", ("--task", "c1w2.01"), "mend c1w2.01")


def test_the_folder_itself_comes_before_folders_in_it(folder, tmp_path):
    (folder / "inner").mkdir()
    (folder / "inner/exercise.json").write_bytes(b"{}")
    (tmp_path / "notes").mkdir()
    os.mkfifo(tmp_path / "notes/exercise.json")
    assert exercise_folders(folder) == (folder,)
    assert exercise_folders(tmp_path) == (folder,)
    assert exercise_folders(tmp_path / "notes") == ()


def test_a_folder_with_very_many_folders_is_not_looked_through(tmp_path):
    for number in range(MOST_FOLDERS + 1):
        (tmp_path / str(number)).mkdir()
    with pytest.raises(UsageError, match="more than 1000 folders"):
        exercise_folders(tmp_path)


def test_what_raises_when_the_file_is_loaded_is_to_be_mended_first_whatever_passes(folder):
    (folder / "two_tasks.py").write_text(WORK.decode())
    failed = ("line 7: raised ImportError when the file was loaded: no",)
    results = tuple(
        TaskResult(task, None, (CheckResult(Check("test_it", task.id, 1, Visibility.PUBLIC, "It is."), PASSED),)) for task in TASKS
    )
    report = Report(SLUG, "", "", results, None, 100, Provenance("", "", "", ""), "checked", remarks=failed, source=WORK.decode())
    remember(folder, report, task_digests(MATERIAL, WORK.decode()))
    assert status(folder).next_step == Step("check", (), "mend line 7 of two_tasks.py, which raises an exception")


def test_what_is_begun_comes_before_what_is_not_written(folder):
    (folder / "two_tasks.py").write_text("def g():\n    return 1\ndef h():\n    return 1\n")
    checked(folder, (folder / "two_tasks.py").read_bytes(), f=MISSING, g=FAILED)
    assert status(folder).next_step == Step("check", ("--task", "g"), "mend g (two_tasks.py, line 1)")
