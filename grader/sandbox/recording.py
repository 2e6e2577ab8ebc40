"""What passes between a check and its implementation, kept while the check runs: the raw form of a transcript."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.outcome import Event, Returned, Unsendable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.outcome import Outcome

MOST_EVENTS = 5_000
"""Events kept of one check; what comes later explains nothing more."""
MOST_BYTES = 16 << 20
"""Bytes of answers, as they came over the wire, that are kept of one check: a hostile one may send many large ones."""
_TOO_LARGE = Unsendable("too large to be kept")


class Recording:
    """The events of one check, in order; values are kept as they are, so it must not outlive the check."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._room = MOST_BYTES

    def clear(self) -> None:
        """Forget everything: another check begins."""
        self.events = []
        self._room = MOST_BYTES

    def receive(self, size: int) -> None:
        """Take note that ``size`` bytes have come, which the next events hold."""
        self._room -= size

    def add(
        self, request: str, outcome: Outcome, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> None:
        """Write down one exchange, without its answer if there is no room left."""
        if len(self.events) < MOST_EVENTS:
            self.events.append(Event(request, outcome if self._room >= 0 else _TOO_LARGE, args, kwargs or {}))

    def note(self, name: str, value: Any) -> None:
        """Write down what the check has made of the answers, such as a statistic of random ones."""
        self.add(f"note {name}", Returned(value))

    def look(self) -> None:
        """Mark that the check looks at what the last call did besides."""
        if self.events:
            self.events[-1] = replace(self.events[-1], looked=True)

    def disregard(self, count: int) -> None:
        """Mark the last events as late: the check had failed before it came to them."""
        for number in range(max(0, len(self.events) - count), len(self.events)):
            self.events[number] = replace(self.events[number], late=True)
