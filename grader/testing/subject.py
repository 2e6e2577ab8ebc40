"""An implementation as a suite sees it: its functions are attributes, called over the wire."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grader.outcome import Effects, Outcome, Raised, Returned, Unsendable
from grader.sandbox.outcomes import settle
from grader.sandbox.session import PROBES, Call, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


class Function:
    """A definition of an implementation; calling it returns a plain value or a Remote, or raises CallFailed."""

    def __init__(self, subject: Subject, name: str) -> None:
        self.subject = subject
        self.name = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the worker."""
        return settle(self.subject.outcome(self.name, *args, **kwargs))

    def __repr__(self) -> str:
        return f"{self.subject!r}.{self.name}"


class Probes:
    """``submission.probes.name(…)`` calls ``name`` of the suite's ``probes.py`` in the worker, the module first."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self._subject, PROBES + name)


class Subject:
    """``submission`` or ``solution``: ``subject.name(…)`` calls ``name``; ``last`` tells what that did besides."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last = Effects()

    def __getattr__(self, name: str) -> Function:
        if name.startswith("_"):
            raise AttributeError(name)
        return Function(self, name)

    def __repr__(self) -> str:
        return f"<{self._session.implementation.name}>"

    @property
    def probes(self) -> Probes:
        """The suite's probes, which run beside the implementation."""
        return Probes(self)

    @property
    def last(self) -> Effects:
        """What the last call did beside answering."""
        self._session.recording.look()
        return self._last

    def note(self, name: str, value: Any) -> None:
        """Write down what a check has made of answers, such as a statistic of random ones, for comparing failures."""
        self._session.recording.note(name, value)

    def disregard(self, count: int) -> None:
        """Say that the check had failed before it came to its last ``count`` calls."""
        self._session.recording.disregard(count)

    @property
    def source(self) -> str:
        """The text of the implementation's own file."""
        return self._session.implementation.parts[-1].text

    def outcome(self, name: str, /, *args: Any, **kwargs: Any) -> Outcome:
        """Call ``name`` and return whatever became of it."""
        return self.outcomes(name, [(args, kwargs)])[0]

    def outcomes(self, name: str, arguments: Sequence[tuple[tuple[Any, ...], Mapping[str, Any]]]) -> list[Outcome]:
        """Call ``name`` with each of ``arguments`` in one exchange."""
        results = self._session.outcomes([Call(name, args, kwargs) for args, kwargs in arguments])
        self._note(results)
        return results

    def events(self, name: str, /, *args: Any, **kwargs: Any) -> int:
        """Call ``name`` and return how many lines of the implementation's own file were executed."""
        results = self._session.outcomes([Call(name, args, kwargs, traced=True)])
        self._note(results)
        settle(results[0])
        return self._last.events or 0

    @contextmanager
    def replaced(self, **functions: Callable[..., Any]) -> Iterator[None]:
        """Let given functions of the module be trusted callables for the duration of a with block."""
        for name, function in functions.items():
            self._session.replace(name, function)
        try:
            yield
        finally:
            self._session.restore()

    def _note(self, results: Sequence[Outcome]) -> None:
        if results and isinstance(results[-1], Returned | Raised | Unsendable):
            self._last = results[-1].effects
