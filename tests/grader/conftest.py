"""Fixtures shared by the tests of the framework: a tiny exercise, and implementations that really run."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

import pytest

from grader.model import Exercise, Implementation, Limits, Part, Task
from grader.sandbox.launcher import Launcher, open_launcher
from grader.sandbox.session import Session

TASKS = (Task("c9w9.01", ("double",), 60), Task("c9w9.02", ("total", "mean"), 40))
LIMITS = Limits(check_cpu_s=0.5, submission_cpu_s=5, memory_mb=256, answer_mb=4)


@pytest.fixture(scope="session")
def tiny() -> Exercise:
    """An exercise of two tasks with tight limits."""
    return Exercise("c9w9_tiny", "Tiny", 9, 9, TASKS, limits=LIMITS)


@pytest.fixture(scope="session")
def launcher(tiny: Exercise) -> Iterator[Launcher]:
    """Makes jailed workers; one zygote serves all tests."""
    made = open_launcher(tiny)
    yield made
    made.close()


@pytest.fixture
def session(launcher: Launcher, tiny: Exercise) -> Iterator[Callable[[str], Session]]:
    """Load module text into a jailed worker of its own."""
    opened: list[Session] = []

    def load(text: str) -> Session:
        part = Part("tiny.py", textwrap.dedent(text))
        opened.append(Session(launcher, Implementation("tiny", "tiny", (part,)), tiny.limits))
        opened[-1].begin(lambda number: bytes(15) + bytes([number % 256]))
        return opened[-1]

    yield load
    for one in opened:
        one.close()
