"""Every suite is held against every implementation we have: reference, stub, alternatives, known mistakes.

The reference passes; the untouched stub fails every task; every alternative passes everything; every mistake fails a
check of its own task, and leaves alone the tasks that do not reach what it breaks.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from grader.course import load_course, read_alternatives, read_mistakes
from grader.grading.collect import run_suite
from grader.model import Framework, Verdict
from grader.sandbox.launcher import open_launcher
from grader.source import call_graph, reached, splice
from grader.testing.bench import Bench
from grader.testing.origin import course_material, suite_files

COURSE = load_course(Path(__file__).parents[2])
EXERCISES = [pytest.param(exercise, id=exercise.slug) for exercise in COURSE.exercises]


@pytest.fixture(scope="module", params=EXERCISES)
def matrix(request):
    """Implementation's name → task id → results, for one exercise.

    What differs from the reference in one definition runs all checks where that takes milliseconds. In a TensorFlow
    week it takes seconds, so there it runs those of its own task: all others would run the reference's very lines.
    """
    exercise = request.param
    material = course_material(COURSE, exercise)
    whole = [material.reference, material.implementation("stub", material.stub)[0]]
    variants = [(idle(material, task), task.id) for task in exercise.tasks]
    for read in (read_alternatives, read_mistakes):
        variants += [(material.trusted(one.name, one.source), one.task) for one in read(COURSE, exercise)]
    names = [one.name for one in whole] + [one.name for one, _ in variants]
    assert len(names) == len(set(names)), "two implementations have the same name"
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, b"the key of the matrix", material.probes)
    table = {}

    def run(suite, implementation, left_out=frozenset()):
        by_task = table[implementation.name] = defaultdict(list)
        for result in suite.run(implementation, left_out).results:
            if result.check.id not in left_out:
                by_task[result.check.task].append(result)

    def use(suite):
        for implementation in whole:
            run(suite, implementation)
        for implementation, task in variants:
            slow = exercise.framework is Framework.TENSORFLOW
            others = {check.id for _, check in suite.pairs() if slow and check.task != task}
            run(suite, implementation, frozenset(others))

    run_suite(bench, suite_files(COURSE, exercise), use)
    bench.close()
    launcher.close()
    return exercise, table


def idle(material, task):
    """Return the reference with functions that do nothing in place of a task's."""
    text = material.reference_text
    for name in task.names:
        text = splice(text, name, f"def {name}(*args, **kwargs):\n    return None\n")
    return material.trusted(f"idle {task.id}", text)


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


def test_doing_nothing_passes_no_check(matrix):
    exercise, table = matrix
    passed = [r.check.id for task in exercise.tasks for r in table[f"idle {task.id}"][task.id] if r.verdict == "passed"]
    assert passed == []


def test_no_mistake_harms_a_task_that_does_not_reach_it(matrix):
    exercise, table = matrix
    if exercise.framework is Framework.TENSORFLOW:
        pytest.skip("variants of a TensorFlow week run the checks of their own task only")
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
