"""Wrong parts of answers, each beside the right one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.agreement import same_leaf
from grader.diagnosis.leaves import Leaf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.transcript import Trace, Transcript

_FINE = 1e-9


@dataclass(frozen=True)
class Pair:
    """One wrong part of an answer and the right one; ``sizes`` are the lengths of axes of the arguments.

    ``answers`` are the whole answers, of which these are parts.
    """

    got: Leaf
    expected: Leaf
    sizes: frozenset[int] = frozenset()
    answers: tuple[tuple[Leaf, ...], tuple[Leaf, ...]] = ((), ())


def pairs(got: Transcript, expected: Transcript) -> tuple[Pair, ...] | None:
    """Return the parts that differ, up to the end of the shorter transcript; None where there is nothing to compare.

    That is when a call ended otherwise than the right one, when another thing was asked, or when nothing differs.
    """
    found: list[Pair] = []
    for one, other in zip(got, expected, strict=False):
        if one.request != other.request or one.ending != other.ending:
            if one.late:
                break
            return None
        if one.request != "callback":
            found += _parts(one, other)
    return tuple(found) or None


def of_points(points: Sequence[tuple[float, float]]) -> Pair:
    """Return the values got and expected of a finding as a pair; all that is known where no reference is."""
    got, expected = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    return Pair(Leaf("", "float array", got.shape, got), Leaf("", "float array", expected.shape, expected))


def _parts(one: Trace, other: Trace) -> Sequence[Pair]:
    """Pair the parts of two answers; when they have not the same places, the whole answers by their first parts."""
    if [leaf.path for leaf in one.leaves] != [leaf.path for leaf in other.leaves]:
        return [Pair(one.leaves[0], other.leaves[0], other.sizes, (one.leaves, other.leaves))]
    answers = (one.leaves, other.leaves)
    together = zip(one.leaves, other.leaves, strict=True)
    return [Pair(mine, right, other.sizes, answers) for mine, right in together if not _same(mine, right)]


def _same(mine: Leaf, right: Leaf) -> bool:
    """Return whether two parts are the same to what a check would let pass: finer than causes are told apart."""
    if mine.narrow and not right.narrow and right.values.dtype.kind == "f":
        return False
    return same_leaf(mine, right, None if right.narrow else _FINE)
