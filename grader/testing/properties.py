"""Properties of a call beside its value: errors raised, arguments left alone, no Python loop over examples."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from grader.diagnosis.universal import WORK_GROWS
from grader.model import Finding, Kind
from grader.outcome import Raised, Returned, Unsendable
from grader.sandbox.outcomes import CallFailed
from grader.testing.compare import Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.testing.subject import Function, Subject

LOOPS_IN_DISGUISE = frozenset({"map", "tolist", "fromiter", "vectorize", "apply_along_axis", "frompyfunc"})
"""Calls that loop over examples without executing lines of the caller."""
_SLACK = 8
"""Lines a right answer may execute more for more examples: a branch taken on size, say."""


class Spy:
    """A callable for a check to hand to learner code: forwards to a function and keeps ``calls`` (args, kwargs)."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Note the call and forward it."""
        self.calls.append((args, kwargs))
        return self._function(*args, **kwargs)


def assert_raises(error: type[Exception], function: Function, *args: Any, **kwargs: Any) -> None:
    """Require that a call raises ``error`` or a subclass of it; ``error`` is a built-in exception.

    Raises:
        Mismatch: it returned. CallFailed: it raised something else, or died.
    """
    outcome = function.subject.outcome(function.name, *args, **kwargs)
    if isinstance(outcome, Raised) and error.__name__ in outcome.bases and not _is_unwritten(outcome, error):
        return
    if isinstance(outcome, Returned | Unsendable):
        raise Mismatch(Finding(Kind.CLAIM, f"no {error.__name__} is raised"))
    raise CallFailed(outcome, wanted=error.__name__)


def _is_unwritten(outcome: Raised, error: type[Exception]) -> bool:
    """Tell whether a stub raised: its NotImplementedError is a RuntimeError too, but nobody's answer."""
    return outcome.type == "NotImplementedError" and error is not NotImplementedError


def assert_pure(subject: Subject) -> None:
    """Require that the last call changed none of its arguments."""
    if subject.last.changed:
        raise Mismatch(impurity(subject.last.changed))


def impurity(changed: Sequence[str]) -> Finding:
    """Return the finding for arguments modified in place: the first by its number, where it is none by name.

    A name is the worker's own word, and could be any text.
    """
    first = changed[0] if re.fullmatch(r"argument \d{1,2}", changed[0]) else "an argument"
    return Finding(Kind.PURITY, f"{first} is modified in place", f"changed: {', '.join(changed)}")


def assert_vectorised(subject: Subject, name: str, small: tuple[Any, ...], large: tuple[Any, ...]) -> None:
    """Require that a function does no Python work per example.

    Args:
        subject: the implementation.
        name: its function.
        small: arguments with few examples.
        large: the same arguments with many examples.

    The executed lines of the implementation's own file must not grow; functions that loop in disguise must not be
    called in it. What is counted is the worker's testimony, so such a check carries at most 15 % of a task.
    """
    few, many = subject.events(name, *small), subject.events(name, *large)
    subject.note("work grows", many > few + _SLACK)
    if many > few + _SLACK:
        raise Mismatch(Finding(Kind.CLAIM, WORK_GROWS, f"{few} to {many} lines"))
    disguised = LOOPS_IN_DISGUISE & _called_names(subject.source, name)
    subject.note("loops in disguise", bool(disguised))
    if disguised:
        text = "a function that loops over examples in disguise is called"
        raise Mismatch(Finding(Kind.CLAIM, text, f"calls {', '.join(sorted(disguised))}"))


def _called_names(source: str, name: str) -> frozenset[str]:
    """Return the names called in a top-level definition of a source text."""
    definitions = (node for node in ast.parse(source).body if getattr(node, "name", None) == name)
    calls = (node.func for definition in definitions for node in ast.walk(definition) if isinstance(node, ast.Call))
    return frozenset(getattr(function, "attr", getattr(function, "id", "")) for function in calls)
