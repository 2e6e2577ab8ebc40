"""What cannot be seen is made visible, and nothing else changes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reporting.text import ascii_controls, inline, plain, source_lines


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "‹U+009B›31m"),
        ("over\rwritten", "over␍written"),
        ("\x00\x08\x7f", "␀␈␡"),
        ("gpj\u202eexe.", "gpj‹U+202E›exe."),
        ("\u2066isolate\u2069", "‹U+2066›isolate‹U+2069›"),
        ("zero\u200bwidth\ufeff", "zero‹U+200B›width‹U+FEFF›"),
        ("line\u2028break", "line‹U+2028›break"),
        ("\ud800", "‹U+D800›"),
        ("\U000e0041", "‹U+E0041›"),
        ("\ufffe", "‹U+FFFE›"),
    ],
)
def test_invisible_characters_are_shown(hostile, shown):
    assert plain(hostile) == shown


@pytest.mark.parametrize("text", ["naïve 李雷 π", "a\n\tb", "نمی\u200cخواهم", "👩\u200d🔬", "a\u00a0b", ""])
def test_visible_text_stays_as_it_is(text):
    assert plain(text) == text


def test_windows_newlines_are_newlines():
    assert plain("a\r\nb") == "a\nb"


def test_inline_text_has_one_line():
    assert inline("a\nb\tc") == "a␊b␉c"


@given(st.text())
def test_nothing_invisible_survives_and_a_second_pass_changes_nothing(text):
    shown = plain(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert plain(shown) == shown


@pytest.mark.parametrize(("source", "count"), [("", 0), ("a", 1), ("a\n", 1), ("a\r\nb\rc\n", 3), ("a\x0cb\u2028c", 1)])
def test_lines_are_counted_as_python_counts_them(source, count):
    assert len(source_lines(source)) == count


def test_controls_in_a_json_document_are_escaped():
    assert ascii_controls('"\x9b\u202e\U000e0041π"') == '"\\u009b\\u202e\\udb40\\udc41π"'
