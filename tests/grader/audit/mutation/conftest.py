"""Mutants of a solution of one small definition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.audit.mutation import Mutant, mutants, unified
from grader.model import Exercise, Task

HEAD = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n\n\n"


@pytest.fixture
def mutants_of() -> Callable[..., tuple[Mutant, ...]]:
    """Return the mutants of a text whose tasks name these definitions, ``f`` alone unless told."""

    def made(text: str, *names: str, operator: str | None = None) -> tuple[Mutant, ...]:
        tasks = tuple(Task(f"c9w9.{number:02}", (name,), 10) for number, name in enumerate(names or ("f",), 1))
        found = mutants(Exercise("c9w9_tiny", "Tiny", 9, 9, tasks), HEAD + text)
        return tuple(mutant for mutant in found if operator in (None, mutant.operator))

    return made


@pytest.fixture
def changes(mutants_of) -> Callable[..., list[str]]:
    """Return what the mutants of one operator change, each as the lines of its diff without those around."""

    def shown(text: str, operator: str, *names: str) -> list[str]:
        found = mutants_of(text, *names, operator=operator)
        diffs = (unified(HEAD + text, mutant).splitlines()[1:] for mutant in found)
        return [" ".join(line for line in lines if line[0] in "+-") for lines in diffs]

    return shown
