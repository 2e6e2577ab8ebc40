"""Reports as JSON: the form that is stored, compared and read back."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec

from grader.errors import EnvironmentFault, UsageError
from grader.model import REPORT_SCHEMA, Report
from grader.reporting.text import ascii_controls

if TYPE_CHECKING:
    from collections.abc import Iterable


def to_json(report: Report) -> bytes:
    """Encode a report: indented, in the order of the model's fields, the same bytes for equal reports.

    Control and bidirectional characters are escaped, so the bytes may be shown on a terminal; a lone surrogate,
    which UTF-8 cannot hold, is written as its escape. Raises EnvironmentFault for a number that is not finite.
    """
    return document(msgspec.to_builtins(report))


def to_json_list(reports: Iterable[Report]) -> bytes:
    """Encode several reports as one JSON array, each as ``to_json`` does."""
    return document([msgspec.to_builtins(report) for report in reports])


def from_json(data: bytes) -> Report:
    """Decode one report.

    A field that an older grader did not write has its default. Raises UsageError when the bytes are not JSON, are a
    document of another schema, or lack a field without default or have one that is unknown.
    """
    fields = _fields(data)
    if not isinstance(fields, dict) or fields.get("schema") != REPORT_SCHEMA:
        found = fields.get("schema") if isinstance(fields, dict) else None
        raise UsageError(
            f"This is not a report of schema {REPORT_SCHEMA}" + (f", but of {found!r}." if found else "."),
            "Grade the hand-in again with this version, or read the file with the version that wrote it.",
        )
    try:
        report = msgspec.convert(fields, Report, strict=True)
    except msgspec.ValidationError as error:
        raise _damaged(str(error)) from error
    try:
        known = _is_within(fields, asdict(report))
    except RecursionError:  # only an unknown field can be that deep
        known = False
    if not known:
        raise _damaged("it has unknown fields")
    return report


def document(tree: object) -> bytes:
    """Encode a tree of plain values as ``to_json`` encodes a report."""
    compact = msgspec.json.encode(_encodable(tree))
    text = ascii_controls(msgspec.json.format(compact, indent=2).decode())
    # In a log of GitHub this begins a command, wherever in a line it stands.
    return text.replace("##[", "#\\u0023[").encode() + b"\n"


def _encodable(value: Any) -> Any:
    """Return ``value`` with text UTF-8 can hold; a number that is not finite would silently become null."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case float() if not math.isfinite(value):
            raise EnvironmentFault(
                f"A report holds the number {value}, which is no score and no time.",
                "This is a fault of the grader; please report it with the hand-in that caused it.",
            )
        case dict():
            return {key: _encodable(item) for key, item in value.items()}
        case list() | tuple():
            return [_encodable(item) for item in value]
    return value


def _fields(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            f"This file is not JSON: {error}", "Give the path of a .json report that the grader wrote."
        ) from error


def _damaged(reason: str) -> UsageError:
    return UsageError(
        f"This report cannot be read: {reason}.", "It was changed after it was written; grade the hand-in again."
    )


def _is_within(value: Any, read: Any) -> bool:
    """Return whether all of a decoded document is in what was read of it, where some fields may have been added."""
    match value:
        case dict():
            return value.keys() <= read.keys() and all(_is_within(item, read[key]) for key, item in value.items())
        case list():
            return len(value) == len(read) and all(map(_is_within, value, read))
    return bool(value == read)
