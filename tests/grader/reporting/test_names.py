"""Report files have names that are safe everywhere and different for different learners."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reporting.names import file_stem


@pytest.mark.parametrize("learner", ["ada", "ada-lovelace", "s1234567", "a_b"])
def test_plain_names_are_used_as_they_are(learner):
    assert file_stem(learner) == learner


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "ada"),
        ("a b", "a-b"),
        ("é", "e\u0301"),
        ("a/b", "a-b"),
        ("李雷", "韩梅"),
        ("", " "),
        ("\ud800", "\ud801"),
    ],
)
def test_different_learners_get_different_files(one, other):
    assert file_stem(one).lower() != file_stem(other).lower()


def test_nobody_can_choose_the_name_of_anothers_file():
    taken = file_stem("Ada")
    assert file_stem(taken) != taken


@pytest.mark.parametrize("learner", ["..", "../../etc/passwd", "con", "nul", ".hidden", "-rf", "a" * 500, "x\x00y"])
def test_dangerous_names_are_made_safe(learner):
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{1,60}", file_stem(learner))
    assert file_stem(learner) not in {"con", "nul"}


@given(st.text())
def test_every_name_has_a_safe_file(learner):
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", file_stem(learner))
    assert file_stem(learner) == file_stem(learner)
