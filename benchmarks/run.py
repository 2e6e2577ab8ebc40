"""Measure what the framework costs; prints one table of ratios and absolute figures (see README.md).

    python benchmarks/run.py [--quick] [--memory N]
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local import local_bench

from grader.grading.classroom import grade_class
from grader.grading.collect import run_suite
from grader.grading.handin import HandInReader
from grader.grading.serving import keep_to
from grader.instructor import Grading, grade, read_hand_ins
from grader.sandbox.launcher import open_launcher
from grader.sandbox.link import Measures
from grader.sandbox.session import Session
from grader.testing.bench import Bench
from grader.testing.origin import course_exercise, course_material, suite_files

HERE = Path(__file__).parent
COURSE = HERE / "course"
EXERCISE = course_exercise(COURSE, "c1w1_bench")
TENSORS = course_exercise(COURSE, "c2w4_bench")
KEY = b"a fixed key for measuring"
ROWS: list[tuple[str, str, str, str]] = []


def row(what, measured, bound, holds):
    """Print a row as soon as it is known, and keep it for the table."""
    ROWS.append((what, measured, bound, "yes" if holds else "NO"))
    print(f"  {what}: {measured} (bound: {bound})", flush=True)


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f} ms"


def bench_overhead(repeats):
    """The same checks jailed and in one warm process, in turns; the difference is what isolation costs."""
    material = course_material(*EXERCISE)
    files = suite_files(*EXERCISE)
    learner, _ = material.implementation("learner", material.reference_text)
    jailed, local, calls = [], [], []

    def measure(suite, times):
        suite.run(material.reference)
        for _ in range(repeats):
            started = time.perf_counter()
            results = suite.run(learner).results
            times.append(time.perf_counter() - started)
            assert all(result.verdict == "passed" for result in results), results
        calls.append(sum(result.calls for result in results))

    cores = os.sched_getaffinity(0)
    keep_to(min(cores))  # as a grading process does, for both sides alike
    launcher = open_launcher(material.exercise)
    bench = Bench(material.exercise, launcher, material.reference, KEY)
    try:
        for _ in range(3):
            run_suite(local_bench(material.exercise, material.reference, KEY), files, lambda s: measure(s, local))
            run_suite(bench, files, lambda s: measure(s, jailed))
    finally:
        bench.close()
        launcher.close()
        os.sched_setaffinity(0, cores)
    extra = statistics.median(jailed) - statistics.median(local)
    bound = 0.015 + 0.00015 * calls[-1]
    row("one submission, 15 checks, warm process, no isolation", milliseconds(statistics.median(local)), "–", True)
    row("the same, jailed", milliseconds(statistics.median(jailed)), "–", True)
    allowed = f"15 ms + 0.15 ms a call = {milliseconds(bound)}"
    row(f"overhead of isolation ({calls[-1]} calls)", milliseconds(extra), allowed, extra <= bound)


def bench_first_answer(repeats):
    """A warm zygote's time from asking for a worker to its first answer."""
    material = course_material(*EXERCISE)
    launcher = open_launcher(material.exercise)
    times = []
    import numpy as np

    z = np.ones(3)
    for _ in range(repeats):
        started = time.perf_counter()
        session = Session(launcher, material.reference, material.exercise.limits)
        session.call("relu", z)
        times.append(time.perf_counter() - started)
        session.close()
    launcher.close()
    median = statistics.median(times)
    row("warm zygote to first answer of a jailed worker (median)", milliseconds(median), "12 ms", median <= 0.012)


def bench_confinement(repeats):
    """From asking for a fork to its first answer, with all layers and with none, in turns."""
    material = course_material(*EXERCISE)
    layers = "landlock seccomp rlimits descriptors watchdog user namespaces bubblewrap".split()
    launchers = [
        open_launcher(material.exercise),
        open_launcher(material.exercise, measures=Measures(frozenset({"bubblewrap"}))),
        open_launcher(material.exercise, measures=Measures(frozenset(layers))),
    ]
    times = [[] for _ in launchers]
    for _ in range(repeats):
        for launcher, seen in zip(launchers, times, strict=True):
            launcher.take().close()  # the one forked ahead; the next is asked for at this moment
            started = time.perf_counter()
            session = Session(launcher, material.reference, material.exercise.limits)
            session.call("relu", 1.0)
            seen.append(time.perf_counter() - started)
            session.close()
    for launcher in launchers:
        launcher.close()
    everything, inner, nothing = (statistics.median(seen) for seen in times)
    added = inner - nothing
    row("fork to first answer without any layer", milliseconds(nothing), "–", True)
    row("confinement adds", milliseconds(added), "2.5 ms", added <= 0.0025)
    row("confinement inside bubblewrap adds", milliseconds(everything - nothing), "–", True)


