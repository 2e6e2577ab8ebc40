"""Equivalents: accepted with a reason, held against the reference all the same, lapsing with their definition."""

from __future__ import annotations

import pytest

from grader.audit.mutation import mutants
from grader.course import load_course

SLUG = "c1w3_small_week"
SUITE = f"tests/exercises/{SLUG}"
HARMLESS = "    return np.sqrt(np.mean(np.square(x, dtype=float))) if len(x) > 0 else None\n"


@pytest.fixture
def harmless(sound, edit):
    """A sound week whose reference holds a branch that is never taken, so that some mutants differ in nothing."""
    edit(sound / f"solutions/{SLUG}.py", "    return np.sqrt(np.mean(np.square(x, dtype=float)))\n", HARMLESS)
    return sound


@pytest.fixture
def accept():
    """Write equivalents.toml with these (id, reason) pairs."""

    def write(root, *entries):
        lines = [f'[[equivalent]]\nmutant = "{mutant}"\nreason = "{reason}"\n' for mutant, reason in entries]
        (root / SUITE / "equivalents.toml").write_text("\n".join(lines))

    return write


def of_change(root, change):
    course = load_course(root)
    made = mutants(course.exercises[0], (root / f"solutions/{SLUG}.py").read_text())
    return next(one.id for one in made if change in one.change)


def told(audit):
    return [defect.what for defect in audit.defects if defect.where.endswith("equivalents.toml")]


def test_a_mutant_that_agrees_on_a_thousand_inputs_stands(harmless, audited, accept):
    chosen = of_change(harmless, "len(x) > 0 → len(x) >= 0")
    accept(harmless, (chosen, "The branch is not reached: an empty x has raised before."))
    found = audited(harmless, jobs=2)
    assert told(found) == []
    task = found.tasks[1]
    assert [one.mutant for one in task.equivalents] == [chosen]
    assert task.equivalents[0].inputs >= 1000
    assert chosen not in {one.id for one in task.survivors}


def test_a_survivor_that_differs_where_no_check_looks_is_refused_and_shown(feeble, audited, accept):
    chosen = of_change(feeble, "np.square(x, dtype=float) → np.square(x)")
    accept(feeble, (chosen, "Nobody passes ints."))
    hidden = feeble / SUITE / "test_hidden.py"
    few = '\n\n@check("root_mean_square")\ndef test_few(agree, rng):\n    """Few."""\n    agree("root_mean_square", np.array([3, 200, 2], dtype=np.uint8), atol=1000)\n'
    hidden.write_text("import numpy as np\n" + hidden.read_text() + few)
    (what,) = told(audited(feeble))
    assert what.startswith(f"{chosen} is not equivalent (root_mean_square, line 36: ")
    assert "exchanges differ, first root_mean_square(" in what


def test_a_mutant_that_is_killed_or_unknown_is_refused(sound, audited, accept):
    killed = of_change(sound, "* factor → ")
    accept(sound, (killed, "It looks harmless."), ("0123456789ab", "It was one."))
    assert sorted(told(audited(sound, jobs=2))) == [
        "0123456789ab is no mutant (any more): its definition has changed",
        f"{killed} is killed by a check, so it is not equivalent",
    ]


def test_ids_lapse_when_their_definition_changes(harmless, audited, accept, edit):
    chosen = of_change(harmless, "len(x) > 0 → len(x) >= 0")
    accept(harmless, (chosen, "The branch is not reached."))
    edit(harmless / f"solutions/{SLUG}.py", 'raise ValueError("x is empty")', 'raise ValueError("nothing")')
    assert f"{chosen} is no mutant (any more): its definition has changed" in told(audited(harmless))


def test_more_than_a_tenth_are_too_many(harmless, audited, accept):
    course = load_course(harmless)
    source = (harmless / f"solutions/{SLUG}.py").read_text()
    alive = [one.id for one in audited(harmless).tasks[1].survivors]
    accept(harmless, *((one, "Not reached.") for one in alive))
    count = sum(one.task == "c1w3.02" for one in mutants(course.exercises[0], source))
    assert len(alive) > 0.1 * count
    assert any(what.endswith(f"of {count} mutants of c1w3.02; at most 10% may be") for what in told(audited(harmless)))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[equivalent", "is not TOML"),
        ('[[equivalent]]\nmutant = "x"\nreason = " "', "an entry lacks mutant or reason"),
        ('[[equivalent]]\nmutant = "x"', "an entry lacks mutant or reason"),
        ("[other]", "holds something else than [[equivalent]] tables"),
        ('[[equivalent]]\nmutant = "x"\nreason = "y"\n' * 2, "x is there twice"),
    ],
)
def test_a_file_that_is_not_sound_is_a_defect(text, what, sound, audited):
    (sound / SUITE / "equivalents.toml").write_text(text)
    assert any(one.startswith(what) for one in told(audited(sound, mutants=False)))
