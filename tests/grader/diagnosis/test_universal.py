"""Mistakes that every exercise invites are told from findings, or from the shapes of all wrong answers together."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.pairs import pairs
from grader.diagnosis.transcript import transcript
from grader.diagnosis.universal import (
    FIXED_SIZE,
    GLOBAL_STATE,
    LOOP,
    MUTATION,
    WORK_GROWS,
    of_findings,
    of_pairs,
    unused,
)
from grader.model import CauseKind, Finding, Kind
from grader.outcome import Event, Returned

IMPURE = Finding(Kind.PURITY, "an argument is modified in place", "changed: x")
GROWS = Finding(Kind.CLAIM, WORK_GROWS, "3 to 300 lines")
WRONG = Finding(Kind.VALUES, "all values of the answer are wrong")


@pytest.mark.parametrize(
    ("findings", "cause"),
    [
        ([IMPURE], MUTATION),
        ([IMPURE, IMPURE], MUTATION),
        ([GROWS, GROWS], LOOP),
        ([IMPURE, GROWS], None),
        ([IMPURE, WRONG], None),
        ([WRONG], None),
        ([Finding(Kind.CLAIM, "this does not hold for your answer")], None),
    ],
)
def test_findings_name_a_mistake_when_all_speak_of_it(findings, cause):
    assert of_findings(findings) is cause


def wrong(*answers):
    return [
        pair
        for got, expected in answers
        for pair in pairs(*(transcript([Event("f", Returned(side), (expected,))]) for side in (got, expected)))
    ]


def test_a_shape_that_stays_the_same_whatever_is_expected_is_hard_coded():
    assert of_pairs(wrong((np.zeros(10), np.ones(4)), (np.zeros(10), np.ones(7)))) is FIXED_SIZE


def test_one_wrong_shape_alone_is_not_enough():
    assert of_pairs(wrong((np.zeros(10), np.ones(4)), (np.zeros(10), np.ones(4) * 2))) is None


def test_shapes_that_follow_the_arguments_are_not_hard_coded():
    assert of_pairs(wrong((np.zeros(5), np.ones(4)), (np.zeros(8), np.ones(7)))) is None


def test_single_numbers_have_no_size():
    assert of_pairs(wrong((0.0, np.ones(4)), (0.0, np.ones(7)))) is None


def test_nothing_wrong_is_nothing_hard_coded():
    assert of_pairs([]) is None


def test_arguments_that_are_not_used_are_named():
    assert "leaky never uses alpha" in unused(["alpha"], "leaky").text
    assert "lr and steps" in unused(["lr", "steps"], "fit").hint


@pytest.mark.parametrize("cause", [MUTATION, LOOP, GLOBAL_STATE, FIXED_SIZE, unused(["x"], "f")])
def test_every_cause_says_what_is_wrong_and_gives_a_hint(cause):
    assert cause.kind is CauseKind.UNIVERSAL
    assert cause.name
    assert cause.text.endswith(".")
    assert cause.hint.endswith(("?", "."))
