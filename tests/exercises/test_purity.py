"""Where a specification forbids changing an argument, a visible check says so, and a hidden one takes points for it.

Each such function is tried as the reference that writes into all its arguments once its answer is ready. Arrays, dicts
and lists are written into; a number cannot be.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.course import load_course
from grader.grading.collect import run_suite
from grader.model import Framework, Kind, Visibility
from grader.sandbox.launcher import open_launcher
from grader.source.definitions import definitions, splice_at
from grader.testing.bench import Bench
from grader.testing.origin import course_material, suite_files

COURSE = load_course(Path(__file__).parents[2])
EXERCISES = [
    pytest.param(exercise, id=exercise.slug)
    for exercise in COURSE.exercises
    if exercise.framework is Framework.NUMPY  # a tensor cannot be written into
]
FORBIDS = re.compile(r"\b(is|are)\s+(not\s+)?changed\b")
WRITING = """
def wrong_{name}(*args, **kwargs):
    import copy
    import numpy as np
    answer = copy.deepcopy(right_{name}(*args, **kwargs))
    def write(value):
        if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
            value += 1
        elif isinstance(value, dict):
            for part in value.values():
                write(part)
            value["written"] = 1
        elif isinstance(value, list):
            for part in value:
                write(part)
            value.append(1)
    for value in (*args, *kwargs.values()):
        write(value)
    return answer
"""


def writing(source, function):
    """Return a module in which a function writes into its arguments."""
    name = function.qualname
    parts = (function.text, f"right_{name} = {name}", WRITING.format(name=name).strip(), f"{name} = wrong_{name}")
    return splice_at(source, function, "\n\n\n".join(parts))


def forbidding(exercise, source):
    """Return task id → the functions that may not change their arguments."""
    known = definitions(source)
    names = {task.id: [known[name] for name in task.names] for task in exercise.tasks}
    return {task: [one for one in found if FORBIDS.search(one.text)] for task, found in names.items()}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_changed_argument_is_told_by_a_visible_check_and_costs_a_hidden_one(exercise):
    material = course_material(COURSE, exercise)
    source, untold, tried = material.reference_text, [], 0
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, bytes(32), material.probes)

    def use(suite):
        nonlocal tried
        for task, functions in forbidding(exercise, source).items():
            for function in functions:
                tried += 1
                results = suite.run(material.trusted("writes", writing(source, function)), tasks=[task]).results
                told = {one.check.visibility for one in results if one.finding and one.finding.kind is Kind.PURITY}
                untold.extend((function.qualname, str(kind)) for kind in Visibility if kind not in told)

    run_suite(bench, suite_files(COURSE, exercise), use)
    bench.close()
    launcher.close()
    assert tried
    assert untold == []
