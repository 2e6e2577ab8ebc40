"""``exercise.json``: what a learner's folder knows about its exercise."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from grader.course.hand_in import hand_in_problem
from grader.course.hints import Ladder  # noqa: TC001 – msgspec reads the annotation when it decodes
from grader.course.layout import MANIFEST
from grader.course.rules import slug_problem
from grader.errors import UsageError
from grader.model import EXERCISE_SCHEMA, Exercise

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1 << 24
_FIX = "Get the exercise again with `grader start`."


@dataclass(frozen=True)
class Manifest:
    """An exercise as released.

    ``stub`` is the whole stub module, ``hidden_checks`` counts them by task id; ``hints`` are by definition, and an
    exercise made before there were any has none. ``hand_in`` is where the course wants hand-ins, or empty.
    """

    exercise: Exercise
    stub: str
    hidden_checks: dict[str, int] = field(default_factory=dict)
    hints: dict[str, Ladder] = field(default_factory=dict)
    hand_in: str = ""


class _Extra(msgspec.Struct):
    """What ``exercise.json`` holds beside the fields of ``Exercise``."""

    schema: str
    stub: str = ""
    hidden_checks: dict[str, int] = {}
    hints: dict[str, Ladder] = {}
    hand_in: str = ""


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as JSON, always the same bytes for the same manifest."""
    values: dict[str, Any] = {
        "schema": EXERCISE_SCHEMA,
        **asdict(manifest.exercise),
        "hidden_checks": manifest.hidden_checks,
        "hints": manifest.hints,
        **({"hand_in": manifest.hand_in} if manifest.hand_in else {}),
        "stub": manifest.stub,
    }
    return msgspec.json.format(msgspec.json.encode(values), indent=2) + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of an exercise folder.

    Raises:
        UsageError: there is none, it is damaged, or of another version of the schema.
    """
    path = folder / MANIFEST
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path} has {path.stat().st_size} bytes; no exercise needs so many.", _FIX)
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{folder} is not an exercise: no {MANIFEST} can be read there.", _FIX) from error
    return decode_manifest(data, path)


def decode_manifest(data: bytes, path: Path) -> Manifest:
    """Return the manifest that the bytes of ``path`` hold; raises UsageError as ``read_manifest`` does."""
    try:
        extra = msgspec.json.decode(data, type=_Extra)
        _refuse_other_schema(path, extra.schema)
        exercise = msgspec.json.decode(data, type=Exercise)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is damaged: {error}", _FIX) from error
    _refuse_names_that_lead_elsewhere(path, exercise)
    if problem := hand_in_problem(extra.hand_in) if extra.hand_in else "":
        raise UsageError(f"{path} is damaged: {problem}", _FIX)
    return Manifest(exercise, extra.stub, extra.hidden_checks, extra.hints, extra.hand_in)


def _refuse_names_that_lead_elsewhere(path: Path, exercise: Exercise) -> None:
    """Refuse names of which files are made, if they could be anything but a file in the folder."""
    given = [name.removesuffix(".py") for name in exercise.given_modules]
    problem = slug_problem(exercise.slug) or next(
        (f"{name!r} is no module" for name in given if not name.isidentifier()), ""
    )
    if problem:
        raise UsageError(f"{path} is damaged: {problem}", _FIX)


def _refuse_other_schema(path: Path, schema: str) -> None:
    if schema != EXERCISE_SCHEMA:
        fix = "Install the version of grader that came with the exercise."
        raise UsageError(f"{path} is of schema {schema!r}, not {EXERCISE_SCHEMA!r}.", fix)
