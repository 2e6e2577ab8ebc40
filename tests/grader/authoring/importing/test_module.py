import pytest

from grader.authoring.importing.scaffolds import first_sentence
from grader.course import load_course

F = 'def f(x):\n    """Add one."""\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION'
TESTS = ("tests", "assert f(1) == 2")


def stub_of(week):
    return week.generated()["c1w1_week/week.py"].decode()


def test_the_module_holds_definitions_and_what_they_need(nbgrader, imported):
    code = "import json\nimport math\nSCALE = 1\nUNUSED = 2\nprint('hello')\ndef given(x):\n    return SCALE * math.floor(x)"
    week = imported(nbgrader(("code", code), ("answer", F), TESTS))
    assert week.solution == (
        '"""Week."""\n\nimport math\n\n\nSCALE = 1\n\n\ndef given(x):\n    return SCALE * math.floor(x)\n\n\n'
        'def f(x):\n    """Add one."""\n    return x + 1\n'
    )


def test_a_whole_answer_is_the_learners_to_write(nbgrader, imported):
    week = imported(nbgrader(("answer", "def f(x):\n    'Add one.'\n    y = x\n    return y + 1"), TESTS))
    assert "    'Add one.'\n    raise NotImplementedError\n" in stub_of(week)


def test_what_learners_kept_of_a_body_they_keep(nbgrader, imported):
    answer = "def f(x):\n    'Add one.'\n    # Hint: count.\n    ### BEGIN SOLUTION\n    y = x + 1\n    ### END SOLUTION\n    return y"
    week = imported(nbgrader(("answer", answer), TESTS))
    assert "    # Hint: count.\n    raise NotImplementedError\n    return y" in stub_of(week)
    assert week.run().returncode == 0


def test_a_comment_of_the_solution_is_not_shown_where_it_stands_alone(nbgrader, imported):
    answer = (
        "def f(x):\n    'Add one.'\n    y = 1\n    ### BEGIN SOLUTION\n    # the trick is to add\n    ### END SOLUTION\n"
        "    ### BEGIN SOLUTION\n    y += x\n    ### END SOLUTION\n    return y"
    )
    week = imported(nbgrader(("answer", answer), TESTS))
    assert "trick" not in stub_of(week)


def test_comments_that_only_look_like_markers_go(nbgrader, imported):
    answer = "def f(x):\n    'Add one.'\n    # begin solution\n    return x + 1\n    # end solution"
    week = imported(nbgrader(("answer", answer), TESTS))
    assert load_course(week.root).exercises


def test_a_task_without_docstring_gets_one_from_the_text_above_it(nbgrader, imported):
    prose = "## Part A\n\n**Question 3.** The *successor* of `x` is asked for. More follows."
    answer = "def f(x): return x + 1"
    week = imported(nbgrader(("text", prose), ("answer", answer), TESTS))
    assert 'def f(x):\n    """The successor of `x` is asked for."""\n    return x + 1' in week.solution
    assert "2: f has no docstring; the text above it gives its first sentence" in week.left


def test_a_class_without_docstring_gets_one_too(nbgrader, imported):
    answer = "class Box:\n    def size(self):\n        return 1"
    week = imported(nbgrader(("answer", answer), ("tests", "assert Box().size() == 1")))
    assert 'class Box:\n    """Write Box as the handout says."""\n    def size' in week.solution
    assert week.run().returncode == 0


@pytest.mark.parametrize(
    ("prose", "sentence"),
    [
        ("# Title\n\nAdd one to every number. Then stop.", "Add one to every number."),
        ("![a picture](p.png)\n\n**Now** add `1` to it, i.e. count.", "Now add `1` to it, i.e."),
        ("| a | b |\n\nno full stop here at all", "no full stop here at all"),
        ("", ""),
        ("word " * 60, "word " * 19 + "word …"),
    ],
)
def test_the_first_sentence_is_plain_and_short(prose, sentence):
    assert first_sentence(prose) == sentence


def test_of_two_definitions_the_last_counts_and_the_other_is_listed(nbgrader, imported):
    old = F.replace("x + 1", "None")
    week = imported(nbgrader(("answer", old), ("answer", F), TESTS))
    assert week.solution.count("def f") == 1
    assert "return x + 1" in week.solution
    assert "1: f is defined again in cell 2; the last one counts" in week.left


def test_an_untested_function_joins_the_task_that_needs_it_and_is_never_given_away(nbgrader, imported):
    helper = "def helper(x):\n    'Help.'\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    alone = helper.replace("helper", "alone")
    user = F.replace("x + 1", "helper(x) + 1")
    week = imported(nbgrader(("answer", helper), ("answer", user), TESTS, ("answer", alone)))
    assert [task.names for task in week.exercise.tasks] == [("f", "helper", "alone")]
    assert "helper has no test of its own; it belongs to the task of f" in week.week.decided
    assert "return x\n" not in stub_of(week)


def test_a_variable_of_the_learners_that_other_code_needs_is_given_and_told(nbgrader, imported):
    week = imported(nbgrader(("answer", "rate = 1"), ("answer", F.replace("x + 1", "x + rate")), TESTS))
    assert "1: learners assign rate, and other code needs it: it is given now" in week.left
    assert week.run().returncode == 0


def test_givens_that_plot_stay_text(nbgrader, imported):
    plot = "import matplotlib.pyplot as plt\ndef show(x):\n    plt.plot(x)\nshow([1])"
    week = imported(nbgrader(("code", plot), ("answer", F), TESTS))
    assert "matplotlib" not in week.solution
    assert "def show(x):" in week.handout


def test_a_week_that_needs_tensorflow_says_so(nbgrader, imported):
    answer = "import tensorflow as tf\ndef f(x):\n    'Add one.'\n    return tf.add(x, 1)"
    week = imported(nbgrader(("answer", answer), ("tests", "assert f(1).numpy() == 2")))
    assert week.exercise.framework == "tensorflow"


def test_a_package_that_graders_may_not_have_is_told(nbgrader, imported):
    answer = "import pandas as pd\ndef f(x):\n    'Add one.'\n    return pd.Series(x).sum() + 1"
    week = imported(nbgrader(("answer", answer), TESTS))
    assert "1: the solution imports pandas, which has to be there where hand-ins are graded" in week.left
