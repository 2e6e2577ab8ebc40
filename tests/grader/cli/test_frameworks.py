"""A week that needs TensorFlow, where it is installed and where it is not, for learner, instructor and CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HIDE = "import sys\nsys.modules['tensorflow'] = None\n"
"""What Python runs at start-up to be as if TensorFlow were not installed."""


@pytest.fixture(scope="module")
def tensor_course(course_root, tmp_path_factory):
    """The tiny course, its week now a TensorFlow one, with a class and generated files."""
    root = tmp_path_factory.mktemp("tensors") / "course"
    shutil.copytree(course_root, root)
    handout = root / "templates/c9w9_tiny.md.j2"
    handout.write_text(handout.read_text().replace('"numpy"', '"tensorflow"').replace("check_cpu_s = 0.5", "check_cpu_s = 20"))
    hand_in = root / "tests/exercises/c9w9_tiny/class/ada.py"
    hand_in.parent.mkdir()
    hand_in.write_text("def double(x):\n    return 2 * x\n")
    done = run("generate", "--course", root)
    assert done.returncode == 0, done.stderr
    return root


def run(*arguments, without=None):
    environment = {**os.environ, "COLUMNS": "80"}
    if without is not None:
        (without / "sitecustomize.py").write_text(HIDE)
        environment["PYTHONPATH"] = str(without)
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=Path(__file__).parents[3])


@pytest.mark.parametrize(
    "arguments",
    [
        lambda root, out: ("check", root / "exercises/c9w9_tiny"),
        lambda root, out: ("grade", "c9w9", root / "tests/exercises/c9w9_tiny/class", "--course", root, "--out", out),
        lambda root, out: ("demo", "c9w9", "--course", root, "--out", out),
    ],
    ids=["check", "grade", "demo"],
)
def test_without_tensorflow_it_is_said_how_to_get_it(tensor_course, tmp_path, arguments):
    done = run(*arguments(tensor_course, tmp_path / "out"), without=tmp_path)
    assert done.returncode == 4
    assert "c9w9_tiny needs tensorflow, which is not installed in" in done.stderr
    assert f"{sys.executable} -m pip install tensorflow" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_demonstration_leaves_out_what_cannot_run_here(tensor_course, tmp_path):
    done = run("demo", "--course", tensor_course, "--out", tmp_path / "out", without=tmp_path)
    assert "Left out: c9w9_tiny needs tensorflow" in done.stderr
    assert done.returncode == 0


def test_doctor_tells_that_tensorflow_is_missing(tmp_path):
    lines = run("doctor", without=tmp_path).stdout.splitlines()
    assert any(line.split()[:3] == ["tensorflow", "not", "installed:"] for line in lines)


def test_submitting_does_not_wait_for_an_installation(tensor_course, tmp_path):
    folder = shutil.copytree(tensor_course / "exercises/c9w9_tiny", tmp_path / "work")
    done = run("submit", folder, "--name", "ada", without=tmp_path)
    assert done.returncode == 0
    assert "The visible checks could not run: c9w9_tiny needs tensorflow" in done.stdout


@pytest.mark.tensorflow
def test_with_tensorflow_its_noise_reaches_nobody(tensor_course, tmp_path):
    out = tmp_path / "out"
    done = run("grade", "c9w9", tensor_course / "tests/exercises/c9w9_tiny/class", "--course", tensor_course, "--out", out)
    assert done.returncode == 1, done.stderr
    assert [line for line in done.stderr.splitlines() if line] == [f"Results: {out}"]
    assert "tensorflow 2." in next(out.rglob("ada.json")).read_text()


@pytest.mark.tensorflow
def test_before_tensorflow_has_started_a_check_tells_what_needs_no_running(tensor_course, tmp_path):
    folder = shutil.copytree(tensor_course / "exercises/c9w9_tiny", tmp_path / "work")
    module = folder / "tiny.py"
    module.write_text("def double(y, z):\n    return y\n\n\ndef mean(x:\n    return 1\n")
    done = run("check", folder)
    assert done.stderr.splitlines() == [
        "line 5: mean could not be read ('(' was never closed)",
        "line 1: double should take (x), not (y, z)",
        "not written yet: total, mean",
        "TensorFlow is starting; the checks follow in some seconds …",
    ]
    assert "mean could not be read" in done.stdout
