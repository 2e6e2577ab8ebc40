import pytest

F = 'def f(x):\n    """Add one."""\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION'
G = 'def g(fn, x):\n    """Apply."""\n    ### BEGIN SOLUTION\n    return fn(x)\n    ### END SOLUTION'
KEEPER = (
    'class Keeper:\n    """Keeps numbers."""\n    ### BEGIN SOLUTION\n    def __init__(self):\n        self.kept = []\n'
    "    def keep(self, x):\n        self.kept.append(x)\n    ### END SOLUTION"
)
DRAW = (
    'import random\nimport numpy as np\ndef draw():\n    """Draw."""\n    ### BEGIN SOLUTION\n    return np.random.rand()\n'
    "    ### END SOLUTION"
)

CONVERTED = [
    ("assert f(1) == 2, f'it is {f(1)}'", "assert submission.f(1) == 2, f'it is {submission.f(1)}'"),
    ("assert list(map(f, [1])) == [2]", "assert list(map(submission.f, [1])) == [2]"),
    ("h = f\nassert h(1) == 2", "h = submission.f\n    assert h(1) == 2"),
    ("assert f(1) == 2  # by hand", "assert submission.f(1) == 2  # by hand"),
    ("%timeit f(1)\nassert f(1) == 2", "assert submission.f(1) == 2"),
    ("text = '''a\nb'''\nassert f(len(text)) == 4", "text = '''a\nb'''\n    assert submission.f(len(text)) == 4"),
    ("got = []\nfor n in (1, 2):\n    got.append(f(n))\nassert got == [2, 3]", "got.append(submission.f(n))\n    assert got"),
    ("n = 0\nfor x in (1, 2):\n    n = n + f(x)\nassert n == 5", "n = 0\n    for x in (1, 2):\n        n = n + submission.f(x)"),
    ("def ok(x):\n    assert f(x) == x + 1\nok(1)", "def ok(x):\n        assert submission.f(x) == x + 1\n    ok(1)"),
    ("if f(1) != 2:\n    raise ValueError('wrong')", "if submission.f(1) != 2:\n        raise ValueError('wrong')"),
    ("k = Keeper()\nfor x in (1, 2):\n    k.keep(x)\nassert k.kept == [1, 2]", "k = submission.Keeper()\n    for x in"),
    ("f(1)", "submission.f(1)"),
    # a task handed to another one is the reference's
    ("assert g(f, 1) == 2", "assert submission.g(solution.f, 1) == 2"),
    ("assert g(lambda z: f(f(z)), 1) == 3", "submission.g(lambda z: solution.f(solution.f(z)), 1)"),
    # exceptions
    ("try:\n    f('a')\nexcept TypeError:\n    pass\nelse:\n    assert False", "assert_raises(TypeError, submission.f, 'a')"),
    ("try:\n    f('a')\n    raise AssertionError\nexcept TypeError:\n    pass", "assert_raises(TypeError, submission.f, 'a')"),
    ("import pytest\nwith pytest.raises(TypeError):\n    bad = 'a'\n    f(bad)", "bad = 'a'\n    assert_raises(TypeError, submission.f, bad)"),
    ("from numpy.testing import assert_raises\nassert_raises(TypeError, f, x='a')", "assert_raises(TypeError, submission.f, x='a')"),
    ("import unittest\nt = unittest.TestCase()\nt.assertRaises(TypeError, lambda: f('a'))", "assert_raises(TypeError, submission.f, 'a')"),
    ("try:\n    y = f(1)\nexcept Exception as e:\n    raise AssertionError(str(e))\nassert y == 2", "y = submission.f(1)\n    assert y == 2"),
    ("for n in (1, 2):\n    try:\n        f(None)\n    except TypeError:\n        pass\n    else:\n        assert False", "    assert_raises(TypeError, submission.f, None)"),
    ("from nose.tools import assert_equal, ok_\nassert_equal(f(1), 2)\nok_(f(1))", "assert_equal(submission.f(1), 2)\n    ok_(submission.f(1))"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "expected"), CONVERTED)
def test_a_test_is_written_for_a_function_in_another_process(cell, expected, nbgrader, hidden):
    assert expected in hidden(nbgrader(("answer", F), ("answer", G), ("answer", KEEPER), ("tests", cell)))


