"""A class is graded in processes of their own; what befalls one hand-in leaves the others alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from grader.errors import CourseError, UnreadableSubmission
from grader.grading.classroom import grade_class
from grader.grading.handin import HandInReader
from grader.grading.process import Processors
from grader.model import Course
from grader.testing.origin import course_exercise

RIGHT = b"""
import numpy as np
def double(x): return x + x
def total(x): return float(x.sum())
def mean(x): return float(x.mean()) if len(x) else 0.0
"""


@pytest.fixture(scope="session")
def course(course_root):
    return course_exercise(course_root, "c9w9_tiny")[0]


@pytest.fixture(scope="session")
def reader(course):
    return HandInReader(course, course.exercises[0])


def grade(course, submissions, jobs=2, key=b"k" * 32):
    reports = grade_class(course, course.exercises[0], submissions, key=key, jobs=jobs)
    return {report.learner: report for report in reports}


def test_scores_are_points_by_weight(course, reader):
    hand_ins = {
        "right": RIGHT,
        "no mean of nothing": RIGHT.replace(b" if len(x) else 0.0", b""),
        "double wrong": RIGHT.replace(b"x + x", b"x"),
        "empty": b"",
        "does not parse": RIGHT.replace(b"return x + x", b"return x +"),
    }
    reports = grade(course, [reader.read(data, name) for name, data in hand_ins.items()])
    scores = {name: report.score for name, report in reports.items()}
    assert scores == {
        "right": 100,
        "no mean of nothing": 60 + round(40 * 5 / 6, 2),
        "double wrong": 40,
        "empty": 0,
        "does not parse": 40,
    }
    assert {"landlock", "seccomp", "rlimits", "descriptors", "watchdog"} <= set(reports["right"].provenance.isolation)
    assert "double could not be read" in reports["does not parse"].remarks[0]


def test_a_package_that_is_missing_here_is_told_and_costs_only_what_needs_it(course, reader):
    hand_in = b"import numpy as np\nimport no_such_package as nsp\n" + RIGHT.replace(b"return x + x", b"return nsp.add(x, x)")
    report = grade(course, [reader.read(hand_in, "x")])["x"]
    assert report.score == 40
    assert report.remarks == (
        "line 2: raised ModuleNotFoundError when the file was loaded: No module named 'no_such_package'",
    )


def test_the_same_key_gives_the_same_report_times_apart(course, reader):
    def stripped(report):
        return [(r.check.id, r.verdict, r.finding) for r in report.results], report.score, report.provenance

    wrong = [reader.read(RIGHT.replace(b"x + x", b"x"), "w")]
    assert stripped(grade(course, wrong)["w"]) == stripped(grade(course, wrong)["w"])


def test_a_check_that_fails_on_the_reference_withholds_the_score(course_root, course, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(course_root, root)
    hidden = root / "tests/exercises/c9w9_tiny/test_hidden.py"
    hidden.write_text(hidden.read_text().replace("== 0", "== 1"))
    broken = Course(root, "Broken", course.exercises)
    report = grade(broken, [HandInReader(broken, broken.exercises[0]).read(RIGHT, "right")])["right"]
    assert report.score is None
    assert [task.score for task in report.tasks] == [60, None]
    assert [r.check.id for r in report.results if r.verdict == "broken"] == ["test_mean_of_nothing"]


def test_a_fault_of_ours_costs_one_report_and_no_points(course_root, course, reader, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(course_root, root)
    with (root / "tests/exercises/c9w9_tiny/test_hidden.py").open("a") as file:
        file.write(
            """
@check("double")
def test_fault(submission):
    from grader.errors import EnvironmentFault
    if "bad luck" in submission.source:
        raise EnvironmentFault("gone")
"""
        )
    unlucky = reader.read(RIGHT + b"# bad luck\n", "unlucky")
    others = [reader.read(RIGHT, f"right {number}") for number in range(4)]
    reports = grade(Course(root, "Course", course.exercises), [unlucky, *others], jobs=1)
    assert (reports["unlucky"].status, reports["unlucky"].score) == ("not graded", None)
    assert {reports[one.learner].score for one in others} == {100}


def test_a_broken_suite_is_reported_as_such(course_root, course, reader, tmp_path):
    import shutil

    root = tmp_path / "course"
    shutil.copytree(course_root, root)
    (root / "tests/exercises/c9w9_tiny/test_hidden.py").write_text("import grader.nowhere\n")
    with pytest.raises(Exception, match="nowhere") as caught:
        grade(Course(root, "Broken", course.exercises), [reader.read(RIGHT, "right")])
    assert caught.value.exit_code == CourseError.exit_code


def test_a_folder_of_hand_ins_cannot_shadow_the_graders_modules(course, reader, tmp_path, monkeypatch):
    for name in ("numpy.py", "pytest.py", "grader.py", "conftest.py"):
        (tmp_path / name).write_text("raise SystemExit('shadowed')")
    monkeypatch.chdir(tmp_path)
    assert grade(course, [reader.read(RIGHT, "right")])["right"].score == 100


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"\xff\xfe\x00", "NUL"), (b"x = '\xe9'", "not UTF-8"), (b"#" * (1 << 21), "at most")],
    ids=["binary", "latin-1", "huge"],
)
def test_hand_ins_that_are_no_text_are_refused_with_a_reason(reader, data, why):
    with pytest.raises(UnreadableSubmission, match=why):
        reader.read(data, "x")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_grader_leaves_no_process(course_root, family, tmp_path, how):
    marker = tmp_path / "started"
    script = tmp_path / "grade.py"
    script.write_text(
        textwrap.dedent(
            f"""
            from pathlib import Path
            from grader.grading.classroom import grade_class
            from grader.grading.handin import HandInReader
            from grader.testing.origin import course_exercise
            course = course_exercise(Path({str(course_root)!r}), "c9w9_tiny")[0]
            reader = HandInReader(course, course.exercises[0])
            loop = b"import time\\ndef double(x):\\n    time.sleep(60)\\n"
            right = reader.read({RIGHT!r}, "right")
            for report in grade_class(course, course.exercises[0], [right, *[reader.read(loop, "loop")] * 8], key=b"k", jobs=2):
                Path({str(marker)!r}).touch()
            """
        )
    )
    with family() as ours:
        process = subprocess.Popen([sys.executable, str(script)], start_new_session=True, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not marker.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert ours.children(process.pid), "the grading processes were never seen"
        os.kill(process.pid, how)
        process.wait(10)
        assert ours.left() == []


def test_a_hand_in_cannot_leave_the_processor_of_its_grading_process(course, reader):
    hand_in = b"""
import os
def double(x):
    try:
        os.sched_setaffinity(0, range(64))
    except OSError:
        pass
    raise ValueError(len(os.sched_getaffinity(0)))
"""
    details = {r.check.id: r.finding.detail for r in grade(course, [reader.read(hand_in, "x")])["x"].results}
    assert details["test_double_by_hand"] == "ValueError: 1"


def test_graders_side_by_side_do_not_all_begin_with_the_same_processor():
    assert {Processors().next() for _ in range(99)} == os.sched_getaffinity(0)
