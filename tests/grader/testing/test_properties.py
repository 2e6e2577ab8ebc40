"""Property helpers, on implementations that really run behind the wire."""

from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox.outcomes import CallFailed
from grader.testing import Mismatch, Spy, assert_pure, assert_raises, assert_vectorised
from grader.testing.subject import Subject


@pytest.fixture
def subject(session):
    return lambda text: Subject(session("import numpy as np\n" + text))


def test_assert_raises_accepts_subclasses_and_refuses_answers_and_other_errors(subject):
    one = subject("def double(x):\n    if x == 1: raise UnicodeDecodeError('a', b'', 0, 1, '')\n    return x[0] if x else 5")
    assert_raises(ValueError, one.double, 1)
    with pytest.raises(Mismatch, match="no ValueError"):
        assert_raises(ValueError, one.double, 0)
    with pytest.raises(CallFailed, match="TypeError"):
        assert_raises(ValueError, one.double, 2)


def test_an_unwritten_function_raises_nothing_a_check_asks_for(subject):
    one = subject("def double(x): raise NotImplementedError")
    with pytest.raises(CallFailed, match="NotImplementedError"):
        assert_raises(RuntimeError, one.double, 1)
    assert_raises(NotImplementedError, one.double, 1)


def test_assert_pure_sees_arguments_changed_in_place(subject):
    one = subject("def double(x):\n    x *= 2\n    return x\ndef total(x): return x * 2")
    one.total(np.ones(2))
    assert_pure(one)
    one.double(np.ones(2))
    with pytest.raises(Mismatch, match="in place"):
        assert_pure(one)


@pytest.mark.parametrize(
    "body",
    ["X.sum(axis=1)", "np.einsum('ij->i', X)", "sum(X[:, k] for k in range(X.shape[1]))"],
    ids=["sum", "einsum", "loop over features"],
)
def test_vectorised_answers_pass(subject, body):
    one = subject(f"def total(X): return {body}")
    assert_vectorised(one, "total", (np.ones((4, 3)),), (np.ones((400, 3)),))


@pytest.mark.parametrize(
    "body",
    [
        "np.array([row.sum() for row in X])",
        "np.array(list(row.sum() for row in X))",
        "np.array(list(map(np.sum, X)))",
        "np.apply_along_axis(lambda row: row.sum(), 1, X)",
        "np.array(X.tolist()).sum(axis=1)",
    ],
    ids=["comprehension", "generator", "map", "apply_along_axis", "tolist"],
)
def test_loops_over_examples_fail(subject, body):
    one = subject(f"def total(X): return {body}")
    with pytest.raises(Mismatch):
        assert_vectorised(one, "total", (np.ones((4, 3)),), (np.ones((400, 3)),))


def test_a_spy_keeps_its_calls_and_replaces_a_given(subject):
    one = subject("def given(x): return x\ndef double(x): return 2 * given(x)")
    spy = Spy(lambda x: x + 1)
    with one.replaced(given=spy):
        assert one.double(1) == 4
    assert spy.calls == [((1,), {})]
    assert one.double(1) == 2
