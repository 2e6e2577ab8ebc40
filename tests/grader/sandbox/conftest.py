"""A zygote with TensorFlow, and implementations that run in its workers."""

from __future__ import annotations

import textwrap

import pytest

from grader.model import Exercise, Framework, Implementation, Limits, Part
from grader.sandbox.launcher import open_launcher
from grader.sandbox.session import Session
from grader.testing.subject import Subject

WEEK = Exercise(
    "c9w8_tensors", "Tensors", 9, 8, (), Framework.TENSORFLOW, Limits(check_cpu_s=30, submission_cpu_s=300, memory_mb=1500)
)


@pytest.fixture(scope="session")
def tensorflow_launcher():
    made = open_launcher(WEEK)
    yield made
    made.close()


@pytest.fixture
def tensorflow(tensorflow_launcher):
    """Load module text, and probes, into a TensorFlow worker of its own and return it as a suite sees it."""
    opened = []

    def load(text, probes=None):
        part = Part("tensors.py", "import keras\nimport numpy as np\nimport tensorflow as tf\n" + textwrap.dedent(text))
        beside = None if probes is None else Part("probes.py", textwrap.dedent(probes))
        implementation = Implementation("tensors", "tensors", (part,))
        opened.append(Session(tensorflow_launcher, implementation, WEEK.limits, beside))
        opened[-1].begin(lambda number: bytes([number % 256] * 16))
        return Subject(opened[-1])

    yield load
    for one in opened:
        one.close()
