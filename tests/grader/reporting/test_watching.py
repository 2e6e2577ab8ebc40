"""The screen of a watched exercise shows one task, fits, and says everything in words."""

from __future__ import annotations

import pytest

from grader.course.hints import Ladder, Opened
from grader.model import Check, CheckResult, Finding, Kind, Provenance, Report, Task, TaskResult, Verdict, Visibility
from grader.reporting.watching import Known, View, hint_lines, turned_text, watch_lines, watch_screen

ADD, BEND, CUT = (Task(f"t{number}", (name,), 1) for number, name in enumerate(("add", "bend", "cut"), 1))


def known(task, verdict, detail=""):
    finding = Finding(Kind.VALUES, "all values are wrong", detail, line=2) if verdict is Verdict.FAILED else Finding(Kind.NOTHING, "")
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
    assert "1 of 3 visible checks pass; 4 more run when it is graded." in lines
    assert lines[-1] == "h hint   n next task   a all tasks   r check again   q quit"
    text = "\n".join(lines)
    assert "bend holds." in text
    assert "your line 2: return x" in text
    assert "add holds." not in text
    assert "\x1b" not in text


@pytest.mark.parametrize(("width", "height"), [(40, 8), (60, 12), (100, 30), (100, 5), (40, 1)])
def test_it_fills_the_window_and_no_more(width, height):
    lines = shown(width, height, problems=("line 1: it is broken",), notes=("a hint",) * 9)
    assert len(lines) == height
    assert max(map(len, lines)) <= width


def test_what_does_not_fit_is_said_with_the_command_that_shows_it():
    assert "… more: grader check --task bend" in shown(height=9)
    assert "… more: grader check week --task bend" in shown(height=9, place="week")


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


def test_lines_say_a_task_each_and_then_the_sum():
    assert watch_lines(view()) == [
        "add: 1 of 1 check passes",
        "bend: 0 of 1 check passes. failed: bend holds. all values are wrong; at your line 2",
        "not written yet: cut",
        "1 of 3 tasks pass. 1 of 3 visible checks pass; 4 more run when it is graded.",
    ]


def test_lines_that_were_said_are_not_said_again():
    first = watch_lines(view())
    later = view(tasks=(known(ADD, Verdict.PASSED), known(BEND, Verdict.PASSED), known(CUT, Verdict.MISSING)))
    assert watch_lines(later, first) == [
        "bend: 1 of 1 check passes",
        "2 of 3 tasks pass. 2 of 3 visible checks pass; 4 more run when it is graded.",
    ]


def test_news_names_the_tasks():
    assert turned_text([ADD, BEND], []) == ("Passing now: add, bend.",)
    assert turned_text([], [CUT]) == ("Passing before, and no longer: cut.",)


def test_a_hint_is_shown_with_how_many_are_left():
    opened = Opened(ADD, "add", Ladder("The docstring.", "The sign.", "Signs are swapped."), 1)
    text = "\n".join(hint_lines(opened, 60))
    assert "The docstring." in text
    assert "The sign." not in text
    assert "2 left" in text
