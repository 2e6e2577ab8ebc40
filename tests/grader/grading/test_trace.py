"""A shape trace follows one visible call in the worker of a learner's own check; nothing that grades can."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from grader.course import Manifest, manifest_bytes
from grader.diagnosis.steps import Cut, Graph, Rounds, Step, Stopped, read_steps
from grader.errors import UsageError
from grader.grading import check_folder
from grader.grading.trace import trace_folder
from grader.reporting.trace import render_trace
from grader.source.reading import read_module
from grader.testing.origin import course_exercise, course_material

WRONG = """import numpy as np
def double(x):
    both = np.stack([x, x])
    for i in range(9):
        both = both + 0
    return both.sum(axis=1)
def total(x):
    return x.sum() @ x
"""


@pytest.fixture
def folder(course_root, tmp_path):
    """The tiny exercise as a learner has it; a hidden suite that lies about is never read."""
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    stub = course_material(course, exercise).stub
    made = tmp_path / "c9w9_tiny"
    made.mkdir()
    shutil.copy(course_root / "tests/exercises/c9w9_tiny/test_public.py", made)
    (made / "test_hidden.py").write_text("raise RuntimeError")
    (made / "exercise.json").write_bytes(manifest_bytes(Manifest(exercise, stub)))
    return made


def trace(folder, text, task):
    return trace_folder(folder, read_module("tiny.py", text.encode()), task)


def test_a_wrong_answer_is_followed_to_the_line_that_returns_it(folder):
    found = trace(folder, WRONG, "double")
    assert found.result.verdict == "failed"
    assert found.call == "double(array (2,))"
    assert found.steps[1] == Step(0, 3, (("both", "(2, 2) float64 = [[1. 2.] [1. 2.]]"),))
    assert Rounds(0, 4, 7) in found.steps
    assert found.steps[-1].returned == "(2,) float64 = [3. 3.]"


def test_what_it_shows_is_text_with_the_learners_own_lines(folder):
    shown = render_trace(trace(folder, WRONG, "double"))
    assert "  3      both = np.stack([x, x])\n                 both: (2, 2) float64 = [[1. 2.] [1. 2.]]\n" in shown
    assert "… 7 more rounds of the loop in line 4" in shown
    assert shown.endswith("Next: mend it, then: grader check --task double\n")
    assert "\x1b" not in shown


def test_an_exception_is_marked_where_it_was_raised(folder):
    shown = render_trace(trace(folder, WRONG, "total"))
    assert "  8      return x.sum() @ x\n                 raised " in shown


def test_a_task_that_passes_shows_its_first_call(folder):
    found = trace(folder, "def double(x):\n    return x + x\n", "double")
    assert found.result.verdict == "passed"
    assert [step.line for step in found.steps] == [1, 2]
    assert render_trace(found).endswith("Next: grader check\n")


def test_a_task_that_is_not_written_has_nothing_to_follow(folder):
    found = trace(folder, "", "double")
    assert found.steps is None
    assert "There is nothing to follow yet" in render_trace(found)


def test_a_call_without_end_is_followed_until_it_is_stopped(folder):
    found = trace(folder, "def double(x):\n    while True:\n        x = x\n", "double")
    assert found.result.verdict == "timed out"
    assert isinstance(found.steps[-1], Stopped)
    assert found.steps[-1].loop == 2
    assert f"in round {found.steps[-1].round} of the loop in line 2" in " ".join(render_trace(found).split())


def test_a_call_that_waits_for_ever_is_stopped_where_it_waits(folder):
    found = trace(folder, "import threading\ndef double(x):\n    y = x\n    threading.Event().wait()\n", "double")
    assert found.result.verdict == "timed out"
    assert found.steps[-1] == Stopped(4)
    assert "stopped here, in line 4: the call goes on for too long, in the check too." in render_trace(found)


def test_of_calls_inside_one_another_the_loop_that_hangs_is_named(folder):
    text = "def step(x):\n    for i in range(3):\n        x = x + i\n    return x\ndef double(x):\n    while True:\n        x = step(x)\n"
    found = trace(folder, text, "double")
    assert found.steps[-1].loop == 6


def test_a_call_that_is_only_slow_to_follow_is_not_said_to_hang(folder):
    text = "def double(x):\n    for i in range(500_000):\n        y = i\n    return x\n"
    found = trace(folder, text, "double")
    assert found.result.verdict == "failed"
    assert isinstance(found.steps[-1], Stopped)
    shown = " ".join(render_trace(found).split())
    assert "of the loop in line 2: to follow more of it would take too long. The check lets the call go on." in shown
    assert "come to its end" not in shown


def test_the_checks_finding_stands_above_with_what_the_call_printed(folder):
    text = "def double(x):\n    print('shape', x.shape)\n    return x\n"
    found = trace(folder, text, "double")
    checked = check_folder(folder, read_module("tiny.py", text.encode()), frozenset({"double"})).results[0]
    assert found.result.finding == checked.finding
    above = render_trace(found).partition("  1  def double")[0]
    assert "in the call double(array (2,))\n" in above
    for said in checked.finding.detail.splitlines():
        assert said in above
    assert "your code printed:\n                  shape (2,)\n" in above
    assert "call followed" not in above  # it is the one that failed


def test_what_a_call_of_a_passing_check_printed_is_shown_and_which_call_it_is(folder):
    shown = render_trace(trace(folder, "def double(x):\n    print('here')\n    return x + x\n", "double"))
    assert "your code printed:\n                  here\n              call followed: double(array (2,))\n" in shown


def test_remarks_on_the_file_are_shown(folder):
    found = trace(folder, "import nowhere_to_be_found\ndef double(x):\n    return x\n\ndef total(x:\n", "double")
    assert len(found.remarks) == 2
    shown = render_trace(found)
    assert "Remarks on your file\n" in shown
    assert "- line 1: raised ModuleNotFoundError when the file was loaded" in shown
    assert "- line 5: " in shown


def test_what_is_raised_after_the_call_is_said_to_come_later(folder):
    later = "class Odd:\n    @property\n    def shape(self):\n        raise KeyError\ndef double(x):\n    return Odd()\n"
    (folder / "test_public.py").write_text(
        "from grader.testing import check\n@check('double')\ndef test_it(submission):\n    submission.double(1).shape\n"
    )
    folder = folder.rename(folder.with_name("c9w9_later"))  # pytest knows a suite of the other name already
    found = trace(folder, later, "double")
    assert found.result.verdict == "raised"
    assert "This call raises nothing" in render_trace(found)
    raising = trace(folder, "def double(x):\n    raise KeyError\n", "double")
    assert "This call raises nothing" not in render_trace(raising)


def test_the_lines_of_a_function_stand_between_its_call_and_what_comes_of_it(folder):
    shown = render_trace(trace(folder, "def half(x):\n    return x / 2\ndef double(x):\n    y = half(x)\n    return y\n", "double"))
    assert (
        "  4      y = half(x)\n"
        "  1      def half(x):\n"
        "                 x: (2,) float64 = [1. 2.]\n"
        "  2          return x / 2\n"
        "                     returned (2,) float64 = [0.5 1.]\n"
        "         back in line 4\n"
        "                 y: (2,) float64 = [0.5 1.]\n"
    ) in shown


def test_what_a_collection_holds_is_shown_and_no_shape_is_parted(folder):
    text = "import numpy as np\ndef double(x):\n    P = {f'W{n}': np.ones((n, 12)) for n in range(8)}\n    return P, [x]\n"
    shown = render_trace(trace(folder, text, "double"))
    lines = [line.strip() for line in shown.splitlines()]
    assert "P: dict of 8: W0 (0, 12) float64, W1 (1, 12) float64," in lines
    assert "[1] list of 1 ([0] (2,) float64)" in shown
    assert all(f"W{n} ({n}, 12) float64" in shown for n in range(8))


def test_a_call_that_ends_its_process_is_said_to_be_beyond_following(folder):
    found = trace(folder, "import os\ndef double(x):\n    os._exit(3)\n", "double")
    assert found.steps is None
    assert "could not be followed" in render_trace(found)


def test_nothing_a_learner_writes_steers_the_terminal(folder):
    text = "def double(x):\n    y = '\\x1b[31m'  # \x1b[2J\n    raise ValueError('\\x1b]0;')\n"
    assert "\x1b" not in render_trace(trace(folder, text, "double"))


def test_lines_of_a_notebook_are_told_by_cell(folder):
    notebook = b'{"cells": [{"cell_type": "code", "source": "1"}, {"cell_type": "code", "source": "def double(x):\\n  return 1 / 0"}]}'
    found = trace_folder(folder, read_module("tiny.ipynb", notebook), "double")
    assert "  2:2    return 1 / 0\n" in render_trace(found)
    assert "\n2:1 is cell 2, line 1.\n" in render_trace(found)


def test_what_cannot_be_read_is_said_to_be_so_and_not_to_be_unwritten(folder):
    shown = render_trace(trace(folder, "def double(x):\n    return (x\n", "double"))
    assert "→ line 2: double could not be read ('(' was never closed)" in shown
    assert "There is nothing to follow until it can be read." in shown
    assert shown.endswith("Next: mend it, then: grader check --task double\n")


TWO_NAMES = """from grader.testing import assert_same, check


