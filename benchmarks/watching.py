"""Measure `grader watch`: from a save to the answer on the terminal.

    .venv/bin/python benchmarks/watching.py [REPEATS [spawned]]

The verb runs on a terminal of its own, on a copy of an exercise with all tasks solved. One definition is spoilt and
mended in turns, each a file written anew and put in the old one's place, as editors do. The clock runs from the moment
before the file is put there until the news of that task has arrived on the terminal. Other tasks that the
edit reaches are checked by then, too.

With ``spawned`` workers are spawned, as on systems that have no jail: macOS and Windows. As many are kept ready as the
launcher keeps, so saves that follow one another faster than workers start have to wait.
"""

from __future__ import annotations

import os
import pty
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from grader.source.definitions import definition, splice

ROOT = Path(__file__).resolve().parent.parent
EDITS = [
    ("c1w2_logistic_regression", "sigmoid"),
    ("c1w2_logistic_regression", "critter_detector"),
    ("c2w4_tensorflow_and_keras", "class_loss_sum"),
    ("c2w4_tensorflow_and_keras", "slope_and_curvature"),
    ("c2w4_tensorflow_and_keras", "compile_and_fit"),
]
PATIENCE_S = 60
SPAWNED = """
import sys

class NoJail:
    def find_spec(self, name, path=None, target=None):
        if name == "grader.sandbox.launcher":
            from grader.sandbox import jail
            jail.missing_layers = lambda: ["a jail"]

sys.meta_path.insert(0, NoJail())
"""
"""What Python runs at its start, to make a Linux like other systems."""


class Watched:
    """The verb at work on a terminal."""

    def __init__(self, folder, more):
        self.ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (40, 100))
        environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm", **more}
        environment.pop("CI", None)
        command = [sys.executable, "-m", "grader", "watch", str(folder)]
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        os.close(theirs)

    def wait_for(self, text):
        """Read until a text has arrived."""
        seen, end = b"", time.monotonic() + PATIENCE_S
        while text.encode() not in seen:
            assert time.monotonic() < end, seen.decode(errors="replace")
            seen += os.read(self.ours, 1 << 16)

    def close(self):
        os.write(self.ours, b"q")
        self.process.wait(PATIENCE_S)
        os.close(self.ours)


def spoilt(source, name):
    """Return the module with a definition that returns the wrong thing at once."""
    text = definition(source, name).text
    head, _, body = text.partition('    """')
    docstring, _, _ = body.partition('"""')
    return splice(source, name, f'{head}    """{docstring}"""\n    return 0.0')


def save(path, text):
    """Replace a file as editors do; return when."""
    beside = path.with_name(".saving")
    beside.write_text(text)
    started = time.perf_counter()
    beside.replace(path)
    return started


def measured(slug, name, repeats, spawned):
    """Return seconds from save to answer: of the edits that spoil, and of those that mend."""
    source = (ROOT / "solutions" / f"{slug}.py").read_text()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / slug
        shutil.copytree(ROOT / "exercises" / slug, folder)
        path = folder / f"{slug.partition('_')[2]}.py"
        path.write_text(source)
        (Path(place) / "sitecustomize.py").write_text(SPAWNED)
        watched = Watched(folder, {"PYTHONPATH": place} if spawned else {})
        watched.wait_for("visible checks pass;")
        forms = [(spoilt(source, name), "no longer: "), (source, "Passing now: ")]
        pause = 6 if spawned and "tensorflow" in slug else 1
        spent = [[timed(watched, path, text, news, pause) for text, news in forms] for _ in range(repeats)]
        watched.close()
    return list(zip(*spent, strict=True))


def timed(watched, path, text, news, pause):
    time.sleep(pause * random.uniform(0.7, 1.3))  # so that saves fall anywhere between two looks
    started = save(path, text)
    watched.wait_for(news)
    return time.perf_counter() - started


def main(repeats=10, spawned=""):
    print(f"{'week':28}{'edit':22}{'':8}{'median':>9}{'worst':>9}   seconds, {repeats} times")
    for slug, name in EDITS:
        for what, seconds in zip(("spoilt", "mended"), measured(slug, name, int(repeats), spawned), strict=True):
            print(f"{slug:28}{name:22}{what:8}{statistics.median(seconds):9.3f}{max(seconds):9.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
