from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.source import removed_lines, stub

FUNCTION = '''\
import numpy as np


@decorated(1)
def sigmoid(z: np.ndarray, *, low=-1) -> np.ndarray:  # (m,)
    """Return the logistic function.

    A second part.
    """
    # a secret comment
    out = 1 / (1 + np.exp(-z))

    return out  # secret too
    # and a last secret

# about helper
def helper(z):
    return z
'''


def test_a_body_goes_and_signature_decorator_and_docstring_stay():
    assert stub(FUNCTION, ["sigmoid"]) == (
        FUNCTION.split("    # a secret")[0] + "    raise NotImplementedError\n\n# about helper\ndef helper(z):\n    return z\n"
    )


def test_removed_lines_are_what_went():
    assert removed_lines(FUNCTION, ["sigmoid"]) == (
        "# a secret comment",
        "out = 1 / (1 + np.exp(-z))",
        "return out  # secret too",
        "# and a last secret",
    )


@pytest.mark.parametrize(
    ("text", "stubbed"),
    [
        ("def f(): return 1\n", "def f(): raise NotImplementedError\n"),
        ('def f(): "Doc."; return 1\n', 'def f(): "Doc."; raise NotImplementedError\n'),
        ('def f():\n    "Doc."; return 1\n', 'def f():\n    "Doc."\n    raise NotImplementedError\n'),
        ("def f(x={'a': 1}, y=lambda: 2) -> d[1:2]:\n\treturn 1", "def f(x={'a': 1}, y=lambda: 2) -> d[1:2]:\n\traise NotImplementedError"),
        ("def f(\n    x,\n):\n    # why\n    return x\n", "def f(\n    x,\n):\n    raise NotImplementedError\n"),
        ('def f():\n    """D."""  # secret\n    return 1\n', 'def f():\n    """D."""\n    raise NotImplementedError\n'),
        ('async def f():\n    """D."""\n    return 1\n', 'async def f():\n    """D."""\n    raise NotImplementedError\n'),
        ("def f():\n    return 1\ndef f():\n    return 2\n", "def f():\n    raise NotImplementedError\n" * 2),
    ],
)
def test_every_shape_of_function_is_stubbed(text, stubbed):
    assert stub(text, ["f"]) == stubbed


def test_every_method_of_a_class_is_stubbed_that_does_something():
    text = '''\
class Cell(Base):
    """A cell."""

    size: int = 3

    def __init__(self, n):
        """Make it."""
        self.n = n
        # trailing

    @property
    def width(self):
        return self.n

    def later(self):
        """Only described."""

    class Inner:
        def run(self): return 1
'''
    expected = text.replace("        self.n = n\n        # trailing", "        raise NotImplementedError")
    expected = expected.replace("        return self.n", "        raise NotImplementedError")
    expected = expected.replace("return 1", "raise NotImplementedError")
    assert stub(text, ["Cell"]) == expected


def test_one_method_can_be_named():
    text = "class C:\n    def a(self):\n        return 1\n    def b(self):\n        return 2\n"
    assert stub(text, ["C.b"]) == text.replace("return 2", "raise NotImplementedError")


MARKED = '''\
def f(x):
    """Doc."""
    shape = x.shape
    for i in x:
        # BEGIN SOLUTION
        y = i
        z = y
        # END SOLUTION
        w = z
    # BEGIN SOLUTION
    v = w
    # END SOLUTION
    return v
'''


def test_markers_narrow_what_is_removed():
    assert stub(MARKED, ["f"]) == '''\
def f(x):
    """Doc."""
    shape = x.shape
    for i in x:
        raise NotImplementedError
        w = z
    raise NotImplementedError
    return v
'''
    assert removed_lines(MARKED, ["f"]) == ("y = i", "z = y", "v = w")


def test_a_marker_inside_a_string_is_text():
    text = 'def f():\n    return """\n    # BEGIN SOLUTION\n    """\n'
    assert stub(text, ["f"]) == "def f():\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("    # BEGIN SOLUTION\n    return 1\n", 2, "without an end"),
        ("    return 1\n    # END SOLUTION\n", 3, "without a beginning"),
        ("    # BEGIN SOLUTION\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n", 3, "inside another"),
        ("    # BEGIN SOLUTON\n    return 1\n    # END SOLUTION\n", 2, "looks like a solution marker"),
        ("    # begin solution\n    return 1\n", 2, "looks like a solution marker"),
        ("    #BEGIN SOLUTION\n    return 1\n", 2, "looks like a solution marker"),
        ("    ### BEGIN SOLUTION ###\n    return 1\n", 2, "looks like a solution marker"),
        ("    # END OF SOLUTION\n    return 1\n", 2, "looks like a solution marker"),
        ("    # BEGIN_SOLUTION\n    return 1\n", 2, "looks like a solution marker"),
        ("    x = 1  # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n", 2, "follows code"),
        ("    # BEGIN SOLUTION\n    for i in x:\n    # END SOLUTION\n        y = i\n", 2, "cut a statement"),
    ],
)
def test_a_doubtful_marker_is_an_error_that_names_its_line(body, line, message):
    with pytest.raises(CourseError, match=message) as caught:
        stub("def f(x):\n" + body, ["f"], Path("solutions/w.py"))
    assert (Path("solutions/w.py"), line) in {(problem.path, problem.line) for problem in caught.value.problems}


def test_markers_outside_of_the_named_definitions_are_errors():
    with pytest.raises(CourseError, match="outside of any task"):
        stub(MARKED + "\ndef g():\n    return 1\n", ["g"])


@pytest.mark.parametrize("comment", ["# the solution", "# Solution", "# begin with the closed form", "# end", "# solve it"])
def test_ordinary_comments_are_no_markers(comment):
    stub(f"def f():\n    {comment}\n    return 1\n", ["f"])


@pytest.mark.parametrize("name", ["absent", "X"])
def test_only_functions_and_classes_can_be_stubbed(name):
    with pytest.raises(LookupError, match=name):
        stub("X = 1\n", [name])
