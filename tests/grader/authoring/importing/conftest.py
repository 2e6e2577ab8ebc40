"""Notebooks as authors of other tools write them, and courses they go to."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.authoring import generate_course
from grader.authoring.importing import week_of
from grader.course import load_course
from grader.tree import write_tree

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
KINDS = {
    "text": ("markdown", {}),
    "code": ("code", {}),
    "given": ("code", {"grade": False, "solution": False, "locked": True}),
    "answer": ("code", {"grade": False, "solution": True, "locked": False}),
    "tests": ("code", {"grade": True, "solution": False, "locked": True, "points": 1}),
    "by hand": ("code", {"grade": True, "solution": True, "locked": False, "points": 1}),
    "words": ("markdown", {"grade": True, "solution": True, "locked": False, "points": 2}),
}


def as_bytes(cells):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}).encode()


@pytest.fixture
def nbgrader():
    """Make an nbgrader source notebook of pairs (kind of cell, text); a third item overrides metadata."""

    def make(*cells):
        made = []
        for number, (kind, source, *more) in enumerate(cells, 1):
            cell_type, marks = KINDS[kind]
            marks = {**marks, **dict(*more)}
            metadata = {"nbgrader": {**marks, "grade_id": f"c{number}", "schema_version": 3}} if marks else {}
            made.append({"cell_type": cell_type, "metadata": metadata, "source": source, "outputs": []})
        return as_bytes(made)

    return make


@pytest.fixture
def otter():
    """Make an Otter-assign notebook: a text that begins with # and a known word is a raw cell, a pair shows a value."""

    def make(*cells):
        made = []
        for cell in cells:
            source, shown = cell if isinstance(cell, tuple) else (cell, None)
            words = ("# ASSIGNMENT CONFIG", "# BEGIN QUESTION", "# END QUESTION", "# BEGIN TESTS", "# END TESTS")
            block = source.startswith(words) or source in ("# BEGIN SOLUTION", "# END SOLUTION")
            block = block or source in ("# BEGIN PROMPT", "# END PROMPT")
            kind = "raw" if block else "markdown" if source.startswith("**") else "code"
            result = {"output_type": "execute_result", "data": {"text/plain": shown}, "metadata": {}}
            made.append({"cell_type": kind, "metadata": {}, "source": source, "outputs": [result] if shown else []})
        return as_bytes(made)

    return make


@pytest.fixture
def source():
    """Read one of the notebooks beside the tests."""
    return lambda name: (NOTEBOOKS / f"{name}.ipynb").read_bytes()


class Imported:
    """A week made of a notebook, in a course of its own."""

    def __init__(self, root, slug, week):
        self.root, self.slug, self.week = root, slug, week
        (root / "pyproject.toml").write_text('[tool.grader]\nname = "Imported"\n')
        write_tree(week.tree, root)

    def text(self, name):
        """A file of the suite."""
        return self.week.tree[f"tests/exercises/{self.slug}/{name}"].decode()

    @property
    def solution(self):
        return self.week.tree[f"solutions/{self.slug}.py"].decode()

    @property
    def handout(self):
        return self.week.tree[f"templates/{self.slug}.md.j2"].decode()

    @property
    def left(self):
        """What was not converted, one line each."""
        return "\n".join(f"{remark.cell}: {remark.text}" for remark in self.week.left)

    @property
    def exercise(self):
        (exercise,) = load_course(self.root).exercises
        return exercise

    def generated(self):
        return generate_course(load_course(self.root))

    def run(self, *more):
        """Run the suite as an author would."""
        command = [
            sys.executable,
            "-m",
            "pytest",
            f"tests/exercises/{self.slug}",
            "-q",
            "-p",
            "no:cacheprovider",
            *more,
        ]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True)


@pytest.fixture
def imported(tmp_path):
    """Import a notebook's bytes into a fresh course."""

    def make(data, slug="c1w1_week", beside=lambda _: None):
        root = tmp_path / slug
        root.mkdir()
        return Imported(root, slug, week_of(data, slug, beside))

    return make


@pytest.fixture
def hidden(imported):
    """Return the hidden checks that a notebook becomes, without what stands above them."""

    def make(data):
        text = imported(data).text("test_hidden.py")
        return text[text.index("@check") :]

    return make
