"""What an exercise is made of when it runs: stub, givens and reference, from a course or a learner's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.model import Exercise, Implementation, Part
from grader.source.definitions import definitions
from grader.source.keep import keep
from grader.source.own import own_statements, without_late_stubs
from grader.source.salvage import salvage
from grader.source.stub import stub

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Material:
    """The texts of one exercise.

    ``stub`` is the module with every task unwritten: it runs first in every implementation, so that a task that was
    deleted or could not be read is *missing*. ``reference`` is the solution's text where it is known.
    """

    exercise: Exercise
    stub: str
    modules: Mapping[str, str] = field(default_factory=dict)
    reference_text: str | None = None
    probes: Part | None = None

    @classmethod
    def of_solution(
        cls, exercise: Exercise, solution: str, modules: Mapping[str, str], probes: Part | None = None
    ) -> Material:
        """Make the material of a course's exercise from its solution module, its given modules and its probes."""
        names = [name for task in exercise.tasks for name in task.names]
        return cls(exercise, stub(solution, names), modules, solution, probes)

    @property
    def reference(self) -> Implementation | None:
        """The solution as an implementation, or None in a learner's folder."""
        return None if self.reference_text is None else self.trusted("reference", self.reference_text)

    def trusted(self, name: str, text: str) -> Implementation:
        """Make an implementation of a text of ours (solution, mistake, alternative), run as it stands."""
        return Implementation(name, self.exercise.module, (Part(f"{self.exercise.module}.py", text),), self.modules)

    def implementation(self, name: str, text: str) -> tuple[Implementation, tuple[str, ...]]:
        """Make an implementation of a learner's text, and remarks on what was dropped or could not be read.

        Imports, definitions and the assignments they need run; givens are the course's, whatever the text says.
        """
        kept, remarks = _kept(text, self.stub, self._task_names())
        module = self.exercise.module
        parts = (Part(f"{module} (as released).py", self.stub), Part(f"{module}.py", kept))
        return Implementation(name, module, parts, self.modules), remarks

    def own_work(self, text: str) -> frozenset[str]:
        """Return what a learner wrote beyond the released module, in a form to compare; empty for an untouched one."""
        return own_statements(self.implementation("", text)[0].parts[-1].text, self.stub)

    def _task_names(self) -> frozenset[str]:
        return frozenset(name for task in self.exercise.tasks for name in task.names)


@lru_cache(maxsize=4)
def _kept(text: str, stub: str, tasks: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return what of a learner's text runs, and the remarks; a save asks for it twice for each of its files."""
    found = definitions(stub)
    givens = {name: found[name].text for name in found if name not in tasks and "." not in name}
    readable, unread = salvage(text)
    written, undone = without_late_stubs(readable, stub, tasks)
    kept, dropped = keep(written, givens, tasks)
    return kept, (*unread, *undone, *dropped)
