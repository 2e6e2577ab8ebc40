import ast

import pytest

from grader.source import call_graph, names_called, names_read, reached


def first(text):
    return ast.parse(text).body[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(x, y=START):\n    z = x + y\n    return np.exp(z) + g(z)", {"START", "np", "g"}),
        ("@deco\ndef f() -> Array: ...", {"deco", "Array"}),
        ("def f():\n    lr = 1\n    def inner(): return lr + out\n    return inner", {"out"}),
        ("f = lambda z: g(z, w=z)", {"g"}),
        ("x = [scale * i for i in range(n)]", {"scale", "range", "n"}),
        ("def f():\n    global seen\n    seen = seen + 1", {"seen"}),
        ("class C(Base):\n    a = SIZE\n    def m(self): return self.a + C.b", {"Base", "SIZE", "C"}),
        ("x.attribute = y", {"x", "y"}),
    ],
)
def test_names_read_are_those_of_the_module(text, names):
    assert names_read(first(text)) == names


def test_a_local_of_the_same_name_is_not_a_module_name():
    assert "losses" not in names_read(first("def fit():\n    losses = []\n    return losses"))


def test_what_scope_analysis_refuses_counts_with_every_name():
    node = first("x = " + "+".join(["a"] * 900) + " + b")
    assert {"a", "b"} <= names_read(node)


def test_calls_are_told_from_other_uses():
    assert names_called(first("def f(x):\n    return g(x) + h + a.b(x)")) == {"g"}


def test_a_call_graph_holds_the_modules_own_names():
    graph = call_graph("import math\nA = 1\ndef f(): return f() + g() + A\ndef g(): return map(h, [])\ndef h(): pass\n")
    assert graph == {"A": set(), "f": {"g", "A"}, "g": {"h"}, "h": set()}
    assert reached(graph, ["f"]) == {"f", "g", "h", "A"}
    assert reached(graph, ["h"]) == {"h"}


def test_a_cycle_is_walked_once():
    assert reached({"a": {"b"}, "b": {"a"}}, ["a"]) == {"a", "b"}
