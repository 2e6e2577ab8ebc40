"""Below the floor a learner's own checks run in spawned workers, warm or not."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import replace

import pytest

from grader.course import manifest_bytes, read_manifest
from grader.grading.messages import ExerciseFolder, Work
from grader.grading.serve_checks import serve
from grader.model import Limits
from grader.sandbox import jail
from grader.source.reading import read_module

RIGHT = "def double(x): return x + x\ndef total(x): return float(x.sum())\ndef mean(x): return float(x.mean())\n"
LOOP = RIGHT.replace("return x + x", "\n    while True: pass")


@pytest.fixture
def answers(folder, monkeypatch):
    """Serve works one after the other, each when the one before is answered, and return the answers."""
    # The one thing replaced: what this machine lacks cannot be taken from it.
    monkeypatch.setattr(jail, "missing_layers", lambda: ["Landlock"])

    def served(*texts):
        said, go_on = [], queue.SimpleQueue()

        def works():
            for number, text in enumerate(texts):
                go_on.get(timeout=60)
                yield Work(number, read_module("tiny.py", text.encode()))
            go_on.get(timeout=60)

        def say(answer):
            said.append(answer)
            go_on.put(None)

        serve(ExerciseFolder(str(folder)), works(), say)
        return said

    return served


def test_spawned_workers_check_work_after_work(answers):
    warm, *said = answers(RIGHT, LOOP, "def double(x): return x", RIGHT)
    assert warm.warm
    assert [[result.verdict.value for result in answer.report.results] for answer in said] == [
        ["passed", "passed"],
        ["timed out", "passed"],
        ["failed", "missing"],
        ["passed", "passed"],
    ]
    assert {answer.report.provenance.isolation for answer in said} == {()}


def test_what_comes_later_ends_the_spawned_worker_that_runs(folder, monkeypatch):
    monkeypatch.setattr(jail, "missing_layers", lambda: ["Landlock"])
    manifest = read_manifest(folder)
    limits = Limits(check_cpu_s=10_000, submission_cpu_s=100_000)
    (folder / "exercise.json").write_bytes(manifest_bytes(replace(manifest, exercise=replace(manifest.exercise, limits=limits))))
    said, answered = [], threading.Event()

    def works():
        yield Work(0, read_module("tiny.py", LOOP.encode()))
        time.sleep(1)  # by now it loops; should it not, the answer is the same
        yield Work(1, read_module("tiny.py", RIGHT.encode()))
        answered.wait(60)

    def say(answer):
        said.append(answer)
        if answer.report:
            answered.set()

    serve(ExerciseFolder(str(folder)), works(), say)
    assert [answer.number for answer in said if answer.report] == [1]
    assert {result.verdict.value for result in said[-1].report.results} == {"passed"}
