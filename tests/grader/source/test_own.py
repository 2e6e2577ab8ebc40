"""What is a learner's own: more than the release, whatever its layout."""

import pytest

from grader.source.own import own_statements, without_late_stubs

RELEASED = '"""A week."""\nimport numpy as np\n\nSCALE = 2\n\n\ndef f(x):\n    """Do it."""\n    raise NotImplementedError\n\n\nclass C:\n    """A thing."""\n\n    def g(self):\n        raise NotImplementedError\n'
WORK = "def f(x):\n    return x\n"


@pytest.mark.parametrize(
    "text",
    ["", RELEASED, "# mine\nimport os\nSCALE=2;\n\n", "def f( x ):\n  'Other words.'\n  raise NotImplementedError # todo\n", "'''Words.'''\npass\nclass C:\n    def g(self): raise NotImplementedError\n"],
)
def test_the_release_in_another_layout_is_nobodys_work(text):
    assert own_statements(text, RELEASED) == frozenset()


@pytest.mark.parametrize("text", [WORK, "SCALE = 3\n", "def f(x): raise NotImplementedError('x')\n", "class C:\n    def g(self): return 1\n", "def h(): pass\n"])
def test_anything_else_is(text):
    assert own_statements(text, RELEASED)
    assert own_statements(RELEASED + text, RELEASED) == own_statements(f"import sys\n{text}# end\n", RELEASED)


def test_order_does_not_count_and_content_does():
    assert own_statements("a = 1\nb = 2\n", RELEASED) == own_statements("b = 2\n\n\na=1", RELEASED)
    assert own_statements("a = 1\n", RELEASED) != own_statements("a = 2\n", RELEASED)


STUB = "def f(x):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("text", "left", "lines"),
    [
        (WORK + STUB, WORK + "pass\n\n", [3]),
        (WORK + STUB + STUB, WORK + "pass\n\n" * 2, [3]),
        (STUB + WORK, STUB + WORK, []),
        (WORK + STUB + WORK.replace("x\n", "2\n"), WORK + "pass\n\n" + WORK.replace("x\n", "2\n"), [3]),
        (WORK + "def f(x): raise NotImplementedError('later')\n", None, []),
        (WORK + "def h(x):\n    raise NotImplementedError\n" * 2, None, []),
    ],
)
def test_an_untouched_copy_below_does_not_undo_the_work(text, left, lines):
    made, remarks = without_late_stubs(text, RELEASED, {"f", "C"})
    assert made == (left or text)
    assert tuple(said for said in remarks if "not run" in said) == tuple(f"line {line}: not run: the untouched f below the written one" for line in lines)


def test_of_two_written_definitions_both_places_are_named_and_stubs_are_no_news():
    written, other = "def f(x):\n    return x\n", "def f(x):\n    return -x\n"
    for text, said in (
        (written + other, ("lines 1 and 3: f is written in both; the lower one counts",)),
        (written + written, ()),
        (RELEASED + written, ()),
        ("def h(): return 1\ndef h(): return 2\n", ()),
    ):
        assert without_late_stubs(text, RELEASED, {"f", "C"}) == (text, said)
