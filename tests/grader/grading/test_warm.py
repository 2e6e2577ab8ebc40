"""Warm checks say what a check says, at once, and outlive whatever befalls their process."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from grader.course import Manifest, manifest_bytes, read_manifest
from grader.errors import EnvironmentFault, GraderError, UsageError
from grader.grading import check_folder
from grader.grading.trace import trace_folder
from grader.grading.warm import WarmChecks
from grader.model import Exercise, Framework, Limits, Task
from grader.source.reading import read_module

RIGHT = "def double(x): return x + x\ndef total(x): return float(x.sum())\ndef mean(x): return float(x.mean())\n"
LOOP = RIGHT.replace("return x + x", "\n    while True: pass")
WORKS = {
    "right": RIGHT,
    "wrong": RIGHT.replace("x + x", "x * x"),
    "half-written": RIGHT + "def total(x):\n    return float(",
    "looping": LOOP,
    "crashing": "import os\n" + RIGHT.replace("return x + x", "os._exit(1)"),
    "raising": RIGHT.replace("x + x", "x / {}"),
    "untouched": "",
}


@pytest.fixture
def warm(folder):
    with WarmChecks(folder) as checks:
        yield checks


def module(text):
    return read_module("tiny.py", text.encode())


def verdicts(report):
    return [result.verdict.value for result in report.results]


def untimed(report):
    """A report without the processor time of its checks, the one thing that no two runs share."""
    tasks = [replace(task, checks=tuple(replace(check, cpu_s=0.0) for check in task.checks)) for task in report.tasks]
    return replace(report, tasks=tuple(tasks))


def kill(warm):
    os.kill(warm._process._process.pid, signal.SIGKILL)


def test_a_warm_report_is_the_one_that_check_makes(folder, warm):
    seen = set()
    for text in WORKS.values():
        expected = check_folder(folder, module(text))
        assert untimed(warm.report(module(text))) == untimed(expected)
        seen |= set(verdicts(expected))
    assert seen == {"passed", "failed", "raised", "timed out", "crashed", "missing"}


def test_only_the_checks_of_the_tasks_asked_for_run(warm):
    report = warm.report(module(LOOP), ["total"])
    assert [task.task.id for task in report.tasks] == ["c9w9.02"]
    assert verdicts(report) == ["passed"]
    assert report.hidden_not_run == 3


def test_an_unknown_task_is_refused_with_a_suggestion_and_costs_no_process(warm):
    warm.report(module(RIGHT))
    process = warm._process
    with pytest.raises(UsageError, match="Did you mean 'double'"):
        warm.report(module(RIGHT), ["doubel"])
    assert verdicts(warm.report(module(RIGHT))) == ["passed", "passed"]
    assert warm._process is process


def test_a_process_that_died_is_replaced(warm):
    warm.report(module(RIGHT))
    kill(warm)
    assert verdicts(warm.report(module(RIGHT))) == ["passed", "passed"]


def test_a_process_that_dies_while_it_checks_is_replaced_once(folder, warm):
    patient(folder)
    warm.report(module(RIGHT))
    warm.ask(module(LOOP))
    kill(warm)
    assert warm.answer(10) is None
    kill(warm)
    with pytest.raises(EnvironmentFault.__base__, match="ended before its time"):
        warm.answer(10)
    assert verdicts(warm.report(module(RIGHT))) == ["passed", "passed"]


def patient(folder):
    """Allow a check more time than any test runs."""
    manifest = read_manifest(folder)
    limits = Limits(check_cpu_s=10_000, submission_cpu_s=100_000)
    (folder / "exercise.json").write_bytes(manifest_bytes(replace(manifest, exercise=replace(manifest.exercise, limits=limits))))


def test_what_is_asked_later_ends_the_checks_that_run(folder, warm):
    patient(folder)
    warm.report(module(RIGHT))
    process = warm._process
    warm.ask(module(LOOP))
    assert warm.answer(0.5) is None
    assert verdicts(warm.report(module(WORKS["wrong"]))) == ["failed", "passed"]
    assert warm._process is process


def test_many_questions_in_a_row_get_the_answer_to_the_last(warm):
    for text in [*WORKS.values(), *WORKS.values()]:
        warm.ask(module(text))
    assert verdicts(warm.report(module(RIGHT), ["double"])) == ["passed"]


def test_checks_that_changed_are_read_anew(folder, warm):
    assert verdicts(warm.report(module(RIGHT))) == ["passed", "passed"]
    suite = folder / "test_public.py"
    suite.write_text(suite.read_text().replace("3.0", "4.0"))
    assert verdicts(warm.report(module(RIGHT))) == ["passed", "failed"]


def test_checks_that_cannot_be_collected_are_the_courses_fault_until_they_are_mended(folder, warm):
    suite = folder / "test_public.py"
    right = suite.read_text()
    suite.write_text("import grader.nowhere\n")
    with pytest.raises(GraderError, match="nowhere") as caught:
        warm.report(module(RIGHT))
    assert caught.value.exit_code == 3
    suite.write_text(right)
    assert verdicts(warm.report(module(RIGHT))) == ["passed", "passed"]


def test_a_folder_that_is_no_exercise_is_refused(tmp_path):
    with WarmChecks(tmp_path) as warm, pytest.raises(UsageError, match=r"exercise\.json"):
        warm.report(module(RIGHT))


def steady(trace):
    """A trace without what no two runs share: processor time, and how far an endless loop came."""
    result = replace(trace.result, cpu_s=0.0)
    return replace(trace, result=result, steps=trace.steps and tuple(step for step in trace.steps if hasattr(step, "changes"))[:8])


def test_a_warm_trace_is_the_one_that_is_made_cold(folder, warm):
    seen = set()
    for text in WORKS.values():
        expected = trace_folder(folder, module(text), "double")
        assert steady(warm.trace(module(text), "double")) == steady(expected)
        seen.add(expected.result.verdict.value)
    assert seen == {"passed", "failed", "raised", "timed out", "crashed", "missing"}


def test_steps_of_every_kind_cross(warm):
    text = "def half(x):\n    return x / 2\ndef double(x):\n    for i in range(400):\n        y = half(x)\n        if i == 0: deep(150)\n    while 1: pass\ndef deep(n):\n    if n: deep(n - 1)\n"
    steps = warm.trace(module(text), "double").steps
    assert {type(step).__name__ for step in steps} == {"Step", "Rounds", "Cut", "Stopped"}
    assert any(step.back for step in steps if hasattr(step, "back"))


def test_a_trace_costs_no_new_process_and_leaves_nothing_to_later_checks(warm):
    text = "import sys\n" + RIGHT.replace("x + x", "x + x if 'probes' not in sys.modules else None")
    assert verdicts(warm.report(module(text))) == ["passed", "passed"]
    process = warm._process
    trace = warm.trace(module(text), "double")
    assert trace.steps[-1].returned == "None"  # the worker of a trace holds the probe
    assert verdicts(warm.report(module(text))) == ["passed", "passed"]  # and no other
    assert warm._process is process


def test_a_trace_that_cannot_be_made_is_refused_and_the_process_goes_on(folder, warm):
    suite = folder / "test_public.py"
    suite.write_text('from grader.testing import check\n@check("double")\ndef test_it(submission):\n    assert submission.double(1) == 2\n')
    with pytest.raises(UsageError, match="Did you mean 'double'"):
        warm.trace(module(RIGHT), "doubel")
    assert warm.trace(module(RIGHT), "double").result.verdict == "passed"
    process = warm._process
    with pytest.raises(GraderError, match="no visible check is about total") as caught:
        warm.trace(module(RIGHT), "total")
    assert caught.value.exit_code == UsageError.exit_code
    assert verdicts(warm.report(module(RIGHT), ["double"])) == ["passed"]
    assert warm._process is process


def test_what_is_asked_later_ends_a_trace(folder, warm):
    patient(folder)
    warm.report(module(RIGHT))
    process = warm._process
    warm._ask(module(LOOP), frozenset({"double"}), follow="double")
    assert warm.answer(0.5) is None
    assert verdicts(warm.report(module(RIGHT))) == ["passed", "passed"]
    assert warm._process is process


@pytest.mark.tensorflow
def test_tensorflow_stays_warm(tmp_path):
    stub = "import tensorflow as tf\n\ndef double(x):\n    raise NotImplementedError\n"
    limits = Limits(check_cpu_s=30, submission_cpu_s=300, memory_mb=1500)
    exercise = Exercise("c9w8_tensors", "T", 9, 8, (Task("c9w8.01", ("double",), 10),), Framework.TENSORFLOW, limits)
    (tmp_path / "exercise.json").write_bytes(manifest_bytes(Manifest(exercise, stub)))
    (tmp_path / "test_public.py").write_text(
        "import numpy as np\nfrom grader.testing import assert_same, check\n\n"
        '@check("double")\ndef test_double(submission):\n    """Twice 1 is 2."""\n'
        "    assert_same(submission.double(np.ones(1)).numpy(), [2.0])\n"
    )
    with WarmChecks(tmp_path) as warm:
        told = [warm.report(module(f"import tensorflow as tf\ndef double(x): return {x}\n")) for x in ("tf.constant(x) * 2", "tf.nothing(x)")]
        process = warm._process
        text = "import tensorflow as tf\ndef double(x):\n    data = tf.data.Dataset.from_tensors({'x': (x, [x])}).batch(2)\n    spec = data.element_spec['x'][0]\n    pairs = [data, tf.constant(x)]\n    return pairs\n"
        followed = warm.trace(module(text), "double")
        assert warm._process is process
    assert [verdicts(report) for report in told] == [["passed"], ["raised"]]
    assert [step.changes for step in followed.steps[1:4]] == [
        (("data", "dataset of {x ((None, 1) float64, (None, 1, 1) float64)}"),),
        (("spec", "spec (None, 1) float64"),),
        (("pairs", "list of 2: [0] dataset of {x ((None, 1) float64, (None, 1, 1) float64)}, [1] tensor (1,) float64"),),
    ]
