"""The screen of a watched exercise shows one task, fits, and says everything in words."""

from __future__ import annotations

import pytest

from grader.course.hints import Ladder, Opened
from grader.model import Check, CheckResult, Finding, Kind, Provenance, Report, Task, TaskResult, Verdict, Visibility
from grader.reporting.watch_screen import watch_screen
from grader.reporting.watching import Known, View

ADD, BEND, CUT = (Task(f"t{number}", (name,), 1) for number, name in enumerate(("add", "bend", "cut"), 1))


def known(task, verdict, detail="", printed=""):
    finding = Finding(Kind.VALUES, "all values are wrong", detail, line=2, printed=printed) if verdict is Verdict.FAILED else Finding(Kind.NOTHING, "")
    check = Check(f"test_{task.id}", task.id, 1, Visibility.PUBLIC, f"{task.names[0]} holds.")
    result = TaskResult(task, None, (CheckResult(check, verdict, finding),))
    source = "def bend(x):\n    return x  # \x1b[31mlook\n"
    return Known(task, result, Report("c9w9_tiny", "Tiny", "", (result,), None, 1, Provenance("", "", "", ""), source=source))


def view(**more):
    tasks = (known(ADD, Verdict.PASSED), known(BEND, Verdict.FAILED), known(CUT, Verdict.MISSING))
    return View(**{"title": "Tiny", "status": "tiny.py, checked.", "tasks": tasks, "focus": "t2", "hidden": 4, **more})


def shown(width=60, height=20, **more):
    return watch_screen(view(**more), width, height)


def test_one_task_is_shown_whole_between_the_sum_and_the_keys():
    lines = shown()
    assert lines[0].split() == ["Tiny", "1", "of", "3", "tasks", "pass"]
    assert "1 of 3 visible checks pass; 4 more run on your hand-in." in lines
    assert lines[-1] == "h hint   n next task   a all tasks   r check again   q quit"
    text = "\n".join(lines)
    assert "bend holds." in text
    assert "your line 2: return x" in text
    assert "add holds." not in text
    assert "\x1b" not in text


@pytest.mark.parametrize(("width", "height"), [(40, 8), (60, 12), (100, 30), (100, 5), (40, 1)])
def test_it_fills_the_window_and_no_more(width, height):
    lines = shown(width, height, problems=("line 1: it is broken",), hint=opened(3))
    assert len(lines) == height
    assert max(map(len, lines)) <= width


def test_what_does_not_fit_is_said_with_the_command_that_shows_it():
    assert "… 2 more lines: grader check --task bend" in shown(height=9)
    assert "… 2 more lines: grader check week --task bend" in shown(height=9, place="week")
    assert any("all values are wrong" in line for line in shown(height=9))


def test_lines_of_print_that_are_cut_are_counted():
    tasks = (known(BEND, Verdict.FAILED, printed="a\n" * 12),)
    assert "… 10 more lines: grader check --task bend" in shown(height=14, tasks=tasks)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("height", range(10, 24))
def test_no_hint_hides_why_a_task_fails(count, height):
    lines = shown(height=height, hint=opened(count), remarks=("line 1: raised ImportError",), news=("Passing now: add.",))
    assert any("bend" in line and "0 of 1" in line for line in lines) or "bend holds." in "\n".join(lines)
    assert any("all values are wrong" in line for line in lines)


def test_the_keys_close_hints_in_words():
    assert shown(hint=opened(1))[-1] == "h next hint  Esc close  n next task  a all  r again  q quit"
    assert shown(hint=opened(3))[-1].startswith("h/Esc close hints  ")
    assert shown(focus="")[-1] == "h hint   n next task   a one task   r check all   q quit"


def test_the_list_gives_a_reason_in_one_line():
    (line,) = (line for line in shown(focus="", width=40) if "bend" in line)
    assert line == "  failed      bend  0 of 1  all values …"


def test_of_the_status_whole_sentences_are_shown():
    assert shown(status="tiny.py, checked at 12:00:00. Save it, and what you changed is checked again.")[1] == (
        "tiny.py, checked at 12:00:00."
    )


