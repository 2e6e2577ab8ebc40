"""What a check reaches: enough that nothing which could change its verdict is overlooked."""

from __future__ import annotations

import pytest

from grader.audit.reach import Outline, Reach, task_reach
from grader.course import load_course, read_checks

SLUG = "c1w3_small_week"
SUITE = f"tests/exercises/{SLUG}"
OTHER = "test_root_mean_square_of_nothing"
CHECK = "test_scaled_of_whole_numbers"


@pytest.fixture
def digests(sound):
    """Return check id → digests of what it is made of and of what it reaches of a module."""

    def read(source=None):
        course = load_course(sound)
        reach = Reach(course, course.exercises[0], read_checks(course, course.exercises[0]))
        text = reach.solution if source is None else source
        return {check: (reach.of_suite(check), reach.of_module(check, text)) for check in (CHECK, OTHER)}

    return read


def test_an_edited_check_changes_its_own_digest_only(sound, digests, edit):
    before = digests()
    edit(sound / SUITE / "test_hidden.py", "An array of ints gives", "Any array of ints gives")
    after = digests()
    assert before[CHECK][0] != after[CHECK][0]
    assert before[OTHER] == after[OTHER]
    assert before[CHECK][1] == after[CHECK][1]


def test_a_helper_a_constant_and_an_import_count_where_they_are_used(sound, digests, edit):
    hidden = sound / SUITE / "test_hidden.py"
    edit(hidden, 'agree("scaled", rng.permutation(', 'agree("scaled", helped(rng.permutation(')
    edit(hidden, "np.arange(1, 7)), 0.5)", "np.arange(1, 7))), HALF)")
    hidden.write_text(hidden.read_text() + "\n\nHALF = 0.5\n\n\ndef helped(x):\n    return math.floor(1.5) * x\n\n\nimport math\n")
    seen = [digests()]
    for old, new in [("HALF = 0.5", "HALF = 0.25"), ("floor(1.5) * x", "floor(1.6) * x"), ("\nimport math\n", "\nimport cmath as math\n")]:
        edit(hidden, old, new)
        seen.append(digests())
    assert len({one[CHECK][0] for one in seen}) == len(seen)
    assert len({one[OTHER][0] for one in seen}) == 1


def test_a_definition_counts_where_it_is_called_and_where_its_name_is_written(sound, digests):
    text = (sound / f"solutions/{SLUG}.py").read_text()
    changed = digests(text.replace("np.asarray(x, dtype=float) * factor", "np.asarray(x, dtype=float) * factor + 0"))
    assert changed[CHECK] != digests(text)[CHECK]
    assert changed[OTHER] == digests(text)[OTHER]
    used = text.replace("np.mean(np.square(x, dtype=float))", "np.mean(np.square(scaled(x, 1.0)))")
    assert digests(used)[OTHER] != digests(used.replace("* factor", "* factor + 0"))[OTHER]


def test_a_check_that_makes_up_names_reaches_everything(sound, digests, edit):
    hidden = sound / SUITE / "test_hidden.py"
    edit(hidden, "assert_raises(ValueError, submission.root_mean_square,", 'assert_raises(ValueError, getattr(submission, "root_" + "mean_square"),')
    text = (sound / f"solutions/{SLUG}.py").read_text()
    assert digests(text)[OTHER] != digests(text.replace("* factor", "* factor + 0"))[OTHER]


def test_a_given_module_counts_for_all(sound, digests, edit):
    edit(sound / f"templates/{SLUG}.md.j2", "week = 3", 'week = 3\ngiven_modules = ["given.py"]')
    (sound / "solutions/given.py").write_text("X = 1\n")
    before = digests()
    (sound / "solutions/given.py").write_text("X = 2\n")
    assert all(before[check][0] != digests()[check][0] for check in (CHECK, OTHER))


def test_an_earlier_definition_of_the_same_name_is_part_of_it():
    one, two = (Outline(f"def f():\n    return {n}\n\n\ng = f\n\n\ndef f():\n    return g()\n") for n in (1, 2))
    assert one.part(one.closure(["f"])) != two.part(two.closure(["f"]))


def test_a_task_reaches_what_it_reads_directly_or_through_others():
    text = "def a():\n    return b()\n\n\ndef b():\n    return C\n\n\nC = 1\n\n\ndef d():\n    return a\n"
    assert task_reach(text, ["a"]) == {"a", "b", "C"}
