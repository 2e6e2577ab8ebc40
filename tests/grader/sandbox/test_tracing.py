"""What a call does line by line, noted in the process that runs it."""

from __future__ import annotations

import signal
import sys
import textwrap
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from grader.sandbox import loader, steps, tracing
from grader.sandbox import rows as rows_kept


@dataclass
class Split:
    train: object
    dev: object


class Wide(NamedTuple):
    a: int
    b: int
    c: int
    d: int
    e: int


@pytest.fixture
def follow():
    """Trace a call of a text's function ``f``; return the rows and what became of the call."""

    def follow(text, *args, seconds=5.0):
        module, errors = loader.load("followed", [["followed.py", textwrap.dedent(text).lstrip("\n")]], {})
        assert not errors
        try:
            answer = tracing.trace(module, seconds, "f", *args)
        except Exception as error:
            answer = error
        assert sys.gettrace() is None
        return tracing.told(module), answer

    before = list(sys.meta_path)
    yield follow
    sys.meta_path[:] = before
    sys.modules.pop("followed", None)


def lines(rows):
    return [row[2] for row in rows if row[0] == "line"]


def test_each_line_tells_the_forms_of_what_it_sets(follow):
    rows, _ = follow("def f(X):\n    n = X.sum(axis=1)\n    a, *b = 1, 2.5, 'x'\n    return n", np.ones((2, 9)))
    assert rows[0] == ["line", 0, 1, [["X", "(2, 9) float64"]], "", "", False]
    assert rows[1][3] == [["n", "(2,) float64 = [9. 9.]"]]
    assert rows[2][3] == [["a", "1"], ["b", "list of 2: 2.5, 'x'"]]
    assert rows[3][4] == "(2,) float64 = [9. 9.]"


def test_what_is_set_again_to_the_same_is_told_and_what_is_not_set_is_not(follow):
    rows, _ = follow("def f(X):\n    y = 1\n    y = 1\n    X[0] = 5\n    X += 1\n    d = {}\n    d['k'] = X\n", np.zeros(2))
    changed = [[name for name, _ in row[3]] for row in rows]
    assert changed == [["X"], ["y"], ["y"], ["X"], ["X"], ["d"], ["d['k']", "d"]]


def test_attributes_are_told(follow):
    rows, _ = follow("class A: pass\ndef f(v):\n    a = A()\n    a.m = v\n", np.zeros((2, 2)))
    assert rows[-1][3] == [["a.m", "(2, 2) float64 = [[0. 0.] [0. 0.]]"]]


def test_a_small_array_that_is_changed_through_another_name_is_told_again(follow):
    rows, _ = follow("def f(X):\n    y = X[0]\n    y += 1\n    return X\n", np.zeros((2, 2)))
    assert rows[2][3] == [["y", "(2,) float64 = [1. 1.]"], ["X", "(2, 2) float64 = [[1. 1.] [0. 0.]]"]]


def test_own_functions_are_followed_inside_and_others_are_not(follow):
    rows, _ = follow("import json\ndef g(x):\n    return x * 2\ndef f(x):\n    json.dumps(x)\n    return g(x)\n", 2)
    assert [row[:3] for row in rows] == [
        *(["line", 0, line] for line in (4, 5, 6)),
        *(["line", 1, line] for line in (2, 3)),
        ["back", 0, 6],
    ]


def test_what_comes_of_a_line_is_told_below_the_functions_it_calls(follow):
    rows, _ = follow("def g(x):\n    return x * 2\ndef f(x):\n    y = g(x) + g(x)\n    g(x)\n    return y\n", 2)
    told = [(row[0], row[2], row[3], row[4]) for row in rows]
    inside = [("line", 1, [["x", "2"]], ""), ("line", 2, [], "4")]
    assert told[1:] == [
        ("line", 4, [], ""),
        *inside,
        *inside,
        ("back", 4, [["y", "8"]], ""),
        ("line", 5, [], ""),  # what sets nothing needs no row more
        *inside,
        ("line", 6, [], "8"),
    ]


def test_a_decorated_function_begins_at_its_def(follow):
    rows, _ = follow("import functools\n@functools.cache\ndef f():\n    return 1\n")
    assert lines(rows) == [3, 4]


