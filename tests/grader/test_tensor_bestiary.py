"""Hostile hand-ins of a TensorFlow week: its runtime does much that Python sees nothing of, and probes run beside them.

Each file of ``tensor_submissions/<verdict>/`` attacks from ``double``; the folder names the verdict of the
hidden check that calls it. The other one, a probe, must not pass either.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from grader.grading.classroom import grade_class
from grader.model import Submission
from grader.reporting.json import to_json
from grader.reporting.redact import redact
from grader.sandbox import jail
from grader.testing.draws import Draws
from grader.testing.origin import course_exercise, course_material

BESTIARY = Path(__file__).parent / "tensor_submissions"
HAND_INS = {f"{path.parent.name}/{path.stem}": path for path in sorted(BESTIARY.glob("*/*.py"))}
KEY = bytes(range(7, 39))
RIGHT = "def double(x):\n    return x * 2.0\n"
CANARY = f"canary-{os.urandom(8).hex()}"
SOLUTION = '''"""A tiny TensorFlow week."""

import tensorflow as tf


def double(x):
    """Double a tensor.

    Args:
        x: float32 tensor.

    Returns:
        float32 tensor of the same shape.
    """
    return tf.constant(2.0) * x
'''
HANDOUT = """+++
title = "Tensors"
course = 9
week = 8
framework = "tensorflow"

[limits]
check_cpu_s = 2.0
submission_cpu_s = 30.0
memory_mb = 600

[[task]]
id = "c9w8.01"
names = ["double"]
points = 100
+++
{{ stub("double") }}
"""
PUBLIC = '''"""Public checks."""

from grader.testing import Tensor, check, tensor


@check("double")
def test_double_returns_a_tensor(submission):
    """The answer is a tensor."""
    assert isinstance(submission.double(tensor([1.0])), Tensor)
'''
PROBES = '''"""Tapes."""

import tensorflow as tf


def slope(module, x):
    """Return the slope of the task at x."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = module.double(x) * x
    return [tape.gradient(y, x), y]
'''
HIDDEN = f'''"""Hidden checks."""

# {CANARY}
from grader.testing import check, tensor


@check("double", weight=2)
def test_double_agrees(agree, rng):
    """double matches its definition."""
    agree("double", tensor(rng.normal(size=5)), rtol=1e-5)


@check("double", weight=2)
def test_double_has_a_slope(agree, rng):
    """double can be differentiated."""
    agree("probes.slope", tensor(rng.normal(size=5)), rtol=1e-5)
'''
FILES = {
    "pyproject.toml": '[tool.grader]\nname = "Tensors"\n',
    "solutions/c9w8_tensors.py": SOLUTION,
    "templates/c9w8_tensors.md.j2": HANDOUT,
    "tests/exercises/c9w8_tensors/test_public.py": PUBLIC,
    "tests/exercises/c9w8_tensors/test_hidden.py": HIDDEN,
    "tests/exercises/c9w8_tensors/probes.py": PROBES,
    "tests/exercises/c9w8_tensors/mistakes.py": '"""None."""\n',
    "tests/exercises/c9w8_tensors/alternatives.py": '"""None."""\n',
}

pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.skipif(bool(jail.missing_layers()), reason="this machine cannot confine untrusted code"),
]


@pytest.fixture(scope="module")
def root():
    folder = Path(tempfile.mkdtemp(prefix="tensors-"))
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def reports(root):
    """Learner → report; the honest ones come between the others."""
    course, exercise = course_exercise(root, "c9w8_tensors")
    material = course_material(course, exercise)
    texts = {}
    for number, (name, path) in enumerate(HAND_INS.items()):
        if number % 4 == 0:
            texts[f"honest {number}"] = RIGHT
        texts[name] = path.read_text().replace("/THE_COURSE", str(root))
    submissions = [
        Submission(name, exercise.slug, text, "", material.implementation(name, text)[0]) for name, text in texts.items()
    ]
    graded = {report.learner: report for report in grade_class(course, exercise, submissions, key=KEY, jobs=2)}
    assert sorted(graded) == sorted(texts)
    return graded


def test_honest_hand_ins_among_hostile_ones_keep_their_points(reports):
    assert {report.score for name, report in reports.items() if name.startswith("honest")} == {100}


@pytest.mark.parametrize("name", HAND_INS)
def test_a_hostile_hand_in_gets_the_verdicts_it_deserves(reports, name):
    verdicts = {result.check.id: result.verdict.value for result in reports[name].results}
    deserved = name.partition("/")[0].replace("_", " ")
    assert verdicts["test_double_agrees"] == deserved
    assert (verdicts["test_double_has_a_slope"] == "passed") == (deserved == "passed")


@pytest.mark.parametrize("name", HAND_INS)
def test_a_hostile_hand_in_takes_nothing_home(reports, name):
    seen = to_json(redact(reports[name])).decode().replace("_", "")
    drawn = Draws(KEY, "c9w8_tensors", "test_double_agrees").generator().normal(size=5)
    secrets = {f"{abs(float(value)):.10e}".replace(".", "")[:7] for value in drawn}
    assert CANARY not in seen
    assert "test_hidden" not in seen
    assert not [secret for secret in secrets if secret in seen.replace(".", "")]


def test_nothing_is_left_behind(reports, root):
    assert not [path for folder in ("/tmp", "/var/tmp", "/dev/shm", root) for path in Path(folder).glob("bestiary-*")]


def test_every_file_says_what_it_tries():
    for path in HAND_INS.values():
        assert re.fullmatch(r'""".+\(\d+\)\."""', path.read_text().partition("\n")[0]), path
