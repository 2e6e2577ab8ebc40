"""The autograder's scripts run as they are, in a tree shaped like Gradescope's; only apt and the package index are played."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from grader.authoring import build_wheel
from grader.authoring.requirements import pinned_requirements
from grader.course import load_course
from grader.errors import FrameworkMissing
from grader.instructor import Autograding, override_audit, release_autograder
from grader.sandbox import jail

SLUG = "c9w9_tiny"
KEY = bytes(range(32))
REPOSITORY = Path(__file__).parents[3]
RIGHT = textwrap.dedent("""
    import numpy as np

    def double(x):
        return 2 * x

    def total(x):
        return float(x.sum())

    def mean(x):
        return total(x) / max(len(x), 1)
""")

APT_GET = """#!/bin/sh
echo "$@" >> "$APT_LOG"
case "$*" in *python3.*) [ "$2$3" = "-y{python}" ] ;; esac
"""
"""An image that has one Python; everything else installs."""

PYTHON = """#!/bin/sh
[ "$1 $2" = "-m venv" ] || exit 1
"{executable}" -m venv --without-pip "$3" && cp -R "{pip}" "$3"/lib/python3.*/site-packages/
"""

PIP = '''
"""An index that has what this test's interpreter has, and installs wheels from files."""
import shutil, sys, sysconfig, zipfile
from pathlib import Path

site, index = Path(sysconfig.get_path("purelib")), Path({index!r})
arguments = [argument for argument in sys.argv[2:] if argument not in ("--no-cache-dir", "--no-deps")]
if arguments[0] == "--requirement":
    import importlib.metadata as metadata
    for line in Path(arguments[1]).read_text().splitlines():
        name, version = line.split("==")
        found = next(d for d in metadata.distributions(name=name, path=[str(index)]))
        assert found.version == version, line
        for file in found.files:
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(index / file, site / file)
else:
    zipfile.ZipFile(arguments[0]).extractall(site)