def write_class(folder, count, slug):
    text = (COURSE / f"solutions/{slug}.py").read_text()
    right, wrong = {"c1w1_bench": ("0.0", "0.1"), "c2w4_bench": ("+ b", "- b")}[slug]
    for n in range(count):
        # Every third is wrong somewhere, as in a real class.
        (folder / f"learner{n:03}.py").write_text(text.replace(right, wrong, 1) if n % 3 == 2 else text)
    return sorted(folder.glob("*.py"))


def submissions_of(files, course):
    reader = HandInReader(course, course.exercises[0])
    return [reader.read(file.read_bytes(), file.stem) for file in files]


def bench_throughput(course, exercise, counts, times, jobs=2):
    """A class by grade_class against one pytest process a submission, with the same number of processes."""
    count, baseline_count = counts
    with tempfile.TemporaryDirectory() as name:
        files = write_class(Path(name), count, exercise.slug)
        started = time.perf_counter()
        reports = list(grade_class(course, exercise, submissions_of(files, course), key=KEY, jobs=jobs))
        ours = (time.perf_counter() - started) / count
        assert len(reports) == count
        started = time.perf_counter()
        with ThreadPoolExecutor(jobs) as pool:
            codes = list(pool.map(lambda file: plain_pytest(course, exercise, file), files[:baseline_count]))
        theirs = (time.perf_counter() - started) / baseline_count
    passed = sum(report.score == 100 for report in reports)
    assert passed == count - count // 3
    assert codes.count(0) == sum(n % 3 != 2 for n in range(baseline_count))
    on, bound = exercise.framework, f"at least {times} times"
    row(f"{on}: grade, {count} submissions, {jobs} processes, start included", f"{milliseconds(ours)} each", "–", True)
    row(f"{on}: pytest process per submission, {jobs} at a time", f"{milliseconds(theirs)} each", "–", True)
    row(f"{on}: throughput against pytest processes", f"{theirs / ours:.1f} times", bound, theirs / ours >= times)


def plain_pytest(course, exercise, file):
    """The same test file in a pytest process of its own, with the implementation imported."""
    suite = suite_files(course, exercise)[-1]
    environment = os.environ | {
        "IMPLEMENTATION": str(file),
        "REFERENCE": str(COURSE / f"solutions/{exercise.slug}.py"),
        "PROBES": str(suite.with_name("probes.py")),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(suite.parent)]
    command += ["--import-mode=importlib", "--disable-plugin-autoload", "-p", "no:cacheprovider", "-p", "plain"]
    return subprocess.run(
        [*command, str(suite)], cwd=HERE, env=environment | {"PYTHONPATH": str(HERE)}, capture_output=True, check=False
    ).returncode


def bench_mixed(count):
    """A class that hands in modules, notebooks, zips and folders against modules alone; from files to pages."""
    course, exercise = course_exercise(HERE.parent, "c1w2_logistic_regression")
    text = (HERE.parent / f"solutions/{exercise.slug}.py").read_text()
    right, wrong = "keepdims=True", "keepdims=False"
    assert right in text
    seconds = []
    with tempfile.TemporaryDirectory() as name:
        for put in (put_module, put_mixed):
            folder = Path(name, put.__name__)
            folder.mkdir()
            for n in range(count):
                put(folder, n, exercise.module, text.replace(right, wrong, 1) if n % 3 == 2 else text)
            started = time.perf_counter()
            hand_ins = read_hand_ins(course, exercise, [folder])
            reports = grade(course, exercise, hand_ins, Grading(KEY, folder / "results", jobs=2))
            seconds.append(time.perf_counter() - started)
            assert sum(report.score == exercise.points for report in reports) == count - count // 3
    modules, mixed = seconds
    row(f"class of {count} modules, 2 processes, from files to pages", f"{modules:.1f} s", "–", True)
    row(f"class of {count} modules, notebooks, zips and folders", f"{mixed:.1f} s", "–", True)
    row("mixed forms against modules", f"{mixed / modules:.2f} times", "at most 1.3 times", mixed <= 1.3 * modules)


