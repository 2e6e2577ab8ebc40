"""Pictures of values: drawn where they say something, inside their frame, and told in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Finding, Kind
from grader.reporting.plot import FEWEST, HEIGHT, WIDTH, plot_of

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def plot(*points):
    return plot_of(Finding(Kind.VALUES, "", points=points))


def test_few_values_have_no_picture():
    points = [(float(n), 0.0) for n in range(FEWEST)]
    assert plot(*points[:-1]) is None
    assert plot(*points) is not None


def test_two_flat_lines_are_no_picture():
    assert plot(*[(1.0, 2.0)] * 20) is None
    assert plot(*[(0.0, -0.0)] * 20) is None


def test_a_flat_answer_where_the_right_one_varies_is_a_picture():
    assert "Yours lie all at 0," in plot(*[(0.0, float(n)) for n in range(20)]).alternative


def test_the_largest_value_is_highest_and_zero_lies_between():
    picture = plot(*[(float(n), -float(n)) for n in range(11)])
    heights = [y for _, y in picture.got]
    assert heights == sorted(heights, reverse=True)
    assert [y for _, y in picture.expected] == sorted(y for _, y in picture.expected)
    assert picture.zero == heights[0] == HEIGHT / 2
    assert (picture.highest, picture.lowest) == ("10", "−10")


def test_values_of_one_sign_have_no_line_at_zero():
    assert plot(*[(1.0 + n, 2.0) for n in range(9)]).zero is None


def test_marks_of_one_position_stand_above_each_other():
    picture = plot(*[(float(n), 1.0) for n in range(9)])
    assert [x for x, _ in picture.got] == [x for x, _ in picture.expected]


def test_the_words_say_what_the_picture_shows():
    points = [(n / 4, n / 2) for n in range(9)]
    assert plot(*points).alternative == (
        "9 values in order, yours beside those expected. Yours lie between 0 and 2, the expected ones between 0 and 4. "
        "They are farthest apart at number 9: yours 2, expected 4."
    )


def test_the_ends_of_the_axis_are_told_apart():
    picture = plot(*[(1.0, 1.0 + n * 1e-9) for n in range(9)])
    assert (picture.lowest, picture.highest) == ("1", "1.00000001")


@given(st.lists(st.tuples(FINITE, FINITE), min_size=FEWEST, max_size=40))
def test_marks_stay_in_the_frame_whatever_the_values(points):
    picture = plot(*points)
    if picture is None:
        assert len({one for one, _ in points}) == len({other for _, other in points}) == 1
        return
    marks = [*picture.got, *picture.expected]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in marks)
    assert picture.zero is None or 0 <= picture.zero <= HEIGHT
    assert picture.lowest != picture.highest


@pytest.mark.parametrize("points", [(), ((1.0, 2.0),)])
def test_findings_without_values_have_no_picture(points):
    assert plot(*points) is None
