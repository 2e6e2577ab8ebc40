"""Grade module texts for the tiny course, in this process, and the tiny exercise as a learner has it."""

from __future__ import annotations

import shutil
import textwrap

import pytest

from grader.course import Manifest, manifest_bytes
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


@pytest.fixture
def folder(course_root, tmp_path):
    """The tiny exercise as a learner has it, outside of any course."""
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    stub = course_material(course, exercise).stub
    made = tmp_path / "c9w9_tiny"
    made.mkdir()
    shutil.copy(course_root / "tests/exercises/c9w9_tiny/test_public.py", made)
    (made / "tiny.py").write_text(stub)
    (made / "exercise.json").write_bytes(manifest_bytes(Manifest(exercise, stub, {"c9w9.01": 1, "c9w9.02": 3})))
    return made
