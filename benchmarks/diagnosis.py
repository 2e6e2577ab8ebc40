"""Are causes named rightly, and what does naming them cost?

    python benchmarks/diagnosis.py [SLUG…]

Each known mistake of a week is handed in as a whole submission; the task it breaks should get its own hint, or one that
it shares, and no task another's. Then alternatives, which are right, are handed in: none may get a cause. The last
lines compare, in one process, the processor time of grading with and without naming causes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from grader.course import find_exercise, load_course, read_alternatives, read_mistakes
from grader.grading.behaviours import Behaviours
from grader.grading.collect import run_suite
from grader.grading.diagnose import diagnose
from grader.model import CauseKind, Verdict
from grader.sandbox.launcher import open_launcher
from grader.testing.bench import Bench
from grader.testing.origin import course_material, suite_files

ROOT = Path(__file__).parents[1]


def examined(course, exercise):
    """Print what becomes of every mistake and alternative of a week."""
    material = course_material(course, exercise)
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, bytes(32), material.probes)
    mistakes, alternatives = read_mistakes(course, exercise), read_alternatives(course, exercise)

    def use(suite):
        behaviours = Behaviours(suite, material, mistakes)
        hints = {(f"{each.task}-{each.id}"): each.hint for each in mistakes}
        own, none, foreign, judged_s, named_s = 0, [], [], 0.0, 0.0
        for mistake in mistakes:
            implementation, _ = material.implementation("learner", mistake.source)
            diagnose(suite, implementation, suite.run(implementation), behaviours)  # behaviours are known from here on
            start = spent()
            ran = suite.run(implementation)
            judged = spent()
            causes = diagnose(suite, implementation, ran, behaviours)
            judged_s, named_s = judged_s + judged - start, named_s + spent() - judged
            cause = causes.get(mistake.task)
            told = cause.hint if cause and cause.kind is CauseKind.MISTAKE else None
            own += told == mistake.hint
            if told != mistake.hint:
                none.append((mistake.task, mistake.id, mistake.name, cause and (cause.kind.value, cause.name)))
            foreign += [
                (mistake.name, task, one.name)
                for task, one in causes.items()
                if one.kind is CauseKind.MISTAKE and hints[one.name] != mistake.hint
            ]
        start = spent()
        wrongly = []
        for alternative in alternatives:
            implementation, _ = material.implementation("learner", alternative.source)
            ran = suite.run(implementation)
            wrongly += [(alternative.name, task) for task in diagnose(suite, implementation, ran, behaviours)]
            assert all(result.verdict is Verdict.PASSED for result in ran.results), alternative.name
        print(f"{exercise.slug}: {own} of {len(mistakes)} known mistakes get their own hint")
        for line in none:
            print("   no hint of its own:", *line)
        for line in foreign:
            print("   another's hint:    ", *line)
        print(f"   right answers with a cause: {len(wrongly)} of {len(alternatives)}")
        print(f"   naming causes adds {100 * named_s / judged_s:.0f} % to {1000 * judged_s / len(mistakes):.0f} ms")

    run_suite(bench, suite_files(course, exercise), use)
    bench.close()
    launcher.close()


def spent() -> float:
    """Return seconds on the wall: workers take their time in other processes, one at a time."""
    return time.perf_counter()


if __name__ == "__main__":
    opened = load_course(ROOT)
    chosen = [find_exercise(opened, slug) for slug in sys.argv[1:]] or opened.exercises
    for one in chosen:
        examined(opened, one)
