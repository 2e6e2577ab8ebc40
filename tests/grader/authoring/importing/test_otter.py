import pytest

from grader.authoring.importing.otter_tests import Case, resolved_points
from grader.authoring.importing.yaml import read_yaml

F = 'def f(x):\n    """Add one."""\n    return x + 1 # SOLUTION'


def question(answer, *tests, config="name: q1"):
    return (
        f"# BEGIN QUESTION\n{config}",
        "**Question 1.** Write f.",
        "# BEGIN SOLUTION",
        answer,
        "# END SOLUTION",
        "# BEGIN TESTS",
        *tests,
        "# END TESTS",
        "# END QUESTION",
    )


@pytest.mark.parametrize(
    ("shown", "claim"),
    [
        ("True", "assert submission.f(1)"),
        ("np.True_", "assert submission.f(1)"),
        ("False", "assert not (submission.f(1))"),
        ("[1, 2.5]", "assert_same(submission.f(1), [1, 2.5])"),
        ("np.float64(2.5)", "assert_same(submission.f(1), 2.5)"),
        ("array([1., 2.], dtype=float32)", "assert_same(submission.f(1), [1.0, 2.0], rtol=1e-06, atol=1e-08)"),
        ("{'a': (1, None)}", "assert_same(submission.f(1), {'a': (1, None)})"),
    ],
)
def test_the_value_that_was_shown_is_asserted(shown, claim, otter, hidden):
    text = hidden(otter(*question(F, ("f(1)", shown))))
    assert claim.replace("1e-06", "1e-6").replace("1e-08", "1e-8") in text


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("<Model at 0x7f>", "what it should show cannot be read: <Model at 0x7f>"),
        ("array([0, 1, ..., 9])", "what it should show is abridged"),
        ("nan", "what it should show cannot be read: nan"),
    ],
)
def test_a_value_that_is_no_literal_is_listed(shown, said, otter, imported):
    week = imported(otter(*question(F, ("f(2)", "3"), ("f(1)", shown))))
    assert f"8: {said}" in week.left


def test_hidden_cases_are_hidden_and_others_public(otter, imported):
    config = '""" # BEGIN TEST CONFIG\nhidden: true\n""" # END TEST CONFIG\nassert f(3) == 4'
    week = imported(otter(*question(F, "assert f(1) == 2", "# HIDDEN\nassert f(2) == 3", config)))
    assert "f(1)" in week.text("test_public.py")
    assert all(call in week.text("test_hidden.py") for call in ("f(2)", "f(3)"))
    assert not any(call in week.text("test_public.py") for call in ("f(2)", "f(3)"))


def test_exception_based_cases_lose_their_function_and_its_parameters(otter, hidden):
    case = (
        'def test_it(f, env):\n    """It adds."""\n    y = 1\n    assert f(y) == 2\n    assert env["f"](2) == env["LIMIT"]\n\n'
        "test_it(f, globals())  # IGNORE"
    )
    text = hidden(otter("LIMIT = 3", *question(F, case)))
    assert '"""It adds."""\n    y = 1\n    assert submission.f(y) == 2\n    assert submission.f(2) == LIMIT\n' in text


@pytest.mark.parametrize(
    ("total", "given", "expected"),
    [
        (None, [None, None], [0.5, 0.5]),
        (None, [2, None], [2, 0]),
        (None, [0, None], [0, 1]),
        (6, [2, 2, None, None], [2, 2, 1, 1]),
        (3, [None, None], [1.5, 1.5]),
        (1, [3, None], [3, 0]),
    ],
)
def test_points_are_shared_as_otter_shares_them(total, given, expected):
    cases = [Case(1, "", hidden=False, points=points, sentence="") for points in given]
    assert resolved_points(total, cases) == expected


def test_learners_keep_the_lines_that_otter_leaves_them(otter, imported):
    answer = (
        'def f(xs):\n    """Add up."""\n    total = 0\n    for x in xs:\n        # the heart of it\n        total += x # SOLUTION\n'
        "    # BEGIN IGNORE\n    print('author')\n    # END IGNORE\n    return total"
    )
    week = imported(otter(*question(answer, "assert f([1, 2]) == 3")))
    stub = week.generated()["c1w1_week/week.py"].decode()
    assert (
        "    total = 0\n    for x in xs:\n        # the heart of it\n        raise NotImplementedError\n    return total"
        in stub
    )
    assert "author" not in week.solution
    assert week.run().returncode == 0


def test_prompts_and_ignored_cells_and_answers_in_words_are_left_out(otter, imported):
    answer = (
        "# BEGIN SOLUTION NO PROMPT\ndef f(x):\n    'Add one.'\n    return x + 1\n# END SOLUTION\n"
        '""" # BEGIN PROMPT\ndef f(x):\n    prompt_in_the_cell\n"""; # END PROMPT'
    )
    by_hand = (
        "# BEGIN QUESTION\nname: q2\nmanual: true\npoints: 3", "**Question 2.** Why?", "# BEGIN SOLUTION", "**Because.**",
        "# END SOLUTION", "# END QUESTION",
    )  # fmt: skip
    prompt = ("# BEGIN PROMPT", "prompt_of_its_own = 1", "# END PROMPT")
    start, *rest = question(answer, "assert f(1) == 2")
    week = imported(otter(start, *prompt, *rest, *by_hand, "## Ignore ##\nignored_cell = 1"))
    everything = week.solution + week.handout
    assert not any(word in everything for word in ("prompt_in", "prompt_of", "Because", "ignored_cell"))
    assert "Why?" in week.handout
    assert "q2 is graded by hand (3 points)" in week.left
    assert "an answer in words is left out" in week.left


def test_a_seed_of_the_whole_assignment_is_told(otter, imported):
    week = imported(otter("# ASSIGNMENT CONFIG\ngenerate:\n    seed: 42", *question(F, "assert f(1) == 2")))
    assert "1: the seed is not set: each call of learner code has a draw of its own" in week.left


def test_its_yaml_is_read_without_a_parser_of_all_of_it():
    text = "# BEGIN QUESTION\nname: 'q1'\npoints:\n    each: 2\nfiles:\n- a.csv\n- b.csv  # data\nmanual: false # no\nodd line"
    assert read_yaml(text) == {"name": "q1", "points": {"each": "2"}, "files": ["a.csv", "b.csv"], "manual": "false"}
