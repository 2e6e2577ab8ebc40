import pytest

from grader.authoring import scaffold
from grader.course import load_course
from grader.tree import write_tree

SLUG = "c3w2_tiny_week"
SOLUTION = '''\
"""The truth, in one line."""

import numpy as np
from givendata import shift

try:
    import math
except ImportError:
    math = None

SIZE = 3


def helper(x):
    """A given helper."""
    return x + SIZE


def shown(x):
    """A given that the handout shows."""
    return helper(x)


def scaled(x, factor):
    """Multiply, in ``words`` with a \\\\ and a fence: ```."""
    secret_answer = np.asarray(x, dtype=float)
    return secret_answer * factor


def root_mean_square(x):
    """Take the root."""
    return np.sqrt(np.mean(np.square(shift(x))))


if __name__ == "__main__":
    print(scaled([1], 2))
'''


@pytest.fixture
def root(tmp_path):
    """A course with one freshly scaffolded week."""
    (tmp_path / "pyproject.toml").write_text('[tool.grader]\nname = "Tiny"\n')
    write_tree(scaffold(tmp_path, SLUG), tmp_path)
    return tmp_path


@pytest.fixture
def rich(root):
    """The same week with givens of every kind, a given module and an asset."""
    (root / f"solutions/{SLUG}.py").write_text(SOLUTION)
    (root / "solutions/givendata.py").write_text('def shift(x):\n    """Move."""\n    return x - 1\n')
    (root / "templates/assets").mkdir()
    (root / "templates/assets/picture.svg").write_text("<svg/>\n")
    handout = root / f"templates/{SLUG}.md.j2"
    text = handout.read_text().replace("week = 2", 'week = 2\ngiven_modules = ["givendata.py"]\nassets = ["picture.svg"]')
    handout.write_text(text + '\n{{ given("shown") }}\n\nBetween.\n\n{{ given("shift") }}\n')
    return root


@pytest.fixture
def loaded():
    """Load a course and return it with its only week."""

    def load(root):
        course = load_course(root)
        return course, course.exercises[0]

    return load