def test_a_statement_of_several_lines_is_one_step(follow):
    rows, _ = follow("def f(x):\n    y = (\n        x\n        + 1\n    )\n    return y\n", 1)
    assert lines(rows) == [1, 2, 6]
    assert rows[1][3] == [["y", "2"]]


def test_a_loop_shows_its_first_rounds_and_counts_the_others(follow):
    rows, _ = follow("def f():\n    for i in range(99):\n        j = i\n    return j\n")
    assert [row[:3] for row in rows[1:5]] == [["line", 0, 2], ["line", 0, 3]] * 2
    assert rows[5] == ["rounds", 0, 2, 97]
    assert rows[6][2:5] == [4, [], "98"]


def test_the_rounds_of_a_loop_whose_body_begins_with_a_loop_are_counted(follow):
    rows, _ = follow("def f(n):\n    for i in range(n):\n        for j in range(1):\n            k = i\n    return k", 9)
    assert ["rounds", 0, 2, 7] in rows


def test_a_loop_of_two_rounds_is_shown_whole(follow):
    rows, _ = follow("def f():\n    for i in range(2):\n        j = i\n    return j\n")
    assert "rounds" not in [row[0] for row in rows]


@pytest.mark.parametrize("loop", ["while i < 30:\n        i += 1", "for i in range(30):\n        pass"])
def test_a_loop_inside_a_loop_is_counted_anew_each_time(follow, loop):
    rows, _ = follow(f"def f():\n  for k in range(3):\n    i = 0\n    {loop}\n  return i\n")
    rounds = [row for row in rows if row[0] == "rounds"]
    assert rounds == [["rounds", 0, 4, 28], ["rounds", 0, 4, 28], ["rounds", 0, 2, 1]]


def test_an_exception_shows_the_round_it_was_raised_in(follow):
    rows, error = follow("def f():\n    for i in range(50):\n        if i == 47:\n            raise ValueError(i)\n")
    assert isinstance(error, ValueError)
    assert ["rounds", 0, 2, 45] in rows
    assert rows[-3][3] == [["i", "47"]]
    assert rows[-1][2:] == [4, [], "", "ValueError: 47", False]


def test_an_exception_that_is_passed_on_is_told_apart_from_where_it_was_raised(follow):
    rows, _ = follow("def g():\n    return 1 / 0\ndef f():\n    return g()\n")
    assert [(row[0], row[2], row[5], row[6]) for row in rows if row[5]] == [
        ("line", 2, "ZeroDivisionError: division by zero", False),
        ("back", 4, "ZeroDivisionError: division by zero", True),
    ]


def test_an_exception_that_is_caught_does_not_end_the_function(follow):
    rows, answer = follow("def f():\n    try:\n        1 / 0\n    except ZeroDivisionError:\n        x = 3\n    return x\n")
    assert answer == 3
    assert rows[-1][4] == "3"


def test_an_endless_loop_is_stopped_and_told(follow):
    rows, answer = follow("def f():\n    n = 0\n    while True:\n        n += 1\n", seconds=0.3)
    assert answer is None
    kind, line, loop, rounds = rows[-1]
    assert (kind, line in (3, 4), loop) == ("stopped", True, 3)
    assert rounds > 100
    assert any(row[:3] == ["rounds", 0, 3] and rounds - row[3] <= 4 for row in rows)
    assert rows[-2][3] in ([], [["n", str(rounds)]])  # the round it was in is shown


def test_the_rounds_of_a_loop_in_one_line_are_counted_where_it_is_stopped(follow):
    rows, _ = follow("def f():\n    n = 0\n    while True: n += 1\n", seconds=0.3)
    assert rows[-1][:3] == ["stopped", 3, 3]
    assert rows[-1][3] > 100
    assert lines(rows) == [1, 2, 3]


def test_a_loop_without_a_body_is_named_where_it_is_stopped(follow):
    rows, _ = follow("def f():\n    while True: pass\n", seconds=0.2)
    assert rows[-1] == ["stopped", 2, 2, 0]


