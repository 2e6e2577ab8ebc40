"""Bytes become text, or the learner is told why not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UnreadableSubmission
from grader.model import LARGEST_HAND_IN
from grader.source.reading import decode, read_module


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


def test_the_name_tells_what_a_file_is():
    assert read_module("a.py", b"x = 1\n").text == "x = 1\n"
    assert "x = 1\n" in read_module("A.IPYNB", b'{"cells": [{"cell_type": "code", "source": "x = 1"}]}').text


def test_a_notebook_by_another_name_is_read_as_one():
    module = read_module("a.py", b'\n{"cells": [{"cell_type": "code", "source": "x = 1"}]}')
    assert module.text == "# cell 1\nx = 1\n"
    assert module.remarks == ("this is a notebook by another name",)


@pytest.mark.parametrize("data", [b"{}", b"{1, 2}\nx = 1\n", b'{"cells": 3}'])
def test_a_module_may_begin_with_a_brace(data):
    assert read_module("a.py", data).text == data.decode()


def test_the_digest_is_that_of_the_file_as_it_is():
    assert read_module("a.py", b"\xef\xbb\xbfx = 1\r\n").digest == "b1c407da3d760bc4390fd24b1c4d8a1ccb670effa303772e8cd25224340f4c29"


@pytest.mark.parametrize(("data", "broken"), [(b"x = 1", False), (b"x = (", True)])
def test_what_is_no_python_is_known_to_be(data, broken):
    assert read_module("a.py", data).broken is broken
