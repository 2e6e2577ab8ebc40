import pytest

from grader.course import load_course, read_hints
from grader.course.hints import TITLES, Ladder, Opened, ladder_for
from grader.errors import CourseError, UsageError
from grader.model import Task


@pytest.fixture
def hints(root):
    """Read the hints of the tiny week."""

    def read():
        course = load_course(root)
        return read_hints(course, course.exercises[0])

    return read


def problems(read):
    with pytest.raises(CourseError) as caught:
        read()
    return [str(problem) for problem in caught.value.problems]


def test_ladders_come_in_order_of_the_tasks_and_their_names(hints):
    assert list(hints()) == ["double", "mean", "Counter"]
    assert hints()["mean"] == Ladder("Which divisor?", "Try 1 and 2.", "A count.")


def test_the_rungs_of_a_ladder_have_titles_and_open_in_turn():
    ladder = Ladder("a", "b", "c")
    assert TITLES == ("Read again", "Look at", "What is usually wrong")
    assert ladder.rungs == (("Read again", "a"), ("Look at", "b"), ("What is usually wrong", "c"))
    opened = Opened(Task("c1w1.01", ("double",), 60), "double", ladder, 2)
    assert (opened.rungs, opened.left) == (ladder.rungs[:2], 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[double]", "[duble]", "hints.toml:1: 'duble' is asked for in no task\n    Did you mean 'double'?"),
        ("[double]", "[duble]", "hints.toml: the task double (c1w1.01) has no hints\n    Write a table [double] with reread, look and kind."),
        ("[mean]", "[xyzzy]", "hints.toml:6: 'xyzzy' is asked for in no task\n    Definitions that are asked for: double, mean, Counter."),
        ('look = "Try 1."\n', "", "hints.toml:1: double: look is missing"),
        ('"Try 1 and 2."', '" \\t"', "hints.toml:8: mean: look is blank"),
        ('"A count."', "7", "hints.toml:9: mean: kind is no text"),
        ('kind = "A start."', 'kind = "A start."\nreed = ""', "hints.toml:15: Counter: unknown key reed\n    Did you mean 'reread'?"),
        ("[double]", "mean = 1\n[double]", "hints.toml:7: the hints are not TOML"),
        ("[Counter]", "[[Counter]]", "Counter is no table"),
        ('"A sign."', '"A sign.', "hints.toml:4: the hints are not TOML"),
    ],
)  # fmt: skip
def test_hints_that_a_learner_could_not_use_are_refused_with_their_line(hints, edit, old, new, message):
    edit(".hints.toml", old, new)
    assert any(message in problem for problem in problems(hints))


def test_all_problems_are_told_at_once(hints, edit):
    edit(".hints.toml", '"Try 1."', '""')
    edit(".hints.toml", '"A count."', '""')
    assert len(problems(hints)) == 2


def test_a_missing_file_is_named(hints, root):
    (root / "templates/c1w1_first_steps.hints.toml").unlink()
    (problem,) = problems(hints)
    assert "c1w1_first_steps.hints.toml: the file of hints is missing" in problem


def test_a_further_definition_may_go_without_a_ladder_and_has_that_of_its_task(hints, edit, root):
    text = (root / "templates/c1w1_first_steps.hints.toml").read_text()
    (root / "templates/c1w1_first_steps.hints.toml").write_text(text.partition("[Counter]")[0])
    (exercise,) = load_course(root).exercises
    assert ladder_for("Counter", hints(), exercise) == (exercise.tasks[1], "mean")


@pytest.mark.parametrize(("name", "found"), [("mean", "mean"), ("Counter", "Counter"), ("c1w1.02", "mean")])
def test_a_ladder_is_found_by_definition_or_id(hints, root, name, found):
    (exercise,) = load_course(root).exercises
    assert ladder_for(name, hints(), exercise) == (exercise.tasks[1], found)


@pytest.mark.parametrize(("name", "fix"), [("doubel", "Did you mean 'double'?"), ("xyzzy", "Tasks: double, mean.")])
def test_a_name_that_is_not_there_says_what_is(hints, root, name, fix):
    (exercise,) = load_course(root).exercises
    with pytest.raises(UsageError) as caught:
        ladder_for(name, hints(), exercise)
    assert caught.value.fix == fix
