"""What a learner's last checks and hand-in said: ``.grader/progress.json`` of an exercise folder."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import msgspec

from grader.errors import UsageError
from grader.model import Verdict
from grader.source.own import reached_meanings
from grader.source.parsing import UNREADABLE
from grader.tree import digest, read_small, write_file_atomically
from grader.workspace.receipt import Receipt, is_sound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.model import Report, TaskResult
    from grader.testing.material import Material

PLACE = PurePosixPath(".grader/progress.json")
"""Where it is remembered, in the exercise's folder; a dot folder is neither handed in nor graded."""
PROGRESS_SCHEMA = "grader/progress/v1"
_LARGEST = 1 << 20
_LOADING = " when the file was loaded"
_Count = Annotated[int, msgspec.Meta(ge=0)]


@dataclass(frozen=True)
class TaskProgress:
    """What the last check of a task said.

    ``passed`` of ``visible`` checks passed, and ``verdicts`` are those of the others, each once; ``checked`` is an
    ISO 8601 time with offset. ``digest`` is the ``task_digests`` of the work that was checked.
    """

    passed: _Count
    visible: _Count
    verdicts: tuple[Verdict, ...]
    checked: str
    digest: str

    @property
    def passes(self) -> bool:
        """Whether the task has visible checks and all of them passed."""
        return 0 < self.visible == self.passed


@dataclass(frozen=True)
class Progress:
    """What is remembered of an exercise: by task id, the receipt of the last hand-in, and what failed to load last."""

    tasks: dict[str, TaskProgress] = field(default_factory=dict)
    handed_in: Receipt | None = None
    failed_to_load: tuple[str, ...] = ()
    loaded: str = ""
    """The SHA-256 of the file that ``failed_to_load`` is about."""
    schema: str = PROGRESS_SCHEMA


def task_digests(material: Material, text: str) -> dict[str, str]:
    """Return for each task, by id, what tells one state of it in a learner's text from another.

    It is the SHA-256 of the meaning of all that the task's names reach, so an edit changes it only for the tasks that
    it touches, and a notebook's cells have the one of the file they are saved to. Empty for a text that is too hostile.
    """
    try:
        kept = material.implementation("", text)[0].parts[-1].text
        tasks = material.exercise.tasks
        meanings = reached_meanings(kept, material.stub, [task.names for task in tasks])
    except UNREADABLE:
        return {}
    pairs = zip(tasks, meanings, strict=True)
    return {task.id: digest(repr((material.stub, said)).encode()) for task, said in pairs}


def remember(folder: Path, report: Report, digests: Mapping[str, str]) -> None:
    """Remember what a check said of the tasks in its report; what is known of other tasks stays.

    In a folder that cannot be written nothing is remembered, and no error is raised.

    Args:
        folder: the exercise's.
        report: of a learner's own check.
        digests: of the work that was checked; see ``task_digests``.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    told = {result.task.id: _told(result, now, digests.get(result.task.id, "")) for result in report.tasks}
    known = remembered(folder)
    failed, loaded = failed_to_load(report), digest(report.source.encode("utf-8", "replace"))
    _write(folder, replace(known, tasks={**known.tasks, **told}, failed_to_load=failed, loaded=loaded))


def failed_to_load(report: Report) -> tuple[str, ...]:
    """Return the remarks of a report that say which statements, such as an import, raised when the file was loaded."""
    return tuple(remark for remark in report.remarks if _LOADING in remark)


def remember_hand_in(folder: Path, receipt: Receipt) -> None:
    """Remember the last hand-in, wherever it went; like ``remember`` it raises no error."""
    _write(folder, replace(remembered(folder), handed_in=receipt))


def remembered(folder: Path) -> Progress:
    """Return what is remembered of an exercise: nothing where the file is missing or damaged."""
    try:
        progress = msgspec.json.decode(read_small(folder / PLACE, _LARGEST) or b"", type=Progress)
        times = [datetime.fromisoformat(task.checked) for task in progress.tasks.values()]
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        return Progress()
    receipt = progress.handed_in
    sound = all(time.tzinfo for time in times) and (receipt is None or is_sound(receipt))
    return progress if sound and progress.schema == PROGRESS_SCHEMA else Progress()


def _told(result: TaskResult, now: str, work: str) -> TaskProgress:
    verdicts = [check.verdict for check in result.checks]
    others = tuple(dict.fromkeys(verdict for verdict in verdicts if verdict is not Verdict.PASSED))
    return TaskProgress(verdicts.count(Verdict.PASSED), len(verdicts), others, now, work)


def _write(folder: Path, progress: Progress) -> None:
    with contextlib.suppress(UsageError):
        write_file_atomically(folder / PLACE, msgspec.json.format(msgspec.json.encode(progress), indent=2) + b"\n")