'''


def script(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build_wheel(REPOSITORY, tmp_path_factory.mktemp("wheel"))


def released_course(root, folder):
    """Copy a course whose weeks may all be released, certified or not."""
    for name in ("solutions", "templates", "tests/exercises"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "pyproject.toml", folder)
    course = load_course(folder)
    for exercise in course.exercises:
        override_audit(course, exercise, "A test of packing.")
    return course


@pytest.fixture(scope="module")
def archive(course_root, wheel, tmp_path_factory):
    """Return a function that makes the zip's path, graded safely or not."""
    course = released_course(course_root, tmp_path_factory.mktemp("released"))

    def make(unsafe=False):
        out = tmp_path_factory.mktemp("dist")
        return release_autograder(course, course.exercises[0], out, Autograding(KEY, wheel, unsafe))

    return make


@pytest.fixture(scope="module")
def image(archive, tmp_path_factory):
    """The image that Gradescope builds: the zip unpacked, setup.sh run, run_autograder copied."""
    root = tmp_path_factory.mktemp("gradescope") / "autograder"
    unpack(archive(), root)
    played, python = root.parent / "bin", f"python3.{sys.version_info.minor}"
    script(played / "apt-get", APT_GET.replace("{python}", python))
    script(played / "pip/__main__.py", PIP.format(index=str(Path(pytest.__file__).parents[1])))
    script(played / python, PYTHON.format(executable=sys.executable, pip=played / "pip"))
    log = root.parent / "apt.log"
    environment = {"AUTOGRADER": str(root), "PATH": f"{played}:{os.environ['PATH']}", "APT_LOG": str(log)}
    done = subprocess.run(["bash", root / "source/setup.sh"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("grader, version ")
    assert "install -y libseccomp2" in log.read_text().splitlines()
    return root


def unpack(archive, root):
    source = root / "source"
    with zipfile.ZipFile(archive) as file:
        file.extractall(source)
        for entry in file.infolist():
            (source / entry.filename).chmod(stat.S_IMODE(entry.external_attr >> 16))
    shutil.copy(source / "run_autograder", root / "run_autograder")


def run(root, files, prefix=(), **environment):
    """Hand files in and run the autograder; return its results and what it printed."""
    for name in ("submission", "results"):
        shutil.rmtree(root / name, ignore_errors=True)
    (root / "submission").mkdir()
    for name, data in files.items():
        path = root / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    done = subprocess.run(
        [*prefix, root / "run_autograder"],
        cwd=root,
        env={"AUTOGRADER": str(root), "PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    return json.loads((root / "results/results.json").read_text()), done.stdout


def origin(results):
    return results["extra_data"]["report"]


def notebook(source):
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})


def zipped(name, text):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr(name, text)
    return stream.getvalue()


confined = pytest.mark.skipif(bool(jail.missing_layers()), reason="this machine cannot confine untrusted code")


def test_the_zip_holds_scripts_at_its_root_and_one_exercise(archive):
    with zipfile.ZipFile(archive()) as file:
        modes = {entry.filename: stat.S_IMODE(entry.external_attr >> 16) for entry in file.infolist()}
        names = {name for name in modes if name.startswith("course/")}
        scripts = file.read("setup.sh") + file.read("run_autograder")
    assert (modes["setup.sh"], modes["run_autograder"], modes["key"]) == (0o755, 0o755, 0o600)
    suite = f"course/tests/exercises/{SLUG}"
    assert names == {
        "course/pyproject.toml",
        f"course/solutions/{SLUG}.py",
        f"course/templates/{SLUG}.md.j2",
        *(f"{suite}/{name}.py" for name in ("alternatives", "mistakes", "test_hidden", "test_public")),
    }
    assert b"\r" not in scripts
    assert scripts.count(b"#!/usr/bin/env bash\n") == 2


def test_hand_ins_and_other_weeks_stay_at_home(course_root, wheel, tmp_path):
    course = released_course(REPOSITORY, tmp_path / "course")
    first = next(exercise for exercise in course.exercises if exercise.given_modules and exercise.assets)
    path = release_autograder(course, first, tmp_path, Autograding(KEY, wheel))
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
    assert not [name for name in names if "/class/" in name]
    others = [exercise.slug for exercise in course.exercises if exercise is not first]
    assert not [name for name in names if any(slug in name for slug in others)]
    assert f"course/solutions/{first.given_modules[0]}" in names
    assert f"course/templates/assets/{first.assets[0]}" in names


def test_the_same_course_wheel_and_key_give_the_same_bytes(archive):
    assert archive().read_bytes() == archive().read_bytes()


def test_requirements_are_what_is_installed_here_and_all_of_it():
    pins = dict(line.split("==") for line in pinned_requirements())
    assert {"numpy", "click", "pytest", "pluggy"} <= pins.keys()
    assert "deep-grader" not in pins
    assert pins["pytest"] == pytest.__version__


def test_an_unknown_package_cannot_be_pinned(monkeypatch):
    monkeypatch.setattr("grader.authoring.requirements.DISTRIBUTION", "no-such-distribution")
    with pytest.raises(FrameworkMissing, match="no-such-distribution is not installed here"):
        pinned_requirements()


@confined
@pytest.mark.parametrize(
    "files",
    [
        {"tiny.py": RIGHT},
        {"my work/Tiny (2).ipynb": notebook(RIGHT), "notes.txt": "mine"},
        {"Hand in.ZIP": zipped("tiny/tiny.py", RIGHT)},
    ],
    ids=["module", "notebook", "zip"],
)
def test_a_right_answer_gets_all_points(image, files):
    results, printed = run(image, files)
    assert (results["score"], origin(results)["score"]) == (100.0, 100.0), printed
    assert [test["status"] for test in results["tests"]] == ["passed", "passed"]
    assert "landlock" in origin(results)["isolation"]


@confined
def test_a_wrong_answer_gets_what_the_other_tasks_are_worth(image):
    results, printed = run(image, {"tiny.py": RIGHT.replace("2 * x", "3 * x")})
    assert results["score"] == 40.0, printed
    assert [test["status"] for test in results["tests"]] == ["failed", "passed"]
    assert results["stdout_visibility"] == "hidden"


@confined
def test_a_hand_in_that_loops_for_ever_still_has_results(image):
    results, printed = run(image, {"tiny.py": RIGHT.replace("return 2 * x", "while True: pass")})
    assert results["score"] == 40.0, printed
    assert "timed out" in results["tests"][0]["output"]


@confined
def test_a_hand_in_cannot_read_what_lies_in_the_zip(image):
    spy = RIGHT.replace("    return 2 * x", f"    return len(open({str(image / 'source/key')!r}, 'rb').read())")
    results, _ = run(image, {"tiny.py": spy})
    output = results["tests"][0]["output"]
    assert any(f"{error} is raised" in output for error in ("PermissionError", "FileNotFoundError")), output


def test_nothing_handed_in_is_said_to_be_unreadable(image):
    results, _ = run(image, {})
    assert origin(results)["status"] == "unreadable"
    assert "there is no tiny.py" in results["output"]
    assert "The 0 beside it stands for a hand-in of which nothing could be judged" in results["output"]


def not_graded(results):
    assert (origin(results)["status"], origin(results)["score"], results["tests"]) == ("not graded", None, [])
    assert "The fault is ours" in results["output"]
    return True


def test_a_fault_of_ours_is_no_grade(image):
    solution = image / f"source/course/solutions/{SLUG}.py"
    text = solution.read_text()
    try:
        solution.write_text("def double(:\n")
        results, printed = run(image, {"tiny.py": RIGHT})
    finally:
        solution.write_text(text)
    assert not_graded(results)
    assert "does not parse" in printed
    assert "grader ended with 3" in printed


def test_our_deadline_comes_before_the_platforms(image):
    results, printed = run(image, {"tiny.py": RIGHT}, GRADER_DEADLINE_S="0.05")
    assert not_graded(results)
    assert "grader ended with 124" in printed
    assert "540" in (image / "run_autograder").read_text()


def test_without_an_interpreter_there_are_results(image):
    results, printed = run(image, {"tiny.py": RIGHT}, GRADER_PYTHON="/nowhere/python")
    assert not_graded(results)
    assert "grader ended with 127" in printed


def without_seccomp():
    """Return a prefix that runs a command where libseccomp is not installed."""
    library = next(Path("/usr/lib").rglob("libseccomp.so.2")).resolve()
    return ["bwrap", "--dev-bind", "/", "/", "--ro-bind", "/dev/null", str(library), "--"]


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="nothing hides a library here")
def test_a_container_that_confines_nobody_grades_nobody(image):
    results, printed = run(image, {"tiny.py": RIGHT}, without_seccomp())
    assert not_graded(results)
    assert "missing: libseccomp" in printed
    assert "grader ended with 4" in printed


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="nothing hides a library here")
def test_unless_the_instructor_asked_for_it(image, archive, tmp_path):
    root = tmp_path / "autograder"
    unpack(archive(unsafe=True), root)
    results, printed = run(root, {"tiny.py": RIGHT}, without_seccomp(), GRADER_PYTHON=str(image / "venv/bin/python"))
    assert (results["score"], origin(results)["isolation"]) == (100.0, []), printed
