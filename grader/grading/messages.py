"""What a class's grader and its grading processes say to each other: MessagePack, each message after its length."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

import msgspec

from grader.diagnosis.steps import Trace  # noqa: TC001 – msgspec reads the annotations when it decodes
from grader.model import ModuleText, Provenance, Report  # noqa: TC001 – the same

_LENGTH = struct.Struct("<I")
Message = TypeVar("Message")


@dataclass(frozen=True)
class Assignment:
    """What a grading process is to grade, and how."""

    root: str
    slug: str
    key: bytes
    provenance: Provenance
    require_jail: bool
    core: int | None = None
    """The processor to keep to, workers included; None for any."""


@dataclass(frozen=True)
class Answer:
    """What a grading process says: ready (with the checks that fail on the reference), a report, or a fault."""

    ready: tuple[str, ...] | None = None
    report: Report | None = None
    fault: tuple[int, str] | None = None
    """Exit code and message."""


@dataclass(frozen=True)
class ExerciseFolder:
    """The folder whose visible checks a process is to keep warm."""

    folder: str
    core: int | None = None
    """The processor to keep to, workers included; None for any."""


@dataclass(frozen=True)
class Work:
    """A learner's work to check, the ``number``-th from 1; all tasks, or those of these ids and names.

    With ``follow``, the id or name of a task, one call of it is followed instead.
    """

    number: int
    module: ModuleText
    tasks: frozenset[str] | None = None
    follow: str = ""


@dataclass(frozen=True)
class Checked:
    """What a checking process says: that it is warm, the report or trace of the work of this number, or a fault."""

    number: int = 0
    warm: bool = False
    report: Report | None = None
    trace: Trace | None = None
    fault: tuple[int, str] | None = None
    """Exit code and message; that of no number is the last answer."""


def write_message(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_message(stream: BinaryIO, kind: type[Message]) -> Message | None:
    """Read one message, or None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    data = stream.read(*_LENGTH.unpack(head))
    return msgspec.msgpack.decode(data, type=kind)
