"""Hints for an imported week: true of any task, until its author has written better ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DECIDED = "the hints are general ones, the same for every task; write what this week's learners need"
_HEAD = "# General hints, true of any task: write your own, each saying more than the one before.\n"
_LADDER = """
[{name}]
reread = "Read the docstring of {name} again, line by line, and the text above it: what goes in, of which shape, and \
what exactly comes out? Which special cases does it name?"
look = "Call {name} on the smallest example that you can work out by hand, print every step on the way, and find the \
first one that departs from yours. Then try the special cases."
kind = "Usually it is one of these: a special case that nobody treated, an axis or an order that is exchanged, an \
argument that is changed where a copy was meant, or a result that is worked out and not returned."
"""


def hints_text(names: Iterable[str]) -> str:
    """Return the file of hints for the tasks whose first definitions these are."""
    return _HEAD + "".join(_LADDER.format(name=name) for name in names)
