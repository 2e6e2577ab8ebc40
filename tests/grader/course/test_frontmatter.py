from pathlib import Path

import pytest

from grader.course import load_course, parse_handout
from grader.errors import CourseError
from grader.model import Framework, Limits, Task

PATH = Path("templates/c1w1_first_steps.md.j2")


def problems_of(text):
    with pytest.raises(CourseError) as caught:
        parse_handout(PATH, text)
    return {(problem.line, problem.message) for problem in caught.value.problems}


def test_front_matter_becomes_an_exercise(root):
    (exercise,) = load_course(root).exercises
    assert exercise.slug == "c1w1_first_steps"
    assert exercise.module == "first_steps"
    assert exercise.title == "First steps"
    assert exercise.framework is Framework.NUMPY
    assert exercise.limits == Limits(check_cpu_s=1, memory_mb=256)
    assert exercise.given_modules == ("givendata.py",)
    assert exercise.assets == ("a.svg",)
    assert exercise.tasks == (
        Task("c1w1.01", ("double",), 60),
        Task("c1w1.02", ("mean", "Counter"), 40, extension=True),
    )


def test_a_line_of_the_body_keeps_its_number(root):
    path = root / PATH
    handout = parse_handout(path, path.read_text())
    assert handout.body.split("\n").index("# First steps") == path.read_text().split("\n").index("# First steps")
    assert "title" not in handout.body


@pytest.mark.parametrize("text", ["", "# Prose\n", "+++\ntitle = 1\n", "\n+++\n+++\n"])
def test_a_handout_without_front_matter_is_refused(text):
    assert problems_of(text) == {(1, "the handout has no front matter")}


def test_broken_toml_is_shown_at_its_line():
    ((line, message),) = problems_of("+++\ntitle = 'a'\ncourse = = 1\n+++\n")
    assert line == 3
    assert "not TOML" in message


WRONG = """\
+++
title = ""
course = "1"
framework = "jax"
asset = []
given_modules = ["a b.py"]
assets = [
  "../x",
]

[limits]
check_cpu_s = 0
memory = 3

[[task]]
id = "c1w1.01"
names = []
points = 0

[[ task ]]
id = "c1w1.02"
names = ["no name"]
extention = true
+++
"""


def test_all_problems_are_told_at_once_with_their_lines():
    found = problems_of(WRONG)
    assert found == {
        (2, "title: string should have at least 1 character"),
        (3, "course: input should be a valid integer"),
        (1, "week is missing"),
        (4, "framework: input should be 'numpy' or 'tensorflow'"),
        (5, "unknown key asset"),
        (6, "given_modules 1: 'a b.py' is not the file of a module, such as 'coursedata.py'"),
        (7, "assets 1: '../x' is not a file inside templates/assets"),
        (12, "limits.check_cpu_s: input should be greater than 0"),
        (13, "unknown key limits.memory"),
        (17, "task 1: names: list should have at least 1 item after validation, not 0"),
        (18, "task 1: points: input should be greater than 0"),
        (22, "task 2: names.0: 'no name' cannot name a definition"),
        (20, "task 2: points is missing"),
        (23, "unknown key task 2: extention"),
    }


def test_a_misspelt_key_is_corrected():
    with pytest.raises(CourseError) as caught:
        parse_handout(PATH, WRONG)
    fixes = {problem.line: problem.fix for problem in caught.value.problems}
    assert fixes[5] == "Did you mean 'assets'?"
    assert fixes[23] == "Did you mean 'extension'?"
    assert fixes[20] == "Add a line points = …"


def test_a_handout_without_tasks_is_refused():
    found = problems_of('+++\ntitle = "T"\ncourse = 1\nweek = 1\n+++\n')
    assert found == {(1, "task is missing")}


TOPICS = '+++\ntitle = "T"\ncourse = 1\nweek = 1\n[[task]]\nid = "c1w1.01"\nnames = ["f"]\npoints = 100\ntopics = {}\n+++\n'


def test_topics_belong_to_the_handout_and_not_to_the_exercise():
    handout = parse_handout(PATH, TOPICS.format('["adam", "bias correction"]'))
    assert handout.topics == (("adam", "bias correction"),)
    assert handout.exercise == parse_handout(PATH, TOPICS.replace("topics = {}\n", "")).exercise


def test_a_task_need_not_have_topics():
    assert parse_handout(PATH, TOPICS.replace("topics = {}\n", "")).topics == ((),)


@pytest.mark.parametrize(
    ("topics", "message"),
    [
        ('["a", "b", "a"]', "task 1: topics: 'a' is there twice"),
        ('["a, b"]', "task 1: topics.0: 'a, b' is not a topic: a few words, without commas and the signs of Markdown"),
        ('[" a"]', "task 1: topics.0: ' a' is not a topic: a few words, without commas and the signs of Markdown"),
        ('["a|b"]', "task 1: topics.0: 'a|b' is not a topic: a few words, without commas and the signs of Markdown"),
        ('[""]', "task 1: topics.0: string should have at least 1 character"),
        (f'["{"a" * 41}"]', "task 1: topics.0: string should have at most 40 characters"),
        ('"adam"', "task 1: topics: input should be a valid list"),
    ],
)
def test_what_is_no_topic_is_told_at_its_line(topics, message):
    assert problems_of(TOPICS.format(topics)) == {(9, message)}
