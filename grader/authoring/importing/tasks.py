"""The tasks of a week: which names belong together, their points, and their checks with weights."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.authoring.importing.suite import shown
from grader.authoring.importing.weights import Weighed, scaled, weighed
from grader.authoring.leaks import leaked
from grader.source.names import call_graph, reached
from grader.source.stub import removed_lines, stub

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.authoring.importing.checks import Draft
    from grader.authoring.importing.module import Module


@dataclass(frozen=True)
class Task:
    """A task: its names, the tested one first, its points, and its checks."""

    names: tuple[str, ...]
    points: int
    public: tuple[Weighed, ...]
    hidden: tuple[Weighed, ...]


def tasks_of(module: Module, drafts: Sequence[Draft], prose: str) -> tuple[list[Task], list[str]]:
    """Return the tasks in the order of their definitions, and what was decided about them.

    Args:
        module: the notebook's code, sorted.
        drafts: its tests as checks, at least one.
        prose: the handout, whose lines are no secret.
    """
    fit, decided = _fit(module, _named_apart(drafts), prose)
    by_owner: dict[str, list[Draft]] = defaultdict(list)
    for draft in sorted(fit, key=lambda one: module.asked[one.owner]):
        by_owner[draft.owner].append(draft)
    raw = {owner: sum(draft.points for draft in group) for owner, group in by_owner.items()}
    points = scaled(raw)
    decided.append(f"{sum(raw.values()):g} points of converted tests became 100; the prose may still name the old ones")
    company, told = _company(module, list(by_owner))
    tasks = []
    for owner, group in by_owner.items():
        public, hidden, said = weighed(group)
        decided += said
        tasks.append(Task((owner, *company[owner]), points[owner], tuple(public), tuple(hidden)))
    return tasks, [*decided, *told]


def _named_apart(drafts: Iterable[Draft]) -> list[Draft]:
    """Return checks with names of their own, the later ones of a name numbered."""
    seen: set[str] = set()
    found: list[Draft] = []
    for draft in drafts:
        name, count = draft.name, 1
        while name in seen:
            count += 1
            name = f"{draft.name}_{count}"
        seen.add(name)
        found.append(replace(draft, name=name))
    return found


def _fit(module: Module, drafts: Iterable[Draft], prose: str) -> tuple[list[Draft], list[str]]:
    """Return the checks, those hidden that learners cannot run or that would show them a line of the solution."""
    names = list(module.asked)
    removed, allowed = removed_lines(module.text, names), stub(module.text, names) + prose
    fit: list[Draft] = []
    decided: list[str] = []
    for draft in drafts:
        leaks = leaked(removed, shown([draft]), allowed)
        reason = draft.unfit or (f"it holds {leaks[0]!r}, a line of the solution" if leaks else "")
        if draft.public and reason:
            decided.append(f"{draft.name} was visible and is hidden now: {reason}")
        fit.append(replace(draft, public=draft.public and not reason))
    return fit, decided


def _company(module: Module, owners: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return for each tested name the untested ones that belong to its task, and what to tell about them.

    An untested name joins the first task that needs it, else the one defined before it: to give it away would show a
    part of the solution.
    """
    graph = call_graph(module.text)
    company: dict[str, list[str]] = {owner: [] for owner in owners}
    told = []
    for name, place in module.asked.items():
        if name in company:
            continue
        users = [owner for owner in owners if name in reached(graph, [owner])]
        earlier = [owner for owner in owners if module.asked[owner] < place]
        owner = (users or earlier[-1:] or owners)[0]
        company[owner].append(name)
        told.append(f"{name} has no test of its own; it belongs to the task of {owner}")
    return company, told
