"""Trying processes at work: requests are taken as they become idle, answers come as they are found."""

from __future__ import annotations

import selectors
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from grader.audit.messages import Answer, Errand, Request
from grader.errors import CourseError, EnvironmentFault, Problem
from grader.grading.process import Processors, Served, told_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

Tag = TypeVar("Tag")


class Pool:
    """Up to ``jobs`` trying processes for one suite, started when there is something to ask.

    ``checks`` are the ids that the suite is read to have; ``folder`` is where it lies.
    """

    def __init__(self, errand: Errand, jobs: int, checks: frozenset[str], folder: Path) -> None:
        self._errand = errand
        self._jobs = jobs
        self._checks = checks
        self._folder = folder
        self._processors = Processors()
        self._started = 0
        self._idle: list[Served] = []
        self._busy: dict[BinaryIO, Served] = {}
        self._selector = selectors.DefaultSelector()

    def answers(self, requests: Iterable[tuple[Tag, Request]]) -> Iterator[tuple[Tag, Answer]]:
        """Yield each request's tag with its answer, in any order; a request is asked for when a process is idle.

        Raises:
            CourseError: the suite cannot be collected, or not as it is written.
            EnvironmentFault: a process ended before its time.
        """
        waiting, tags = iter(requests), dict[int, Tag]()
        while True:
            self._give(waiting, tags)
            if not self._busy:
                return
            for key, _ in self._selector.select():
                process = self._busy[cast("BinaryIO", key.fileobj)]
                answer = self._heard(process)
                if answer.ready is None:
                    yield tags.pop(id(process)), answer

    def start(self) -> None:
        """Start all processes, without waiting for them."""
        while self._started < self._jobs:
            self._idle.append(self._start())

    def close(self) -> None:
        """End all processes."""
        for process in self._idle:
            process.close(tidily=True)
        for process in self._busy.values():
            process.close(tidily=False)
        self._idle, self._busy = [], {}
        self._selector.close()

    def _give(self, waiting: Iterator[tuple[Tag, Request]], tags: dict[int, Tag]) -> None:
        """Give every idle process something to do, and start further ones as long as there is."""
        while self._idle or self._started < self._jobs:
            following = next(waiting, None)
            if following is None:
                return
            process = self._idle.pop() if self._idle else self._start()
            tags[id(process)] = following[0]
            process.give(following[1])
            self._busy[process.output] = process
            self._selector.register(process.output, selectors.EVENT_READ)

    def _start(self) -> Served:
        self._started += 1
        return Served("grader.audit.serve", replace(self._errand, core=self._processors.next()))

    def _heard(self, process: Served) -> Answer:
        """Take in one answer; whatever but *ready* makes the process idle."""
        answer = process.answer(Answer)
        if answer is None:
            process.wait()
            raise EnvironmentFault(f"a trying process ended: {self._last_words(process)}")
        if answer.fault is not None:
            raise told_fault(*answer.fault)
        if answer.ready is None:
            self._selector.unregister(process.output)
            self._idle.append(self._busy.pop(process.output))
        else:
            self._refuse_others(answer.ready)
        return answer

    def _last_words(self, process: Served) -> str:
        self._selector.unregister(process.output)
        return self._busy.pop(process.output).close(tidily=False)[-1000:] or "it said nothing"

    def _refuse_others(self, collected: tuple[str, ...]) -> None:
        """Refuse a suite of which pytest makes other checks than are written there."""
        odd = sorted(self._checks ^ set(collected))
        if odd:
            message = f"pytest collects other checks than are written: {', '.join(odd)}"
            raise CourseError([Problem(self._folder, 0, message, "Write each check as a plain function of its own.")])
