"""One trying process: collects a suite once, then tries the implementations it is sent.

    python -m grader.audit.serve   (requests on standard input, answers on standard output)

First comes an ``Errand``, answered by *ready*; then requests, each answered by what was seen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.audit.messages import Answer, Errand, Request
from grader.errors import GraderError
from grader.grading.collect import run_suite
from grader.grading.messages import read_message, write_message
from grader.grading.serve import keep_to
from grader.sandbox import jail
from grader.testing.origin import course_exercise, course_material, suite_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.grading.runner import Suite


def serve(errand: Errand, requests: Iterator[Request], say: Callable[[Answer], None]) -> None:
    """Collect the suite, say ready, and answer each request; raises GraderError."""
    from grader.audit.bench import TrialBench
    from grader.audit.drill import drilled
    from grader.audit.trying import Trying

    course, exercise = course_exercise(Path(errand.root), errand.slug)
    material = course_material(course, exercise)
    bench = TrialBench.open(material)

    def use(suite: Suite) -> None:
        trying = Trying(suite, bench, material)
        say(Answer(ready=tuple(check.id for _, check in suite.pairs())))
        for request in requests:
            if request.trial is not None:
                say(Answer(seen=trying.seen(request.trial)))
            if request.drill is not None:
                say(Answer(drilled=drilled(request.drill, trying)))

    try:
        run_suite(bench, suite_files(course, exercise), use)
    finally:
        bench.close()
        bench.launcher.close()


def main() -> None:
    """Serve over standard input and output until the input ends."""
    if sys.platform == "linux":
        jail.die_with_parent(os.getppid())
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = sys.stdin.buffer
    errand = read_message(requests, Errand)
    assert errand is not None
    keep_to(errand.core)
    try:
        serve(errand, iter(lambda: read_message(requests, Request), None), lambda said: write_message(answers, said))
    except GraderError as error:
        write_message(answers, Answer(fault=(error.exit_code, str(error))))
    finally:
        answers.close()


if __name__ == "__main__":
    main()
