"""Where the marks of a small picture lie: the values of an answer beside those expected, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Finding

FEWEST = 8
"""Of fewer values the numbers themselves say as much."""
WIDTH, HEIGHT = 320, 116
"""The picture's own units; a page shows it as wide as there is room."""
_LEFT, _MARGIN = 62, 8
"""Units left of the marks, for the numbers of the axis, and on the other sides."""

Mark = tuple[float, float]


@dataclass(frozen=True)
class Plot:
    """Marks in the picture's units, y downwards; ``zero`` is the height of 0 where it lies between the values.

    ``highest`` and ``lowest`` are the ends of the axis, ``alternative`` says in words what the picture shows.
    """

    got: tuple[Mark, ...]
    expected: tuple[Mark, ...]
    zero: float | None
    highest: str
    lowest: str
    alternative: str


def plot_of(finding: Finding) -> Plot | None:
    """Return the picture of a finding's points, or None where it would show nothing: too few, or two flat lines."""
    got, expected = [pair[0] for pair in finding.points], [pair[1] for pair in finding.points]
    if len(got) < FEWEST or (len(set(got)) == 1 and len(set(expected)) == 1):
        return None
    low, high = min(*got, *expected), max(*got, *expected)
    lowest, highest = _told_apart(low, high)
    return Plot(
        got=_marks(got, low, high),
        expected=_marks(expected, low, high),
        zero=_height(0.0, low, high) if low < 0 < high else None,
        highest=highest,
        lowest=lowest,
        alternative=_in_words(got, expected),
    )


def _marks(values: Sequence[float], low: float, high: float) -> tuple[Mark, ...]:
    step = (WIDTH - _LEFT - _MARGIN) / (len(values) - 1)
    return tuple((round(_LEFT + number * step, 1), _height(value, low, high)) for number, value in enumerate(values))


def _height(value: float, low: float, high: float) -> float:
    """Return where a value lies; scaled first, since the difference of two large numbers may be infinite."""
    scale = max(abs(low), abs(high))
    share = (value / scale - low / scale) / (high / scale - low / scale)
    return round(HEIGHT - _MARGIN - share * (HEIGHT - 2 * _MARGIN), 1)


def _in_words(got: Sequence[float], expected: Sequence[float]) -> str:
    """Return what the picture shows: how far both reach, and where they are farthest apart."""
    gaps = [abs(one / 2 - other / 2) for one, other in zip(got, expected, strict=True)]
    widest = gaps.index(max(gaps))
    return (
        f"{len(got)} values in order, yours beside those expected. Yours lie {_between(got)}, "
        f"the expected ones {_between(expected)}. They are farthest apart at number {widest + 1}: "
        f"yours {_number(got[widest])}, expected {_number(expected[widest])}."
    )


def _between(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    return f"between {_number(low)} and {_number(high)}" if low < high else f"all at {_number(low)}"


def _told_apart(low: float, high: float) -> tuple[str, str]:
    """Write two numbers with as few digits as tell them apart."""
    pairs = ((_number(low, digits), _number(high, digits)) for digits in (3, 6, 9, 17))
    return next(pair for pair in pairs if pair[0] != pair[1])


def _number(value: float, digits: int = 4) -> str:
    return f"{value + 0.0:.{digits}g}".replace("-", "−")