def put_module(folder, n, _, text):
    (folder / f"learner{n:03}.py").write_text(text)


def put_mixed(folder, n, module, text):
    if n % 4 == 0:
        put_module(folder, n, module, text)
    elif n % 4 == 1:
        (folder / f"learner{n:03}.ipynb").write_text(notebook_of(text))
    elif n % 4 == 2:
        with zipfile.ZipFile(folder / f"learner{n:03}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"handin/{module}.py", text)
            archive.writestr("handin/README.md", "mine")
    else:
        (folder / f"learner{n:03}").mkdir()
        (folder / f"learner{n:03}/{module}.ipynb").write_text(notebook_of(text))
        stub = (HERE.parent / f"exercises/c1w2_{module}/{module}.py").read_text()
        (folder / f"learner{n:03}/{module}.py").write_text(stub)


def notebook_of(text):
    """One cell for each top-level statement, with a picture of 50 kB below each."""
    lines, tree = text.splitlines(keepends=True), ast.parse(text)
    firsts = ([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))] for node in tree.body[1:])
    starts = [0, *(min(first) - 1 for first in firsts)]
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0K" * 6000}}
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "source": lines[a:b], "outputs": [picture]}
        for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def bench_memory(count):
    """Grade many submissions in one process and compare its memory early and late."""
    material = course_material(*EXERCISE)
    bench = Bench(material.exercise, open_launcher(material.exercise), material.reference, KEY)
    seen = []

    def use(suite):
        implementation = material.implementation("learner", material.reference_text)[0]
        for n in range(count):
            suite.run(implementation)
            if n in (count // 10, count - 1):
                seen.append((resident(os.getpid()), resident(inside(bench.launcher._process.pid))))

    run_suite(bench, suite_files(*EXERCISE), use)
    bench.close()
    bench.launcher.close()
    growth = max(late - early for early, late in zip(*seen, strict=True))
    row(
        f"memory after {count // 10} and {count} submissions (grader, zygote)",
        " → ".join(f"{a:.0f} + {b:.0f} MB" for a, b in seen),
        "growth at most 5 MB",
        growth <= 5,
    )


def inside(pid):
    """Return the process that bubblewrap's processes are around, or the process itself."""
    while Path(f"/proc/{pid}/exe").readlink().name == "bwrap":
        pid = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    return pid


def resident(pid):
    text = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def bench_tensors(repeats):
    """Rows of tensors.py, in a process of its own: TensorFlow's threads should not disturb the others."""
    command = [sys.executable, str(HERE / "tensors.py"), str(repeats)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in done.stdout.splitlines():
        row(*json.loads(line))


def bench_help(repeats):
    """The command line's start against NumPy's import, in turns."""
    grader = shutil.which("grader", path=str(Path(sys.executable).parent))
    ours, numpy = [], []
    for _ in range(repeats):
        ours.append(timed([grader, "--help"]))
        numpy.append(timed([sys.executable, "-c", "import numpy"]))
    ratio = statistics.median(ours) / statistics.median(numpy)
    measured = f"{milliseconds(statistics.median(ours))}, {ratio:.2f} times"
    row("grader --help against python -c 'import numpy'", measured, "at most 2 times", ratio <= 2)


def timed(command):
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats: a look, not a measurement")
    parser.add_argument("--memory", type=int, default=2000, help="submissions of the memory run")
    options = parser.parse_args()
    scale = 5 if options.quick else 1
    bench_help(10 // scale + 1)
    bench_first_answer(200 // scale)
    bench_confinement(100 // scale)
    bench_overhead(60 // scale)
    bench_throughput(*EXERCISE, (200 // scale, 40 // scale), times=10)
    bench_mixed(300 // scale)
    bench_memory(options.memory // scale)
    bench_tensors(10 // scale)
    bench_throughput(*TENSORS, (200 // scale, 20 // scale), times=3)
    widths = [max(len(line[column]) for line in ROWS) for column in range(4)]
    print()
    for line in [("what", "measured", "bound", "holds"), *ROWS]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
