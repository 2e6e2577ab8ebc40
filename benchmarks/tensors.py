"""What the framework costs on the fixed TensorFlow suite; run by run.py in a process of its own, rows as JSON lines.

    python benchmarks/tensors.py REPEATS
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path

from local import local_bench

from grader.grading.collect import run_suite
from grader.grading.serving import keep_to
from grader.sandbox import tf_runtime
from grader.sandbox.launcher import open_launcher
from grader.sandbox.link import ENVIRONMENT, Measures
from grader.sandbox.session import Session
from grader.testing import tensor
from grader.testing.bench import Bench
from grader.testing.origin import course_exercise, course_material, suite_files

EXERCISE = course_exercise(Path(__file__).parent / "course", "c2w4_bench")
KEY = b"a fixed key for measuring"
LAYERS = "landlock seccomp rlimits descriptors watchdog user namespaces bubblewrap".split()


def tell(what, measured, bound, holds):
    print(json.dumps([what, measured, bound, bool(holds)]), flush=True)


def bench_confinement(exercise, implementation, repeats):
    """From asking for a fork to a module loaded in it, and what the layers and a first operation add."""
    launchers = [open_launcher(exercise), open_launcher(exercise, measures=Measures(frozenset({"bubblewrap"})))]
    launchers.append(open_launcher(exercise, measures=Measures(frozenset(LAYERS))))
    ahead, ready, first = [], [[] for _ in launchers], []
    for _ in range(repeats):
        for launcher, seen in zip(launchers, ready, strict=True):
            launcher.take().close()  # the one forked ahead; the next is asked for at this moment
            seen.append(_loaded(launcher, implementation, exercise)[0])
        time.sleep(0.1)  # as between submissions, whose checks take seconds: the next worker is there by then
        took, session = _loaded(launchers[0], implementation, exercise, keep=True)
        ahead.append(took)
        started = time.perf_counter()
        session.call("one_hot", tensor([1], "int32"), 3)
        first.append(time.perf_counter() - started)
        session.close()
    for launcher in launchers:
        launcher.close()
    everything, inner, nothing = map(statistics.median, ready)
    median = statistics.median(ahead)
    tell("TensorFlow: worker ready, forked ahead (median)", f"{median * 1e3:.1f} ms", "40 ms", median <= 0.04)
    tell("TensorFlow: fork to module loaded, no layer", f"{nothing * 1e3:.1f} ms", "–", True)
    tell("TensorFlow: confinement adds", f"{(inner - nothing) * 1e3:.1f} ms", "4 ms", inner - nothing <= 0.004)
    tell("TensorFlow: confinement inside bubblewrap adds", f"{(everything - nothing) * 1e3:.1f} ms", "–", True)
    tell("TensorFlow: first operation in a worker", f"{statistics.median(first) * 1e3:.1f} ms", "–", True)


def _loaded(launcher, implementation, exercise, *, keep=False):
    started = time.perf_counter()
    session = Session(launcher, implementation, exercise.limits)
    session._load()
    took = time.perf_counter() - started
    if not keep:
        session.close()
    return took, session


def bench_overhead(material, repeats):
    """The suite jailed and in this warm process, in turns; both with training traced once."""
    files, (learner, _) = suite_files(*EXERCISE), material.implementation("learner", material.reference_text)
    jailed, local, private, calls = [], [], [], []

    def measure(suite, times):
        suite.run(material.reference)
        started = time.perf_counter()
        results = suite.run(learner).results
        times.append(time.perf_counter() - started)
        assert all(result.verdict == "passed" for result in results), results
        calls.append(sum(result.calls for result in results))

    launcher = open_launcher(material.exercise)
    bench = Bench(material.exercise, launcher, material.reference, KEY, material.probes)
    for _ in range(repeats):
        here = local_bench(material.exercise, material.reference, KEY, material.probes)
        run_suite(here, files, lambda suite: measure(suite, local))
        run_suite(bench, files, lambda suite: measure(suite, jailed))
        private.append(_private_mb(bench._reference._connection._link.pid))
    bench.close()
    launcher.close()
    extra = statistics.median(jailed) - statistics.median(local)
    tell("TensorFlow: suite in one warm process, no isolation", f"{statistics.median(local):.2f} s", "–", True)
    tell("TensorFlow: the same, jailed", f"{statistics.median(jailed):.2f} s", "–", True)
    tell(f"TensorFlow: overhead of isolation ({calls[-1]} calls)", f"{extra:.2f} s", "0.35 s", extra <= 0.35)
    tell("TensorFlow: a worker's own memory after the suite", f"{max(private):.0f} MB", "400 MB", max(private) <= 400)


def _private_mb(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def main(repeats):
    os.environ.update({name: value for name, value in ENVIRONMENT.items() if name not in ("PATH", "LANG")})
    __import__("tensorflow")
    __import__("keras")
    tf_runtime.settle()
    keep_to(min(os.sched_getaffinity(0)))
    material = course_material(*EXERCISE)
    bench_confinement(material.exercise, material.reference, 3 * repeats)
    bench_overhead(material, repeats)


if __name__ == "__main__":
    main(int(sys.argv[1]))