@check("total")
def test_both(submission):
    \"""The mean of 1 and 3 is 2, and they make 4.\"""
    assert_same(submission.mean([1.0, 3.0]), 2.0)
    assert_same(submission.total([1.0, 3.0]), 4.0)


@check("total")
def test_mean(submission):
    \"""The mean of 2 and 4 is 3.\"""
    assert_same(submission.mean([2.0, 4.0]), 3.0)
"""


@pytest.mark.parametrize(
    ("total", "mean", "name", "sentence", "lines"),
    [
        ("0.0", "sum(x) / 2", "total", "The mean of 1", [1, 2]),  # its own call, the last of the check
        ("0.0", "sum(x) / 2", "mean", "The mean of 1", [3, 4]),  # the last call of the name, though another one fails
        ("sum(x)", "3.0", "mean", "The mean of 1", [3, 4]),
        ("sum(x)", "2.0", "mean", "The mean of 2", [3, 4]),  # the check that fails, not the first
        ("sum(x)", "2.0", "total", "The mean of 1", [1, 2]),  # a check that passes, for it calls what was named
        ("sum(x)", "2.0", "c9w9.02", "The mean of 2", [3, 4]),  # the task's first failing call
    ],
)
def test_of_a_task_with_several_names_the_one_that_was_named_is_followed(folder, tmp_path, total, mean, name, sentence, lines):
    folder = folder.rename(tmp_path / tmp_path.name)  # pytest knows a suite of the other name already
    (folder / "test_public.py").write_text(TWO_NAMES)
    found = trace(folder, f"def total(x):\n    return {total}\ndef mean(x):\n    return {mean}\n", name)
    assert found.result.check.sentence.startswith(sentence)
    assert [step.line for step in found.steps] == lines
    named = "total, mean" if name.startswith("c9w9") else name
    assert render_trace(found).startswith(f"{named}, followed line by line\n")
    again = "Next: grader check" if found.result.verdict == "passed" else f"grader check --task {named.partition(',')[0]}"
    assert render_trace(found).endswith(f"{again}\n")


