"""Which mutants there are of a whole solution, in which order, under which ids."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from grader.audit.mutation import mutants, unified
from grader.audit.mutation.general import SELECTION
from grader.course import load_course
from grader.errors import EnvironmentFault
from grader.source import definitions

ROOT = Path(__file__).parents[4]
TWO = '''
SCALE = 2


def given(x):
    """Scale (given)."""
    return SCALE * x + 1


def f(x: "int < 3" = 1 + 1) -> "0 + 1":
    """Add 1 + 1 and f(0)."""
    if x < 0:
        raise ValueError(f"x is {x + 1} < 0" + "1")
    count: "2 * 3" = 4
    label = f"{x + 7}"
    return count * label + given(x)


def g(x):
    """Double."""
    return x * 2
'''


@pytest.fixture(scope="module", params=["c1w2_logistic_regression", "c2w4_tensorflow_and_keras"])
def week(request):
    exercise = next(one for one in load_course(ROOT).exercises if one.slug == request.param)
    solution = (ROOT / "solutions" / f"{exercise.slug}.py").read_text()
    return exercise, solution, mutants(exercise, solution)


LEAST = {"c1w2_logistic_regression": 300, "c2w4_tensorflow_and_keras": 150}


def test_a_week_gives_enough_mutants(week):
    exercise, _, found = week
    assert len(found) >= LEAST[exercise.slug]


def test_every_task_gives_mutants(week):
    exercise, _, found = week
    assert {mutant.task for mutant in found} == {task.id for task in exercise.tasks}


def test_every_mutant_compiles_and_is_another(week):
    _, solution, found = week
    for mutant in found:
        compile(mutant.source, "<mutant>", "exec")
    meanings = {ast.dump(ast.parse(mutant.source)) for mutant in found}
    assert len(meanings) == len(found)
    assert ast.dump(ast.parse(solution)) not in meanings


def test_a_mutant_changes_its_own_definition_only(week):
    _, solution, found = week
    before = definitions(solution)
    for mutant in found:
        after = definitions(mutant.source)
        assert after.keys() == before.keys()
        own = {mutant.definition} | {name for name in before if name.startswith(f"{mutant.definition}.")}
        assert all(after[name].text == before[name].text for name in before if name not in own)
        assert after[mutant.definition].docstring == before[mutant.definition].docstring


def test_a_mutant_names_the_first_line_that_changes(week):
    _, solution, found = week
    lines = solution.splitlines()
    for mutant in found:
        changed = mutant.source.splitlines()
        first = next(at for at, (a, b) in enumerate(zip(lines, changed, strict=False), 1) if a != b)
        below = mutant.operator == "doubled-statement"  # after the last line of a definition
        assert first - below <= mutant.line <= first, mutant.change


def test_the_order_is_that_of_tasks_lines_and_operators(week):
    exercise, solution, found = week
    ids = [task.id for task in exercise.tasks]
    keys = [(ids.index(mutant.task), mutant.line, mutant.operator) for mutant in found]
    assert keys == sorted(keys)
    assert mutants(exercise, solution) == found


def test_ids_are_twelve_hex_digits_and_all_different(week):
    _, _, found = week
    assert len({mutant.id for mutant in found}) == len(found)
    assert all(len(mutant.id) == 12 and int(mutant.id, 16) >= 0 for mutant in found)


def test_a_change_is_told_in_one_line_that_is_not_too_long(week):
    _, _, found = week
    assert all(mutant.change and "\n" not in mutant.change and len(mutant.change) < 160 for mutant in found)
    assert all(mutant.change.split(" → ")[0] != mutant.change.split(" → ")[-1] for mutant in found if " → " in mutant.change)


def test_ids_lapse_when_their_definition_changes_and_only_then(mutants_of):
    before = {mutant.definition: set() for mutant in mutants_of(TWO, "f", "g")}
    for mutant in mutants_of(TWO, "f", "g"):
        before[mutant.definition].add(mutant.id)
    edited = TWO.replace("return x * 2", "return 2 * x").replace("SCALE = 2", "SCALE = 3\nOTHER = 4")
    after = mutants_of(edited, "f", "g")
    assert {mutant.id for mutant in after if mutant.definition == "f"} == before["f"]
    assert not {mutant.id for mutant in after if mutant.definition == "g"} & before["g"]


def test_signatures_docstrings_annotations_and_texts_stay(mutants_of):
    kept = ['def f(x: "int < 3" = 1 + 1) -> "0 + 1":', '"""Add 1 + 1 and f(0)."""', 'count: "2 * 3" =', 'f"{x + 7}"']
    found = mutants_of(TWO, "f")
    assert found
    for mutant in found:
        text = definitions(mutant.source)["f"].text
        assert all(part in text for part in kept), mutant.change
        assert 'Error(f"x is {x + 1} < 0" + "1")' in text or "raise" not in text, mutant.change


def test_given_definitions_and_assignments_are_left_alone(mutants_of):
    assert {mutant.definition for mutant in mutants_of(TWO, "f", "g")} == {"f", "g"}
    assert mutants_of(TWO, "SCALE") == ()


def test_methods_and_nested_functions_are_mutated_where_they_stand(mutants_of):
    text = '''
class Net:
    """A net."""

    size = 3

    @property
    def width(self):
        """Width."""

        def inner(n):
            """Inner 1 + 1."""
            return n + 1

        return inner(self.size)
'''
    whole, method = mutants_of(text, "Net"), mutants_of(text, "Net.width")
    assert [(one.change, one.line, one.source) for one in whole] == [(one.change, one.line, one.source) for one in method]
    assert any("n + 1 → n - 1" in one.change for one in whole)
    assert all("size = 3" in one.source and "Inner 1 + 1." in one.source for one in whole)


def test_only_what_is_between_solution_markers_is_mutated(mutants_of):
    text = "def f(x):\n    a = x + 1\n    # BEGIN SOLUTION\n    b = x * 3\n    # END SOLUTION\n    return a - b\n"
    found = mutants_of(text)
    assert found
    assert all("a = x + 1" in one.source and "return a - b" in one.source for one in found)


def test_a_line_with_other_than_ascii_is_changed_in_the_right_place(changes):
    assert changes('def f(größe):\n    return "é", größe < 1  # ü\n', "comparison") == [
        '-    return "é", größe < 1  # ü +    return "é", größe <= 1  # ü',
        '-    return "é", größe < 1  # ü +    return "é", größe >= 1  # ü',
    ]


def test_a_diff_is_short_and_names_definition_and_line(mutants_of):
    text = "def f(x):\n    a = x\n    b = a\n    c = b\n    return c + 1\n"
    (found,) = [one for one in mutants_of(text, operator="arithmetic") if "c - 1" in one.source]
    head = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n\n\n"
    assert unified(head + text, found) == (
        "f, line 10\n     b = a\n     c = b\n-    return c + 1\n+    return c - 1\n"
    )


def test_without_cosmic_ray_the_error_says_how_to_install_it(monkeypatch, mutants_of):
    monkeypatch.setitem(sys.modules, "cosmic_ray", None)
    monkeypatch.setitem(sys.modules, "cosmic_ray.mutating", None)
    with pytest.raises(EnvironmentFault) as caught:
        mutants_of("def f(x):\n    return x + 1\n")
    assert "cosmic-ray" in caught.value.message
    assert "pip install cosmic-ray" in caught.value.fix


def test_cosmic_ray_is_imported_only_when_mutants_are_made():
    code = "import sys, grader.audit.mutation; print(any(name.startswith('cosmic_ray') for name in sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


def test_every_general_operator_is_one_the_library_has():
    for module, names in SELECTION.values():
        found = importlib.import_module(f"cosmic_ray.operators.{module}")
        assert all(hasattr(found, name) for name in names)
