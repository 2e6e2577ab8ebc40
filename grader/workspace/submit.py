"""Handing in: the work and its receipt, copied to where hand-ins are collected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from grader.errors import UnreadableSubmission, UsageError
from grader.source.reading import NOTEBOOK, SUFFIXES, is_notebook, read_module
from grader.tree import digest, read_small, write_file_atomically
from grader.workspace.receipt import LARGEST_RECEIPT, SUFFIX, Receipt, read_receipt, receipt_bytes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from grader.workspace.work import Work

_MOST_RECEIPTS = 1_000
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
"""What some system does not allow in a file name; a hand-in's file is named after its learner."""


@dataclass(frozen=True)
class HandedIn:
    """A receipt, and the file it is for.

    Where the course has a folder for hand-ins, ``dropped`` is the copy in it, or ``fault`` why there is none.
    """

    receipt: Receipt
    file: Path
    dropped: Path | None = None
    fault: str = ""


@dataclass(frozen=True)
class Visible:
    """How many of the visible checks passed when a learner handed in."""

    passed: int = 0
    total: int = 0


def submit(work: Work, slug: str, learner: str, into: Path, now: datetime, visible: Visible = Visible()) -> HandedIn:
    """Copy the learner's work to ``into``, named after the learner, and write ``<learner>.receipt.json`` beside it.

    An earlier hand-in of the learner is replaced. A file that cannot be read as Python is handed in all the same:
    what stands outside the broken part still counts, and ``parses`` in the receipt says so.

    Raises:
        UsageError: two files were written in and differ, the file is missing or too large, or the name cannot name
            a file.
        ValueError: ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the time of a hand-in needs a time zone")
    name = _file_name(learner)
    if work.rival:
        message = f"{work.file.name} and {work.rival} were both written in, and they differ."
        raise UsageError(message, "Say which one counts: --from py, or --from notebook.")
    data = work.data()
    receipt = Receipt(
        exercise=slug,
        learner=name,
        digest=digest(data),
        size=len(data),
        submitted=now.isoformat(timespec="seconds"),
        parses=_parses(work.file.name, data),
        passed=visible.passed,
        visible=visible.total,
    )
    return HandedIn(receipt, _deposit(into, receipt, work.file.name, data))


def would_replace(work: Work, into: Path, learner: str) -> bool:
    """Tell whether a folder holds another work that a learner handed in; raises UsageError as ``submit`` does."""
    earlier = (into / f"{_file_name(learner)}{suffix}" for suffix in SUFFIXES)
    return any(file.is_file() and file.read_bytes() != work.data() for file in earlier)


def others(handed_in: HandedIn) -> tuple[str, ...]:
    """Return the names under which the same exercise was handed in to the same folder before, but for this one's."""
    paths = sorted(islice(handed_in.file.parent.glob(f"*{SUFFIX}"), _MOST_RECEIPTS))
    receipts = (read_receipt(read_small(path, LARGEST_RECEIPT) or b"") for path in paths)
    ours = handed_in.receipt
    same = (each.learner for each in receipts if each and each.exercise == ours.exercise)
    return tuple(name for name in same if name != ours.learner)


def drop(handed_in: HandedIn, folder: Path) -> HandedIn:
    """Copy a hand-in and its receipt to a course's folder for hand-ins too, into ``<slug>/``.

    The folder has to be there: made here, one of a disk that is not connected would look like the course's.
    """
    try:
        into = folder.expanduser()
        if not into.is_dir():
            return replace(handed_in, fault=f"{into} is not there")
        data, name = handed_in.file.read_bytes(), handed_in.file.name
        dropped = _deposit(into / handed_in.receipt.exercise, handed_in.receipt, name, data)
    except UsageError as error:
        return replace(handed_in, fault=error.message)
    except (OSError, RuntimeError) as error:
        return replace(handed_in, fault=f"{folder}: {error}")
    return replace(handed_in, dropped=dropped)


def _deposit(into: Path, receipt: Receipt, original: str, data: bytes) -> Path:
    """Write a hand-in and its receipt into a folder, in the place of an earlier one, and return the hand-in's file."""
    name = receipt.learner
    file = into / f"{name}{NOTEBOOK if is_notebook(original) else '.py'}"
    # The receipt comes last: one without its module would vouch for what is not there.
    write_file_atomically(file, data)
    _remove_earlier(into, name, file)
    write_file_atomically(into / f"{name}{SUFFIX}", receipt_bytes(receipt))
    return file


def _remove_earlier(into: Path, name: str, file: Path) -> None:
    """Remove an earlier hand-in in the other form: of two files of one learner none would be graded."""
    for suffix in SUFFIXES:
        other = into / f"{name}{suffix}"
        if other != file:
            other.unlink(missing_ok=True)


def _file_name(learner: str) -> str:
    name = learner.strip()
    if not name or name.startswith((".", "-")) or name.endswith(".") or len(name.encode()) > 100:
        raise UsageError(f"{learner!r} cannot name a file.", "Choose a name of 1 to 100 characters: --name NAME.")
    odd = sorted({char for char in name if char in _NOT_IN_NAMES or not char.isprintable()})
    if odd:
        raise UsageError(f"A name cannot contain {' '.join(map(repr, odd))}.", "Leave it out: --name NAME.")
    return name


def _parses(name: str, data: bytes) -> bool:
    try:
        return not read_module(name, data).broken
    except UnreadableSubmission:
        return False