def test_an_unknown_task_is_refused_with_a_suggestion(folder):
    with pytest.raises(UsageError, match="Did you mean 'double'"):
        trace(folder, "", "doubel")


def test_a_task_without_visible_checks_is_never_traced(folder):
    folder = folder.rename(folder.with_name("c9w9_unseen"))  # pytest knows a suite of the other name already
    (folder / "test_public.py").write_text('from grader.testing import check\n@check("double")\ndef test_it(submission): pass\n')
    with pytest.raises(UsageError, match="no visible check"):
        trace(folder, WRONG, "total")


@pytest.mark.parametrize("module", ["grader.grading.serve", "grader.grading.classroom", "grader.audit.serve", "grader.instructor"])
def test_nothing_that_grades_has_it(module):
    seen = f"import sys, {module}; print(*[name for name in sys.modules if name.endswith(('.tracing', '.trace', '.sandbox.steps', '.sandbox.rows'))])"
    names = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in names if name.startswith("grader")] == []


def test_a_worker_that_grades_does_not_hold_it(session):
    with pytest.raises(TypeError, match="no probes"):
        session("def double(x): return x").call("probes.trace", 1.0, "double", 1)


def test_what_a_worker_tells_is_checked_and_capped():
    good = ["line", 0, 1, [["x", "y" * 999], ["x"], "xy"], "", "", False]
    odd = [["line", True, 1], ["line", 0, 99, [], "", "", False], ["rounds", 0, -1, 3], 7, [], [[]], ["graph", 0, 1], {}]
    read = read_steps([good, *odd, ["rounds", 999, 1, -5], ["cut", 10**30], ["graph", -1, "g"]], 10)
    assert read == (Step(0, 1, (("x", "y" * 400),)), Rounds(20, 1, 0), Cut(10**9), Graph(0, "g"))
    assert read_steps("no list", 10) == ()
    assert len(read_steps([["cut", 1]] * 10_000, 1)) == 300
    stopped = [["stopped", 3, 0, 0], ["stopped", 3, 99, 1], ["stopped", 99, 1, 1], ["stopped", 3, -1, 1], ["stopped"]]
    assert read_steps(stopped, 10) == (Stopped(3),)
    assert read_steps([["back", 1, 2, [], "", "", False]], 10) == (Step(1, 2, back=True),)
