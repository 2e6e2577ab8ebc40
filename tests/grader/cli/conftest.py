"""A runner and small reports for the command line."""

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.model import (
    NO_FINDING,
    Check,
    CheckResult,
    Finding,
    Kind,
    Provenance,
    Report,
    Task,
    TaskResult,
    Verdict,
    Visibility,
)


@pytest.fixture
def run():
    """Return a function that runs ``grader`` with arguments and returns click's result."""
    return lambda *arguments: CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture
def report():
    """Return a function that makes a report with one hidden check of the given verdict."""

    def make(verdict=Verdict.PASSED, learner="ada", status="graded"):
        task = Task("c1w2.01", ("sigmoid",), 8)
        check = Check("test_x", task.id, 1.0, Visibility.HIDDEN, "sigmoid(0) is one half.")
        finding = NO_FINDING if verdict is Verdict.PASSED else Finding(Kind.VALUES, "the values differ", "got 0.123")
        score = {Verdict.PASSED: 8.0, Verdict.BROKEN: None}.get(verdict, 0.0) if status == "graded" else None
        tasks = (TaskResult(task, score, (CheckResult(check, verdict, finding),)),) if status == "graded" else ()
        provenance = Provenance("suite", "submission", "environment", "key")
        return Report("c1w2_logistic_regression", "Logistic regression", learner, tasks, score, 8, provenance, status)

    return make


SOLUTION = '''"""A tiny week."""

import numpy as np


def halve(x):
    """Return half of every entry of x, an array of any shape."""
    return x / 2


def total(x):
    """Return the sum of all entries of x as a float."""
    return float(x.sum())
'''

TEMPLATE = """+++
title = "A tiny week"
course = 1
week = 1
framework = "numpy"
[[task]]
id = "c1w1.01"
names = ["halve"]
points = 60
[[task]]
id = "c1w1.02"
names = ["total"]
points = 40
+++
# A tiny week

Halve everything.

{{ stub("halve") }}

Then add it up.

{{ stub("total") }}
"""

HINTS = """[halve]
reread = "Read the sentence under the name again: what becomes of every entry?"
look = "Halve an array of two rows and compare its shape before and after."
kind = "Usually only the first entry is treated."

[total]
reread = "Read of which type the answer is."
look = "Add up the numbers 1 and 2 by hand."
kind = "Usually a row is left out."
"""

PUBLIC = '''"""What comes with the exercise."""

import numpy as np

from grader.testing import assert_same, check


@check("halve", weight=1)
def test_two_becomes_one(submission):
    """halve turns twos into ones."""
    assert_same(submission.halve(np.array([2.0, 2.0])), [1.0, 1.0])


@check("total", weight=1)
def test_one_and_two(submission):
    """total adds one and two."""
    assert_same(submission.total(np.array([1.0, 2.0])), 3.0)
'''

HIDDEN = '''"""What runs on submission."""

from grader.testing import check


@check("halve", weight=3)
def test_random_arrays(agree, rng):
    """halve agrees with its definition on random arrays of any shape."""
    agree("halve", rng.normal(size=(3, 4)))


@check("total", weight=3)
def test_random_sums(agree, rng):
    """total agrees with its definition on random arrays."""
    agree("total", rng.normal(size=7))
'''

CLASS = {
    "ada.py": "def halve(x):\n    return x / 2\n\n\ndef total(x):\n    return float(x.sum())\n",
    "Grace Hopper.py": "def halve(x):\n    return x * 0 + 1\n\n\ndef total(x):\n    raise NotImplementedError\n",
}


def make_course(root):
    slug = "c1w1_tiny_week"
    files = {
        "pyproject.toml": '[tool.grader]\nname = "A tiny course"\n',
        f"solutions/{slug}.py": SOLUTION,
        f"templates/{slug}.md.j2": TEMPLATE,
        f"templates/{slug}.hints.toml": HINTS,
        f"tests/exercises/{slug}/test_public.py": PUBLIC,
        f"tests/exercises/{slug}/test_hidden.py": HIDDEN,
        f"tests/exercises/{slug}/mistakes.py": '"""None."""\n',
        f"tests/exercises/{slug}/alternatives.py": '"""None."""\n',
        **{f"tests/exercises/{slug}/class/{name}": text for name, text in CLASS.items()},
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "exercises").mkdir()
    return root


def make_key(path):
    path.write_bytes(b"k" * 32)
    path.chmod(0o600)
    return path


@pytest.fixture
def course(tmp_path):
    """A course of one exercise, not generated yet, with two hand-ins for the demonstration."""
    return make_course(tmp_path / "course")


@pytest.fixture
def key(tmp_path):
    """A fixed suite key in a file of its own."""
    return make_key(tmp_path / "key")


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The result of grading a class of four, two of whom handed in no text, and the folder it was written to."""
    folder = tmp_path_factory.mktemp("graded")
    course, key, out = make_course(folder / "course"), make_key(folder / "key"), folder / "out"
    box = course / "tests/exercises/c1w1_tiny_week/class"
    (box / "linus.py").write_bytes(b"\xff\xfe")
    (box / "nul.py").write_bytes(b"x = 1\x00\n")
    arguments = ["grade", "c1w1", box, "--course", course, "--key", key, "--out", out, "--json"]
    return CliRunner().invoke(cli, list(map(str, arguments))), out
