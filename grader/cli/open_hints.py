"""The hints on a watched exercise's screen: those of the task in focus, opened here or by ``grader hint``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.workspace.hints_opened import stamp

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course.hints import Opened


class OpenHints:
    """What is shown of the hints in an exercise folder; ``shown`` is None while they are closed."""

    def __init__(self, folder: Path) -> None:
        self.shown: Opened | None = None
        self._folder = folder
        self._stamp = stamp(folder)

    def more(self, name: str) -> str:
        """Show the hints of a definition or task that are open, or the next one if these are shown or there are none.

        Where all of them are shown, close them. Returns what is to be said instead of hints.
        """
        from grader import learner

        if self.shown and not self.shown.left:
            self.close()
            return ""
        try:
            known = learner.hint(self._folder, name, again=True)
            opens = not known.count or self.shown is not None
            self.shown = learner.hint(self._folder, name) if opens else known
        except GraderError as error:
            return str(error)
        self._stamp = stamp(self._folder)
        return ""

    def close(self) -> None:
        """Show no hints; what is open stays open."""
        self.shown = None

    def look(self, name: str) -> None:
        """Show the hints of a task that were opened elsewhere since the last look, if any were."""
        from grader import learner

        now = stamp(self._folder)
        if now == self._stamp:
            return
        self._stamp = now
        try:
            known = learner.hint(self._folder, self.shown.name if self.shown else name, again=True)
        except GraderError:
            return
        self.shown = known if known.count else None
