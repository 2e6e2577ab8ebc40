"""``%check`` and ``%hint``: line magics of the IPython that loads us. Whatever happens, the kernel goes on.

Only source text leaves the kernel: the definitions in use are put together as a module, and run as ``grader check``
runs one, in the worker of another process. No object of the learner's is sent, and nothing of theirs is called here.
"""

from __future__ import annotations

import atexit
import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from grader.course.layout import MANIFEST
from grader.course.manifest import read_manifest
from grader.errors import GraderError, UsageError
from grader.grading.check import wanted_tasks
from grader.grading.warm import WarmChecks
from grader.model import Framework
from grader.notebook.assemble import Assembled, assemble
from grader.notebook.executed import History
from grader.notebook.telling import origin, saved_otherwise, upcoming, with_unrun
from grader.reporting.cell import Around, shown_hint, shown_report, shown_trace
from grader.reporting.text import plain
from grader.reporting.wording import stuck_on
from grader.source.definitions import definitions
from grader.testing.origin import folder_material
from grader.workspace.hints_opened import open_next
from grader.workspace.progress import remember, task_digests

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from grader.reporting.cell import Shown

_NO_FOLDER = "Go to the exercise's folder with %cd, or say where it is: %check --folder PATH"


class Shell(Protocol):
    """What we use of an ``InteractiveShell``."""

    user_ns: dict[str, Any]
    history_manager: Any
    display_pub: Any

    def register_magic_function(self, func: Callable[[str], None], magic_kind: str, magic_name: str) -> None:
        """Make a function a magic."""


@dataclass(frozen=True)
class _Asked:
    """The words behind a magic."""

    tasks: tuple[str, ...]
    folder: str | None = None
    trace: bool = False


class Magics:
    """The magics of one kernel; the process that runs the checks stays warm between them."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._folder: Path | None = None
        self._warm: tuple[Path, WarmChecks] | None = None
        self._has_answered = False
        self._last = ""

    def register(self) -> None:
        """Make the magics known, and start what they need if the folder is an exercise's."""
        self._shell.register_magic_function(self.check, "line", "check")
        self._shell.register_magic_function(self.hint, "line", "hint")
        atexit.register(self.close)
        with suppress(GraderError, OSError):
            self._checks(self._exercise_folder(None)).warm_up()

    def check(self, line: str) -> None:
        """Run the visible checks on what this kernel holds.

        %check                all tasks
        %check NAME           one task, or several
        %check --trace NAME   one call of it, line by line with shapes
        %check --folder PATH  say where the exercise is, once
        """
        self._guarded(self._check, line)

    def hint(self, line: str) -> None:
        """Open the next hint of a task: %hint NAME; without a name, of the task that failed last."""
        self._guarded(self._hint, line)

    def close(self) -> None:
        """End the process that runs the checks."""
        if self._warm is not None:
            with suppress(Exception):
                self._warm[1].close()
            self._warm, self._has_answered = None, False

    def _check(self, asked: _Asked) -> None:
        folder = self._exercise_folder(asked.folder)
        material = folder_material(folder)
        exercise = material.exercise
        wanted = wanted_tasks(exercise, frozenset(asked.tasks) or None)
        taken = self._taken([name for task in wanted for name in task.names], definitions(material.stub))
        if asked.trace and len(asked.tasks) != 1:
            raise UsageError("--trace follows one task.", "Name it: %check --trace NAME")
        checks = self._checks(folder)
        if exercise.framework is Framework.TENSORFLOW and not self._has_answered:
            print("TensorFlow is starting in a process beside this one; the next checks are quicker.")  # noqa: T201
        if asked.trace:
            trace = checks.trace(taken.module, asked.tasks[0])
            self._has_answered = True
            self._show(shown_trace(trace, origin(taken), upcoming(exercise, folder, besides=trace.task.id)))
            return
        report = checks.report(taken.module, [task.id for task in wanted])
        self._has_answered = True
        remember(folder, report, task_digests(material, taken.module.text))
        self._last = stuck_on(report)
        told = Around((*taken.outdated, *saved_otherwise(folder, material, taken, wanted)), origin(taken))
        self._show(shown_report(with_unrun(report, frozenset(taken.undefined)), told, upcoming(exercise, folder)))

    def _hint(self, asked: _Asked) -> None:
        folder = self._exercise_folder(asked.folder)
        name = asked.tasks[0] if asked.tasks else self._last
        if not name:
            first = read_manifest(folder).exercise.tasks[0].names[0]
            raise UsageError("A hint is opened by the name of its task.", f"Name it, as in: %hint {first}")
        self._show(shown_hint(open_next(folder, name)))

    def _taken(self, names: Sequence[str], released: Collection[str]) -> Assembled:
        inputs = list(self._shell.history_manager.input_hist_raw)
        return assemble(History(inputs, self._shell.user_ns), names, released)

    def _checks(self, folder: Path) -> WarmChecks:
        if self._warm is None or self._warm[0] != folder:
            self.close()
            self._warm = folder, WarmChecks(folder)
        return self._warm[1]

    def _exercise_folder(self, named: str | None) -> Path:
        """Return the folder named, now or before, else the nearest around the working directory with an exercise."""
        if named is not None:
            folder = Path(named).expanduser().resolve()
            read_manifest(folder)
            self._folder = folder
        here = Path.cwd()
        found = self._folder or next((one for one in (here, *here.parents) if (one / MANIFEST).is_file()), None)
        if found is None:
            raise UsageError(f"There is no exercise in {here} or around it.", _NO_FOLDER)
        return found

    def _show(self, shown: Shown) -> None:
        self._shell.display_pub.publish({"text/plain": shown.text, "text/html": shown.html})

    def _guarded(self, magic: Callable[[_Asked], None], line: str) -> None:
        """Run a magic; whatever goes wrong is told in words, and the notebook goes on."""
        try:
            magic(_asked(line))
        except GraderError as error:
            _say(str(error))
        except KeyboardInterrupt:
            self.close()
            _say(
                "The check was interrupted, and nothing was judged.\n"
                "  Mend what loops or waits, run its cell, then %check again."
            )
        except Exception as error:  # noqa: BLE001 – a kernel must not show our traceback as if it were the learner's
            self.close()
            _say(
                f"The check failed on our side ({type(error).__name__}: {error}); your work is as it was.\n"
                "  Save the notebook and check it in a terminal: grader check"
            )


def _asked(line: str) -> _Asked:
    """Read the words behind a magic; raises UsageError."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise UsageError(f"{line!r} cannot be read: {error}.", "Write: %check NAME") from None
    tasks: list[str] = []
    folder, trace = None, False
    while words:
        word = words.pop(0)
        if word == "--folder" and words:
            folder = words.pop(0)
        elif word == "--trace":
            trace = True
        elif word.startswith("--task"):
            raise UsageError("A task is named by itself here.", "Write: %check NAME")
        elif word.startswith("-"):
            raise UsageError(f"There is no {word} here.", "Known: --folder PATH, --trace, and names of tasks.")
        else:
            tasks.append(word.strip(","))
    return _Asked(tuple(tasks), folder, trace)


def _say(message: str) -> None:
    print(f"grader: {plain(message)}")  # noqa: T201 – below the cell, where the learner looks
