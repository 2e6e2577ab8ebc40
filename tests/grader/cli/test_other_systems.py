"""A learner's verbs where there is no jail, and where Python lacks what only POSIX has: macOS, Windows.

Linux is made like them by taking away: modules, and attributes of ``os``, ``signal``, ``time`` and ``select``. What
these systems do otherwise than Linux is not seen here.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from grader.course import Manifest, manifest_bytes
from grader.course.hints import Ladder
from grader.testing.origin import course_exercise, course_material

NO_JAIL = """
import sys

class NoJail:
    def find_spec(self, name, path=None, target=None):
        if name == "grader.sandbox.launcher":
            from grader.sandbox import jail
            jail.missing_layers = lambda: ["a jail"]

sys.meta_path.insert(0, NoJail())
"""
NO_POSIX = (
    NO_JAIL
    + """
import os, select, signal, time

LACKING = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")

class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name in LACKING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in LACKING:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Lacking())
for module, names in (
    (os, "fork geteuid getuid getegid getgid killpg mkfifo pidfd_open sched_getaffinity sched_setaffinity setsid chown"),
    (signal, "SIGALRM SIGHUP SIGPROF SIGSTOP SIGTSTP SIGXCPU ITIMER_PROF setitimer pthread_sigmask"),
    (select, "poll epoll"),
    (time, "clock_gettime pthread_getcpuclockid"),
):
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
"""
)
WORK = "def double(x):\n    print('x is', x)\n    return x\n\n\ndef total(x):\n    return float(x.sum())\n"
RIGHT = WORK.replace("return x\n", "return 2 * x\n")


@pytest.fixture(params=[NO_JAIL, NO_POSIX], ids=["no jail", "no POSIX"])
def verb(request, course_root, tmp_path):
    """Begins a verb in the tiny exercise on such a system."""
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    stub = course_material(course, exercise).stub
    folder = tmp_path / "c9w9_tiny"
    folder.mkdir()
    (folder / "test_public.py").write_bytes((course_root / "tests/exercises/c9w9_tiny/test_public.py").read_bytes())
    hints = {"double": Ladder("read", "look", "usually")}
    (folder / "exercise.json").write_bytes(manifest_bytes(Manifest(exercise, stub, {"c9w9.01": 1}, hints)))
    (folder / "tiny.py").write_text(WORK)
    (tmp_path / "sitecustomize.py").write_text(request.param)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "NO_COLOR": "1", "USERNAME": "ada", "LOGNAME": "ada"}

    def begin(*words):
        command = [sys.executable, "-m", "grader", *words]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=folder, env=environment, text=True, **pipes)

    begin.folder = folder
    return begin


def said(process):
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err, err
    return process.returncode, out


def test_work_is_checked_followed_and_handed_in(verb):
    code, out = said(verb("check"))
    assert code == 1
    assert "1 of 2 visible checks pass" in out
    assert "your code printed:\n                  x is [1. 2.]" in out
    code, out = said(verb("check", "--trace", "double"))
    assert code == 1
    assert "x: (2,) float64 = [1. 2.]" in out
    assert said(verb("hint", "double"))[0] == 0
    assert "1 of 2  up to date" in said(verb("status"))[1]
    code, out = said(verb("submit"))
    assert code == 0
    assert "Handed in c9w9_tiny as ada." in out
    assert (verb.folder / "handin/ada.py").read_text() == WORK


def test_an_endless_loop_ends(verb):
    (verb.folder / "tiny.py").write_text("def double(x):\n    while True:\n        pass\n")
    code, out = said(verb("check", "--task", "double"))
    assert code == 1
    assert "timed out" in out


def test_work_is_watched(verb):
    process = verb("watch")
    alarm = threading.Timer(60, process.kill)  # so that a line that never comes fails the test
    alarm.start()
    lines = iter(process.stdout.readline, "")
    assert any(line.startswith("double ") and line.endswith(" 0 of 1 check passes\n") for line in lines)
    (verb.folder / "tiny.py").write_text(RIGHT)
    assert any(line.startswith("double ") and line.endswith(" passed (1 check)\n") for line in lines)
    process.send_signal(signal.SIGINT)
    code, out = said(process)
    alarm.cancel()
    assert code == 0
    assert "next  grader submit" in out
