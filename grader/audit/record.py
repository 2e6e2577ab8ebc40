"""The record of an audit, committed beside the suite, and the override that releases without one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from grader.audit.findings import AUDIT_SCHEMA
from grader.course.layout import given_module_files, solution_file, suite_dir
from grader.errors import Problem
from grader.reporting.json import document
from grader.testing.origin import SUITE
from grader.tree import digest, write_file_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.audit.findings import Audit, TaskAudit
    from grader.model import Course, Exercise

RECORD = "audit.json"
OVERRIDE = "override.json"
_SUITE_FILES = (*SUITE, "probes.py", "conftest.py", "mistakes.py", "alternatives.py", "equivalents.toml")


@dataclass(frozen=True)
class Override:
    """Leave to release one state of an exercise's content that is not certified, and why."""

    digest: str
    reason: str


def content_digest(course: Course, exercise: Exercise) -> str:
    """Return a digest of all that an audit's outcome depends on, but for the machine.

    That is the solution and its given modules, the facts in the handout, what lies beside the suite, and what the
    grader makes mutants and universal mistakes with.
    """
    folder = suite_dir(course, exercise)
    files = [solution_file(course, exercise), *given_module_files(course, exercise).values()]
    files += [folder / name for name in _SUITE_FILES]
    here = Path(__file__).parent
    makers = sorted([*(here / "mutation").rglob("*.py"), here / "universal.py", here / "findings.py"])
    lines = [*_digests(course.root, files), *_digests(here, makers), digest(msgspec.json.encode(exercise))]
    return digest("\n".join(lines).encode())


def record_bytes(audit: Audit) -> bytes:
    """Return the record of an audit; the same truth gives the same bytes."""
    fields = {
        "schema": audit.schema,
        "exercise": audit.exercise,
        "digest": audit.digest,
        "green": audit.green,
        "tasks": [_task(task) for task in audit.tasks],
        "defects": [asdict(defect) for defect in audit.defects],
        "skipped": audit.skipped,
    }
    return document(fields)


def write_record(course: Course, exercise: Exercise, audit: Audit) -> Path:
    """Write the record beside the suite and return its path."""
    path = suite_dir(course, exercise) / RECORD
    write_file_atomically(path, record_bytes(audit))
    return path


def record_problems(course: Course, exercise: Exercise) -> tuple[Problem, ...]:
    """Return why an exercise's record does not certify it: it is missing, not current, or not green."""
    path = suite_dir(course, exercise) / RECORD
    fields, audit_it = _read(path), f"Run: grader audit {exercise.slug}"
    if fields is None:
        return (Problem(path, 0, "there is no record of an audit", audit_it),)
    if fields.get("schema") != AUDIT_SCHEMA or fields.get("digest") != content_digest(course, exercise):
        return (Problem(path, 0, "the record is not of what is there now", audit_it),)
    if fields.get("green") is not True:
        count = len(fields.get("defects", ()))
        return (
            Problem(path, 0, f"the audit found defects: {count}", f"Mend them, then run: grader audit {exercise.slug}"),
        )
    return ()


def override_of(course: Course, exercise: Exercise) -> Override | None:
    """Return the override that stands for an exercise as it is now, if there is one."""
    fields = _read(suite_dir(course, exercise) / OVERRIDE)
    reason = (fields or {}).get("reason")
    if fields is None or not isinstance(reason, str) or not reason.strip():
        return None
    current = content_digest(course, exercise)
    return Override(current, reason) if fields.get("digest") == current else None


def write_override(course: Course, exercise: Exercise, reason: str) -> Override:
    """Write down that an exercise as it is now may be released without a green audit, and why."""
    override = Override(content_digest(course, exercise), reason)
    write_file_atomically(suite_dir(course, exercise) / OVERRIDE, document(asdict(override)))
    return override


def _task(task: TaskAudit) -> dict[str, Any]:
    return {
        "id": task.id,
        "names": task.names,
        "points": task.points,
        "checks": task.checks,
        "mistakes": {caught.name: caught.fails for caught in task.mistakes},
        "universal": task.universal,
        "mutants": task.mutants,
        "killed": task.killed,
        "equivalents": {agreed.mutant: agreed.inputs for agreed in task.equivalents},
        "survivors": {survivor.id: survivor.change for survivor in task.survivors},
    }


def _digests(root: Path, files: Iterable[Path]) -> list[str]:
    return [f"{file.relative_to(root).as_posix()} {digest(file.read_bytes())}" for file in files if file.exists()]


def _read(path: Path) -> dict[str, Any] | None:
    """Return the fields of a JSON object, or None where there is none that can be read."""
    try:
        fields = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return fields if isinstance(fields, dict) else None
