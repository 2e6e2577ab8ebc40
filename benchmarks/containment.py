"""A container in which hostile hand-ins may be graded without some layer of the jail.

    python benchmarks/containment.py LAYERS NAMES   (two JSON lists; inside the container)

What keeps this machine safe when a hand-in breaks out of the jail:

- bubblewrap with a process table, a network, a System V IPC and a host name of its own. No signal reaches a process
  outside, no packet leaves, and with the container's first process all others end.
- The whole file system is mounted read-only. Whatever is writable is in memory, of limited size, and gone afterwards;
  homes and run-time folders are hidden by empty ones. The course under attack is a copy in there.
- As root the container gives root up for a user that owns nothing and no process, so that a limit on its processes
  stops fork bombs.
- Data memory per process, file sizes and processor time are limited besides, and the whole ends when it says nothing.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from grader.grading.collect import run_suite
from grader.grading.handin import HandInReader
from grader.sandbox.launcher import open_launcher
from grader.sandbox.link import Measures
from grader.testing.bench import Bench
from grader.testing.origin import course_exercise, course_material, suite_files

REPOSITORY = Path(__file__).parents[1]
BESTIARY = REPOSITORY / "tests" / "grader" / "submissions"
ATTACKED = "test_double_agrees"
KEY = bytes(range(100, 132))
NOBODY = "190001"
HIDDEN = ("/tmp", "/var/tmp", "/home", "/root", "/run", "/mnt", "/media", "/srv")
WRITABLE_BYTES = str(1 << 30)
LIMITS = ["--nproc=600", f"--data={6 << 30}", f"--fsize={1 << 29}", "--cpu=300", "--core=0"]
SHARED_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/root", "/home", "/run", "/")


@contextlib.contextmanager
def contained(without, names):
    """Grade hand-ins in a container, without some layers of the jail; yields its answers, a line of JSON for each."""
    words = [*_container(), *_giving_up_root(), "prlimit", *LIMITS, "--", sys.executable, __file__]
    process = subprocess.Popen(
        [*words, json.dumps(without), json.dumps(names)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        bufsize=0,  # what is read ahead would be invisible to select
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "HOME": "/tmp", "LANG": "C.UTF-8", "PYTHONPATH": str(REPOSITORY)},
        start_new_session=True,
    )
    try:
        yield process.stdout
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def hand_ins():
    """Return the names of all hostile hand-ins."""
    return [f"{path.parent.name}/{path.stem}" for path in sorted(BESTIARY.glob("*/*.py"))]


def _container():
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/", "/"]
    if os.geteuid() == 0:
        words.remove("--unshare-all")
        words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    for folder in (*filter(os.path.isdir, HIDDEN), "/dev"):
        kind = (
            ["--dev", folder] if folder == "/dev" else ["--perms", "1777", "--size", WRITABLE_BYTES, "--tmpfs", folder]
        )
        words += kind
    words += ["--perms", "1777", "--size", WRITABLE_BYTES, "--tmpfs", "/dev/shm", "--proc", "/proc"]
    for needed in dict.fromkeys((sys.base_prefix, sys.prefix, str(REPOSITORY))):
        words += [word for parent in reversed(Path(needed).parents) for word in ("--dir", str(parent))][2:]
        words += ["--ro-bind", needed, needed]
    return [*words, "--chdir", "/tmp", "--"]


def _giving_up_root():
    if os.geteuid():
        return []
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--bounding-set=-all", "--"]


def main(without, names):
    """Inside: grade each hand-in and say what its attack achieved."""
    say = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    course, exercise = course_exercise(_course(), "c9w9_tiny")
    reader = HandInReader(course, exercise)
    launcher = open_launcher(exercise, measures=Measures(frozenset(without)))
    bench = Bench(exercise, launcher, course_material(course, exercise).reference, KEY)

    def use(suite):
        for name in names:
            text = (BESTIARY / f"{name}.py").read_text().replace("/THE_COURSE", str(course.root))
            ran = suite.run(reader.read(text.encode(), name).implementation)
            verdict = next(result.verdict.value for result in ran.results if result.check.id == ATTACKED)
            deserved = name.partition("/")[0].replace("_", " ")
            achieved = "" if verdict == deserved else verdict
            say.write(json.dumps(_left() or achieved) + "\n")

    run_suite(bench, suite_files(course, exercise), use)
    say.flush()
    os._exit(0)


def _course():
    """Make the tests' tiny course in the container, open to all."""
    found = importlib.util.spec_from_file_location("fixtures", REPOSITORY / "tests" / "grader" / "conftest.py")
    fixtures = importlib.util.module_from_spec(found)
    found.loader.exec_module(fixtures)
    root, suite = Path("/tmp/course"), "tests/exercises/c9w9_tiny"
    files = {
        "pyproject.toml": '[tool.grader]\nname = "Tiny course"\n',
        "solutions/c9w9_tiny.py": fixtures.SOLUTION,
        "templates/c9w9_tiny.md.j2": fixtures.HANDOUT,
        f"{suite}/test_public.py": fixtures.PUBLIC,
        f"{suite}/test_hidden.py": fixtures.HIDDEN,
        "tests/secret.txt": "secret",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in (root, *root.rglob("*")):
        path.chmod(0o777)
    return root


def _left():
    """Clear away what a hand-in left behind, and name its kind; empty when there is nothing."""
    files = [path for folder in SHARED_PLACES for path in _entries(folder) if "bestiary-" in path.name]
    for path in files:
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
    strangers = _strangers()
    for pid in strangers:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    return "left process" if strangers else "left file" if files else ""


def _entries(folder):
    try:
        return list(Path(folder).iterdir())
    except OSError:
        return []


def _strangers():
    """Return the processes that are neither this one, the zygote, a worker of its, nor the container's first."""
    parents = dict(_parents())
    family = {1, os.getpid()} | {pid for pid, parent in parents.items() if parent == os.getpid()}
    return [pid for pid, parent in parents.items() if pid not in family and parent not in family - {1}]


def _parents():
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit():
                state, parent = (entry / "stat").read_bytes().rpartition(b")")[2].split()[:2]
                if state != b"Z":
                    yield int(entry.name), int(parent)


if __name__ == "__main__":
    main(*map(json.loads, sys.argv[1:]))
