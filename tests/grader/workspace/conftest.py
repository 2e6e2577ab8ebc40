"""What an exercise folder says of itself."""

import pytest

from grader.course import Manifest, manifest_bytes
from grader.model import Exercise, Task


@pytest.fixture
def manifest():
    """The bytes of an ``exercise.json``."""
    tasks = (Task("c1w2.01", ("sigmoid",), 100),)
    exercise = Exercise("c1w2_logistic_regression", "Logistic regression", 1, 2, tasks)
    return manifest_bytes(Manifest(exercise, "def sigmoid(z): ...\n", {"c1w2.01": 3}))
