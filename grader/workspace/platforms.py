"""Bulk downloads of Moodle, Canvas and Gradescope: whose a hand-in is, by the names the platforms give.

Learners choose what comes last in these names, platforms what comes first, so they are read from the left. A name that
is not a platform's is left as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UnreadableSubmission
from grader.workspace.export import METADATA, read_export
from grader.workspace.places import Found, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.workspace.export import Person, Submitted
    from grader.workspace.places import Item

_MOODLE = re.compile(r"(?P<learner>[^_]+)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?", re.DOTALL)
_CANVAS = re.compile(
    r"(?:(?:LATE_)?(?P<anonymous>anon_[A-Za-z0-9]+)|(?P<learner>[^./]+?)_(?:LATE_)?(?P<id>\d+))"
    r"_(?P<number>\d{4,})_(?P<file>.+)",
    re.DOTALL,
)
"""Shorter numbers of attachments are those of dates and weeks; only a new server of one's own has them."""
_AGAIN = re.compile(r"-\d+(?=(\.\w+)?$)")
"""What Canvas adds to the name of a file that was uploaded again."""


@dataclass(frozen=True)
class _Named:
    """An item and what its name tells: its learner, the platform's id of them, the file's own name and number."""

    item: Item
    learner: str
    id: str
    file: str = ""
    number: int = 0


def recognise(items: Sequence[Item]) -> tuple[list[Found], list[Item]]:
    """Return the hand-ins among items that a platform named, and the items that none did."""
    found, rest = _gradescope(items)
    for platform in (_moodle, _canvas):
        more, rest = platform(rest)
        found += more
    return found, rest


def _moodle(items: Sequence[Item]) -> tuple[list[Found], list[Item]]:
    """Recognise ``Full Name_1234567_assignsubmission_file_``, as folders and as beginnings of files' names."""
    of_learner = defaultdict[tuple[str, str], list[_Named]](list)
    rest = []
    for item in items:
        match = _MOODLE.fullmatch(item.name)
        if match and (item.is_folder or match["file"]):
            file = "" if item.is_folder else match["file"]
            of_learner[match["learner"], match["id"]].append(_Named(item, match["learner"].strip(), match["id"], file))
        else:
            rest.append(item)
    return [_together("Moodle", parts) for parts in of_learner.values()], rest


def _canvas(items: Sequence[Item]) -> tuple[list[Found], list[Item]]:
    """Recognise ``lovelaceada_LATE_12345_67890_name-1.py``: name, lateness, learner, attachment, name, repetition."""
    named = [each for item in items if (each := _canvas_name(item))]
    numbers = [each.number for each in named]
    if len(set(numbers)) < len(numbers):  # an attachment is one file: these numbers mean something else
        return [], list(items)
    of_learner = defaultdict[str, list[_Named]](list)
    for each in sorted(named, key=lambda each: each.number):
        of_learner[each.id].append(each)
    taken = {each.item for each in named}
    found = [_together("Canvas", parts) for all_ in of_learner.values() for parts in _submissions(all_)]
    return found, [item for item in items if item not in taken]


def _canvas_name(item: Item) -> _Named | None:
    match = None if item.is_folder else _CANVAS.fullmatch(item.name)
    if match is None:
        return None
    learner = match["anonymous"] or match["learner"]
    if match["learner"] and learner != learner.lower():
        return None
    file = _AGAIN.sub("", match["file"])
    return _Named(item, learner, match["anonymous"] or match["id"], file, int(match["number"]))


def _submissions(parts: Sequence[_Named]) -> list[list[_Named]]:
    """Part a learner's files by submission: of a file that is there several times, one is in each.

    Canvas packs what was uploaded last; several versions are there where downloads were put together.
    """
    versions = defaultdict[str, list[_Named]](list)
    for each in parts:
        versions[each.file].append(each)
    count = max(map(len, versions.values()))
    return [[of_file[min(n, len(of_file) - 1)] for of_file in versions.values()] for n in range(count)]


def _together(platform: str, parts: Sequence[_Named]) -> Found:
    """Return the hand-in that several items make."""
    first, last = parts[0], max(parts, key=lambda each: each.number)
    names = (name for each in parts for name in _names(each.item))
    return Found(
        learner=first.learner or first.id,
        path=last.item.path,
        files=partial(merged, tuple((each.item, each.file) for each in parts)),
        keys=(*names, first.learner, first.id, f"Participant {first.id}"),
        platform=platform,
        id=first.id,
        number=last.number,
    )


def _names(item: Item) -> Iterable[str]:
    return dict.fromkeys((item.name, PurePosixPath(item.name).stem))


def _gradescope(items: Sequence[Item]) -> tuple[list[Found], list[Item]]:
    """Recognise the folders that an export's metadata name; a group's counts for each of its members."""
    metadata = next((item for item in items if item.name == METADATA and not item.is_folder), None)
    if metadata is None:
        return [], list(items)
    rest = [item for item in items if item is not metadata]
    try:
        export = read_export(metadata.files()[METADATA]())
    except UnreadableSubmission:
        return [], rest
    found = [_of(person, export[item.name], item) for item in rest for person in _people(export, item)]
    return found, [item for item in rest if not _people(export, item)]


def _people(export: dict[str, Submitted], item: Item) -> tuple[Person, ...]:
    return export[item.name].people if item.is_folder and item.name in export else ()


def _of(person: Person, submitted: Submitted, item: Item) -> Found:
    return Found(
        learner=person.name or person.email or person.sid or item.name,
        path=item.path,
        files=item.files,
        keys=(item.name, person.name, person.email, person.sid),
        platform="Gradescope",
        id=person.email or person.sid or item.name,
        number=int(item.name.rpartition("_")[2]),
        submitted=submitted.time,
    )
