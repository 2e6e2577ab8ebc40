"""Rosters: a CSV file that says which learner a file name, number, name or address stands for."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from grader.workspace.handin import HandIn

LEARNER = "learner"
LARGEST_ROSTER = 1 << 24
_MOST_TOLD = 10


@dataclass(frozen=True)
class Roster:
    """A roster's rows: each learner, and the other cells of the row, by any of which a hand-in may be known."""

    path: Path
    rows: tuple[tuple[str, frozenset[str]], ...]

    def learner_of(self, keys: Iterable[str]) -> str | None:
        """Return whom the rows with any of these keys name; None when it is nobody or not one learner alone."""
        wanted = _keys(keys)
        learners = {learner for learner, cells in self.rows if cells & wanted}
        return learners.pop() if len(learners) == 1 else None

    def told(self, hand_ins: Sequence[HandIn]) -> tuple[str, ...]:
        """Say which hand-ins have no row, or rows of several learners, and which rows have no hand-in."""
        keys = [_keys(hand_in.keys) for hand_in in hand_ins]
        everybodys = frozenset().union(*keys)
        strangers = [each for each in hand_ins if self.learner_of(each.keys) is None]
        absent = [learner for learner, cells in self.rows if not cells & everybodys]
        kinds = {
            "names no single learner for": dict.fromkeys(each.learner for each in strangers),
            "has a row, but there is no hand-in, for": dict.fromkeys(absent),
        }
        return tuple(f"{self.path.name} {what} {_listed([*names])}." for what, names in kinds.items() if names)


def read_roster(path: Path) -> Roster:
    """Read a CSV file with a column ``learner`` and at least one more, parted by commas, semicolons or tabs.

    Raises:
        UsageError: it cannot be read, is no such file, or has no such columns.
    """
    fix = "Give a CSV file with a column 'learner' and others to find a hand-in by: file, id, name, e-mail …"
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_ROSTER + 1)
        if len(data) > LARGEST_ROSTER:
            raise UsageError(f"{path} has more than {LARGEST_ROSTER} bytes.", fix)
        head, *lines = _table(data.decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", fix) from error
    except (csv.Error, UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"{path} is no CSV file in UTF-8: {error}.", fix) from error
    columns = [cell.strip().casefold() for cell in head]
    if columns.count(LEARNER) != 1 or len(columns) < 2:
        raise UsageError(f"{path} has the columns {', '.join(head) or 'of an empty file'}.", fix)
    place = columns.index(LEARNER)
    rows = (
        (unicodedata.normalize("NFC", line[place].strip()), _keys(line[:place] + line[place + 1 :]))
        for line in lines
        if len(line) > place
    )
    return Roster(path, tuple((learner, keys) for learner, keys in rows if learner))


def _table(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return [*csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)] or [[]]


def _keys(cells: Iterable[str]) -> frozenset[str]:
    folded = (unicodedata.normalize("NFC", cell.strip()).casefold() for cell in cells)
    return frozenset(cell for cell in folded if cell)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_TOLD
    return ", ".join(map(repr, names[:_MOST_TOLD])) + (f" and {more} more" if more > 0 else "")
