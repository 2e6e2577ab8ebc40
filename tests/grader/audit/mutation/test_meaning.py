"""Which texts count as one, because their syntax says that they mean the same."""

import pytest

from grader.audit.mutation.meaning import meaning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x + 1  # more", "(x\n + 1)"),
        ("x", "x * 1"),
        ("x", "1.0 * x"),
        ("x", "x / 1"),
        ("x", "x ** 1"),
        ("x", "x - 0"),
        ("x", "0 + x"),
        ("x", "- -x"),
        ("0", "-0"),
        ("a != b", "not a == b"),
        ("a in b", "not a not in b"),
        ("0x10", "16.0"),
        ("np.sum(x)", "np.sum(x, axis=None, keepdims=False)"),
        ("np.std(x)", "np.std(x, ddof=0)"),
        ("zip(x, y)", "zip(x, y, strict=True)"),
        ("range(n)", "range(0, n)"),
        ("x[:n]", "x[0:n]"),
    ],
)
def test_two_texts_that_mean_the_same_are_one(one, other):
    assert meaning(one) == meaning(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x", "0 - x"),
        ("x", "1 / x"),
        ("x", "1 ** x"),
        ("x = x + 1", "x += 1"),
        ("a < b", "not a >= b"),
        ("a < b < c", "not a >= b >= c"),
        ("x[0::-1]", "x[::-1]"),
        ("range(1, n)", "range(n)"),
        ("np.sum(x)", "np.sum(x, axis=0)"),
        ("True", "1"),
        ("f(1.5)", "f(1)"),
    ],
)
def test_two_texts_that_may_differ_are_two(one, other):
    assert meaning(one) != meaning(other)
