"""Several hand-ins of one learner: which is the latest, and by what that is known.

Files' own times are no evidence: copying, unpacking and downloading set them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.model import NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from pathlib import Path

    from grader.workspace.handin import HandIn

_MOST_TOLD = 3


class Keep(StrEnum):
    """Which of several hand-ins of one learner counts."""

    LATEST = "latest"
    BEST = "best"


@dataclass(frozen=True)
class Attempt:
    """A hand-in that was read: ``work`` is what it says, ``number`` its number on ``platform``, 0 for none."""

    hand_in: HandIn
    work: Hashable
    platform: str = ""
    number: int = 0


def counting(attempts: Sequence[Attempt], keep: Keep) -> tuple[HandIn, ...]:
    """Return what is to be graded of one learner's hand-ins: the latest alone, or all, the latest last.

    Hand-ins that say the same are one. Where nothing tells which of several is the latest, none is: the result says so.
    """
    apart = _different(attempts)
    ordered, evidence = _in_order(apart)
    if len(apart) == 1 or keep is Keep.BEST:
        return tuple(each.hand_in for each in ordered)
    return (_latest([each.hand_in for each in ordered], evidence),)


def called(path: Path) -> str:
    """Return a hand-in's path as its learner knows it: the file's name and its folder's."""
    return "/".join(path.parts[-2:])


def _different(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Leave out all but the latest of those that say the same."""
    kept: dict[Hashable, Attempt] = {}
    for each in _in_order(attempts)[0]:
        kept[each.work] = each
    return [*kept.values()]


def _in_order(attempts: Sequence[Attempt]) -> tuple[list[Attempt], str]:
    """Return the attempts, the latest last, and what tells so; nothing does when that is empty."""
    named = sorted(attempts, key=lambda each: each.hand_in.path)
    timed = sorted((each for each in named if each.hand_in.submitted), key=_moment)
    if timed:
        ordered = [*(each for each in named if not each.hand_in.submitted), *timed]
        if len(timed) == 1:
            return ordered, "the only one whose time is known"
        return ordered, "the latest by its time" if _moment(timed[-2]) < _moment(timed[-1]) else ""
    by_number = sorted(named, key=lambda each: each.number)
    if len({each.platform for each in named}) == 1 and by_number[0].number and _apart(by_number):
        return by_number, f"the latest by {by_number[0].platform}'s numbers"
    return named, ""


def _apart(by_number: Sequence[Attempt]) -> bool:
    return len({each.number for each in by_number}) == len(by_number)


def _moment(attempt: Attempt) -> datetime:
    return datetime.fromisoformat(attempt.hand_in.submitted or "")


def _latest(ordered: Sequence[HandIn], evidence: str) -> HandIn:
    *others, latest = ordered
    if evidence:
        said = f"of {len(ordered)} hand-ins {called(latest.path)!r} counts, {evidence}; not {_listed(others)}"
        return replace(latest, remarks=(*latest.remarks, said))
    said = f"there are {len(ordered)} hand-ins, and nothing tells which is the latest: {_listed(ordered)}"
    return replace(latest, module=NO_TEXT, submitted=None, problem=f"{said}.", remarks=())


def _listed(hand_ins: Sequence[HandIn]) -> str:
    names = [repr(called(each.path)) for each in hand_ins[:_MOST_TOLD]]
    more = len(hand_ins) - len(names)
    return " and ".join(names) + (f" and {more} more" if more else "")
