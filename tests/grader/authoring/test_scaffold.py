import subprocess
import sys

import pytest

from grader.authoring import generate_course, scaffold
from grader.course import load_course, read_alternatives, read_hints, read_mistakes
from grader.errors import UsageError

SLUG = "c3w2_tiny_week"


def suite(root, *more):
    command = [sys.executable, "-m", "pytest", f"tests/exercises/{SLUG}", "-q", "-p", "no:cacheprovider", *more]
    return subprocess.run(command, cwd=root, capture_output=True, text=True)


def test_a_new_week_loads_and_generates_at_once(root):
    course = load_course(root)
    (exercise,) = course.exercises
    assert (exercise.slug, exercise.title, exercise.course, exercise.week) == (SLUG, "Tiny week", 3, 2)
    assert exercise.points == 100
    assert f"{SLUG}/tiny_week.py" in generate_course(course)
    assert len(read_alternatives(course, exercise)) == 2
    assert list(read_hints(course, exercise)) == ["scaled", "root_mean_square"]


def test_the_reference_passes_its_suite_and_the_stub_fails_it(root):
    assert suite(root).returncode == 0
    stub = root / "stub.py"
    stub.write_bytes(generate_course(load_course(root))[f"{SLUG}/tiny_week.py"])
    assert suite(root, "--implementation", str(stub)).returncode == 1


def test_every_mistake_fails_and_every_alternative_passes(root):
    course = load_course(root)
    path = root / "variant.py"
    for variants, code in ((read_mistakes, 1), (read_alternatives, 0)):
        for variant in variants(course, course.exercises[0]):
            path.write_text(variant.source)
            assert suite(root, "--implementation", str(path)).returncode == code, variant.name


@pytest.mark.parametrize("slug", ["week", "c1_x", "C1W2_x", "c1w2_", "c1w2_x-y", "c1w2_x__y"])
def test_a_name_without_course_and_week_is_refused(tmp_path, slug):
    with pytest.raises(UsageError, match="no name for a week"):
        scaffold(tmp_path, slug)


def test_nothing_is_overwritten(root):
    with pytest.raises(UsageError, match=f"solutions/{SLUG}.py exists already"):
        scaffold(root, SLUG)
