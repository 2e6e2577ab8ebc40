"""A new release merged into a learner's module: what was not touched is renewed, what was written stays."""

import pytest

from grader.source.merge import is_released, merge

OLD = '''"""A week."""

import numpy as np
from given import data

SIZE = 3


def halve(x):
    """Halve x."""
    raise NotImplementedError


def total(x):
    """Add x up."""
    raise NotImplementedError


def gone(x):
    """Leaves the week."""
    raise NotImplementedError
'''
NEW = '''"""A week, mended."""

import math

import numpy as np
from given import data, more

SIZE = 4


def halve(x):
    """Halve every entry of x."""
    raise NotImplementedError


def between(x):
    """Stand between."""
    raise NotImplementedError


def total(x, axis):
    """Add x up."""
    raise NotImplementedError
'''


def test_an_untouched_module_becomes_the_new_one():
    merged = merge(OLD, OLD, NEW)
    assert merged.written == ()
    assert merge(merged.text, NEW, NEW).text == merged.text
    assert is_released(merged.text, NEW)
    assert merged.removed == ("gone",)
    assert "gone" not in merged.text


def test_merging_the_same_release_changes_nothing():
    mine = OLD.replace("raise NotImplementedError", "return x / 2  # mine", 1)
    assert merge(mine, OLD, OLD).text == mine


def test_what_is_written_stays_to_the_letter_and_the_rest_is_renewed():
    written = 'def halve(x):\n    """Halve x."""\n    # by two\n    return x/2'
    mine = OLD.replace('def halve(x):\n    """Halve x."""\n    raise NotImplementedError', f"# my helper\ndef mine(x): return x\n\n\n{written}")
    merged = merge(mine, OLD, NEW)
    assert written in merged.text
    assert "# my helper\ndef mine(x): return x\n" in merged.text
    assert (merged.written, merged.changed, merged.added) == (("halve",), ("halve",), ("between",))
    assert "def total(x, axis):" in merged.text
    assert "SIZE = 4" in merged.text
    assert merged.text.index("def halve") < merged.text.index("def between") < merged.text.index("def total")
    assert merged.text.index("import math") < merged.text.index("SIZE")
    assert "from given import data, more" in merged.text


def test_a_written_definition_whose_specification_stays_is_not_to_be_read_again():
    mine = OLD.replace("raise NotImplementedError", "return x / 2", 1)
    new = NEW.replace("Halve every entry of x.", "Halve x.")
    merged = merge(mine, OLD, new)
    assert (merged.written, merged.changed) == (("halve",), ())


def test_a_changed_signature_is_to_be_read_again():
    mine = "def total(x):\n    return x.sum()\n"
    assert merge(mine, OLD, NEW).changed == ("total",)


def test_a_written_definition_that_left_the_week_stays():
    mine = OLD.replace('"""Leaves the week."""\n    raise NotImplementedError', '"""Leaves the week."""\n    return 5')
    assert "return 5" in merge(mine, OLD, NEW).text


def test_a_stub_with_a_comment_of_the_learners_stays():
    mine = OLD.replace("raise NotImplementedError", "# first divide\n    raise NotImplementedError", 1)
    merged = merge(mine, OLD, NEW)
    assert "# first divide" in merged.text
    assert merged.written == ("halve",)


def test_an_untouched_copy_below_the_written_one_is_renewed_so_that_it_does_not_undo_it():
    copy = 'def halve(x):\n    """Halve x."""\n    raise NotImplementedError\n'
    merged = merge(f"def halve(x):\n    return x / 2\n\n\n{copy}", OLD, NEW)
    assert "return x / 2" in merged.text
    assert '"""Halve every entry of x."""' in merged.text


def test_layout_does_not_make_a_stub_written():
    mine = OLD.replace("def halve(x):\n", "def halve( x ):\n\n")
    assert merge(mine, OLD, NEW).written == ()


def test_a_name_that_is_bound_in_another_way_is_not_added():
    assert "def between" not in merge(f"between = lambda x: x\n{OLD}", OLD, NEW).text
    assert "def between" not in merge(f"from mine import between\n{OLD}", OLD, NEW).text


def test_a_helper_named_like_a_new_task_stays_and_is_to_be_read():
    merged = merge(f"{OLD}\n\ndef between(x):\n    return 7\n", OLD, NEW)
    assert merged.text.count("def between") == 1
    assert (merged.written, merged.changed) == (("between",), ("between",))


def test_an_import_the_learner_removed_stays_away():
    assert "import numpy" not in merge(OLD.replace("import numpy as np\n", ""), OLD, NEW).text


def test_an_empty_module_gets_all_definitions():
    text = merge("", OLD, NEW).text
    assert "def halve" in text
    assert text.index("def between") < text.index("def total")


@pytest.mark.parametrize("mine", ["def f(:\n", "return 3\n", "x = 1\x00"])
def test_what_does_not_parse_is_not_merged(mine):
    with pytest.raises((SyntaxError, ValueError)):
        merge(mine, OLD, NEW)


def test_a_text_with_a_comment_or_nothing_at_all_is_not_as_released():
    assert is_released("import numpy as np\n", OLD)
    assert not is_released("# mine\nimport numpy as np\n", OLD)
    assert not is_released("# mine\n", OLD)
    assert not is_released("import math\n", OLD)
