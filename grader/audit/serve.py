"""One trying process: collects a suite once, then tries the implementations it is sent.

    python -m grader.audit.serve   (requests on standard input, answers on standard output)

First comes an ``Errand``, answered by *ready*; then requests, each answered by what was seen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.audit.messages import Answer, Errand, Request
from grader.grading.collect import run_suite
from grader.grading.serving import serve_standard_streams
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
    serve_standard_streams(Errand, Request, serve, lambda code, said: Answer(fault=(code, said)))


if __name__ == "__main__":
    main()
