import pytest

from grader.course import load_course, read_handout
from grader.errors import CourseError, UsageError


def problems_of(root):
    with pytest.raises(CourseError) as caught:
        load_course(root)
    return [str(problem).replace(f"{root}/", "") for problem in caught.value.problems]


def test_a_sound_course_is_loaded(root):
    course = load_course(root)
    assert course.name == "Tiny"
    assert course.root == root
    assert read_handout(course, course.exercises[0]).exercise == course.exercises[0]


def test_a_folder_without_table_is_no_course(tmp_path):
    with pytest.raises(UsageError, match="is no course"):
        load_course(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (".md.j2", "points = 40", "points = 30", "the points add up to 90, not 100"),
        (".md.j2", 'id = "c1w1.02"', 'id = "c1w2.02"', "first_steps.md.j2:18: 'c1w2.02' is no id of this week"),
        (".md.j2", 'id = "c1w1.02"', 'id = "c1w1.2"', "'c1w1.2' is no id of this week"),
        (".md.j2", 'id = "c1w1.02"', 'id = "c1w1.01"', "the id 'c1w1.01' is there twice"),
        (".md.j2", '["mean", "Counter"]', '["mean", "double"]', "'double' is asked for more than once"),
        (".md.j2", '["double"]', '["dubble"]', "first_steps.md.j2:14: the solution does not define 'dubble'\n    Did you mean 'double'?"),
        (".md.j2", '["mean", "Counter"]', '["mean", "EPS"]', "EPS is a task and cannot be an assignment"),
        (".md.j2", "week = 1", "week = 2", "first_steps.md.j2:4: week is 2, but the file is named c1w1_first_steps"),
        (".md.j2", "course = 1", "course = 3", "first_steps.md.j2:3: course is 3, but"),
        (".md.j2", "givendata.py", "other.py", "there is no given module other.py"),
        (".md.j2", "a.svg", "b.svg", "first_steps.md.j2:6: there is no asset b.svg"),
        ("steps.py", "import numpy as np", "import grader.model", "steps.py:4: 'grader.model' cannot be imported here"),
        ("steps.py", "import numpy as np", "from pytest import raises", "'pytest' cannot be imported here"),
        ("steps.py", '    """Return twice x."""\n', "", "steps.py:10: double: a task without docstring is refused"),
        ("steps.py", "EPS = 1e-9", "EPS = (1", "the solution does not parse: '(' was never closed"),
        ("steps.py", "EPS = 1e-9", "def double(x): return 1", "double is also defined at line 7"),
        ("steps.py", "EPS = 1e-9", "EPS = 1e-9\nprint(EPS)", "steps.py:8: a solution holds imports, definitions and"),
        ("steps.py", "    return x + x", "    # BEGIN SOLUTON\n    return x", "looks like a solution marker"),
        ("givendata.py", "def points", "import grader\ndef points", "givendata.py:1: 'grader' cannot be imported here"),
        ("test_public.py", "import math", "import scipy", "test_public.py:1: public checks cannot import 'scipy'"),
        ("test_public.py", "import math", "from grader.model import X", "public checks cannot import 'grader.model'"),
        ("test_public.py", "(submission)", "(submission, agree)", "so not with 'agree'"),
        ("test_public.py", "weight=0.5", "weight=0.9", "public checks carry 31% of c1w1.01 (double); at most 30% is allowed"),
        ("test_public.py", "test_two", "test_mean", "test_hidden.py:11: test_mean is also the name of a check at test_public.py:8"),
        ("test_hidden.py", '"""mean is a mean."""', "pass", "test_mean: a check without docstring is refused"),
        ("test_hidden.py", '"c1w1.02"', '"c1w1.03"', "test_mean: no task asks for 'c1w1.03'"),
        ("test_hidden.py", '"c1w1.02"', '"double"', "c1w1.02 (mean, Counter) has no hidden check"),
        ("test_hidden.py", "weight=2", "weight=0", "test_random: the weight 0 is not a positive number"),
        ("test_hidden.py", "weight=2", "weight=w", "test_random: @check: weight is read without running the file"),
        ("test_hidden.py", "weight=2", "wait=2", "test_random: @check: unknown argument wait; known: task, weight"),
        ("test_hidden.py", '@gt.check("c1w1.02")', "@gt.check", "test_mean: @check: write it with task, weight in brackets"),
        ("test_hidden.py", "def test_mean", "def mean", "mean: pytest does not collect it"),
        ("test_hidden.py", "def test_mean", "async def test_mean", "test_mean: a check is a plain function"),
        ("test_hidden.py", "def test_random(", "def test_x(): pass\n    if 1: 2", "the suite does not parse"),
        ("mistakes.py", '"double"', '"duble"', "loses_the_sign: no task asks for 'duble'\n    Did you mean 'double'?"),
        ("mistakes.py", '"How many?"', '" "', "counts_in_twos has no hint"),
        ("mistakes.py", ', id="a", hint="How', ', hint="How', "counts_in_twos has no id"),
        ("mistakes.py", '"Counter.step"', '"double"', "counts_in_twos has the id 'a' of loses_the_sign"),
        ("mistakes.py", "counts_in_twos", "loses_the_sign", "loses_the_sign is there twice"),
        ("mistakes.py", "abs(x)", "abs(y)", "loses_the_sign reads 'y', which it will not find"),
        ("alternatives.py", '"mean"', '"EPS"', "of_numpy: no task asks for 'EPS'"),
        ("alternatives.py", "np.mean", "sp.mean", "of_numpy reads 'sp', which it will not find"),
    ],
)
def test_a_broken_rule_is_told_with_its_place(root, edit, file, old, new, problem):
    edit(file, old, new)
    assert problem in "\n".join(problems_of(root))


