from pathlib import Path

import pytest

from grader.course import (
    asset_files,
    class_dir,
    exercise_dir,
    find_course,
    find_exercise,
    given_module_files,
    handout_file,
    load_course,
    solution_file,
    suite_dir,
)
from grader.errors import UsageError
from grader.model import Course, Exercise, Task

SLUGS = ("c1w1_neurons", "c1w2_logistic", "c1w2_logistic_extra", "c2w1_practical")
COURSE = Course(Path("/c"), "C", tuple(Exercise(slug, "T", 1, 1, (Task("x", ("f",), 100),)) for slug in SLUGS))


def test_a_course_is_found_from_any_folder_inside(root):
    inner = root / "tests" / "exercises"
    (inner / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert find_course(inner) == root.resolve()
    assert find_course(root) == root.resolve()


def test_outside_of_a_course_the_message_says_what_is_wanted(tmp_path):
    with pytest.raises(UsageError, match=r"No course was found(.|\n)*\[tool.grader\]"):
        find_course(tmp_path)


def test_a_broken_project_file_is_named(root):
    (root / "pyproject.toml").write_text("[tool.grader\n")
    with pytest.raises(UsageError, match="pyproject.toml is not TOML"):
        find_course(root)


def test_every_place_of_an_exercise_exists(root):
    course = load_course(root)
    exercise = course.exercises[0]
    places = [solution_file(course, exercise), handout_file(course, exercise), suite_dir(course, exercise)]
    places += [*given_module_files(course, exercise).values(), *asset_files(course, exercise).values()]
    assert all(place.exists() for place in places)
    assert exercise_dir(course, exercise) == root / "exercises" / exercise.slug
    assert class_dir(course, exercise).parent == suite_dir(course, exercise)


@pytest.mark.parametrize(
    ("prefix", "slug"), [("c2", "c2w1_practical"), ("c1w1", "c1w1_neurons"), ("c1w2_logistic", "c1w2_logistic")]
)
def test_a_unique_prefix_or_a_whole_slug_finds_an_exercise(prefix, slug):
    assert find_exercise(COURSE, prefix).slug == slug


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        ("c1w2", "could be any of c1w2_logistic, c1w2_logistic_extra"),
        ("c2w1_practcal", "Did you mean 'c2w1_practical'?"),
        ("c2w3", "Did you mean 'c2w1'?"),
        ("zzz", "Exercises: c1w1_neurons, "),
    ],
)
def test_what_finds_none_or_many_says_so(prefix, message):
    with pytest.raises(UsageError) as caught:
        find_exercise(COURSE, prefix)
    assert message in str(caught.value)


def test_an_empty_course_is_said_to_be_empty():
    with pytest.raises(UsageError, match="has no exercises yet"):
        find_exercise(Course(Path("/c"), "C", ()), "c1")
