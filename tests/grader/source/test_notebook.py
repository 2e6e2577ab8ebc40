"""Notebooks become module text: every cell that can be read, on lines that are told by cell."""

import ast
import json
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UnreadableSubmission
from grader.model import LARGEST_HAND_IN, LARGEST_NOTEBOOK, Cell
from grader.source.cells import place, told_in_cells
from grader.source.notebook import LARGEST_LENIENT, MOST_CELLS, MOST_OBJECTS, MOST_REMARKS, read_notebook
from grader.source.parsing import compile_error, parse


def of(*sources, **more):
    return json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources], **more}).encode()


def test_cells_are_joined_below_their_numbers():
    tree = {"cells": [{"cell_type": "markdown", "source": "# Hi"}, {"cell_type": "code", "source": ["x = 1\n", "y = 2"]}, {"cell_type": "raw", "source": "raw"}, {"cell_type": "code", "source": "z = 3\n\n"}]}
    module = read_notebook(json.dumps(tree).encode())
    assert module.text == "# cell 2\nx = 1\ny = 2\n# cell 4\nz = 3\n"
    assert module.cells == (Cell(2, 2), Cell(4, 5))
    assert (module.broken, module.remarks) == (False, ())


def test_a_cell_without_text_counts_but_leaves_nothing():
    assert read_notebook(of("", "x = 1", None, [], "y = 1")).cells == (Cell(2, 2), Cell(5, 4))


@pytest.mark.parametrize(
    ("metadata", "counts"),
    [
        ({"nbgrader": {"grade": True, "solution": False, "points": 1}}, False),
        ({"nbgrader": {"grade": True, "locked": True}}, False),
        ({"nbgrader": {"grade": True, "solution": True}}, True),
        ({"nbgrader": {"grade": False, "solution": True}}, True),
        ({"nbgrader": {"grade": "yes"}}, True),
        ({"nbgrader": []}, True),
        ([], True),
        (None, True),
    ],
)
def test_tests_of_nbgrader_do_not_put_anything_in_place_of_the_work(metadata, counts):
    work, fake = "def f():\n    return 1", "def f():\n    return 2"
    cells = [{"cell_type": "code", "source": work, "metadata": {}}, {"cell_type": "code", "source": fake, "metadata": metadata}]
    module = read_notebook(json.dumps({"cells": cells}).encode())
    assert ("return 2" in module.text) is counts
    assert (module.remarks == ("cell 2: not run: tests of nbgrader's",)) is not counts


def test_lines_and_remarks_are_told_by_cell():
    cells = read_notebook(of("x = 1\ny = 2", "z = 3")).cells
    assert [place(line, cells) for line in (1, 2, 3, 5, 99)] == ["line 1", "cell 1, line 1", "cell 1, line 2", "cell 2, line 1", "cell 2, line 95"]
    assert told_in_cells("line 3: not run: line 9", cells) == "cell 1, line 2: not run: line 9"
    assert told_in_cells("lines 2–3: f could not be read", cells) == "cell 1, lines 1–2: f could not be read"
    assert told_in_cells("lines 3 and 5: f is written in both", cells) == "cell 1, line 2 and cell 2, line 1: f is written in both"
    for untold in ("the file is odd: line 3", "line one", "cell 1, line 2: told", f"line {'9' * 5000}x"):
        assert told_in_cells(untold, ()) == untold
    assert told_in_cells("the file is odd: line 3", cells) == "the file is odd: line 3"
    assert place(7, ()) == "line 7"


def test_the_magics_that_every_generated_notebook_holds_are_passed_over_in_silence():
    module = read_notebook(of("# how to begin\n%load_ext grader", "%check sigmoid", "%hint\n%checkpoint\n%load_ext autoreload"))
    assert module.remarks == ("cell 3, line 2: not run: %checkpoint", "cell 3, line 3: not run: %load_ext autoreload")


def test_a_cell_that_does_not_parse_costs_only_itself():
    module = read_notebook(of("x = 1", "def f(:\n  pass", "y = 2", "'''open", "z = 3"))
    assert [ast.unparse(node) for node in parse(module.text).body] == ["x = 1", "y = 2", "z = 3"]
    assert module.broken
    assert [remark.partition(":")[0] for remark in module.remarks] == ["cell 2, line 1", "cell 4, line 1"]


def test_what_was_written_is_kept_line_for_line():
    module = read_notebook(of("%pwd\nx = 1\n!ls", "def f(:\n  pass\n\n"))
    assert module.source == "# cell 1\n%pwd\nx = 1\n!ls\n# cell 2\ndef f(:\n  pass\n"
    assert module.text == "# cell 1\n\nx = 1\n\n# cell 2\n\n\n"


def test_features_of_the_future_come_first_once():
    module = read_notebook(of("import x\nfrom __future__ import annotations", "from __future__ import (\n  division, annotations)\nx: y = 1"))
    assert compile_error(module.text) is None
    assert module.text.startswith("from __future__ import annotations, division\n# cell 1\nimport x\n")
    assert module.text.split("\n")[module.cells[1].line + 1] == "x: y = 1"


