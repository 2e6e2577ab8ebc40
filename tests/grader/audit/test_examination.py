"""The audit of a real small week: what makes it green, and each thing that does not."""

from __future__ import annotations

import pytest

from grader.audit.examination import Auditing, Examination
from grader.audit.findings import TASK_SHARE
from grader.audit.pool import Pool
from grader.course import load_course
from grader.errors import CourseError, GraderError
from grader.instructor import generate

SLUG = "c1w3_small_week"
SUITE = f"tests/exercises/{SLUG}"


def whats(audit):
    return [defect.what for defect in audit.defects]


def test_a_sound_week_is_green_and_kills_every_mutant(sound, audited):
    found = audited(sound, jobs=2)
    assert found.defects == ()
    assert [task.killed for task in found.tasks] == [task.mutants for task in found.tasks]
    assert min(task.mutants for task in found.tasks) >= 10
    assert all(caught.fails for task in found.tasks for caught in task.mistakes)
    assert "scaled: its first array modified" in found.tasks[0].universal
    assert not [name for task in found.tasks for name in task.universal if "random" in name]


def test_a_feeble_week_shows_its_survivors_and_is_not_green(feeble, audited):
    found = audited(feeble)
    scaled = found.tasks[0]
    assert scaled.share < TASK_SHARE
    assert {"np.asarray(x, dtype=float) → np.asarray(x)"} <= {one.change for one in scaled.survivors}
    assert {one.closest for one in scaled.survivors} == {""}
    assert any("mutants of c1w3.01 (scaled) are killed" in what for what in whats(found))
    assert any("of the week are killed" in what for what in whats(found))
    assert "test_scaled_leaves_its_argument_alone is passed by doing nothing (idle c1w3.01)" in whats(found)


def test_a_survivor_names_the_check_that_sees_a_difference_and_lets_it_pass(sound, audited, edit):
    loose = "@check(\"scaled\", weight=2)\ndef test_scaled_roughly(agree, rng):\n    \"\"\"About right.\"\"\"\n    "
    hidden = sound / SUITE / "test_hidden.py"
    text = hidden.read_text()
    kept = text[: text.index('@check("scaled"')], text[text.index('@check("root_mean_square"') :]
    hidden.write_text(kept[0] + loose + 'agree("scaled", rng.normal(size=4), 2.0, atol=100)\n\n\n' + kept[1])
    public = sound / SUITE / "test_public.py"
    text = public.read_text()
    public.write_text(text[: text.index('@check("scaled"')] + text[text.index('@check("root_mean_square"') :])
    found = audited(sound)
    divided = next(one for one in found.tasks[0].survivors if one.change.endswith("/ factor"))
    assert divided.closest == "test_scaled_roughly"
    assert divided.gap.startswith("1 of 1 exchanges differ, first scaled(")
    assert "+    return np.asarray(x, dtype=float) / factor" in divided.diff


def test_all_defects_are_told_at_once(sound, audited, edit):
    suite = sound / SUITE
    edit(suite / "alternatives.py", "np.multiply(x, factor, dtype=float)", "np.multiply(x, factor, dtype=float) + 1")
    edit(suite / "mistakes.py", "return (x * factor).astype(x.dtype)", "return np.asarray(x, dtype=float) * factor")
    edit(suite / "mistakes.py", "return np.mean(np.abs(x))", "return np.sqrt(np.mean(np.square(x, dtype=float)))")
    edit(sound / f"exercises/{SLUG}/small_week.py", '"""', '""" ')
    found = whats(audited(sound, mutants=False))
    assert "stays_among_the_ints passes every check of c1w3.01 (scaled)" in found
    assert "mean_of_the_roots passes every check of c1w3.02 (root_mean_square)" in found
    assert "changed" in found
    wrong = [what for what in found if what.startswith("alternative by_multiply fails test_scaled_by_two")]
    assert len(wrong) == 10
    assert not [what for what in found if "from_the_norm" in what]


def test_a_check_that_depends_on_the_key_is_found(sound, audited):
    flaky = '\n\n@check("scaled")\ndef test_luck(submission, rng):\n    """Luck."""\n    assert submission.scaled(rng.normal(size=1), 1.0)[0] < 0.5\n'
    hidden = sound / SUITE / "test_hidden.py"
    hidden.write_text(hidden.read_text() + flaky)
    found = whats(audited(sound, mutants=False))
    unlucky = [what for what in found if what.startswith("reference fails test_luck")]
    assert 0 < len(unlucky) < 10


def test_a_reference_that_depends_on_earlier_calls_is_found(sound, audited, edit):
    solution = sound / f"solutions/{SLUG}.py"
    edit(solution, "    return np.asarray(x, dtype=float) * factor", "    CALLS.append(1)\n    return np.asarray(x, dtype=float) * factor + (len(CALLS) > 12)")
    edit(solution, "import numpy as np\n", "import numpy as np\n\nCALLS = []\n")
    many = '\n\n@check("scaled")\ndef test_many(submission, rng):\n    """Many."""\n    for _ in range(6):\n        assert abs(submission.scaled(np.ones(1), 1.0)[0] - 1) < 0.5\n'
    hidden = sound / SUITE / "test_hidden.py"
    hidden.write_text(hidden.read_text() + many + many.replace("many", "more"))
    assert any(what.startswith("reference fails test_") for what in whats(audited(sound, mutants=False)))


