"""Watching an exercise: its visible checks run again whenever the work is saved, as far as the edit reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course.manifest import read_manifest
from grader.errors import GraderError, UsageError
from grader.grading.check import SUITE
from grader.grading.warm import WarmChecks
from grader.sandbox import framework
from grader.testing.origin import folder_material
from grader.workspace.progress import remember, task_digests
from grader.workspace.watching import Desk, Saves
from grader.workspace.work import exercise_folder, find_work, possible_works

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from grader.model import ModuleText, Report
    from grader.workspace.work import Form, Work

_GONE = "{} is gone. Waiting for it to come back …"


class Watch:
    """A learner's exercise under watch; call ``step`` again and again, and look at what it says.

    ``desk`` holds the tasks and how they stand, ``file`` is the one that counts, ``problem`` says why it, or the
    checks, cannot be read at the moment; ``busy`` tells whether checks run, and ``answers`` how often they have ended.
    """

    def __init__(self, path: Path, form: Form | None = None) -> None:
        """Get ready; for ``path`` and ``form`` see ``grader.learner.check``.

        Raises:
            UsageError: the folder is no exercise.
            FrameworkMissing: what the exercise needs is not installed.
        """
        self.folder = exercise_folder(path)
        self.material = folder_material(self.folder)
        framework.require(self.material.exercise)
        self.hidden = sum(read_manifest(self.folder).hidden_checks.values())
        self.desk = Desk(self.material, _text(self.folder / SUITE))
        self.file: Path | None = None
        self.problem = ""
        self.busy = False
        self.answers = 0
        self._path, self._form = path, form
        self._saves = Saves(possible_works(path, self.material, form))
        self._warm = WarmChecks(self.folder)
        self._unremembered: tuple[Report, ModuleText] | None = None
        self._warm.warm_up()

    def step(self, wait_s: float = 0.0) -> bool:
        """Look at the files, ask for checks, and wait up to ``wait_s`` for an answer; tell whether something is new."""
        self._remember()
        looked = self._look()
        return self._listen(wait_s) or looked

    def check_again(self, task: str = "") -> None:
        """Run the checks of one task, by id, or of all tasks."""
        self.desk.due |= {task} if task else {each.id for each in self.desk.tasks}
        self._ask()

    def close(self) -> None:
        """End the process that checks."""
        self._remember()
        self._warm.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _look(self) -> bool:
        """Take in what was saved; a file that cannot be read is a problem until it can."""
        if not self._saves.look():
            return False
        try:
            if not self.folder.is_dir():
                raise UsageError(_GONE.format(self.folder.resolve().name))
            work = find_work(self._path, self.material, self._form)
            module = work.module()
            self._refuse_untouched_stand_in(work, module)
        except GraderError as error:
            self.problem = error.message
            return True
        self.file, self.problem = work.file, ""
        if self.desk.saved(module):
            self._ask()
        return True

    def _refuse_untouched_stand_in(self, work: Work, module: ModuleText) -> None:
        """Wait for a file that is gone for a while, rather than look at another one that nothing is written in."""
        before = self.file
        if before and work.file != before and not before.exists() and not self.material.own_work(module.text):
            raise UsageError(_GONE.format(before.name))

    def _ask(self) -> None:
        if self.desk.module is None:
            return
        try:
            self._warm.ask(self.desk.module, self.desk.due)
        except GraderError as error:
            self.problem = error.message
        else:
            self.busy = True

    def _listen(self, wait_s: float) -> bool:
        if not self.busy:
            return False
        try:
            report = self._warm.answer(wait_s)
        except GraderError as error:
            self.busy, self.problem = False, error.message
            return True
        if report is None:
            return False
        self.busy = False
        self.answers += 1
        self.desk.answered(report)
        if self.desk.module:
            self._unremembered = report, self.desk.module
        return True

    def _remember(self) -> None:
        """Write down the last answer, which waits for the next step: it costs time, and the answer is to be seen."""
        if self._unremembered:
            report, module = self._unremembered
            self._unremembered = None
            remember(self.folder, report, task_digests(self.material, module.text))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
