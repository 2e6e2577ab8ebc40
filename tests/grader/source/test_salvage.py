import ast
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.source import salvage
from grader.source.parsing import split_lines
from grader.source.salvage import LARGEST

GOOD = 'def good(x):\n    """Doc."""\n    return x\n'


def names_in(text):
    return {node.name for node in ast.parse(text).body if hasattr(node, "name")}


@pytest.mark.parametrize("text", ["", "x = 1", GOOD, "\r\nx = 1\r\n", "# only a comment", 'x = "\\d"\n'])
def test_a_module_that_compiles_is_returned_unchanged(text):
    assert salvage(text) == (text, ())


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ("def bad(x:\n    return x\n", "bad"),
        ("def bad(x):\n    return (x\n", "bad"),
        ("def bad(x):\nreturn x\n", "bad"),
        ("def bad(x):\n    return x +\n", "bad"),
        ('def bad(x):\n    """Unclosed.\n    return x\n', "bad"),
        ("def bad(x):\n    y = 'unclosed\n    return y\n", "bad"),
        ("def bad(x):\n\tif x:\n        return 1\n\treturn 2\n", "bad"),
        ("def bad(x, x):\n    return x\n", "bad"),
        ("async def bad(x)\n    return x\n", "bad"),
        ("class bad\n    y = 1\n", "bad"),
        ("@decorated(\n    1)\ndef bad(:\n    pass\n", "bad"),
        ("def bad(x):\n    return “x”\n", "bad"),
        ("def bad(x):\n      y = 1\n    return y\n", "bad"),
        ("bad = [1, 2\n", "bad"),
        ("bad = {1: 2\n", "bad"),
        ('bad = """unclosed\n', "bad"),
        ("if True\n    x = 1\n", "this part"),
        ("try:\n    x = 1\nexcept ValueError\n    y = 2\nfinally:\n    z = 3\n", "this part"),
        ("return 1\n", "this part"),
        ("y = (1\n  2\n)\n", "y"),
        ("-" * 20000 + "1\n", "this part"),
        ("(" * 5000 + "\n", "this part"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_the_broken_statement_is_lost(broken, name, line_end):
    text = (f"import math\n\n{GOOD}\n" + broken + f"\n@decorated\n{GOOD.replace('good', 'after')}").replace("\n", line_end)
    clean, remarks = salvage(text)
    assert names_in(clean) == {"good", "after"}
    assert len(split_lines(clean)) == len(split_lines(text))
    assert clean.endswith(("@decorated\n" + GOOD.replace("good", "after")).replace("\n", line_end))
    assert len(remarks) == 1
    assert f": {name} could not be read (" in remarks[0]
    assert "import math" in clean


def test_lines_keep_their_numbers_and_the_remark_names_them():
    clean, remarks = salvage("x = 1\ndef bad(:\n    pass\n\ny = 2\n")
    assert clean == "x = 1\n\n\n\ny = 2\n"
    assert remarks[0].startswith("line 2: bad could not be read (")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("def bad(x):\n    y = (x\n    return y\n", "line 3: bad could not be read ('(' was never closed)"),
        ("def bad(x):\n    y = 1\n    return y +\n", "line 4: bad could not be read (invalid syntax)"),
        ("bad = [\n    1,\n    2 3,\n]\n", "line 4: bad could not be read (invalid syntax. Perhaps you forgot a comma?)"),
        ("def bad(x):\n    if x:\n", "line 3: bad could not be read (expected an indented block after 'if' statement on line 3)"),
        ("try:\n    x = 1\n    y = = 2\nfinally:\n    z = 3\n", "lines 2–6: this part could not be read (invalid syntax)"),
    ],
)
def test_the_remark_names_the_line_that_python_names_where_the_part_has_a_name(broken, said):
    assert salvage(f"x = 1\n{broken}")[1] == (said,)


def test_two_functions_with_unclosed_docstrings_do_not_take_the_one_between():
    text = 'def a():\n    """A.\n    return 1\n\ndef b():\n    """B."""\n    return 2\n\ndef c():\n    """C.\n    return 3\n'
    clean, remarks = salvage(text)
    assert names_in(clean) == {"b"}
    assert [remark.split(":")[0] for remark in remarks] == ["line 2", "line 10"]


def test_statements_swallowed_by_an_open_bracket_are_found_again():
    clean, _ = salvage("x = f(1, 2\ny = 3\nz = 4\n")
    assert clean == "\ny = 3\nz = 4\n"


def test_a_line_indented_by_accident_does_not_cost_the_one_before_it():
    clean, remarks = salvage("import math\n x = 3\ny = 4\n")
    assert clean == "import math\n\ny = 4\n"
    assert remarks == ("line 2: x could not be read (unexpected indent)",)


def test_a_decorator_stays_with_the_function_after_a_broken_one():
    clean, _ = salvage("x = f(\n@keep\ndef g():\n    pass\n")
    assert clean == "\n@keep\ndef g():\n    pass\n"


def test_a_byte_order_mark_is_dropped_in_silence():
    assert salvage("\ufeffx = 1\n") == ("x = 1\n", ())