@pytest.mark.parametrize(
    ("missing", "problem"),
    [
        ("solutions/c1w1_first_steps.py", "the solution is missing"),
        ("templates/c1w1_first_steps.md.j2", "the solution has no handout"),
        ("tests/exercises/c1w1_first_steps/test_public.py", "the suite is missing"),
        ("tests/exercises/c1w1_first_steps/test_hidden.py", "the suite is missing"),
        ("tests/exercises/c1w1_first_steps/mistakes.py", "the file of known mistakes is missing"),
        ("tests/exercises/c1w1_first_steps/alternatives.py", "the file of alternatives is missing"),
    ],
)
def test_a_missing_file_is_named(root, missing, problem):
    (root / missing).unlink()
    assert any(missing in text and problem in text for text in problems_of(root))


def test_a_slug_without_course_and_week_is_refused(root):
    (root / "templates" / "c1w1_first_steps.md.j2").rename(root / "templates" / "first-steps.md.j2")
    assert any("'first-steps' is no name for a week" in problem for problem in problems_of(root))


def test_problems_of_all_weeks_come_together(root, edit):
    text = (root / "templates/c1w1_first_steps.md.j2").read_text()
    (root / "templates/c1w2_second.md.j2").write_text(text.replace("week = 1", "week = 2"))
    (root / "templates/c1w3_third.md.j2").write_text("no front matter")
    edit("test_hidden.py", '"""mean is a mean."""', "pass")
    found = "\n".join(problems_of(root))
    assert "solutions/c1w2_second.py: the solution is missing" in found
    assert "c1w3_third.md.j2:1: the handout has no front matter" in found
    assert "a check without docstring" in found


def test_shapes_and_other_solutions_are_no_weeks(root):
    (root / "templates/_readme.md.j2").write_text("shape")
    (root / "solutions/helper.py").write_text("x = 1")
    assert len(load_course(root).exercises) == 1


def test_what_is_wrong_with_another_week_stops_nobody(root):
    (root / "templates/c1w2_second.md.j2").write_text("no front matter")
    (root / "solutions/c1w3_third.py").write_text("x = 1")
    assert [exercise.slug for exercise in load_course(root, ["c1w1"]).exercises] == ["c1w1_first_steps"]
    with pytest.raises(CourseError, match="no front matter"):
        load_course(root, ["c1w1", "c1w2"])
    with pytest.raises(CourseError, match="has no handout"):
        load_course(root, ["c1"])
