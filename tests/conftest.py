"""Weeks that need TensorFlow are marked so: ``pytest -m 'not tensorflow'`` leaves them out."""

from __future__ import annotations

from pathlib import Path

from grader.course import load_course
from grader.model import Framework

WEEKS = {one.slug for one in load_course(Path(__file__).parents[1]).exercises if one.framework is Framework.TENSORFLOW}


def pytest_collection_modifyitems(items):
    for item in items:
        matrix = getattr(item, "callspec", None)
        if item.path.parent.name in WEEKS or (matrix and matrix.id in WEEKS):
            item.add_marker("tensorflow")
