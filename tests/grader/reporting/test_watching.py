"""What is told of a watched exercise in lines: a task each, then the sum; nothing twice."""

from __future__ import annotations

from grader.model import Check, CheckResult, Finding, Kind, Provenance, Report, Task, TaskResult, Verdict, Visibility
from grader.reporting.watching import Known, View, turned_text, watch_end, watch_lines

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


def test_lines_say_a_task_each_and_then_the_sum():
    assert watch_lines(view()) == [
        "add: 1 of 1 check passes",
        "bend: 0 of 1 check passes. failed: bend holds. all values are wrong; at your line 2",
        "not written yet: cut",
        "1 of 3 tasks pass. 1 of 3 visible checks pass; 4 more run when your hand-in is graded.",
    ]


def test_lines_that_were_said_are_not_said_again():
    first = watch_lines(view())
    later = view(tasks=(known(ADD, Verdict.PASSED), known(BEND, Verdict.PASSED), known(CUT, Verdict.MISSING)))
    assert watch_lines(later, first) == [
        "bend: 1 of 1 check passes",
        "2 of 3 tasks pass. 2 of 3 visible checks pass; 4 more run when your hand-in is graded.",
    ]


def test_news_names_the_tasks():
    assert turned_text([ADD, BEND], []) == ("Passing now: add, bend.",)
    assert turned_text([], [CUT]) == ("Passing before, and no longer: cut.",)


def test_remarks_and_what_was_printed_are_told_line_by_line():
    printed = "".join(f"round {number}\n" for number in range(7)) + "\x1b[2J"
    lines = watch_lines(view(tasks=(known(BEND, Verdict.FAILED, printed),), remarks=("line 1: raised ImportError",)))
    assert lines[0] == "line 1: raised ImportError"
    assert lines[2:5] == ["bend printed: … 3 lines before", "bend printed: round 3", "bend printed: round 4"]
    assert lines[-2] == "bend printed: ␛[2J"


def test_the_end_names_the_next_command():
    assert watch_end(view(place="week"))[1] == "  next  grader check week"
    assert watch_end(view(tasks=(known(ADD, Verdict.PASSED),)))[1] == "  next  grader submit"
