"""Points of a notebook as an exercise counts them: tasks of a hundred together, checks by weight inside a task."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor
from typing import TYPE_CHECKING

from grader.course.rules import POINTS
from grader.model import PUBLIC_SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.authoring.importing.checks import Draft


@dataclass(frozen=True)
class Weighed:
    """A check with its weight."""

    draft: Draft
    weight: float


def scaled(points: Mapping[str, float]) -> dict[str, int]:
    """Return whole points of a hundred together in the same proportions, at least one each; equal where all are 0."""
    total = sum(points.values())
    exact = {name: POINTS * (value / total if total else 1 / len(points)) for name, value in points.items()}
    found = {name: max(1, floor(value)) for name, value in exact.items()}
    while sum(found.values()) != POINTS:
        missing = sum(found.values()) < POINTS
        able = [name for name in found if missing or found[name] > 1]
        name = max(able, key=lambda one: (exact[one] - found[one]) * (1 if missing else -1))
        found[name] += 1 if missing else -1
    return found


def weighed(drafts: Sequence[Draft]) -> tuple[list[Weighed], list[Weighed], list[str]]:
    """Return the public and the hidden checks of one task with their weights, and what was decided about them.

    Public checks carry ``PUBLIC_SHARE`` at most. Where all tests could be seen, all count as hidden, and the first
    is public beside them.
    """
    told = list[str]()
    least = sum(one.points for one in drafts) / 100 or 1.0
    weights = {one: one.points or least for one in drafts}
    if least in weights.values() and any(one.points for one in drafts):
        told.append(f"{drafts[0].owner}: tests worth nothing count a hundredth of it now")
    public = [one for one in drafts if one.public]
    hidden = [one for one in drafts if not one.public]
    if not hidden:
        told.append(f"{drafts[0].owner}: learners know all of its tests; write hidden checks with fresh numbers")
        shown = replace(public[0], name=f"{public[0].name}_shown")
        weight = _rounded(PUBLIC_SHARE / (1 - PUBLIC_SHARE) * sum(weights.values()))
        return [Weighed(shown, weight)], [Weighed(replace(one, public=False), weights[one]) for one in public], told
    factor = _factor(sum(weights[one] for one in public), sum(weights[one] for one in hidden))
    if factor < 1:
        told.append(f"{drafts[0].owner}: its visible tests count {PUBLIC_SHARE:.0%} now, the others more")
    shown_ones = [Weighed(one, _rounded(factor * weights[one]) if factor < 1 else weights[one]) for one in public]
    return shown_ones, [Weighed(one, weights[one]) for one in hidden], told


def _factor(public: float, hidden: float) -> float:
    """Return by how much public weights shrink so that they carry their share at most."""
    return min(1.0, PUBLIC_SHARE / (1 - PUBLIC_SHARE) * hidden / public) if public else 1.0


def _rounded(weight: float) -> float:
    """Return a weight with few digits, never more than it was, and never nothing."""
    return floor(weight * 10_000) / 10_000 or weight
