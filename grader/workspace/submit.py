"""Handing in: the module and its receipt, copied to where hand-ins are collected."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.course import read_manifest
from grader.errors import UsageError
from grader.model import LARGEST_HAND_IN
from grader.tree import digest, write_file_atomically
from grader.workspace.receipt import SUFFIX, Receipt, receipt_bytes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
"""What some system does not allow in a file name; a hand-in's file is named after its learner."""


@dataclass(frozen=True)
class Visible:
    """How many of the visible checks passed when a learner handed in."""

    passed: int = 0
    total: int = 0


def submit(folder: Path, learner: str, into: Path, now: datetime, visible: Visible = Visible()) -> Receipt:
    """Copy the learner's module to ``into/<learner>.py`` and write ``into/<learner>.receipt.json`` beside it.

    An earlier hand-in of the learner is replaced. A module that does not parse is handed in all the same: what
    stands outside the broken part still counts, and ``parses`` in the receipt says so.

    Raises:
        UsageError: the folder is no exercise, the module is missing or too large, or the name cannot name a file.
        ValueError: ``now`` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("the time of a hand-in needs a time zone")
    name = _file_name(learner)
    exercise = read_manifest(folder).exercise
    data = _module(folder / f"{exercise.module}.py")
    receipt = Receipt(
        exercise=exercise.slug,
        learner=name,
        digest=digest(data),
        size=len(data),
        submitted=now.isoformat(timespec="seconds"),
        parses=_parses(data),
        passed=visible.passed,
        visible=visible.total,
    )
    # The receipt comes last: one without its module would vouch for what is not there.
    write_file_atomically(into / f"{name}.py", data)
    write_file_atomically(into / f"{name}{SUFFIX}", receipt_bytes(receipt))
    return receipt


def _file_name(learner: str) -> str:
    name = learner.strip()
    if not name or name.startswith((".", "-")) or name.endswith(".") or len(name.encode()) > 100:
        raise UsageError(f"{learner!r} cannot name a file.", "Choose a name of 1 to 100 characters: --name NAME.")
    odd = sorted({char for char in name if char in _NOT_IN_NAMES or not char.isprintable()})
    if odd:
        raise UsageError(f"A name cannot contain {' '.join(map(repr, odd))}.", "Leave it out: --name NAME.")
    return name


def _module(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Hand in from the exercise's folder.") from error
    if len(data) > LARGEST_HAND_IN:
        raise UsageError(
            f"{path} has {len(data)} bytes; at most {LARGEST_HAND_IN} are read.", "Move data out of the module."
        )
    return data


def _parses(data: bytes) -> bool:
    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
