"""Bytes become text, or the learner is told why not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UnreadableSubmission
from grader.grading.handin import decode
from grader.model import LARGEST_HAND_IN


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"x = 1\r\ny = 2\rz = 3\n", "x = 1\ny = 2\nz = 3\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        ("é = 1".encode(), "é = 1"),
    ],
)
def test_text_is_read_whatever_its_line_ends(data, text):
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = 1\0", "NUL bytes"),
        (b"x = 1\n\xff", "byte 6, line 2"),
        (b"\xed\xa0\x80", "byte 0, line 1"),
        ("x = 1".encode("utf-16"), "NUL bytes"),
        (b"#" * (LARGEST_HAND_IN + 1), "at most"),
    ],
)
def test_what_is_no_text_is_refused_with_the_place(data, reason):
    with pytest.raises(UnreadableSubmission, match=reason):
        decode(data)


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(data):
    try:
        text = decode(data)
    except UnreadableSubmission:
        return
    assert not {"\r", "\0"} & set(text)
    assert decode(text.encode()) == text.removeprefix("\ufeff")
