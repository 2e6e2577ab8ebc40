"""Decorators of a suite's functions: checks, known mistakes, alternative right answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

Definition = TypeVar("Definition")


def check(task: str, *, weight: float = 1.0) -> pytest.MarkDecorator:
    """Mark a test function as a graded check.

    Args:
        task: a name the task asks for, or the task's id.
        weight: its share of the task's points, relative to the task's other checks.

    The first line of the function's docstring is the sentence the learner reads. Checks in ``test_public.py``
    are public, all others hidden.
    """
    return pytest.mark.check(task=task, weight=weight)


def mistake(definition: str, *, id: str, hint: str) -> Callable[[Definition], Definition]:  # noqa: A002, ARG001
    """Mark a function or class as a known mistake: the reference with ``definition`` replaced by it.

    Args:
        definition: the name it stands for.
        id: unique among the mistakes of that name's task.
        hint: what a tutor would say; guides, and never gives the line.

    The source is read, never run, so the arguments are literals; names in the body resolve in the solution module
    plus this file's own imports.
    """
    return _unchanged


def alternative(definition: str) -> Callable[[Definition], Definition]:  # noqa: ARG001
    """Mark a function or class as another right answer for ``definition``; read as a mistake is."""
    return _unchanged


def _unchanged(definition: Any) -> Any:
    return definition
