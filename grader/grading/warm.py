"""Warm checks: the visible checks of an exercise folder, run again and again by a process that keeps them ready."""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING

from grader.course.manifest import read_manifest
from grader.errors import EnvironmentFault
from grader.grading.check import SUITE, wanted_tasks
from grader.grading.messages import Checked, ExerciseFolder, Work
from grader.grading.process import Served, told_fault
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from grader.diagnosis.steps import Trace
    from grader.model import ModuleText, Report

_OUR_FAULT = EnvironmentFault.exit_code


class WarmChecks:
    """Checks a learner's work, as ``check_folder`` does, in a process that has all but the work loaded already.

    The process starts with the first question or ``warm_up``, and anew when it has died or the folder's own files have
    changed; it ends with ``close``. Ask from one thread: a process ends with the thread that started it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._process: _Process | None = None
        self._asked: Work | None = None
        self._number = 0
        self._again = False

    def report(self, module: ModuleText, tasks: Iterable[str] | None = None) -> Report:
        """Return the report on a learner's work.

        Args:
            module: the work.
            tasks: ids or names of the tasks to check; None for all.

        Raises:
            UsageError: the folder is no exercise, or a task is unknown.
            GraderError: the checks cannot run here.
        """
        self.ask(module, tasks)
        while (report := self.answer(None)) is None:
            pass
        return report

    def trace(self, module: ModuleText, task: str) -> Trace:
        """Follow one call of a task's visible checks, as ``trace_folder`` does, and with the same errors raised."""
        self._ask(module, frozenset({task}), follow=task)
        while (said := self._said(None)) is None:
            pass
        assert said.trace is not None
        return said.trace

    def warm_up(self) -> None:
        """Start the process without waiting for it; raises UsageError when the folder is no exercise."""
        state = self._state()
        if self._process is not None and self._process.state != state:
            self.close()
        if self._process is None:
            self._process = _Process(self._folder, state)

    def ask(self, module: ModuleText, tasks: Iterable[str] | None = None) -> None:
        """Ask for a report, for ``answer`` to fetch; what was asked before and is not answered yet is given up."""
        self._ask(module, None if tasks is None else frozenset(tasks))

    def answer(self, wait_s: float | None) -> Report | None:
        """Return the report last asked for, or None when it has not come within ``wait_s`` (None: no limit).

        Raises:
            GraderError: the checks cannot run here.
        """
        said = self._said(wait_s)
        return None if said is None else said.report

    def close(self) -> str:
        """End the process, if there is one, and return what it said on standard error."""
        process, self._process = self._process, None
        return "" if process is None else process.close(tidily=self._asked is None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, module: ModuleText, tasks: frozenset[str] | None, follow: str = "") -> None:
        wanted_tasks(read_manifest(self._folder).exercise, tasks)
        self._number += 1
        self._asked, self._again = Work(self._number, module, tasks, follow), True
        self._give()

    def _said(self, wait_s: float | None) -> Checked | None:
        """Return the answer to what was last asked, or None when it has not come in time; raises what is at fault."""
        if self._asked is None or self._process is None:
            return None
        said = self._process.heard(wait_s)
        if said is None or said.warm:
            return None
        if said.fault is not None and not said.number:
            self._gone(*said.fault)
        if said.number != self._number:
            return None
        self._asked = None
        if said.fault is not None:
            raise told_fault(*said.fault)
        return said

    def _give(self) -> None:
        self.warm_up()
        assert self._process is not None
        with contextlib.suppress(OSError):  # it is gone, and ``answer`` will hear of it
            self._process.give(self._asked)

    def _gone(self, exit_code: int, message: str) -> None:
        """Ask a fresh process, once; raise what the old one said when that was not its own end, or happens again."""
        said = self.close()[-1000:] or "it said nothing"
        if exit_code != _OUR_FAULT or not self._again:
            self._asked = None
            raise told_fault(exit_code, message or f"the process that checks ended before its time: {said}")
        self._again = False
        self._give()

    def _state(self) -> str:
        """Return the digest of the files that a process reads once: the exercise's, not the learner's."""
        names = [SUITE, *read_manifest(self._folder).exercise.given_modules]
        texts = [_bytes(self._folder / name) for name in ("exercise.json", *names)]
        return digest(b"".join(digest(text).encode() for text in texts))


class _Process(Served):
    """A checking process, and a thread that listens to it, so that whoever waits can be interrupted at any time."""

    def __init__(self, folder: Path, state: str) -> None:
        self.state = state
        self._heard: queue.SimpleQueue[Checked] = queue.SimpleQueue()
        super().__init__("grader.grading.serve_checks", ExerciseFolder(str(folder)))
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def heard(self, wait_s: float | None) -> Checked | None:
        """Return the next answer, or None when none has come in time; the end of the process is told as a fault."""
        try:
            return self._heard.get(timeout=wait_s)
        except queue.Empty:
            return None

    def close(self, *, tidily: bool) -> str:
        """End it and return what it said on standard error; see ``Served``."""
        said = super().close(tidily=tidily)
        self._listener.join()
        return said

    def _listen(self) -> None:
        with contextlib.suppress(ValueError):  # closed between two answers
            while (said := self.answer(Checked)) is not None:
                self._heard.put(said)
        self._heard.put(Checked(fault=(_OUR_FAULT, "")))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
