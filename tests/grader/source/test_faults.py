"""Faults seen in a text without running it."""

from __future__ import annotations

import textwrap

import pytest

from grader.source.faults import Faults, faults

STUB = textwrap.dedent(
    '''
    def build(n_in, width=4):
        """Build it.

        Returns:
            A model.
        """
        raise NotImplementedError


    def step(x):
        """Take a step."""
        raise NotImplementedError
    '''
)
BUILT = "def build(n_in, width=4):\n    return n_in\n"
STEPPED = "def step(x):\n    print(x)\n"


def found(text):
    return faults(text, STUB, ["build", "step"])


def test_a_whole_module_has_no_faults():
    assert found(BUILT + STEPPED) == Faults()


def test_the_stub_is_not_written_yet():
    assert found(STUB) == Faults(missing=("build", "step"))


@pytest.mark.parametrize("body", ["pass", "...", "raise NotImplementedError('later')", '"""Doc."""'])
def test_a_body_that_does_nothing_is_not_written_yet(body):
    assert found(f"{BUILT}def step(x):\n    {body}\n").missing == ("step",)


def test_a_part_that_does_not_parse_is_named_with_its_line_and_missing():
    seen = found(f"{BUILT}\ndef step(x:\n    return x\n")
    assert seen.missing == ("step",)
    assert seen.unreadable[0].startswith("line 4: step could not be read")


@pytest.mark.parametrize("head", ["n_in", "n_in, size=4", "width, n_in", "n_in, width, more", "*, n_in, width=4"])
def test_other_parameters_are_told(head):
    (said,) = found(f"def build({head}):\n    return 1\n{STEPPED}").odd
    assert said.startswith("line 1: build should take (n_in, width), not (")


@pytest.mark.parametrize("head", ["n_in, width=4", "n_in, width=8, more=1", "n_in, *rest", "*args, **kwargs", "n_in, width"])
def test_parameters_that_take_the_same_calls_are_fine(head):
    assert not found(f"def build({head}):\n    return 1\n{STEPPED}").odd


def test_a_function_that_should_return_and_does_not_is_told():
    assert found(f"def build(n_in, width=4):\n    x = n_in\n    def inner():\n        return 1\n{STEPPED}").odd == (
        "line 1: build returns nothing",
    )


def test_a_name_that_is_assigned_is_left_alone():
    assert found(f"build = make\n{STEPPED}") == Faults()
