"""Which hints a learner has opened: ``.grader/hints.json`` of an exercise folder, and the ladders that go with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from grader.course.hints import TITLES, Opened, ladder_for
from grader.course.manifest import Manifest, read_manifest
from grader.errors import UsageError
from grader.model import Verdict
from grader.tree import write_file_atomically
from grader.workspace.progress import remembered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.model import Task
    from grader.workspace.progress import TaskProgress

PLACE = PurePosixPath(".grader/hints.json")
"""Where it is remembered, in the exercise's folder."""
_GET = "Get a newer release of the week; until then README.md says what is asked, and `grader check` what fails."
_NOT_FAILING = frozenset({Verdict.SKIPPED, Verdict.BROKEN})
_SCHEMA: Literal["grader/hints/v1"] = "grader/hints/v1"


class _Memory(msgspec.Struct):
    """What is remembered: how many rungs are open, by the definition whose ladder it is."""

    schema: Literal["grader/hints/v1"] = _SCHEMA
    open: dict[str, Annotated[int, msgspec.Meta(ge=0, le=len(TITLES))]] = {}


def ladders(folder: Path) -> tuple[Opened, ...]:
    """Return the ladders of an exercise folder in order of its tasks, each with how far it is open.

    Raises:
        UsageError: the folder is no exercise, or was made before there were hints.
    """
    manifest = _with_hints(folder)
    counts = _opened(folder)
    tasks = manifest.exercise.tasks
    return tuple(_of(manifest, task, name, counts) for task in tasks for name in task.names if name in manifest.hints)


def ladder(folder: Path, name: str) -> Opened:
    """Return the ladder for a definition or task, opening nothing.

    Raises:
        UsageError: as ``ladders`` does, or there is no such task.
    """
    manifest = _with_hints(folder)
    task, wanted = ladder_for(name, manifest.hints, manifest.exercise)
    if wanted not in manifest.hints:
        raise UsageError(f"There are no hints for {task.names[0]}.", _GET)
    return _of(manifest, task, wanted, _opened(folder))


def open_next(folder: Path, name: str) -> Opened:
    """Open the next rung of the ladder for a definition or task, if there is one left, and remember it.

    Raises:
        UsageError: as ``ladder`` does, or nothing can be written in the folder.
    """
    found = ladder(folder, name)
    if not found.left:
        return found
    opened = replace(found, count=found.count + 1)
    memory = _Memory(open={**_opened(folder), opened.name: opened.count})
    write_file_atomically(folder / PLACE, msgspec.json.encode(memory) + b"\n")
    return opened


def stamp(folder: Path) -> tuple[int, int]:
    """Return what tells one state of the opened hints from another, for who looks again and again."""
    try:
        found = (folder / PLACE).stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino


def stuck_on(folder: Path) -> str:
    """Return the first task that the last checks saw fail, one that is written before one that is not; empty for none.

    Raises:
        UsageError: the folder is no exercise.
    """
    known = remembered(folder).tasks
    told = [(task.names[0], known[task.id]) for task in read_manifest(folder).exercise.tasks if task.id in known]
    failing = [(name, task) for name, task in told if set(task.verdicts) - _NOT_FAILING]
    written = [(name, task) for name, task in failing if not _is_missing(task)]
    return next((name for name, _ in (*written, *failing)), "")


def _of(manifest: Manifest, task: Task, name: str, counts: Mapping[str, int]) -> Opened:
    others = tuple(other for other in task.names if other in manifest.hints and other != name)
    return Opened(task, name, manifest.hints[name], counts.get(name, 0), others)


def _is_missing(task: TaskProgress) -> bool:
    return set(task.verdicts) == {Verdict.MISSING} and not task.passed


def _with_hints(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    if not manifest.hints:
        raise UsageError(f"This copy of {manifest.exercise.slug} came without hints: it is older than they are.", _GET)
    return manifest


def _opened(folder: Path) -> dict[str, int]:
    """Return how many rungs are open by definition; a file that is missing or damaged remembers nothing."""
    try:
        return msgspec.json.decode((folder / PLACE).read_bytes(), type=_Memory).open
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
