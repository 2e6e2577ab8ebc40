"""What is told of a watched exercise in plain lines: a block for each task, then the sum."""

from __future__ import annotations

from grader.model import Check, CheckResult, Finding, Kind, Provenance, Report, Task, TaskResult, Verdict, Visibility
from grader.reporting.watching import Known, View, turned_text, watch_blocks, watch_end, watch_start

ADD, BEND, CUT = (Task(f"t{number}", (name,), 1) for number, name in enumerate(("add", "bend", "cut"), 1))


def known(task, verdict, printed=""):
    finding = Finding(Kind.NOTHING, "")
    if verdict is Verdict.FAILED:
        finding = Finding(Kind.VALUES, "all values are wrong", line=2, printed=printed)
    check = Check(f"test_{task.id}", task.id, 1, Visibility.PUBLIC, f"{task.names[0]} holds.")
    result = TaskResult(task, None, (CheckResult(check, verdict, finding),))
    return Known(task, result, Report("c9w9_tiny", "Tiny", "", (result,), None, 1, Provenance("", "", "", "")))


def view(**more):
    tasks = (known(ADD, Verdict.PASSED), known(BEND, Verdict.FAILED), known(CUT, Verdict.MISSING))
    return View(**{"title": "Tiny", "status": "tiny.py, checked.", "tasks": tasks, "hidden": 4, **more})


def test_plain_text_says_what_check_says_of_a_task_and_then_the_sum():
    blocks = watch_blocks(view(), 60)
    assert len(blocks) == 4
    assert "add" in blocks[0]
    assert "  failed      bend holds." in blocks[1]
    assert "  → all values are wrong\n                your line 2\n" in blocks[1]
    assert blocks[2] == "not written yet: cut\n"
    assert blocks[3].startswith("1 of 3 tasks pass. 1 of 3 visible checks pass; 4 more run")


def test_a_task_that_stands_as_before_is_the_same_block():
    later = view(tasks=(known(ADD, Verdict.PASSED), known(BEND, Verdict.PASSED), known(CUT, Verdict.MISSING)))
    first, then = watch_blocks(view(), 60), watch_blocks(later, 60)
    assert [block in first for block in then] == [True, False, True, False]


def test_no_word_is_broken_and_no_line_too_long():
    words = "line 3: raised ModuleNotFoundError when the file was loaded: there is no module of that name"
    lines = watch_blocks(view(remarks=(words,)), 40)[0].splitlines()
    assert " ".join(line.strip() for line in lines) == words
    assert max(map(len, lines)) <= 40


def test_it_begins_with_what_is_watched_and_how_to_end_it():
    assert watch_start("tiny.py") == "Watching tiny.py: each save checks what it touches. Ctrl-C ends this."


def test_news_names_the_tasks():
    assert turned_text([ADD, BEND], []) == ("Passing now: add, bend.",)
    assert turned_text([], [CUT]) == ("Passing before, and no longer: cut.",)


def test_remarks_come_first_and_what_was_printed_is_shown():
    printed = "".join(f"round {number}\n" for number in range(7)) + "\x1b[2J"
    blocks = watch_blocks(view(tasks=(known(BEND, Verdict.FAILED, printed),), remarks=("line 1: raised ImportError",)), 60)
    assert blocks[0] == "line 1: raised ImportError\n"
    assert "your code printed:" in blocks[1]
    assert "round 6\n" in blocks[1]
    assert "␛[2J" in blocks[1]


def test_the_end_names_the_next_command():
    assert watch_end(view(place="week"))[1] == "  next  grader check week"
    assert watch_end(view(tasks=(known(ADD, Verdict.PASSED),)))[1] == "  next  grader submit"
