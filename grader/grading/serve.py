"""One grading process: collects a suite once, then grades the submissions it is sent.

    python -m grader.grading.serve   (requests on standard input, answers on standard output)

Messages are MessagePack, each after its length; first an ``Assignment``, then submissions. Each is answered: the
assignment by *ready*, a submission by its report. Standard output is kept for them: what a suite prints goes to
standard error.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.layout import mistakes_file
from grader.course.variants import read_mistakes
from grader.grading.behaviours import Behaviours
from grader.grading.collect import run_suite
from grader.grading.diagnose import diagnose
from grader.grading.messages import Answer, Assignment
from grader.grading.scoring import report_of
from grader.grading.serving import serve_standard_streams
from grader.model import CheckResult, Provenance, Report, Submission, Verdict, Visibility
from grader.sandbox.launcher import open_launcher
from grader.testing.bench import Bench
from grader.testing.origin import course_exercise, course_material, secrets, suite_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.grading.runner import Suite


def serve(assignment: Assignment, submissions: Iterator[Submission], say: Callable[[Answer], None]) -> None:
    """Collect the suite, say ready, and answer each submission with its report; raises GraderError."""
    course, exercise = course_exercise(Path(assignment.root), assignment.slug)
    material = course_material(course, exercise)
    mistakes = read_mistakes(course, exercise) if mistakes_file(course, exercise).exists() else ()
    launcher = open_launcher(exercise, secrets=secrets(course), require_jail=assignment.require_jail)
    bench = Bench(exercise, launcher, material.reference, assignment.key, material.probes)
    provenance = replace(assignment.provenance, isolation=launcher.isolation)

    def use(suite: Suite) -> None:
        assert material.reference is not None
        results = suite.run(material.reference).results
        broken = frozenset(r.check.id for r in results if r.verdict is not Verdict.PASSED)
        say(Answer(ready=tuple(sorted(broken))))
        grading = _Grading(suite, broken, provenance, Behaviours(suite, material, mistakes))
        for submission in submissions:
            say(Answer(report=grading.graded(submission)))

    try:
        run_suite(bench, suite_files(course, exercise), use)
    finally:
        bench.close()
        launcher.close()


@dataclass(frozen=True)
class _Grading:
    """What all submissions of a class have in common."""

    suite: Suite
    broken: frozenset[str]
    provenance: Provenance
    behaviours: Behaviours

    def graded(self, submission: Submission) -> Report:
        started = time.monotonic()
        ran = self.suite.run(submission.implementation, self.broken)
        causes = diagnose(self.suite, submission.implementation, ran, self.behaviours)
        submission = replace(submission, remarks=(*submission.remarks, *ran.remarks))
        made_with = replace(self.provenance, submission=submission.digest)
        results = [self._with_a_call_of_ours(result) for result in ran.results]
        report = report_of(self.suite.bench.exercise, submission, results, made_with, ran.cpu_s, causes)
        return replace(report, wall_s=round(time.monotonic() - started, 4))

    def _with_a_call_of_ours(self, result: CheckResult) -> CheckResult:
        """Drop the form of a call that the reference does not get in the same check.

        A check may hand an answer on to the next call: its shape is the submission's, and could carry an input home.
        """
        call, check = result.finding.call, result.check
        if not call or check.visibility is Visibility.PUBLIC:
            return result
        known = {trace.call for trace in self.behaviours.of_reference([check.id])[check.id].transcript}
        return result if call in known else replace(result, finding=replace(result.finding, call=""))


def main() -> None:
    """Serve over standard input and output until the input ends."""
    serve_standard_streams(Assignment, Submission, serve, lambda code, said: Answer(fault=(code, said)))


if __name__ == "__main__":
    main()
