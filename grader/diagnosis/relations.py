"""Relations between wrong answers and right ones, from a closed list: their names are all that is told of values.

A relation counts when it holds for every wrong part of every failed check of a task, and no other does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.model import CauseKind, Diagnosis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from grader.diagnosis.pairs import Pair

LEAST_VALUES = 8
"""Fewer values may stand in a relation by chance."""


@dataclass(frozen=True)
class Relation:
    """A relation that may hold between a wrong part of an answer and the right one.

    ``of_values`` tells that it is about numbers, so that it takes ``LEAST_VALUES`` of them to believe in it;
    ``telling`` must hold for one pair at least.
    """

    name: str
    holds: Callable[[Pair], bool]
    text: str
    hint: str
    kind: CauseKind = CauseKind.RELATION
    of_values: bool = True
    telling: Callable[[Pair], bool] = lambda _: True

    @property
    def diagnosis(self) -> Diagnosis:
        """The cause it names."""
        return Diagnosis(self.kind, self.name, self.text, self.hint)


def related(pairs: Sequence[Pair], catalogue: Iterable[Relation]) -> Relation | None:
    """Return the one relation of a catalogue in which all pairs stand, or None when there is none or more than one."""
    sound = [pair for pair in pairs if pair.got.whole and pair.expected.whole] or pairs
    with np.errstate(all="ignore"):  # wrong answers hold what they like
        fitting = [
            each for each in catalogue if sound and all(map(each.holds, sound)) and any(map(each.telling, sound))
        ]
    if len(fitting) != 1 or (fitting[0].of_values and not _are_enough(sound)):
        return None
    return fitting[0]


def _are_enough(pairs: Sequence[Pair]) -> bool:
    """Return whether there are enough wrong numbers, that are neither zero nor all the same."""
    values = np.concatenate([np.abs(pair.expected.values) for pair in pairs])
    telling = values[(values > 0) & np.isfinite(values)]
    return telling.size >= LEAST_VALUES and len(np.unique(telling)) > 1
