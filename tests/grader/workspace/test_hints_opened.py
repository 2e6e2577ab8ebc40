import json

import pytest

from grader.course import Ladder, Manifest, manifest_bytes
from grader.errors import UsageError
from grader.model import Exercise, Task, Verdict
from grader.workspace.hints_opened import PLACE, ladder, ladders, open_next, stuck_on

TASKS = (Task("c9w9.01", ("double",), 60), Task("c9w9.02", ("total", "mean"), 40), Task("c9w9.03", ("last",), 10))
HINTS = {name: Ladder(f"{name} a", f"{name} b", f"{name} c") for name in ("double", "total", "mean", "last")}


def write(folder, hints):
    manifest = Manifest(Exercise("c9w9_tiny", "Tiny", 9, 9, TASKS), "", {}, hints)
    (folder / "exercise.json").write_bytes(manifest_bytes(manifest))


@pytest.fixture
def folder(tmp_path):
    """A learner's exercise with hints, none of them open."""
    write(tmp_path, HINTS)
    return tmp_path


@pytest.fixture
def checked(folder):
    """Remember verdicts by task id as the last check would have."""

    def remember(**verdicts):
        tasks = {
            f"c9w9.{number[1:]}": {
                "passed": found.count(Verdict.PASSED),
                "visible": len(found),
                "verdicts": list(dict.fromkeys(one for one in found if one is not Verdict.PASSED)),
                "checked": "2026-03-01T17:04:05+00:00",
                "digest": "",
            }
            for number, found in verdicts.items()
        }
        (folder / ".grader").mkdir(exist_ok=True)
        (folder / ".grader/progress.json").write_text(json.dumps({"tasks": tasks, "schema": "grader/progress/v1"}))

    return remember


def test_each_call_opens_one_rung_more_until_all_are_open(folder):
    assert [open_next(folder, "double").count for _ in range(5)] == [1, 2, 3, 3, 3]
    assert open_next(folder, "double").rungs[-1] == ("What is usually wrong", "double c")


def test_what_is_open_is_remembered_in_the_folder_and_by_ladder(folder):
    open_next(folder, "double")
    open_next(folder, "mean")
    open_next(folder, "mean")
    assert json.loads((folder / PLACE).read_bytes()) == {"schema": "grader/hints/v1", "open": {"double": 1, "mean": 2}}
    assert [(one.name, one.count) for one in ladders(folder)] == [("double", 1), ("total", 0), ("mean", 2), ("last", 0)]


def test_looking_opens_nothing_and_writes_nothing(folder):
    assert ladder(folder, "double").rungs == ()
    assert len(ladders(folder)) == 4
    assert not (folder / ".grader").exists()


def test_a_task_is_found_by_its_id_and_names_its_other_ladders(folder):
    found = open_next(folder, "c9w9.02")
    assert (found.name, found.task, found.others) == ("total", TASKS[1], ("mean",))


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"\xff", b'{"open": {"double": 9}}', b'{"open": {"double": -1}}', b'{"schema": "v2", "open": {}}'],
)
def test_a_damaged_memory_remembers_nothing_and_is_written_anew(folder, damaged):
    (folder / ".grader").mkdir()
    (folder / PLACE).write_bytes(damaged)
    assert ladder(folder, "double").count == 0
    assert open_next(folder, "double").count == 1
    assert ladder(folder, "double").count == 1


def test_names_that_are_no_longer_asked_for_do_no_harm(folder):
    (folder / ".grader").mkdir()
    (folder / PLACE).write_text('{"open": {"gone": 2, "double": 1}}')
    assert open_next(folder, "double").count == 2
    assert [one.name for one in ladders(folder)] == ["double", "total", "mean", "last"]


def test_an_exercise_from_before_there_were_hints_says_so_and_what_to_do(folder):
    values = json.loads((folder / "exercise.json").read_bytes())
    del values["hints"]
    (folder / "exercise.json").write_text(json.dumps(values))
    for ask in (lambda: open_next(folder, "double"), lambda: ladders(folder)):
        with pytest.raises(UsageError, match=r"came without hints(.|\n)*`grader check`"):
            ask()


def test_a_task_whose_hints_were_taken_out_by_hand_says_so(folder):
    write(folder, {"double": HINTS["double"]})
    with pytest.raises(UsageError, match="There are no hints for total"):
        open_next(folder, "mean")


def test_nobody_is_stuck_before_a_check(folder):
    assert stuck_on(folder) == ""


def test_the_first_task_that_fails_is_the_one(folder, checked):
    checked(_01=[Verdict.PASSED], _02=[Verdict.PASSED, Verdict.RAISED], _03=[Verdict.FAILED])
    assert stuck_on(folder) == "total"


def test_a_task_that_is_written_comes_before_one_that_is_not(folder, checked):
    checked(_01=[Verdict.MISSING], _02=[Verdict.MISSING, Verdict.MISSING], _03=[Verdict.FAILED])
    assert stuck_on(folder) == "last"
    checked(_01=[Verdict.PASSED], _02=[Verdict.MISSING], _03=[Verdict.MISSING])
    assert stuck_on(folder) == "total"


def test_what_was_not_run_or_is_our_fault_leaves_nobody_stuck(folder, checked):
    checked(_01=[Verdict.PASSED], _02=[Verdict.SKIPPED], _03=[Verdict.BROKEN])
    assert stuck_on(folder) == ""