@pytest.mark.parametrize("statement", ["any(False for _ in itertools.count())", "time.sleep(60)"])
def test_what_never_comes_to_the_next_line_is_stopped_there(follow, statement):
    rows, answer = follow(f"import itertools, time\ndef f():\n    for k in range(3):\n        {statement}\n", seconds=0.1)
    assert answer is None
    assert rows[-1] == ["stopped", 4, 3, 1]
    assert all(row[5] == "" for row in rows[:-1])
    assert signal.getitimer(signal.ITIMER_PROF) == signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_deep_recursion_is_cut_in_the_middle(follow):
    rows, _ = follow("def f(n):\n    if n:\n        f(n - 1)\n    return n\n", 150)
    assert len(rows) == rows_kept.FIRST_ROWS + rows_kept.LAST_ROWS + 1
    assert rows[rows_kept.FIRST_ROWS][0] == "cut"
    assert rows[-1][2] == 4


def test_generators_comprehensions_and_lambdas_do_not_confuse_the_steps(follow):
    text = "def g(n):\n    for i in range(n):\n        yield i\ndef f():\n    s = sum(g(2))\n    t = [v for v in (1, 2)]\n    u = (lambda a: a)(3)\n    return s\n"
    rows, answer = follow(text)
    assert answer == 1
    assert [row[2] for row in rows if row[0] == "line" and row[1] == 0] == [4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (np.zeros((2, 0), np.int32), "(2, 0) int32"),
        (np.array([1.0, np.nan, np.inf]), "(3,) float64, with nan = [1. nan inf]"),
        (np.array([1.0] * 8 + [-np.inf], np.float32), "(9,) float32, with inf"),
        (np.array(0.5), "() float64 = 0.5"),
        (np.array([[1, 2], [3, -4]]), "(2, 2) int64 = [[1 2] [3 -4]]"),
        (np.array([1 / 3, 1e-9]), "(2,) float64 = [3.3333e-01 1.0000e-09]"),
        (np.array([[0.5, 1], [-1.5, 1]]), "(2, 2) float64 = [[0.5 1.] [-1.5 1.]]"),
        (np.array(["a", "b"]), "(2,) <U1"),
        (np.array([object()]), "(1,) object"),
        (Split(np.zeros(2), [1, 2]), "Split(train (2,) float64, dev list of 2 (1, 2))"),
        ([Split(np.zeros(2), [1, 2])], "list of 1: [0] Split(train (2,) float64, dev list of 2)"),
        (Wide(1, 2, 3, 4, 5), "Wide(a 1, b 2, c 3, d 4, …)"),
        (np.float32(0.5), "float32 0.5"),
        (True, "True"),
        (None, "None"),
        (10**40, "a large int"),
        ("x" * 50, repr("x" * 23 + "…")),
        ([1] * 9, "list of 9: 1, 1, 1, 1, …"),
        ((np.zeros(2), [1, 2]), "tuple of 2: [0] (2,) float64, [1] list of 2 (1, 2)"),
        ({"W": np.zeros(2)}, "dict of 1: W (2,) float64"),
        (
            {f"{name}{layer}": np.zeros((2, 3)) for layer in (1, 2, 3, 4) for name in "Wb"},
            "dict of 8: " + ", ".join(f"{name}{layer} (2, 3) float64" for layer in (1, 2, 3, 4) for name in "Wb"),
        ),
        (dict.fromkeys(range(9), np.ones(1)), f"dict of 9: {', '.join(f'{key} (1,) float64' for key in range(4))}, …"),
        (
            [(np.zeros((3, 4)), {"W": np.zeros(2), "caches": [np.zeros(1)]}), "x"],
            "list of 2: [0] tuple of 2 ([0] (3, 4) float64, [1] dict of 2), [1] 'x'",
        ),
        ({"cache": [np.full(2, np.nan)] * 5}, f"dict of 1: cache list of 5 ({', '.join(f'[{n}] (2,) float64, with nan' for n in range(4))}, …)"),
        (OrderedDict(a=np.zeros(2)), "OrderedDict of 1: a (2,) float64"),
        ({1, 2}, "set of 2"),
        ((), "tuple of 0"),
        (len, "function len"),
        (object(), "object"),
    ],
)
def test_values_are_told_by_their_form(value, form):
    assert steps.described(value) == form


def test_a_form_that_is_too_long_is_cut_visibly():
    told = steps.described([{f"{n}{'k' * 20}": "z" * 24 for n in range(4)}] * 8)
    assert len(told) == steps.LONGEST_TEXT
    assert told.endswith("…")


def test_an_object_that_resists_being_looked_at_is_told_by_its_type():
    class Hostile:
        def __getattr__(self, name):
            raise RuntimeError

    assert steps.described(Hostile()) == "Hostile"
