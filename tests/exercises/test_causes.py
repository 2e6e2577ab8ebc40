"""Known mistakes handed in whole get their own hint, or one that they share; right answers get no cause.

Each runs the checks of its own task and of those that reach what it replaces: the others would run the reference's very
lines. Tasks that train run for their own mistakes only, and in TensorFlow weeks, where a check takes seconds, this tries
the first task alone; ``benchmarks/diagnosis.py`` tries all.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.course import load_course, read_alternatives, read_mistakes
from grader.grading.behaviours import Behaviours
from grader.grading.collect import run_suite
from grader.grading.diagnose import diagnose
from grader.model import CauseKind, Framework, Verdict
from grader.sandbox.launcher import open_launcher
from grader.source import call_graph, reached
from grader.testing.bench import Bench
from grader.testing.origin import course_material, suite_files

COURSE = load_course(Path(__file__).parents[2])
EXERCISES = [pytest.param(exercise, id=exercise.slug) for exercise in COURSE.exercises]
OWN_HINTS = 0.95
"""The part of a week's known mistakes that get their own hint, or one they share."""
TRAINS_S = 0.05
"""CPU seconds from which a task's checks are taken for training, on the reference."""


def light(suite, material):
    """Return the tasks whose checks take next to nothing."""
    results = suite.run(material.reference).results
    tasks = {result.check.task for result in results}
    return {task for task in tasks if sum(result.cpu_s for result in results if result.check.task == task) < TRAINS_S}


@pytest.fixture(scope="module", params=EXERCISES)
def week(request):
    """Hand in every known mistake and every alternative; ``causes`` maps their names to task id → cause."""
    exercise = request.param
    material = course_material(COURSE, exercise)
    is_slow = exercise.framework is Framework.TENSORFLOW
    tried = {exercise.tasks[0].id} if is_slow else {task.id for task in exercise.tasks}
    mistakes, alternatives = read_mistakes(COURSE, exercise), read_alternatives(COURSE, exercise)
    found = SimpleNamespace(
        mistakes=[one for one in mistakes if one.task in tried],
        alternatives=[one for one in alternatives if one.task in tried],
        hints={f"{one.task}-{one.id}": one.hint for one in mistakes},
        causes={},
        passed={},
    )
    graph = call_graph(material.reference_text)
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, bytes(32), material.probes)

    def use(suite):
        behaviours, quick = Behaviours(suite, material, mistakes), light(suite, material)
        for one in (*found.mistakes, *found.alternatives):
            changed = set(next(task.names for task in exercise.tasks if task.id == one.task))
            reaching = {task.id for task in exercise.tasks if reached(graph, task.names) & changed} & tried
            reaching &= quick | {one.task}
            left_out = frozenset(check.id for _, check in suite.pairs() if check.task not in reaching)
            implementation, _ = material.implementation("learner", one.source)
            ran = suite.run(implementation, left_out)
            judged = [result for result in ran.results if result.check.id not in left_out]
            found.passed[one.name] = all(result.verdict is Verdict.PASSED for result in judged)
            found.causes[one.name] = diagnose(suite, implementation, ran, behaviours)

    run_suite(bench, suite_files(COURSE, exercise), use)
    bench.close()
    launcher.close()
    return found


def hint_of(week, mistake):
    cause = week.causes[mistake.name].get(mistake.task)
    return cause.hint if cause and cause.kind is CauseKind.MISTAKE else None


def test_a_known_mistake_gets_its_own_hint_or_one_that_it_shares(week):
    without = [(one.task, one.id, week.causes[one.name].get(one.task)) for one in week.mistakes if hint_of(week, one) != one.hint]
    assert week.mistakes
    assert len(without) <= (1 - OWN_HINTS) * len(week.mistakes), without


def test_no_known_mistake_gets_the_hint_of_another(week):
    foreign = [
        (one.name, task, cause.name)
        for one in week.mistakes
        for task, cause in week.causes[one.name].items()
        if cause.kind is CauseKind.MISTAKE and (task != one.task or week.hints[cause.name] != one.hint)
    ]
    assert foreign == []


def test_what_a_known_mistake_breaks_elsewhere_is_blamed_on_it_or_left_open(week):
    tasks = {name: task.id for exercise in COURSE.exercises for task in exercise.tasks for name in task.names}
    wrongly = [
        (one.name, task, cause.name)
        for one in week.mistakes
        for task, cause in week.causes[one.name].items()
        if cause.kind is CauseKind.BLAME and one.task not in {tasks.get(name) for name in cause.name.split(" and ")}
    ]
    assert wrongly == []


def test_right_answers_get_no_cause(week):
    assert week.alternatives
    assert {one.name for one in week.alternatives if week.causes[one.name] or not week.passed[one.name]} == set()
