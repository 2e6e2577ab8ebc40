"""An edit touches what it changed, what that may matter to, and nothing else."""

from __future__ import annotations

import textwrap

import pytest

from grader.source.changes import edited, kept, outline, used_by_checks
from grader.source.names import reached

BEFORE = textwrap.dedent(
    """
    import numpy as np
    SCALE = 2
    def scaled(x):
        return SCALE * x
    def double(x):
        return scaled(x)
    def total(x):
        return x.sum()
    """
)


def seen(before, after, **more):
    return edited(outline(before), outline(after), **more)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("x.sum()", "x.sum(0)", {"total"}),
        ("SCALE = 2", "SCALE = 3", {"SCALE"}),
        ("def total(x):\n    return x.sum()\n", "", {"total"}),
        ("SCALE = 2", "SCALE = 2\ndef fresh(): pass", {"fresh"}),
        ("SCALE = 2", "SCALE = 2\nSCALE = 3", {"SCALE"}),
        ("def total", "# a comment between\n\n\ndef total", set()),
    ],
)
def test_an_edit_touches_the_definitions_it_changed(old, new, names):
    assert old in BEFORE
    assert seen(BEFORE, BEFORE.replace(old, new)) == names


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import numpy as np", "import numpy"),
        ("import numpy as np\n", ""),
        ("SCALE = 2", "SCALE = 2\nif True:\n    def total(x): return 0"),
    ],
)
def test_imports_and_what_is_no_definition_may_matter_to_all(old, new):
    assert seen(BEFORE, BEFORE.replace(old, new)) is None


def test_what_a_conditional_definition_reads_may_matter_to_all():
    conditional = BEFORE + "if SCALE:\n    def mean(x): return total(x) / len(x)\n"
    assert seen(conditional, conditional.replace("x.sum()", "0")) is None
    assert seen(conditional, conditional.replace("return scaled(x)", "return 0")) == {"double"}


def test_of_a_broken_text_nothing_counts_as_removed():
    broken = "SCALE = 2\ndef double(x):\n    return 2 * x\n"
    assert seen(BEFORE, broken, broken=True) == {"double"}
    assert seen(BEFORE, broken) is None
    whole = kept(outline(BEFORE), outline(broken))
    mended = BEFORE.replace("return scaled(x)", "return 2 * x")
    assert edited(whole, outline(mended)) == {"double"} - {"double"}
    assert edited(whole, outline(mended.replace("x.sum()", "0"))) == {"total"}


def test_calls_go_through_the_module_beneath():
    beneath = "def given(x):\n    return helper(x)\ndef helper(x):\n    raise NotImplementedError\n"
    graph = outline("def task(x):\n    return given(x)\ndef helper(x):\n    return x\n", beneath).graph
    assert reached(graph, ["task"]) == {"task", "given", "helper"}


def test_checks_use_what_they_and_their_helpers_name():
    suite = textwrap.dedent(
        """
        from grader.testing import check
        def helper(submission):
            return submission.scaled(1)
        @check("double", weight=2)
        def test_double(submission):
            assert submission.double(1) == helper(submission)
        @check("double")
        def test_by_name(submission):
            assert getattr(submission, "total")
        def test_unmarked(submission):
            submission.mean()
        """
    )
    uses = used_by_checks(suite)
    assert uses.keys() == {"double"}
    assert {"scaled", "double", "total"} <= uses["double"]
    assert "mean" not in uses["double"]
