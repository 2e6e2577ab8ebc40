"""The coverage page is made from the front matter of all weeks, and is as true as they are."""

import pytest

from grader import instructor
from grader.authoring import check_generated, coverage, scaffold
from grader.course import load_course
from grader.errors import CourseError
from grader.tree import write_tree

FIRST = "c3w2_tiny_week"
SECOND = "c1w4_other_week"
PAGE = "exercises/README.md"


@pytest.fixture
def two(root):
    """A course of two weeks with topics."""
    write_tree(scaffold(root, SECOND), root)
    return root


def edit(root, slug, old, new):
    path = root / f"templates/{slug}.md.j2"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def problems_of(root):
    with pytest.raises(CourseError) as caught:
        coverage(load_course(root))
    return [str(problem).replace(f"{root}/", "") for problem in caught.value.problems]


def test_weeks_stand_in_order_with_their_tasks_and_topics(two):
    page = coverage(load_course(two)).decode()
    parts = ["# Tiny\n", "## Course 1\n", f"### Week 4: [Other week]({SECOND}/)\n", "NumPy, 100 points.", "## Course 3\n"]
    assert sorted(parts, key=page.index) == parts
    assert "| c3w2.01 | `scaled` | 40 | vectorisation |\n" in page


def test_the_index_names_the_tasks_of_each_topic_in_alphabetical_order(two):
    edit(two, FIRST, '["vectorisation"]', '["vectorisation", "Adam", "broadcasting"]')
    lines = coverage(load_course(two)).decode().partition("## Topics\n\n")[2].splitlines()
    assert lines == [
        f"- **Adam**: [c3w2.01]({FIRST}/) `scaled`",
        f"- **broadcasting**: [c3w2.01]({FIRST}/) `scaled`",
        f"- **vector norms**: [c1w4.02]({SECOND}/) `root_mean_square`, [c3w2.02]({FIRST}/) `root_mean_square`",
        f"- **vectorisation**: [c1w4.01]({SECOND}/) `scaled`, [c3w2.01]({FIRST}/) `scaled`",
    ]


def test_extensions_and_frameworks_are_told(root):
    edit(root, FIRST, "points = 40", "points = 40\nextension = true")
    edit(root, FIRST, "week = 2", 'week = 2\nframework = "tensorflow"')
    page = coverage(load_course(root)).decode()
    assert "TensorFlow, 100 points." in page
    assert "`scaled` (extension)" in page


def test_a_course_without_topics_has_a_page_without_index(root):
    edit(root, FIRST, 'topics = ["vectorisation"]\n', "")
    edit(root, FIRST, 'topics = ["vector norms"]\n', "")
    page = coverage(load_course(root)).decode()
    assert "| c3w2.01 | `scaled` | 40 |\n" in page
    assert "opics" not in page


def test_a_course_without_weeks_has_a_page(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.grader]\n")
    assert "There is no week yet" in coverage(load_course(tmp_path)).decode()


def test_a_task_without_topics_in_a_course_with_topics_is_told_with_its_place(two):
    edit(two, SECOND, 'topics = ["vector norms"]\n', "")
    (problem,) = problems_of(two)
    assert problem.startswith(f"templates/{SECOND}.md.j2:12: task 2 has no topics")
    assert "topics = [" in problem


def test_two_spellings_of_a_topic_are_told(two):
    edit(two, FIRST, '"vector norms"', '"Vector-norms"')
    (problem,) = problems_of(two)
    assert problem.startswith(f"templates/{FIRST}.md.j2:16: task 2: the topic 'Vector-norms' is spelt 'vector norms'")


def test_a_later_week_names_topics_just_if_the_others_do(root):
    edit(root, FIRST, "topics = ", "# topics = ")
    write_tree(scaffold(root, SECOND), root)
    assert "topics" not in (root / f"templates/{SECOND}.md.j2").read_text()
    assert coverage(load_course(root))


def test_generating_keeps_the_page_true_for_all_weeks_also_when_one_is_named(two):
    course = load_course(two)
    instructor.generate(course, course.exercises)
    edit(two, FIRST, 'title = "Tiny week"', 'title = "Renamed"')
    edit(two, SECOND, '"vectorisation"', '"broadcasting"')
    assert "README.md" in check_generated(load_course(two)).changed
    named = load_course(two, [FIRST])
    generated = instructor.generate(named, [exercise for exercise in named.exercises if exercise.slug == FIRST])
    assert generated.stale == ()
    assert "Renamed" in (two / PAGE).read_text()
    assert "broadcasting" in (two / PAGE).read_text()
    assert not check_generated(load_course(two))


def test_a_missing_or_edited_page_is_drift(two):
    course = load_course(two)
    instructor.generate(course, course.exercises)
    (two / PAGE).write_text("edited")
    assert check_generated(course).changed == ("README.md",)
    assert not check_generated(course, [FIRST])
    (two / PAGE).unlink()
    assert check_generated(course).missing == ("README.md",)


def test_a_week_that_is_half_written_leaves_the_page_as_it_was_and_is_named(two):
    course = load_course(two)
    instructor.generate(course, course.exercises)
    before = (two / PAGE).read_text()
    edit(two, FIRST, "A typical size", "A typical length")
    (two / "templates/c9w9_half.md.j2").write_text("no front matter")
    generated = instructor.generate(course, [course.exercises[1]])
    assert [problem.path.name for problem in generated.stale] == ["c9w9_half.md.j2"]
    assert "A typical length" in (two / f"exercises/{FIRST}/tiny_week.ipynb").read_text()
    assert (two / PAGE).read_text() == before


def test_the_whole_course_is_not_as_the_truth_says_while_the_page_cannot_be_made(two):
    course = load_course(two)
    instructor.generate(course, course.exercises)
    edit(two, SECOND, 'topics = ["vector norms"]\n', "")
    with pytest.raises(CourseError, match="has no topics"):
        check_generated(load_course(two))


def test_a_course_may_have_a_page_of_its_own_shape(root):
    (root / "templates/_coverage.md.j2").write_text("OURS {{ title }}")
    assert coverage(load_course(root)) == b"OURS Tiny\n"
