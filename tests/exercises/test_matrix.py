"""Every suite is held against every implementation we have: reference, stub, alternatives, known mistakes.

The reference passes; the untouched stub fails every task; every alternative passes everything; every mistake fails a
check of its own task, and leaves alone the tasks that do not reach what it breaks.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import load_course, read_alternatives, read_mistakes
from grader.grading import grade_class
from grader.model import Submission, Verdict
from grader.source import call_graph, reached, splice
from grader.testing.origin import course_material

COURSE = load_course(Path(__file__).parents[2])
EXERCISES = [pytest.param(exercise, id=exercise.slug) for exercise in COURSE.exercises]


@pytest.fixture(scope="module", params=EXERCISES)
def matrix(request):
    """Implementation's name → task id → results, for one exercise."""
    exercise = request.param
    material = course_material(COURSE, exercise)
    implementations = [material.reference, material.implementation("stub", material.stub)[0]]
    implementations += [material.trusted(one.name, one.source) for one in read_alternatives(COURSE, exercise)]
    implementations += [material.trusted(one.name, one.source) for one in read_mistakes(COURSE, exercise)]
    implementations += [idle(material, task) for task in exercise.tasks]
    names = [implementation.name for implementation in implementations]
    assert len(names) == len(set(names)), "two implementations have the same name"
    submissions = [Submission(one.name, exercise.slug, "", "", one) for one in implementations]
    reports = grade_class(COURSE, exercise, submissions, key=b"the key of the matrix", jobs=2)
    return exercise, {one.learner: {task.task.id: task.checks for task in one.tasks} for one in reports}


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