def test_checks_without_a_verdict_are_counted():
    tasks = (known(ADD, Verdict.PASSED), Known(BEND, unread=True, waiting=2))
    assert "1 of 3 visible checks pass; 4 more run on your hand-in." in shown(tasks=tasks)


def test_all_tasks_are_listed_without_a_focus():
    text = "\n".join(shown(focus=""))
    assert [line.split()[:2] for line in text.splitlines() if line.startswith("  ")] == [
        ["passed", "add"],
        ["failed", "bend"],
        ["missing", "cut"],
    ]


def test_before_the_first_answer_nothing_is_said_to_pass():
    text = "\n".join(shown(tasks=(Known(ADD), Known(BEND))))
    assert "0 of 2 tasks pass" in text
    assert "Nothing is checked yet" in text
    assert "not checked" in text


def test_when_all_pass_the_next_command_is_to_hand_in():
    done = (known(ADD, Verdict.PASSED), known(BEND, Verdict.PASSED))
    assert any("grader submit week" in line for line in shown(tasks=done, place="week"))
    assert not any("grader submit" in line for line in shown(tasks=done, problems=("tiny.py is gone",)))
    assert not any("grader submit" in line for line in shown())


def test_colour_adds_nothing_to_the_words():
    import re

    plain = shown()
    coloured = watch_screen(view(), 60, 20, colour=True)
    assert "\x1b[31mfailed" in "\n".join(coloured)
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in coloured] == [line.rstrip() for line in plain]


def opened(count):
    ladder = Ladder("Read the docstring.", "Look at the sign.", "Usually signs are swapped. " * 6)
    return Opened(BEND, "bend", ladder, count)


def test_a_hint_is_shown_below_the_task_with_how_many_are_left():
    text = "\n".join(shown(hint=opened(1), height=24))
    assert text.index("bend holds.") < text.index("bend, hint 1 of 3: Read again\n  Read the docstring.")
    assert "Look at the sign." not in text
    assert "h opens the next hint (2 left)." in text


def test_where_there_is_no_room_the_newest_hint_stands_alone_and_a_command_shows_the_others():
    text = "\n".join(shown(hint=opened(3), height=19))
    assert "hint 3 of 3" in text
    assert text.count("Usually signs are swapped.") == 6
    assert "These are all the hints.\nThose before: grader hint bend --again\n" in text
    assert "hint 2 of 3" not in text
    assert "bend holds." in text


def test_a_hint_that_is_cut_says_which_command_shows_it():
    lines = shown(hint=opened(3), height=10, place="week")
    assert "… more: grader hint bend --in week --again" in lines


def test_remarks_on_the_file_stand_below_the_task_and_go_first_where_there_is_no_room():
    remark = "line 3: raised ModuleNotFoundError when the file was loaded: No module named 'scipy\x1b'"
    text = "\n".join(shown(width=100, remarks=(remark, "b", "c", "d")))
    assert "Remarks on your file\n  - line 3: raised ModuleNotFoundError" in text
    assert "  1 more: grader check\n" in text
    assert "\x1b" not in text
    few = shown(width=100, height=13, remarks=(remark, "b", "c"))
    assert "… 2 more lines: grader check" in few
    assert any("ModuleNotFoundError" in line for line in few)
    assert any("all values are wrong" in line for line in few)


def test_of_what_cannot_be_read_no_verdict_is_shown():
    tasks = (known(ADD, Verdict.PASSED), Known(BEND, unread=True), known(CUT, Verdict.MISSING))
    text = "\n".join(shown(tasks=tasks, problems=("line 2: bend could not be read ('(' was never closed)",)))
    assert "line 2: bend could not be read ('(' was never closed)" in text
    assert "  unreadable  bend" in text
    assert "1 of 3 tasks pass" in text
    assert "0 of 1" not in text


def test_what_was_printed_is_shown_from_its_end():
    printed = "".join(f"round {number} \x1b[2J\n" for number in range(30))
    text = "\n".join(shown(tasks=(known(BEND, Verdict.FAILED, printed=printed),), height=40))
    assert "your code printed:\n" in text
    assert "… 10 lines before\n" in text
    assert "round 29" in text
    assert "round 9 " not in text
    assert "\x1b" not in text