@pytest.mark.parametrize("text", ["x = 1\0\n", "x = 'a\ud800'\n"])
def test_characters_no_python_text_may_hold_are_dropped(text):
    clean, remarks = salvage(text)
    assert names_in(clean) == set()
    assert clean.startswith("x = ")
    assert len(remarks) == 1


def test_parts_that_do_not_fit_together_are_given_up_one_by_one():
    clean, remarks = salvage("x = 1\nfrom __future__ import annotations\ny = 2\n")
    assert clean == "x = 1\n\ny = 2\n"
    assert remarks[0].startswith("line 2: this part could not be read (from __future__")


def test_a_file_of_absurd_size_is_not_looked_into():
    clean, remarks = salvage("x = 1 +\n" * LARGEST)
    assert clean.strip() == ""
    assert "too large" in remarks[0]


def test_remarks_are_counted_past_fifty():
    _, remarks = salvage("def f(:\n" * 80)
    assert len(remarks) == 51
    assert remarks[-1] == "30 more parts could not be read"


@pytest.mark.parametrize(
    "text",
    [
        "x=(\n" * 12000,
        "(" * 100000,
        "def f(:\n" * 12000,
        '"""\n' * 12001,
        "x=1;" * 25000 + "a b",
        'def f(x):\n  """\n@a\n' * 4000,
        "@a\n" * 30000 + "def f(:",
        "x=1\na b\n" * 12000,
        "if 1:\n pass\n" + "elif 1:\n pass\n" * 6000,
    ],
)
def test_hostile_text_takes_no_absurd_time(text):
    start = time.process_time()
    clean, remarks = salvage(text)
    assert time.process_time() - start < 60
    assert remarks
    compile(clean, "clean", "exec")


def nested_finally(levels):
    """Return a module of some lines that Python would compile two to the power of ``levels`` times."""
    heads = (f"{' ' * n}try:\n{' ' * n} pass\n{' ' * n}finally:\n" for n in range(levels))
    return "".join(heads) + " " * levels + "pass\n"


@pytest.mark.parametrize(
    "bomb",
    [
        nested_finally(19),
        nested_finally(60),
        "def f():\n try:\n" + "  return\n" * 2000 + " finally:\n" + "  a()\n" * 2000,
        "while 1:\n try:\n" + "  break\n" * 2000 + " finally:\n" + "  a()\n" * 2000,
    ],
    ids=["nested", "deep", "returns", "breaks"],
)
def test_finally_clauses_that_would_be_compiled_for_hours_are_given_up(bomb):
    start = time.process_time()
    clean, remarks = salvage(GOOD + bomb + "x = 1\n")
    assert time.process_time() - start < 60
    assert names_in(clean) == {"good"}
    assert clean.endswith("\nx = 1\n")
    assert len(remarks) == 1


def test_reasonable_finally_clauses_stay():
    text = nested_finally(5) + "def f(x):\n    for y in x:\n        try:\n            return y\n        finally:\n            g()\n"
    assert salvage(text) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return x\n" * 40_000,
        "class A: pass\n" * 70_000,
        "class A:\n" + "  def f(s): pass\n" * 60_000,
        "".join(f"x={n * (2**61 - 1)}\n" for n in range(40_000)),
    ],
    ids=["functions", "classes", "methods", "constants"],
)
def test_a_long_sound_module_takes_no_absurd_time(text):
    start = time.process_time()
    assert salvage(text) == (text, ())
    assert time.process_time() - start < 60


def test_a_long_module_whose_parts_do_not_fit_together_takes_no_absurd_time():
    start = time.process_time()
    salvage(GOOD * 10_000 + "from __future__ import annotations\n" * 25)
    salvage("x = (\n)\n" * 50_000 + "else:\n" * 25)
    assert time.process_time() - start < 60


PIECES = st.sampled_from(
    [GOOD, "x = 1\n", "def f(:\n", "(\n", ")\n", '"""\n', "'\n", "  y\n", "@d\n", "else:\n", "\\\n", "\t[\n", "#'\n", "\r"]
)


@given(st.lists(PIECES, max_size=12))
@settings(max_examples=150, deadline=None)
def test_the_result_always_compiles_and_keeps_every_line_where_it_was(parts):
    text = "".join(parts)
    clean, remarks = salvage(text)
    compile(clean, "clean", "exec")
    before, after = split_lines(text), split_lines(clean)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert new.rstrip("\r\n") in (old.rstrip("\r\n"), "")
    assert (clean == text) == (not remarks)
    assert salvage(text) == (clean, remarks)


@pytest.mark.parametrize("name", ["a", "a·", "ａ"])
@pytest.mark.parametrize("between", [".", " . ", ".\\\n", "\\\n."])
def test_a_dotted_name_without_end_is_never_parsed(name, between):
    """The parser would keep each of its beginnings, which is gigabytes."""
    text, remarks = salvage("def double(x): return x\nimport " + between.join([name] * 6_000))
    assert text.strip() == "def double(x): return x"
    assert len(remarks) == 1


@pytest.mark.parametrize("terms", range(2500, 3000, 20))
def test_what_is_kept_can_be_parsed_a_hundred_calls_further_down(terms):
    kept, _ = salvage(f"def f(x):\n    return {'+'.join('x' * terms)}\n")

    def below(calls):
        return below(calls - 1) if calls else ast.parse(kept)

    assert below(100)
