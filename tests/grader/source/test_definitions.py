import ast
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.source import definition, definitions, renamed, splice
from grader.source.definitions import all_definitions, decorator_name, indented

MODULE = '''\
"""Doc."""
import numpy as np

EPS: float = 1e-12  # small
LOW, (HIGH, *REST) = 0, (1, 2)


@decorate(
    "ü"
)
# between
@other
def first(x):
    """Étude."""
    return x  # kept comment


class Net:
    """A net."""

    size = 3

    @property
    def width(self):
        return self.size

    class Inner:
        async def run(self):
            pass


async def later(): return 1
def last(): return 2
'''


def test_every_definition_is_found_in_order():
    names = ["EPS", "LOW", "HIGH", "REST", "first", "Net", "Net.width", "Net.Inner", "Net.Inner.run", "later", "last"]
    assert list(definitions(MODULE)) == names


def test_a_span_holds_decorators_and_nothing_after_the_last_character():
    found = definition(MODULE, "first")
    assert found.text.startswith('@decorate(\n    "ü"\n)\n# between\n@other\ndef first')
    assert found.text.endswith("return x")
    assert MODULE[found.start : found.end] == found.text
    assert found.last_line == 15


def test_docstrings_are_told():
    assert definition(MODULE, "first").docstring == "Étude."
    assert definition(MODULE, "Net").docstring == "A net."
    assert definition(MODULE, "EPS").docstring == ""


def test_the_last_of_a_repeated_name_counts_and_all_are_listed():
    source = "def f(): return 1\ndef f(): return 2\n"
    assert definition(source, "f").text.endswith("2")
    assert [item.line for item in all_definitions(source)] == [1, 2]


def test_an_unknown_name_is_a_lookup_error():
    with pytest.raises(LookupError, match="'absent'"):
        definition(MODULE, "absent")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_splicing_leaves_the_rest_identical_to_the_byte(line_end):
    source = MODULE.replace("\n", line_end)
    result = splice(source, "first", "def first(x): return 0")
    before, after = source.split("@decorate")[0], source.split("return x")[1]
    assert result == before + "def first(x): return 0" + after


def test_offsets_survive_characters_of_several_bytes_on_the_same_line():
    source = 'a = "日本"; b = "é😀"; c = 3\n'
    assert splice(source, "b", "b = 0") == 'a = "日本"; b = 0; c = 3\n'


def test_form_feeds_and_unicode_line_separators_are_no_line_ends():
    source = 'a = "x\u2028y"\n\x0cdef f():\n    return 1\n'
    assert definition(source, "f").text == "def f():\n    return 1"


def test_a_method_is_spliced_at_its_own_indentation():
    text = 'def width(self):\n    """Two\nlines."""\n\n    return 1'
    result = splice(MODULE, "Net.width", text)
    assert '    def width(self):\n        """Two\nlines."""\n\n        return 1\n\n    class Inner' in result
    ast.parse(result)


def test_splicing_a_definition_with_itself_changes_nothing():
    for name, found in definitions(MODULE).items():
        if "." not in name:
            assert splice(MODULE, name, found.text) == MODULE


@given(st.lists(st.sampled_from(["x = 1\n", "def f():\n    return 'é'\n", "@d\nclass C:\n    y = 2\n", "# é\n", "\n"])))
@settings(max_examples=50, deadline=None)
def test_spans_are_what_the_parser_says(parts):
    source = "".join(parts)
    for found in all_definitions(source):
        again = ast.parse(textwrap.dedent(found.text)).body
        assert len(again) == 1
        assert ast.dump(again[0]) == ast.dump(found.node)


def test_lines_inside_strings_are_not_moved():
    assert indented('x = """a\nb"""\ny = 1', "  ") == 'x = """a\nb"""\n  y = 1'


def test_renaming_changes_name_recursion_and_decorators_only():
    text = '@mistake("f", id="a")\n@keep\n@testing.mistake\nasync  def wrong(wrong_, n):\n    return wrong(n) + a.wrong\n'
    expected = "@keep\nasync  def f(wrong_, n):\n    return f(n) + a.wrong\n"
    assert renamed(text, "f", without=["mistake"]) == expected


def test_a_class_is_renamed():
    assert renamed("class Wrong(Base): x = 1", "Cell") == "class Cell(Base): x = 1"


def test_a_parameter_of_the_same_name_is_not_renamed():
    assert renamed("def f(f):\n    return f", "g") == "def g(f):\n    return f"


@pytest.mark.parametrize("text", ["x = 1", "def f(): pass\ndef g(): pass", ""])
def test_only_one_definition_can_be_renamed(text):
    with pytest.raises(LookupError):
        renamed(text, "g")


@pytest.mark.parametrize("text", ["check", "check('x')", "grader.testing.check('x')"])
def test_a_decorator_is_known_by_its_last_name(text):
    assert decorator_name(ast.parse(text, mode="eval").body) == "check"
