"""The bench a suite runs on: the reference, the implementation under test, and the check that is running."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.sandbox.memo import Memo
from grader.sandbox.session import Session
from grader.testing.draws import Draws
from grader.testing.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.model import Exercise, Implementation, Part
    from grader.sandbox.link import Launcher


class Bench:
    """Holds one exercise's sessions; ``put`` the next implementation on it, ``begin`` each check.

    The reference's session lives as long as the bench, and its answers are kept: they are the same for every
    submission.
    """

    def __init__(
        self,
        exercise: Exercise,
        launcher: Launcher,
        reference: Implementation | None,
        key: bytes,
        probes: Part | None = None,
    ) -> None:
        self.exercise = exercise
        self.launcher = launcher
        self._key = key
        self._probes = probes
        self._reference = Session(launcher, reference, exercise.limits, probes, Memo()) if reference else None
        self._tested: Session | None = None
        self._stand_ins: Mapping[str, Callable[..., Any]] = {}
        self._salt = ""
        self._draws = Draws(key, exercise.slug, "")

    def put(
        self,
        implementation: Implementation,
        stand_ins: Mapping[str, Callable[..., Any]] | None = None,
        salt: str = "",
    ) -> Session:
        """Put an implementation on the bench, in place of the last one.

        ``stand_ins`` replace definitions of it; ``salt`` gives its calls other seeds of the global random generators.
        """
        self.clear()
        self._stand_ins, self._salt = stand_ins or {}, salt
        if self._reference:
            self._reference.refresh()
        self._tested = self.session(implementation, self._probes)
        return self._tested

    def session(self, implementation: Implementation, probes: Part | None) -> Session:
        """Return a session for an implementation that is to be tested."""
        return Session(self.launcher, implementation, self.exercise.limits, probes)

    def renew(self) -> None:
        """Give both implementations fresh workers."""
        for session in (self._tested, self._reference):
            if session:
                session.renew()

    def clear(self) -> None:
        """Take the implementation under test away and end its worker."""
        if self._tested:
            self._tested.close()
            self._tested = None

    def stop(self) -> None:
        """Let the implementation under test have no more time, its checks end soon; any thread may say so."""
        tested = self._tested
        if tested:
            tested.stop()

    def begin(self, check: str) -> None:
        """Start a check: nothing is left of the last one, and its draws are its own."""
        self._draws = Draws(self._key, self.exercise.slug, check)
        for session in (self._tested, self._reference):
            if session:
                session.begin(partial(self._draws.call_seed, salt=self._salt if session is self._tested else ""))
        for name, function in self._stand_ins.items():
            if self._tested:
                self._tested.replace(name, function)

    @property
    def draws(self) -> Draws:
        """The draws of the running check."""
        return self._draws

    def submission(self) -> Subject:
        """Return the implementation under test as the suite sees it."""
        if self._tested is None:
            raise UsageError("no implementation is on the bench")
        return Subject(self._tested)

    def solution(self) -> Subject:
        """Return the reference as the suite sees it; raises UsageError where it is not (a learner's folder)."""
        if self._reference is None:
            raise UsageError(
                "this check asks for the reference, which is not here",
                "Public checks use literals and properties; 'solution' and 'agree' belong into test_hidden.py.",
            )
        return Subject(self._reference)

    def close(self) -> None:
        """End the sessions; the launcher belongs to whoever opened it."""
        self.clear()
        if self._reference:
            self._reference.close()
