"""Fixtures shared by the tests of the framework: a tiny exercise, and implementations that really run."""

from __future__ import annotations

import ctypes
import os
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.authoring import scaffold
from grader.course import load_course
from grader.instructor import generate
from grader.model import Exercise, Implementation, Limits, Part, Task
from grader.sandbox.launcher import open_launcher
from grader.sandbox.link import Launcher
from grader.sandbox.session import Session
from grader.tree import write_tree

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


_SUBREAPER = 36


@pytest.fixture(scope="session")
def family() -> type[Family]:
    """Tells which processes something that was started has left behind."""
    return Family


class Family:
    """Adopts every orphan below this process while it is open, so that none can slip away."""

    @staticmethod
    def children(parent):
        """Return the ids of a process's children."""
        return [*children(parent)]

    def __enter__(self):
        self._before = set(children(os.getpid()))
        self._adopt(1)
        return self

    def __exit__(self, *_):
        self._adopt(0)

    def left(self):
        """Wait a moment for orphans to end, and return those that do not."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            found = [pid for pid in children(os.getpid()) if pid not in self._before]
            living = [pid for pid in found if not _ended(pid)]
            if not living:
                return []
            time.sleep(0.05)
        return [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in living]

    def _adopt(self, flag):
        ctypes.CDLL(None).prctl(_SUBREAPER, flag, 0, 0, 0)


def children(parent):
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                yield int(entry.name)


def _ended(pid):
    """Tell whether a child has ended, and bury it if so."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


SOLUTION = '''"""A tiny week."""

import numpy as np

SCALE = 2


def scaled(x):
    """Multiply by the scale (given)."""
    return SCALE * np.asarray(x)


def double(x):
    """Double an array.

    Args:
        x: array (n,), float64.

    Returns:
        Array (n,), float64.
    """
    return scaled(x)


def total(x):
    """Add up an array.

    Args:
        x: array (n,), float64.

    Returns:
        A float.
    """
    return float(np.sum(x))


def mean(x):
    """Average an array; the mean of nothing is 0.

    Args:
        x: array (n,), float64.

    Returns:
        A float.
    """
    return total(x) / max(len(x), 1)
'''
HANDOUT = '''+++
title = "A tiny week"
course = 9
week = 9
framework = "numpy"

[limits]
check_cpu_s = 0.5
submission_cpu_s = 10.0

[[task]]
id = "c9w9.01"
names = ["double"]
points = 60

[[task]]
id = "c9w9.02"
names = ["total", "mean"]
points = 40
+++
Two small tasks.

{{ given("scaled") }}

{{ stub("double") }}

{{ stub("total") }}

{{ stub("mean") }}
'''
HINTS = """[double]
reread = "Read what is returned."
look = "Double the numbers 1 and 2."
kind = "Usually the scale is forgotten."

[total]
reread = "Read what is returned."
look = "Add up the numbers 1 and 2."
kind = "Usually one of them is left out."
"""
PUBLIC = '''"""Public checks."""

import numpy as np

from grader.testing import assert_same, check


@check("double")
def test_double_by_hand(submission):
    """Twice 1 and 2 is 2 and 4."""
    assert_same(submission.double(np.array([1.0, 2.0])), [2.0, 4.0])


@check("total")
def test_total_by_hand(submission):
    """1 and 2 make 3."""
    assert_same(submission.total(np.array([1.0, 2.0])), 3.0)
'''
HIDDEN = '''"""Hidden checks."""

import numpy as np

from grader.testing import check


@check("double", weight=3)
def test_double_agrees(agree, rng):
    """double matches its definition on random arrays."""
    agree("double", rng.normal(size=5))


@check("total", weight=2)
def test_total_agrees(agree, rng):
    """total matches its definition on random arrays."""
    agree("total", rng.normal(size=5))


@check("mean", weight=2)
def test_mean_agrees(agree, rng):
    """mean matches its definition on random arrays."""
    agree.each("mean", [(rng.normal(size=size),) for size in (1, 7)])


@check("mean")
def test_mean_of_nothing(submission):
    """The mean of nothing is 0."""
    assert submission.mean(np.array([])) == 0
'''


@pytest.fixture(scope="session")
def course_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete course of one tiny week, in a folder of its own; never change it."""
    root = tmp_path_factory.mktemp("course")
    files = {
        "pyproject.toml": '[tool.grader]\nname = "Tiny course"\n',
        "solutions/c9w9_tiny.py": SOLUTION,
        "templates/c9w9_tiny.md.j2": HANDOUT,
        "templates/c9w9_tiny.hints.toml": HINTS,
        "tests/exercises/c9w9_tiny/test_public.py": PUBLIC,
        "tests/exercises/c9w9_tiny/test_hidden.py": HIDDEN,
        "tests/exercises/c9w9_tiny/mistakes.py": '"""None."""\n',
        "tests/exercises/c9w9_tiny/alternatives.py": '"""None."""\n',
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture
def feeble_course(tmp_path):
    """A generated course of one week, the scaffolded one with a hidden suite that misses things."""
    root, slug = tmp_path / "course", "c1w3_small_week"
    root.mkdir()
    (root / "pyproject.toml").write_text('[tool.grader]\nname = "Small"\n')
    write_tree(scaffold(root, slug), root)
    solution, hidden = root / f"solutions/{slug}.py", root / f"tests/exercises/{slug}/test_hidden.py"
    reference, checks = solution.read_text(), hidden.read_text()
    for careful, careless in [("x * factor", "np.asarray(x, dtype=float) * factor"), ("square(x)", "square(x, dtype=float)")]:
        assert careful in reference
        reference = reference.replace(careful, careless)
    start, end = (checks.index(name) for name in ("def test_scaled_leaves_its", '\n\n@check("root_mean_square", weight=2)'))
    hollow = (
        "def test_scaled_leaves_its_argument_alone(submission, rng):\n"
        '    """x is the same after the call as before."""\n'
        "    submission.scaled(rng.normal(size=5), 2.0)\n    assert_pure(submission)\n"
    )
    solution.write_text(reference)
    hidden.write_text((checks[:start] + hollow + checks[end:]).replace("import assert_raises", "import assert_pure, assert_raises"))
    course = load_course(root)
    generate(course, course.exercises)
    return root
