import pytest

F = 'def f(x):\n    """Add one."""\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION'


def test_hidden_regions_become_hidden_checks_and_the_rest_public_ones(nbgrader, imported):
    tests = "one = 1\nassert f(one) == 2\n# BEGIN HIDDEN TESTS\nassert f(one + 7) == 9\n# END HIDDEN TESTS"
    week = imported(nbgrader(("answer", F), ("tests", tests)))
    assert "assert submission.f(one) == 2" in week.text("test_public.py")
    assert "7" not in week.text("test_public.py")
    assert "    one = 1\n    assert submission.f(one + 7) == 9\n" in week.text("test_hidden.py")
    assert "one) == 2" not in week.text("test_hidden.py")


def test_a_check_that_needs_a_hidden_line_is_hidden(nbgrader, imported):
    first = "### BEGIN HIDDEN TESTS\nsecret = 41\nassert f(secret) == 42\n### END HIDDEN TESTS\nassert f(0) == 1"
    week = imported(nbgrader(("answer", F), ("tests", first), ("tests", "assert f(secret) > 0")))
    assert "secret" not in week.text("test_public.py")
    assert "assert submission.f(secret) > 0" in week.text("test_hidden.py")


def test_where_all_tests_are_visible_all_are_hidden_and_the_first_is_public_too(nbgrader, imported):
    week = imported(nbgrader(("answer", F), ("tests", "assert f(1) == 2"), ("tests", "assert f(2) == 3")))
    assert week.text("test_public.py").count("@check") == 1
    assert '@check("f", weight=0.8571)\ndef test_f_c2_shown(' in week.text("test_public.py")
    assert week.text("test_hidden.py").count("@check") == 2
    assert "f: learners know all of its tests; write hidden checks with fresh numbers" in week.week.decided


def test_points_are_scaled_to_a_hundred(nbgrader, imported):
    week = imported(
        nbgrader(
            ("answer", F),
            ("tests", "assert f(1) == 2", {"points": 2.5}),
            ("answer", F.replace("def f", "def g")),
            ("tests", "assert g(1) == 2", {"points": 0.5}),
        )
    )
    assert [(task.names, task.points) for task in week.exercise.tasks] == [(("f",), 83), (("g",), 17)]
    assert "3 points of converted tests became 100; the prose may still name the old ones" in week.week.decided


def test_what_the_author_said_of_visible_tests_is_the_sentence_and_of_hidden_ones_is_not(nbgrader, imported):
    tests = '"""Check small numbers"""\nassert f(1) == 2\n### BEGIN HIDDEN TESTS\n# f(17) is 18\nassert f(17) == 18\n### END HIDDEN TESTS'
    week = imported(nbgrader(("answer", F), ("tests", tests)))
    assert '"""Check small numbers."""' in week.text("test_public.py")
    assert '"""f passes the hidden tests of cell 2."""' in week.text("test_hidden.py")


def test_answers_that_a_person_grades_are_left_out_and_listed(nbgrader, imported):
    words = ("words", "My own answer, which nobody should see.")
    week = imported(nbgrader(("answer", F), ("tests", "assert f(1) == 2"), words, ("by hand", "answer_by_hand = 1")))
    assert "3: a manually graded answer (2 points) is left out" in week.left
    assert "4: a manually graded answer (1 point) is left out" in week.left
    assert "nobody should see" not in week.handout
    assert "answer_by_hand" not in week.handout + week.solution


def test_a_mark_scheme_is_not_for_the_handout(nbgrader, imported):
    task = "Explain it.\n=== BEGIN MARK SCHEME ===\nTwo points for tact.\n=== END MARK SCHEME ==="
    marks = {"task": True, "locked": True, "points": 4}
    week = imported(nbgrader(("answer", F), ("tests", "assert f(1) == 2"), ("text", task, marks)))
    assert "Explain it." in week.handout
    assert "tact" not in week.handout
    assert "3: a manually graded task (4 points) is not graded here" in week.left


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        ("tests", "### AUTOTEST f(1)\nassert f(1) == 2", "3: AUTOTEST lines are made when nbgrader runs the solution"),
        ("answer", "### BEGIN SOLUTION\ndef g():\n    pass", "3: 'BEGIN SOLUTION' has no end"),
        ("answer", "def g(:\n    pass", "3: the cell does not parse"),
        ("answer", "best = f(3)", "3: learners assign best: only functions and classes can be asked for"),
    ],
)
def test_what_cannot_be_converted_is_listed_with_its_cell(kind, cell, said, nbgrader, imported):
    week = imported(nbgrader(("answer", F), ("tests", "assert f(1) == 2"), (kind, cell)))
    assert said in week.left
    assert week.run().returncode == 0


def test_metadata_of_the_first_schemas_are_read(source, imported):
    week = imported(source("old"))
    assert [(task.names, task.points) for task in week.exercise.tasks] == [
        (("squares",), 33),
        (("sum_of_squares",), 67),
    ]
    assert "assert_raises(ValueError, submission.squares, 0)\n    raised = True\n    assert raised" in week.text(
        "test_hidden.py"
    )
    assert "squares: tests worth nothing count a hundredth of it now" in week.week.decided
