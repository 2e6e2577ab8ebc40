import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.importing.checks import Draft
from grader.authoring.importing.weights import scaled, weighed
from grader.model import PUBLIC_SHARE

POINTS = st.floats(min_value=0, max_value=1000, allow_nan=False).map(lambda value: round(value, 4))


def draft(number, points, *, public):
    return Draft(f"test_{number}", "f", 1, points, public, "It holds.", "pass")


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"a": 1, "b": 1, "c": 1}, [34, 33, 33]),
        ({"a": 0, "b": 0}, [50, 50]),
        ({"a": 0, "b": 3}, [1, 99]),
        ({"a": 2.5, "b": 7.5}, [25, 75]),
    ],
)
def test_points_keep_their_proportions(points, expected):
    assert list(scaled(points).values()) == expected


@given(st.lists(POINTS, min_size=1, max_size=99))
def test_points_always_make_a_hundred_and_no_task_is_worth_nothing(points):
    found = scaled({str(number): value for number, value in enumerate(points)})
    assert sum(found.values()) == 100
    assert min(found.values()) >= 1


@given(st.lists(st.tuples(POINTS, st.booleans()), min_size=1, max_size=9))
def test_public_checks_never_carry_more_than_they_may(cells):
    public, hidden, _ = weighed([draft(number, points, public=shown) for number, (points, shown) in enumerate(cells)])
    shown, kept = sum(one.weight for one in public), sum(one.weight for one in hidden)
    assert hidden
    assert all(one.weight > 0 for one in (*public, *hidden))
    assert shown <= PUBLIC_SHARE * (shown + kept) * (1 + 1e-9)


def test_weights_in_proportion_are_left_alone():
    public, hidden, told = weighed([draft(1, 1, public=True), draft(2, 3, public=False)])
    assert [one.weight for one in (*public, *hidden)] == [1, 3]
    assert told == []