def test_what_a_notebook_shows_with_is_there():
    assert "import print as display" in read_notebook(of("def f(x):\n    display(x)")).text
    assert "import" not in read_notebook(of("x = 1")).text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a notebook"),
        (b"x = 1", "not a notebook"),
        (b"[]", "not a notebook: Expected `object`"),
        (b"{}", "not a notebook: it has no cells"),
        (b'{"cells": [[]]}', "not a notebook: Expected `object`, got `array`"),
        (b'{"cells": []}', "holds no code"),
        (b'{"cells": []} {}', "not a notebook"),
        (b"[" * 1_000_000, "not a notebook"),
        (b'{"cells": [{"source": ' + b"[" * 1_000_000, "not a notebook"),
        (b'{"cells": [NaN' + b" " * LARGEST_LENIENT + b"]}", "not a notebook"),
        (b"{" * (MOST_OBJECTS + 1), "too much data"),
        (b" " * (LARGEST_NOTEBOOK + 1), f"at most {LARGEST_NOTEBOOK} are read"),
        (of("x" * LARGEST_HAND_IN, "y"), f"at most {LARGEST_HAND_IN} are read"),
        (of(*["x"] * (MOST_CELLS + 1)), f"at most {MOST_CELLS} are read"),
    ],
    ids=range(14),
)
def test_what_is_no_notebook_is_refused_with_the_reason(data, reason):
    with pytest.raises(UnreadableSubmission, match=reason):
        read_notebook(data)


def test_remarks_are_not_without_end():
    assert len(read_notebook(of("%pwd\n" * 5000)).remarks) == MOST_REMARKS + 1


def test_what_jupyter_reads_beyond_json_is_read():
    data = of("x = 1").replace(b"{", b'{"loss": [NaN, -Infinity, 1' + b"0" * 9999 + b'], "text": "\\ud83d", ', 1)
    assert "x = 1\n" in read_notebook(data).text


LINES = ["def f(x):\n    return x\n", "%pwd\n", "    %pwd\n", "%%time\n", "%%bash\n", "!ls \\\n", "x = !ls\n", "f?\n", "'''\n", "(\n", ")\n", "  x = 1\n", "\\\n", "\u00a0x\u00a0=\u00a01\n", "\ufeff", "\0", "\r", "\x0c", "\u2028"]
LINES += ["from __future__ import annotations\n", "from __future__ import braces\n", "await x\n", "return\n", "display(1)\n", "@d\n", "class A: pass;", "# cell 3\n", "pass;", "é = 1\n", "\ud800", "global x\n", "nonlocal y\n"]
PIECES = st.sampled_from(LINES) | st.text(max_size=5)
SOURCES = st.lists(PIECES, max_size=6).map("".join) | st.lists(PIECES | st.none(), max_size=5)
VALUES = st.recursive(st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | SOURCES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cells", "source", "input"]) | st.text(max_size=3), inner, max_size=3), max_leaves=5)
CELLS = st.fixed_dictionaries({"cell_type": st.just("code"), "source": SOURCES}) | st.dictionaries(st.sampled_from(["cell_type", "source", "input", "metadata", "outputs"]), VALUES, max_size=4)
NOTEBOOKS = st.fixed_dictionaries({"cells": st.lists(CELLS, max_size=6)}, optional={"worksheets": VALUES, "metadata": VALUES, "nbformat": VALUES})
CAREFUL = settings(derandomize=True, database=None, deadline=None, max_examples=400)


def check_any(data):
    """Whatever the bytes: refused, or a module that compiles, with cells and remarks in their places."""
    try:
        module = read_notebook(data)
    except UnreadableSubmission:
        return
    parse(module.text)
    lines = module.text.split("\n")
    assert len(lines) == module.source.count("\n") + 1
    assert all(lines[cell.line - 2] == f"# cell {cell.number}" for cell in module.cells)
    assert [cell.number for cell in module.cells] == sorted({cell.number for cell in module.cells})
    assert "\r" not in module.source
    assert all(remark.startswith(("cell ", "more")) or remark[0].isdigit() for remark in module.remarks)


@CAREFUL
@given(st.binary(max_size=60) | VALUES.map(lambda tree: json.dumps(tree).encode()))
def test_any_bytes_are_a_module_or_refused(data):
    check_any(data)


@CAREFUL
@given(NOTEBOOKS, st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=3))
def test_any_notebook_is_a_module_or_refused(tree, damage):
    data = bytearray(json.dumps(tree).encode())
    check_any(bytes(data))
    for where, value in damage:
        data[int(where * len(data))] = value
    check_any(bytes(data))


HOSTILE = {
    "cells": of(*["(x"] * MOST_CELLS),
    "magics": of("%x\n" * 43_000),
    "magics in a block": of("def f():\n" + "  %x\n" * 26_000),
    "odd spaces": of("x\u00a0= 1\n(\n" * 14_000),
    "brackets": of("(\n%x\n" * 26_000),
    "quotes": of("'''\n%x\n" * 18_000),
    "futures": of(*["from __future__ import annotations\n%x"] * MOST_CELLS),
    "nesting": of("-" * 100_000 + "1"),
    "one line": of("x=" + "1+" * 60_000 + "1\n%x"),
}
LARGE = {
    "empty cells": b'{"cells": [' + b'{"cell_type":"code","source":""},' * (MOST_OBJECTS - 2) + b"{}]}",
    "odd cells": b'{"cells": [' + b'{"cell_type":"code","source":0},' * (MOST_OBJECTS - 2) + b"{}]}",
    "outputs": of("x = 1", outputs=["a" * 50_000_000]),
    "empty lists": b'{"cells": [NaN' + b",[]" * (LARGEST_LENIENT // 3 - 10) + b"]}",
}


@pytest.mark.parametrize("data", (HOSTILE | LARGE).values(), ids=[*HOSTILE, *LARGE])
def test_a_hostile_notebook_takes_bounded_time(data):
    started = time.process_time()
    check_any(data)
    assert time.process_time() - started < 20


@pytest.mark.parametrize("data", LARGE.values(), ids=[*LARGE])
def test_a_large_notebook_takes_bounded_memory(data):
    tracemalloc.start()
    try:
        check_any(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 400_000_000
