"""Hints on a terminal: what is open, how much is left, and always a next command."""

import re

import pytest
from rich.cells import cell_len

from grader.course.hints import Ladder, Opened
from grader.model import Task
from grader.reporting.hints import render_ladder, render_ladders

LADDER = Ladder(
    "Read the trap in section 1 and the Rulings: which numbers may exp see without harm?",
    "Call it on the row of the table from -4 to 4 and compare. Then on -1000, 0 and 1000.",
    "Usually the formula is right on paper and safe on one side only.",
)


@pytest.fixture
def opened():
    """Return a ladder with so many rungs open."""
    return lambda count, **more: Opened(Task("c1w2.01", ("sigmoid",), 8), "sigmoid", LADDER, count, **more)


@pytest.mark.parametrize("count", range(4))
def test_a_ladder_is_as_recorded(opened, golden, count):
    golden(f"hints/{count}.txt", render_ladder(opened(count)))


def test_all_ladders_are_as_recorded(opened, golden):
    other = Opened(Task("c1w2.02", ("flatten_images",), 8), "flatten_images", LADDER)
    golden("hints/all.txt", render_ladders([opened(2), other]))


def test_rungs_that_are_not_open_are_not_shown(opened):
    text = render_ladder(opened(1), 200)
    assert LADDER.reread in text
    assert LADDER.look not in text
    assert "Look at" not in text


def test_the_last_rung_offers_no_further_one(opened):
    text = render_ladder(opened(3))
    assert "3 of 3  What is usually wrong" in text
    assert "grader hint" not in text
    assert text.endswith("grader check --task sigmoid\n")


def test_commands_name_the_folder_when_it_is_another(opened):
    text = render_ladder(opened(1), place="week 2")
    assert "grader check 'week 2' --task sigmoid" in text
    assert "grader hint sigmoid --in 'week 2'" in text


def test_other_ladders_of_the_task_are_named(opened):
    assert "also    grader hint soft" in render_ladder(opened(1, others=("soft",)))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_asked(opened, width):
    text = render_ladder(opened(3), width) + render_ladders([opened(3)], width)
    assert all(cell_len(line) <= width for line in text.splitlines())


def test_colour_changes_nothing_but_colours(opened):
    coloured = render_ladder(opened(2), colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_ladder(opened(2))


def test_markup_and_escapes_in_a_hint_are_text():
    text = render_ladder(Opened(Task("c1w2.01", ("f",), 8), "f", Ladder("[red]\x1b[2J", "b", "c"), 1))
    assert "[red]␛[2J" in text