def test_a_mistake_that_harms_a_task_which_does_not_use_it_is_found(sound, audited):
    hidden = sound / SUITE / "test_hidden.py"
    mixed = '\n\n@check("root_mean_square")\ndef test_both(submission):\n    """Both."""\n    x = submission.scaled(np.arange(3), 0.5)\n    assert abs(submission.root_mean_square(x) ** 2 - 1.25 / 3) < 1e-9\n'
    hidden.write_text(hidden.read_text() + mixed)
    found = whats(audited(sound, mutants=False))
    assert "stays_among_the_ints fails test_both of c1w3.02 (root_mean_square), which does not use it" in found


def test_mistakes_that_behave_alike_need_one_hint(sound, audited):
    mistakes = sound / SUITE / "mistakes.py"
    twin = '\n\n@mistake("scaled", id="c", hint="{}")\ndef twin(x, factor):\n    answer = x * factor\n    return answer.astype(x.dtype)\n'
    before = mistakes.read_text()
    mistakes.write_text(before + twin.format("Another hint."))
    alike = "stays_among_the_ints and twin behave alike in every check of their task, but have different hints"
    assert alike in whats(audited(sound, mutants=False))
    mistakes.write_text(before + twin.format("Try whole numbers and the factor 0.5: what can an array of ints hold?"))
    assert audited(sound, mutants=False).defects == ()


def test_every_task_needs_a_public_check_a_mistake_and_an_alternative(sound, audited, edit):
    edit(sound / SUITE / "alternatives.py", '@alternative("scaled")', '@alternative("root_mean_square")')
    edit(sound / SUITE / "alternatives.py", "def by_multiply(x, factor):\n    return np.multiply(x, factor, dtype=float)", "def by_dot(x):\n    if not len(x):\n        raise ValueError\n    return np.sqrt(np.dot(x * 1.0, x * 1.0) / len(x))")
    edit(sound / SUITE / "mistakes.py", '@mistake("root_mean_square", id="a"', '@mistake("root_mean_square", id="z"')
    public = sound / SUITE / "test_public.py"
    text = public.read_text()
    public.write_text(text[: text.index('@check("root_mean_square"')])
    found = whats(audited(sound, mutants=False))
    assert "c1w3.01 (scaled) has no alternative" in found
    assert "c1w3.02 (root_mean_square) has no public check" in found


def test_a_reference_that_needs_too_much_time_is_found(sound, audited, edit):
    edit(sound / f"templates/{SLUG}.md.j2", "[[task]]", "[limits]\ncheck_cpu_s = 0.6\n\n[[task]]")
    text = (sound / f"templates/{SLUG}.md.j2").read_text()
    first, _, rest = text.partition("[limits]\ncheck_cpu_s = 0.6\n\n")
    (sound / f"templates/{SLUG}.md.j2").write_text(first + "[limits]\ncheck_cpu_s = 0.6\n\n" + rest.replace("[limits]\ncheck_cpu_s = 0.6\n\n", ""))
    slow = "    import time\n    while time.process_time() < START + 0.4:\n        pass\n    if len(x) == 0:"
    edit(sound / f"solutions/{SLUG}.py", "    if len(x) == 0:", slow.replace("START", "begun").replace("    while", "    begun = time.process_time()\n    while"))
    found = whats(audited(sound, mutants=False))
    assert any(what.startswith("the reference needs more than half of check_cpu_s, 0.6 s, for test_root") for what in found)


def test_a_mutant_that_loops_for_ever_is_killed(sound, audited, edit):
    edit(sound / f"solutions/{SLUG}.py", "    return np.asarray(x, dtype=float) * factor", "    answer, rows = np.asarray(x, dtype=float) * factor, 3\n    while rows > 0:\n        rows = rows - 1\n    return answer")
    found = audited(sound, jobs=2)
    assert not [one for one in found.tasks[0].survivors if "rows + 1" in one.change]


def test_a_suite_that_cannot_be_collected_is_a_broken_course(sound, audited):
    hidden = sound / SUITE / "test_hidden.py"
    hidden.write_text(hidden.read_text() + "\n\nraise RuntimeError\n")
    with pytest.raises(GraderError, match="RuntimeError") as refused:
        audited(sound)
    assert refused.value.exit_code == CourseError.exit_code


def test_a_check_that_pytest_multiplies_is_refused(sound, audited):
    hidden = sound / SUITE / "test_hidden.py"
    many = '\n\nimport pytest\n\n\n@pytest.mark.parametrize("n", [1, 2])\n@check("scaled")\ndef test_sizes(agree, n):\n    """Sizes."""\n    agree("scaled", np.ones(n), 2.0)\n'
    hidden.write_text(hidden.read_text() + many)
    with pytest.raises(CourseError, match=r"other checks than are written: test_sizes, test_sizes\[1\]"):
        audited(sound)




def test_a_line_of_the_suite_in_what_learners_get_is_a_defect(sound, audited, edit):
    notes = sound / "templates/assets/notes.md"
    notes.parent.mkdir(parents=True, exist_ok=True)
    notes.write_text('    agree("scaled", np.arange(4), 3)\n')
    edit(sound / f"templates/{SLUG}.md.j2", "week = 3\n", 'week = 3\nassets = ["notes.md"]\n')
    course = load_course(sound)
    generate(course, course.exercises)
    (leak,) = [what for what in whats(audited(sound, mutants=False)) if "must not leave" in what]
    assert "notes.md would ship it" in leak


def test_what_was_started_ends_where_an_audit_cannot_begin(sound, monkeypatch):
    closed = []
    monkeypatch.setattr(Pool, "close", lambda _: closed.append("closed"))
    monkeypatch.setattr("grader.audit.examination.Mutants", lambda *_: pytest.fail("no library"))
    monkeypatch.setattr(Pool, "start", lambda _: None)
    course = load_course(sound)
    with pytest.raises(pytest.fail.Exception, match="no library"):
        Examination(course, course.exercises[0], Auditing())
    assert closed == ["closed"]
