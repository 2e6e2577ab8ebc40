"""A process that keeps an exercise folder's visible checks warm: collected once, workers forked ahead.

    python -m grader.grading.serve_checks   (work on standard input, reports and traces on standard output)

First comes an ``ExerciseFolder``, answered by *warm*; then work, of which only the latest counts: when more comes
while checks run, they end, and have no answer.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.grading.check import collect_visible
from grader.grading.messages import Checked, ExerciseFolder, Work
from grader.grading.serving import serve_standard_streams
from grader.grading.trace import FollowingBench, follow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.grading.check import VisibleChecks

_STOP_AGAIN_S = 0.05


def serve(first: ExerciseFolder, incoming: Iterator[Work], say: Callable[[Checked], None]) -> None:
    """Collect the checks, say warm, and answer the latest work with its report or trace until no more comes."""

    def use(checks: VisibleChecks) -> None:
        latest = _Latest(incoming, checks.suite.bench.stop)
        say(Checked(warm=True))
        while (work := latest.take()) is not None:
            answer = _answer(checks, work)
            if latest.done():
                say(answer)

    collect_visible(Path(first.folder), use, FollowingBench)


def _answer(checks: VisibleChecks, work: Work) -> Checked:
    if not work.follow:
        return Checked(work.number, report=checks.report(work.module, work.tasks))
    try:
        return Checked(work.number, trace=follow(checks, work.module, work.follow))
    except UsageError as error:
        return Checked(work.number, fault=(error.exit_code, str(error)))


class _Latest:
    """The latest work that came in; a thread listens, so that it is heard while checks run.

    ``stop`` ends the checks that run: it is called, again and again, while work is being checked that is the latest
    no more. A worker that is just being started is not missed that way.
    """

    def __init__(self, incoming: Iterator[Work], stop: Callable[[], None]) -> None:
        self._incoming = incoming
        self._stop = stop
        self._change = threading.Condition()
        self._waiting: Work | None = None
        self._current: Work | None = None
        self._ended = False
        threading.Thread(target=self._listen, daemon=True).start()

    def take(self) -> Work | None:
        """Wait for work and begin it; None when no more comes."""
        with self._change:
            self._change.wait_for(lambda: self._waiting is not None or self._ended)
            self._current, self._waiting = self._waiting, None
            return self._current

    def done(self) -> bool:
        """End the work that was taken; tell whether it is still the latest."""
        with self._change:
            self._current = None
            self._change.notify_all()
            return self._waiting is None and not self._ended

    def _listen(self) -> None:
        try:
            for work in self._incoming:
                self._heard(work)
        finally:
            self._heard(None)

    def _heard(self, work: Work | None) -> None:
        with self._change:
            self._waiting, self._ended = work, work is None
            self._change.notify_all()
            outdated = self._current
            while outdated is not None and self._current is outdated:
                self._stop()
                self._change.wait(_STOP_AGAIN_S)


def main() -> None:
    """Serve over standard input and output until the input ends."""
    serve_standard_streams(ExerciseFolder, Work, serve, lambda code, said: Checked(fault=(code, said)))


if __name__ == "__main__":
    main()
