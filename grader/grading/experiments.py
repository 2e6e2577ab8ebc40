"""Suspicions that are tried by running checks once more: another task's function is to blame; global random state.

They explain and give no points. Where the reference answers in place of a function, the submission's process sees its
answers only after everything has been judged, in a worker of its own that is thrown away.
"""

from __future__ import annotations

import ast
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from grader.diagnosis.agreement import agree
from grader.diagnosis.transcript import transcript, weight
from grader.model import Framework, Verdict
from grader.source.definitions import definitions
from grader.source.names import call_graph, reached

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from grader.diagnosis.transcript import Transcript
    from grader.grading.runner import Attempt, Suite
    from grader.model import Implementation, Task

MOST_ATTEMPTS = 12
"""Suspicions that are tried for one submission: what remains stays unexplained."""
MOST_CHECKS = 3
"""Checks that a suspicion is tried on, the lightest of those that failed."""


class Trial(StrEnum):
    """What came of trying whether others are to blame."""

    PASSED = "passed"
    """With right answers of theirs the checks pass."""
    FAILED = "failed"
    UNTRIED = "untried"
    """It could not be tried, or not to the end."""


def suspects(graph: Mapping[str, Collection[str]], task: Task, failing: Collection[Task]) -> tuple[str, ...]:
    """Return the definitions of other failing tasks that a task uses: those it comes to first in a call graph."""
    names = {name for other in failing if other != task for name in other.names}
    ends_there = {name: () if name in names else uses for name, uses in graph.items()}
    return tuple(sorted(reached(ends_there, task.names) & names))


class Experiments:
    """Tries suspicions about one submission, as long as they are few and cost little; ``graph`` is its call graph."""

    def __init__(self, suite: Suite, implementation: Implementation) -> None:
        self._suite = suite
        self._implementation = implementation
        self._found = definitions(implementation.parts[-1].text)
        self._left = MOST_ATTEMPTS
        self._cpu_left_s = suite.bench.exercise.limits.submission_cpu_s / 4
        self.graph = call_graph(implementation.parts[-1].text)

    def tried(self, suspects: Sequence[str], failed: Mapping[str, Transcript]) -> tuple[Trial, tuple[str, ...]]:
        """Try each suspect, then all together; return what came of it, and with whose right answers the checks pass."""
        functions = tuple(name for name in suspects if self._is_function(name))
        if self._suite.bench.exercise.framework is not Framework.NUMPY or not functions:
            return Trial.UNTRIED, ()
        checks = sorted(failed, key=lambda check: weight(failed[check]))[:MOST_CHECKS]
        outcome = Trial.FAILED
        for names in [*((name,) for name in functions), *([functions] if len(functions) > 1 else [])]:
            trial = self._with_right_answers(checks, names)
            if trial is Trial.PASSED:
                return trial, names
            outcome = Trial.UNTRIED if trial is Trial.UNTRIED else outcome
        return outcome, ()

    def draws_globally(self, task: Task, failed: Mapping[str, Transcript]) -> bool:
        """Return whether failed checks' answers change with the seed of the global random generators."""
        check = min(failed, key=lambda check: weight(failed[check]))
        if not self._mentions_randomness(task.names) or not self._may_go_on():
            return False
        for attempt in self._suite.attempts(self._implementation, [check], salt="another seed"):
            self._charge(attempt)
            return not agree(transcript(attempt.events), failed[check])
        return False

    def _with_right_answers(self, checks: Sequence[str], names: Iterable[str]) -> Trial:
        if not self._may_go_on():
            return Trial.UNTRIED
        stand_ins = [StandIn(getattr(self._suite.bench.solution(), name)) for name in names]
        lent = dict(zip(names, stand_ins, strict=True))
        for attempt in self._suite.attempts(self._implementation, checks, lent):
            self._charge(attempt)
            if not attempt.passed:
                return Trial.UNTRIED if any(each.failed for each in stand_ins) else Trial.FAILED
        return Trial.PASSED

    def _may_go_on(self) -> bool:
        self._left -= 1
        return self._left >= 0 and self._cpu_left_s > 0

    def _charge(self, attempt: Attempt) -> None:
        self._cpu_left_s -= attempt.result.cpu_s
        if attempt.result.verdict is Verdict.TIMED_OUT:
            self._left = 0

    def _is_function(self, name: str) -> bool:
        """Return whether a name is a function: a call cannot stand for a class."""
        return name in self._found and isinstance(self._found[name].node, ast.FunctionDef)

    def _mentions_randomness(self, names: Iterable[str]) -> bool:
        """Return whether definitions, or what they use of the module, read anything called ``random``."""
        uses = reached(self.graph, [name for name in names if name in self._found])
        words = (item for name in uses for item in ast.walk(self._found[name].node))
        return any(getattr(item, "attr", getattr(item, "id", "")) == "random" for item in words)


class StandIn:
    """A function of the reference in place of the submission's; ``failed`` when it could not answer."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.failed = False
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Answer as the reference does; what cannot be handed to it, or raises there, is noted and raised."""
        try:
            return self._function(*args, **kwargs)
        except Exception:
            self.failed = True
            raise
