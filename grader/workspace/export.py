"""The metadata of Gradescope's exports: who submitted which folder, and when.

The file is YAML as Ruby writes it, with all results in it. Of YAML no more is read than stands there for sure: keys by
their indentation, and one-line texts. Whatever a learner made is indented more deeply, so it cannot pose as a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"(submission_\d{1,18}):\s*")
_PART = re.compile(r"  :(\w+):(?: (.*))?")
_FIELD = re.compile(r"( *)(- )?:(\w+):(?: (.*))?")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "a": "\a", "b": "\b", "_": "\u00a0"}
_FRACTION = re.compile(r"(\.\d{6})\d*")


@dataclass(frozen=True)
class Person:
    """Somebody a submission is of; what is not told is empty."""

    name: str = ""
    email: str = ""
    sid: str = ""


@dataclass(frozen=True)
class Submitted:
    """A submission's people, and the ISO 8601 time with offset at which it was made, or None."""

    people: tuple[Person, ...] = ()
    time: str | None = None


class _Reader:
    """Takes an export line by line."""

    def __init__(self) -> None:
        self.people: dict[str, list[Person]] = {}
        self.times: dict[str, str | None] = {}
        self._folder = ""
        self._part = ""
        self._column = 0

    def take(self, line: str) -> None:
        if line and not line[0].isspace():
            match = _FOLDER.fullmatch(line)
            self._folder, self._part = match[1] if match else "", ""
            self.people[self._folder] = []
        elif match := _PART.fullmatch(line):
            self._part, self._column = match[1], 0
            if self._part == "created_at":
                self.times[self._folder] = _time(match[2] or "")
        elif self._part == "submitters" and (match := _FIELD.fullmatch(line)):
            self._take_field(match)

    def _take_field(self, match: re.Match[str]) -> None:
        people, column = self.people[self._folder], len(match[1]) + len(match[2] or "")
        self._column = self._column or column
        if column != self._column:
            return
        if match[2]:
            people.append(Person())
        if people and match[3] in ("name", "email", "sid"):
            people[-1] = replace(people[-1], **{match[3]: _text(match[4] or "")})


def read_export(data: bytes) -> dict[str, Submitted]:
    """Return folder → who submitted it, and when; what is not as Gradescope writes it is passed over."""
    reader = _Reader()
    for line in data.decode("utf-8-sig", "replace").split("\n"):
        reader.take(line.rstrip("\r"))
    folders = (folder for folder in reader.people if folder)
    return {folder: Submitted(tuple(reader.people[folder]), reader.times.get(folder)) for folder in folders}


def _text(scalar: str) -> str:
    """Return the text of a one-line scalar."""
    scalar = scalar.strip()
    if len(scalar) > 1 and scalar[0] == scalar[-1] == "'":
        return scalar[1:-1].replace("''", "'").strip()
    if len(scalar) > 1 and scalar[0] == scalar[-1] == '"':
        return _ESCAPE.sub(_unescaped, scalar[1:-1]).strip()
    return "" if scalar in ("~", "null") or scalar[:1] in ("|", ">") else scalar


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if not digits:
        return _LETTERS.get(match[4], match[4])
    code = int(digits, 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _time(scalar: str) -> str | None:
    """Return a time such as ``2023-09-21 19:03:11.123456000 Z`` in ISO 8601, or None."""
    text = _FRACTION.sub(r"\1", _text(scalar))
    day, _, rest = text.partition(" ")
    try:
        moment = datetime.fromisoformat(f"{day}T{rest.replace(' ', '')}" if rest else text)
    except (ValueError, OverflowError):
        return None
    return moment.isoformat() if moment.tzinfo else None
