"""Any text becomes an implementation: what stays parses, on its own lines, and no task of a sound module is lost."""

from __future__ import annotations

import ast
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.source.parsing import compile_error
from grader.testing.material import Material

DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@pytest.fixture(scope="module")
def material(tiny):
    stub = "SCALE = 2\ndef scaled(x):\n    return SCALE * x\n"
    return Material(tiny, stub + "".join(f"def {name}(x):\n    raise NotImplementedError\n" for name in ("double", "total", "mean")))


def read(material, text):
    """Return what stays of a text; check what holds for any."""
    made, remarks = material.implementation("ada", text)
    kept = made.parts[-1].text
    assert len(remarks) < 200
    assert kept.count("\n") == text.count("\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        after = ast.parse(kept)
        if compile_error(text) is None:
            before = ast.parse(text)
            places = {(node.lineno, node.name): ast.dump(node) for node in ast.walk(before) if isinstance(node, DEFINITIONS)}
            found = [node for node in ast.walk(after) if isinstance(node, DEFINITIONS)]
            assert all(places[node.lineno, node.name] == ast.dump(node) for node in found)
            tasks = {"double", "total", "mean"}
            assert tasks & {node.name for node in before.body if isinstance(node, DEFINITIONS)} <= {node.name for node in found}
    return kept, remarks


def test_tasks_stay_and_givens_are_the_courses(material):
    kept, remarks = read(material, "def scaled(x): return 0\nprint(1)\ndef double(x): return scaled(x)\n")
    assert kept == "\n\ndef double(x): return scaled(x)\n"
    assert len(remarks) == 2


LINES = st.sampled_from(
    [
        "import numpy as np",
        "def double(x):",
        "def scaled(x): return 0",
        "class total: pass",
        "mean = lambda x: 0",
        "    return x",
        "    \"\"\"Doc.",
        "    \"\"\"",
        "@d",
        "@(  # @",
        ")",
        "if x:",
        "    import a",
        "elif y:",
        "else:",
        "    f()",
        "try: import b",
        "except E: g()",
        "finally:",
        "print(1); SCALE = 3; z = (1,",
        "2)",
        "x = 'é'; y()",
        "y() \\",
        "; z = 1",
        "\x0cx()",
        "\ttotal = 1",
        "from __future__ import annotations",
        "return 1",
        "f'{x!r:{y}}'",
        "with a: b(); import c",
        "if __name__ == '__main__':",
        "global z",
        "\ufeff",
        "\u2028 = 1",
        "",
    ]
)


@settings(derandomize=True, database=None, deadline=None, max_examples=400)
@given(lines=st.lists(LINES | st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=6), max_size=14))
def test_any_text_becomes_an_implementation(material, lines):
    read(material, "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    "line",
    ["a = b\n", "double(1)\n", "def double(x): return x\n", "SCALE = 1\n", "if x:\n import a\n f()\n", "x = 'é'; f()\n", "try: import a\nfinally: f()\n"],
)
def test_a_long_text_takes_no_absurd_time(material, line):
    text = line * (200_000 // len(line.encode())) + "def mean(x): return a\n"
    start = time.process_time()
    material.implementation("ada", text)
    assert time.process_time() - start < 60
