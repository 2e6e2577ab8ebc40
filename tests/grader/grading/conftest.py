"""Grade module texts for the tiny course, in this process."""

from __future__ import annotations

import textwrap

import pytest

from grader.grading.collect import run_suite
from grader.sandbox.launcher import open_launcher
from grader.testing.bench import Bench
from grader.testing.origin import course_exercise, course_material, suite_files

KEY = b"a fixed key for tests"


@pytest.fixture(scope="session")
def graded(course_root):
    """Grade texts and return check id → result for each; one collection serves all."""
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    material = course_material(course, exercise)
    launcher = open_launcher(material.exercise)

    def grade(*texts, key=KEY, files=None):
        bench = Bench(material.exercise, launcher, material.reference, key)
        found = []

        def use(suite):
            for text in texts:
                implementation, _ = material.implementation("learner", textwrap.dedent(text))
                results = suite.run(implementation).results
                found.append({result.check.id: result for result in results})

        run_suite(bench, files or suite_files(course, exercise), use)
        bench.close()
        return found

    yield grade
    launcher.close()
