"""What an exercise folder says of itself."""

import pytest

from grader.course import Manifest, manifest_bytes
from grader.model import Exercise, Task
from grader.testing.material import Material

STUB = "def sigmoid(z):\n    raise NotImplementedError\n"


@pytest.fixture(scope="session")
def material():
    """An exercise of one task."""
    tasks = (Task("c1w2.01", ("sigmoid",), 100),)
    given = ("coursedata.py",)
    return Material(Exercise("c1w2_logistic_regression", "Logistic regression", 1, 2, tasks, given_modules=given), STUB)


@pytest.fixture
def manifest(material):
    """The bytes of an ``exercise.json``."""
    return manifest_bytes(Manifest(material.exercise, STUB, {"c1w2.01": 3}))
