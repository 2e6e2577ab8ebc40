"""The baseline's fixtures: a suite's checks in one plain pytest process, with the implementation imported."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from local import LocalSession

from grader.model import Implementation, Part
from grader.testing.agree import Agree
from grader.testing.subject import Subject


def pytest_configure(config):
    config.addinivalue_line("markers", "check(task, weight): a graded check")


def _subject(variable):
    text = Path(os.environ[variable]).read_text()
    probes = Path(os.environ["PROBES"])
    beside = Part("probes.py", probes.read_text()) if probes.exists() else None
    return Subject(LocalSession(Implementation(variable, "m", (Part("m.py", text),)), beside))


@pytest.fixture(scope="session")
def submission():
    return _subject("IMPLEMENTATION")


@pytest.fixture(scope="session")
def solution():
    return _subject("REFERENCE")


@pytest.fixture
def agree(submission, solution):
    return Agree(submission, solution)


@pytest.fixture
def rng():
    return np.random.default_rng(1)
