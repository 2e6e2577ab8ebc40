"""Every suite is held against every implementation we have: reference, stub, alternatives, known mistakes.

The reference passes; the untouched stub fails every task; every alternative passes everything; every mistake fails a
check of its own task, and leaves alone the tasks that do not reach what it breaks.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from grader.course import load_course, read_alternatives, read_mistakes
from grader.grading.runner import run_suite
from grader.model import Verdict
from grader.sandbox.launcher import open_launcher
from grader.source import call_graph, reached
from grader.testing.bench import Bench
from grader.testing.origin import course_material, suite_files

COURSE = load_course(Path(__file__).parents[2])
EXERCISES = [pytest.param(exercise, id=exercise.slug) for exercise in COURSE.exercises]


@pytest.fixture(scope="module", params=EXERCISES)
def matrix(request):
    """Implementation's name → task id → verdicts, for one exercise."""
    exercise = request.param
    material = course_material(COURSE, exercise)
    implementations = [material.reference, material.implementation("stub", material.stub)[0]]
    implementations += [material.trusted(one.name, one.source) for one in read_alternatives(COURSE, exercise)]
    implementations += [material.trusted(one.name, one.source) for one in read_mistakes(COURSE, exercise)]
    names = [implementation.name for implementation in implementations]
    assert len(names) == len(set(names)), "two implementations have the same name"
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, b"the key of the matrix", material.probes)
    table = {}

    def use(suite):
        for implementation in implementations:
            verdicts = defaultdict(list)
            for result in suite.run(implementation).results:
                verdicts[result.check.task].append(result)
            table[implementation.name] = verdicts

    run_suite(bench, suite_files(COURSE, exercise), use)
    bench.close()
    launcher.close()
    return exercise, table


def unpassed(verdicts):
    return [f"{r.check.id}: {r.verdict} ({r.finding.text})" for results in verdicts.values() for r in results if r.verdict != "passed"]


def test_the_reference_passes(matrix):
    _, table = matrix
    assert unpassed(table["reference"]) == []


def test_the_untouched_stub_fails_every_check_as_missing(matrix):
    _, table = matrix
    assert {result.verdict for results in table["stub"].values() for result in results} == {Verdict.MISSING}


def test_every_alternative_passes(matrix):
    exercise, table = matrix
    alternatives = read_alternatives(COURSE, exercise)
    assert {one.task for one in alternatives} == {task.id for task in exercise.tasks}
    assert {one.name: unpassed(table[one.name]) for one in alternatives if unpassed(table[one.name])} == {}


def test_every_mistake_fails_a_check_of_its_own_task(matrix):
    exercise, table = matrix
    mistakes = read_mistakes(COURSE, exercise)
    assert {one.task for one in mistakes} == {task.id for task in exercise.tasks}
    survivors = [one.name for one in mistakes if all(r.verdict == "passed" for r in table[one.name][one.task])]
    assert survivors == []


def test_no_mistake_harms_a_task_that_does_not_reach_it(matrix):
    exercise, table = matrix
    graph = call_graph(course_material(COURSE, exercise).reference_text)
    harmed = []
    for one in read_mistakes(COURSE, exercise):
        broken = next(task for task in exercise.tasks if task.id == one.task)
        for task in exercise.tasks:
            uses = reached(graph, task.names) & set(broken.names)
            if task != broken and not uses and any(r.verdict != "passed" for r in table[one.name][task.id]):
                harmed.append((one.name, task.id))
    assert harmed == []


def test_every_task_has_a_public_and_a_hidden_check(matrix):
    exercise, table = matrix
    for task in exercise.tasks:
        kinds = {result.check.visibility.value for result in table["reference"][task.id]}
        assert kinds == {"public", "hidden"}, task.id
