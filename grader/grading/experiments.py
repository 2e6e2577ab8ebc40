"""Suspicions that are tried by running checks once more: another task's function is to blame; global random state.

They explain and give no points. Where the reference answers in place of a function, the submission's process sees its
answers only after everything has been judged, in a worker of its own that is thrown away.
"""

from __future__ import annotations

import ast
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


def suspects(text: str, task: Task, failing: Collection[Task]) -> tuple[str, ...]:
    """Return the definitions of other failing tasks that a task uses in a module text: those it comes to first."""
    names = {name for other in failing if other != task for name in other.names}
    ends_there = {name: frozenset() if name in names else uses for name, uses in call_graph(text).items()}
    return tuple(sorted(reached(ends_there, task.names) & names))


class Experiments:
    """Tries suspicions about one submission, as long as they are few and cost little."""

    def __init__(self, suite: Suite, implementation: Implementation) -> None:
        self._suite = suite
        self._implementation = implementation
        self._text = implementation.parts[-1].text
        self._left = MOST_ATTEMPTS
        self._cpu_left_s = suite.bench.exercise.limits.submission_cpu_s / 4

    def proven(self, suspects: Sequence[str], failed: Mapping[str, Transcript]) -> tuple[str, ...]:
        """Return the suspect, else all of them together, with whose right answers failed checks pass; or nothing."""
        functions = [name for name in suspects if self._is_function(name)]
        if self._suite.bench.exercise.framework is not Framework.NUMPY or not functions:
            return ()
        checks = sorted(failed, key=lambda check: weight(failed[check]))[:MOST_CHECKS]
        trials = [(name,) for name in functions]
        together = [tuple(functions)] if len(functions) > 1 else []
        return next((names for names in (*trials, *together) if self._passes(checks, names)), ())

    def draws_globally(self, task: Task, failed: Mapping[str, Transcript]) -> bool:
        """Return whether failed checks' answers change with the seed of the global random generators."""
        check = min(failed, key=lambda check: weight(failed[check]))
        if not _mentions_randomness(self._text, task.names) or not self._may_go_on():
            return False
        for attempt in self._suite.attempts(self._implementation, [check], salt="another seed"):
            self._charge(attempt)
            return not agree(transcript(attempt.events), failed[check])
        return False

    def _passes(self, checks: Sequence[str], names: Iterable[str]) -> bool:
        if not self._may_go_on():
            return False
        for attempt in self._suite.attempts(self._implementation, checks, self._stand_ins(names)):
            self._charge(attempt)
            if not attempt.passed:
                return False
        return True

    def _may_go_on(self) -> bool:
        self._left -= 1
        return self._left >= 0 and self._cpu_left_s > 0

    def _charge(self, attempt: Attempt) -> None:
        self._cpu_left_s -= attempt.result.cpu_s
        if attempt.result.verdict is Verdict.TIMED_OUT:
            self._left = 0

    def _stand_ins(self, names: Iterable[str]) -> Mapping[str, Callable[..., Any]]:
        solution = self._suite.bench.solution()
        return {name: getattr(solution, name) for name in names}

    def _is_function(self, name: str) -> bool:
        """Return whether a name is a function: a call cannot stand for a class."""
        found = definitions(self._text).get(name)
        return found is not None and not found.is_assignment and found.node.__class__.__name__ == "FunctionDef"


def _mentions_randomness(text: str, names: Iterable[str]) -> bool:
    """Return whether definitions, or what they use of the module, read anything called ``random``."""
    found = definitions(text)
    uses = reached(call_graph(text), [name for name in names if name in found])
    words = (item for name in uses for item in ast.walk(found[name].node))
    return any(getattr(item, "attr", getattr(item, "id", "")) == "random" for item in words)