def test_all_of_these_pass_on_the_reference_and_fail_on_the_stub(nbgrader, imported):
    cells = [("tests", cell) for cell, _ in CONVERTED]
    week = imported(nbgrader(("answer", F), ("answer", G), ("answer", KEEPER), *cells))
    assert week.left == ""
    done = week.run()
    assert done.returncode == 0, done.stdout
    stub = week.root / "stub.py"
    stub.write_bytes(week.generated()["c1w1_week/week.py"])
    assert "passed" not in week.run("--implementation", str(stub)).stdout


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("assert result == 2", "it reads result, which learners assign"),
        ("assert nowhere(f(1)) == 2", "it reads nowhere, which the notebook does not define"),
        ("assert 1 == 1", "it calls nothing that learners write"),
        ("import tensorflow as tf\nassert tf.abs(f(1)) == 2", "it uses tensorflow"),
        ("import matplotlib.pyplot as plt\nf(1)\nassert plt.gcf().axes or f(1)", "it uses matplotlib: plots cannot be checked"),
        ("import no_such_package\nassert no_such_package.ok(f(1))", "it imports no_such_package, which is not installed here"),
        ("from unittest.mock import patch\nwith patch('builtins.print') as p:\n    f(1)\n    assert p.called", "it replaces names in the learner's process"),
        ("assert 'f' in globals() and f(1)", "it looks into the learner's process"),
        ("import sys\nassert sys.stdout.getvalue() == str(f(1))", "it looks into the learner's process"),
        ("assert open('expected.txt').read() == str(f(1))", "it reads a file"),
        ("check = f(1)\nassert check == 2", "it uses the name check, which suites need"),
        ("old = f\nf = None\nassert old(1) == 2 and f is None", "it replaces f"),
        ("def h(f):\n    assert f(1) == 2\nh(f)", "it has a parameter of the name f"),
        ("assert f.__doc__", "it looks at f.__doc__, which stays in the learner's process"),
        ("assert callable(f)", "it examines a function itself, not what it returns"),
        ("assert f is not None", "it examines a function itself, not what it returns"),
        ("class Loud(Keeper):\n    pass\nassert Loud().kept == []", "it derives from a class that learners write"),
        ("assert isinstance(g(f, 1), Keeper)", "it examines a function itself, not what it returns"),
        ("def h(z):\n    return f(z)\nassert g(h, 1) == 2", "it hands h, which calls learner code, to learner code"),
        ("x = [1]\nf(x)\nassert x == [1, 1]", "it looks at what a call did to x: arguments are copied"),
        ("np.random.seed(0)\nassert draw() == 0.5488135039273248", "it sets the seed for draw, which draws in another process"),
        ("import pytest\nwith pytest.raises(TypeError, match='str'):\n    f('a')", "it compares the message of an exception"),
        ("try:\n    f('a')\nexcept (TypeError, ValueError):\n    pass\nelse:\n    assert False", "it expects one of several exceptions"),
        ("try:\n    f('a')\nexcept TypeError as e:\n    assert 'str' in str(e)", "it catches exceptions of learner code in a way of its own"),
        ("import pytest\nwith pytest.raises(TypeError):\n    sum(f('a'), f('b'))", "it expects an exception of something else than a task's call"),
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_listed_and_the_rest_is_converted(cell, said, nbgrader, imported):
    answers = (("answer", F), ("answer", G), ("answer", KEEPER), ("answer", DRAW), ("answer", "result = f(1)"))
    week = imported(nbgrader(*answers, ("tests", f"assert f(1) == 2\n{cell}")))
    assert said in week.left
    text = week.text("test_hidden.py")
    assert "assert submission.f(1) == 2" in text
    assert text.count("@check") == 1
    compile(text, "test_hidden.py", "exec")


def test_each_task_that_a_cell_tests_gets_a_check_of_its_own(nbgrader, imported):
    both = "y = 3\nassert f(y) == 4\nz = g(abs, y)\nassert z == 3\nassert g(abs, f(y)) == 4"
    week = imported(nbgrader(("answer", F), ("answer", G), ("tests", both, {"points": 3})))
    text = week.text("test_hidden.py")
    assert '@check("f", weight=1)' in text
    assert '@check("g", weight=2)' in text
    assert "    y = 3\n    assert submission.f(y) == 4\n\n\n" in text
    assert (
        "    y = 3\n    z = submission.g(abs, y)\n    assert z == 3\n    assert submission.g(abs, submission.f(y)) == 4\n"
        in text
    )


def test_values_and_helpers_of_other_cells_come_along_once(nbgrader, imported):
    given = ("given", "import numpy as np\nX = np.arange(3)\ndef shifted(x):\n    return x + OFFSET\nOFFSET = 2")
    week = imported(
        nbgrader(given, ("answer", F), ("tests", "assert f(shifted(X)[0]) == 3"), ("tests", "assert f(X[1]) == 2"))
    )
    text = week.text("test_hidden.py")
    for line in ("import numpy as np", "X = np.arange(3)", "def shifted(x):", "OFFSET = 2"):
        assert text.count(line) == 1
        assert text.index(line) < text.index("@check")
    assert week.run().returncode == 0


def test_a_value_that_changes_between_cells_is_the_one_of_its_time(nbgrader, imported):
    cells = [("code", "x = 1"), ("tests", "assert f(x) == 2"), ("code", "x = 5"), ("tests", "assert f(x) == 6")]
    week = imported(nbgrader(("answer", F), *cells))
    assert "    x = 1\n    assert submission.f(x) == 2" in week.text("test_hidden.py")
    assert "    x = 5\n    assert submission.f(x) == 6" in week.text("test_hidden.py")
    assert week.run().returncode == 0


def test_values_that_learner_code_makes_are_made_in_the_check(nbgrader, imported):
    cells = [("code", "made = f(1)\nprint(made)"), ("tests", "assert made == 2")]
    week = imported(nbgrader(("answer", F), *cells))
    assert "    made = submission.f(1)\n    assert made == 2" in week.text("test_hidden.py")


def test_seeds_of_the_tests_own_draws_stay(nbgrader, imported):
    seeded = "import numpy as np\nnp.random.seed(3)\nx = np.random.rand()\nassert f(x) == 1.5507979025745755"
    week = imported(nbgrader(("answer", F), ("tests", seeded)))
    assert "np.random.seed(3)\n    x = np.random.rand()" in week.text("test_hidden.py")
    assert week.run().returncode == 0


def test_a_visible_test_that_holds_a_line_of_the_solution_is_hidden(nbgrader, imported):
    secret = "return sorted(set(x), reverse=True)"
    answer = f"def f(x):\n    'Sort.'\n    ### BEGIN SOLUTION\n    {secret}\n    ### END SOLUTION"
    leaking = f"def right(x):\n    {secret}\nassert f([1, 2]) == right([1, 2])"
    week = imported(nbgrader(("answer", answer), ("tests", leaking), ("tests", "assert f([1]) == [1]")))
    assert secret not in week.text("test_public.py")
    assert secret in week.text("test_hidden.py")
    assert "was visible and is hidden now" in " ".join(week.week.decided)
    week.generated()
