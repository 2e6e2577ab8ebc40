"""The pytest plugin: the ``check`` mark, the fixtures, and ``--implementation``.

Under plain pytest a suite runs against its own reference, or against any file given by ``--implementation``. Grading
puts its own bench into the session instead (see ``grader.grading``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.errors import EnvironmentFault

if TYPE_CHECKING:
    import numpy as np

    from grader.testing.agree import Agree
    from grader.testing.bench import Bench
    from grader.testing.subject import Subject

BENCHES = pytest.StashKey[dict[Path, "Bench"]]()
"""Folder of a suite → its bench."""
GRADING = pytest.StashKey[bool]()
"""Set while a grader runs the suite: then its own bench is the only one there may be."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--implementation``."""
    group = parser.getgroup("grader", "graded exercises")
    group.addoption(
        "--implementation",
        type=Path,
        metavar="FILE",
        help="run graded checks against this file instead of the reference",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark and make room for benches."""
    config.addinivalue_line("markers", "check(task, weight): a graded check (see grader.testing.check)")
    config.stash.setdefault(BENCHES, {})


def pytest_unconfigure(config: pytest.Config) -> None:
    """End all workers."""
    for bench in config.stash.get(BENCHES, {}).values():
        bench.close()
        bench.launcher.close()


@pytest.fixture
def bench(request: pytest.FixtureRequest) -> Bench:
    """The running check's bench; a check begins with it."""
    benches, folder = request.config.stash[BENCHES], request.path.parent
    if folder not in benches:
        if request.config.stash.get(GRADING, False):
            raise EnvironmentFault(f"{folder} is no folder of the suite that is being graded")
        from grader.testing.origin import open_bench

        benches[folder] = open_bench(folder, request.config.getoption("implementation"))
    benches[folder].begin(request.node.name)
    return benches[folder]


@pytest.fixture
def submission(bench: Bench) -> Subject:
    """The implementation under test."""
    return bench.submission()


@pytest.fixture
def solution(bench: Bench) -> Subject:
    """The reference."""
    return bench.solution()


@pytest.fixture
def agree(submission: Subject, solution: Subject) -> Agree:
    """Call submission and reference alike, and compare."""
    from grader.testing.agree import Agree

    return Agree(submission, solution)


@pytest.fixture
def rng(bench: Bench) -> np.random.Generator:
    """A generator with the check's own secret, repeatable draw."""
    return bench.draws.generator()
