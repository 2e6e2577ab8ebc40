"""A suite collected once runs against implementation after implementation, each judged as if alone."""

from __future__ import annotations

import contextlib

import pytest

from grader.errors import CourseError, EnvironmentFault
from grader.grading.collect import run_suite
from grader.grading.patience import OutOfPatience, patience
from grader.grading.runner import GAVE_UP, UNRUN
from grader.grading.verdict import judge
from grader.model import Kind, Verdict
from grader.sandbox.launcher import open_launcher
from grader.testing.bench import Bench
from grader.testing.origin import course_exercise, course_material, suite_files
from grader.testing.plugin import BENCHES

KEY = b"a fixed key for tests"

RIGHT = """
import numpy as np
def double(x): return x + x
def total(x): return float(x.sum())
def mean(x): return float(x.mean()) if len(x) else 0.0
"""


def verdicts(results):
    return {name: result.verdict.value for name, result in results.items()}


def test_right_answers_pass_again_and_again(graded):
    for results in graded(RIGHT, RIGHT, RIGHT):
        assert set(verdicts(results).values()) == {"passed"}


def test_each_implementation_is_judged_alone(graded):
    wrong = RIGHT.replace("x + x", "x + 1")
    first, second, third = graded(RIGHT, wrong, RIGHT)
    assert verdicts(first) == verdicts(third)
    assert verdicts(second)["test_double_agrees"] == "failed"


@pytest.mark.parametrize(
    ("body", "verdict", "kind", "text"),
    [
        ("raise NotImplementedError", "missing", Kind.MISSING, "not written yet"),
        ("return x[100]", "raised", Kind.RAISED, "IndexError is raised"),
        ("raise type('InvalidArgumentError', (Exception,), {})(x)", "raised", Kind.RAISED, "InvalidArgumentError is raised"),
        ("raise type('Mine', (KeyError,), {})(x)", "raised", Kind.RAISED, "an exception of its own kind (KeyError) is raised"),
        ("raise SystemExit", "raised", Kind.RAISED, "SystemExit is raised"),
        ("__import__('os')._exit(0)", "crashed", Kind.DEATH, "the process that ran your code ended without an answer"),
        ("return x[:1]", "failed", Kind.SHAPE, "the answer should have shape (5,), but has (1,)"),
        ("return None", "failed", Kind.TYPE, "the answer should be an array, but is None: is a return missing?"),
        ("y = None; return y + x", "raised", Kind.RAISED, "TypeError is raised: something is None there, as what a function gives that misses its return"),
        ("raise ValueError('NoneType')", "raised", Kind.RAISED, "ValueError is raised"),
        ("return object()", "failed", Kind.TYPE, "the answer should be an array, but is an object of another kind"),
        ("x *= 2; return x", "failed", Kind.PURITY, "argument 1 is modified in place"),
        ("return np.zeros(10**8, dtype=np.int8)", "failed", Kind.FORM, "the answer is too large or too deeply nested to be examined"),
    ],
)
def test_every_way_to_be_wrong_has_its_verdict_and_finding(graded, body, verdict, kind, text):
    (results,) = graded(f"import numpy as np\ndef double(x):\n    {body}\n")
    result = results["test_double_agrees"]
    assert (result.verdict.value, result.finding.kind, result.finding.text) == (verdict, kind, text)


def test_a_raised_error_names_the_learners_own_line(graded):
    (results,) = graded("import numpy as np\n\ndef double(x):\n    return np.dot(x, np.ones(99))\n")
    assert results["test_double_agrees"].finding.line == 4


def test_what_is_printed_reaches_no_result(graded):
    """It may differ each time, and a hidden input may ride on it; a learner's own check tells it, see test_check."""
    (results,) = graded("def double(x):\n    print(x, object())\n    raise ValueError\n")
    assert {result.finding.printed for result in results.values()} == {""}


def test_a_forged_line_number_is_dropped(graded):
    """A worker that patches itself may claim any line; it must not carry a number home."""
    (results,) = graded("""
        import sys
        from grader.sandbox.worker import Worker
        Frames = Worker._frames
        class Forger: _frames = lambda self, tb: ([[123456789, "double"]], "double")
        def double(x):
            Worker._frames = Forger._frames
            raise ValueError
        """)
    assert results["test_double_agrees"].finding.kind is Kind.RAISED
    assert results["test_double_agrees"].finding.line is None


def test_definitions_left_out_are_missing_and_those_that_need_them_say_so(graded):
    (results,) = graded("import numpy as np\ndef mean(x): return total(x) / len(x)\n")
    assert results["test_double_agrees"].verdict is Verdict.MISSING
    assert results["test_mean_agrees"].verdict is Verdict.MISSING  # total belongs to the same task
    (results,) = graded("def total(x): return double(x)\n")
    assert results["test_total_agrees"].finding.text == "it needs double, which is not written yet"


def test_an_infinite_loop_costs_its_task_and_no_other(graded):
    (results,) = graded(RIGHT.replace("return float(x.sum())", "\n    while True: pass"))
    found = verdicts(results)
    assert found["test_double_agrees"] == "passed"
    assert found["test_total_by_hand"] == found["test_total_agrees"] == "timed out"
    assert found["test_mean_agrees"] == "timed out"  # unrun: two checks of the task ran out of time
    assert "not run" in results["test_mean_agrees"].finding.text


def test_who_waits_for_an_answer_is_told_of_the_first_time_out_and_of_no_second(course_root):
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    material = course_material(course, exercise)
    implementation = material.implementation("slow", RIGHT.replace("return float(x.sum())", "\n    while True: pass"))[0]
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, KEY)
    ran = {}

    def use(suite):
        ran.update({patient: suite.run(implementation, patient=patient) for patient in (True, False)})

    run_suite(bench, suite_files(course, exercise), use)
    bench.close()
    launcher.close()
    for results in (ran[True].results, ran[False].results):
        found = {result.check.id: result.verdict.value for result in results}
        assert found["test_double_agrees"] == "passed"
        assert found["test_total_by_hand"] == found["test_total_agrees"] == found["test_mean_agrees"] == "timed out"
    unrun = [{result.check.id for result in each.results if result.finding is UNRUN} for each in (ran[True], ran[False])]
    assert unrun[1] - unrun[0] == {"test_total_agrees"}


def test_a_death_costs_one_check_only(graded):
    text = RIGHT.replace("def mean(x):", "def mean(x):\n    if len(x) == 0: __import__('os').kill(__import__('os').getpid(), 9)\n   ")
    (results,) = graded(text)
    assert [name for name, verdict in verdicts(results).items() if verdict != "passed"] == ["test_mean_of_nothing"]


def test_state_left_by_earlier_checks_costs_nothing(graded):
    (results,) = graded("calls = []\ndef double(x):\n    calls.append(1)\n    return x + x if len(calls) == 1 else None\n")
    assert results["test_double_by_hand"].verdict is Verdict.PASSED
    assert results["test_double_agrees"].verdict is Verdict.PASSED
    assert "depends on earlier calls" in results["test_double_agrees"].notes[0]


def test_givens_are_the_courses_whatever_the_hand_in_says(graded):
    (results,) = graded("SCALE = 100\ndef scaled(x): return 7\ndef double(x): return scaled(x)\n")
    assert results["test_double_agrees"].verdict is Verdict.PASSED


def test_a_task_may_be_answered_by_an_assignment(graded):
    (results,) = graded("import operator\nhelper = lambda x: operator.add(x, x)\ndouble = helper\nprint(double(1))\n")
    assert results["test_double_agrees"].verdict is Verdict.PASSED


def test_public_checks_run_before_any_hidden_input_is_seen(graded, course_root):
    folder = course_root / "tests/exercises/c9w9_tiny"
    spy = """
    seen = []
    def double(x):
        seen.append(float(x.sum()))
        raise ValueError(seen)
    """
    (results,) = graded(spy, files=[folder / "test_hidden.py", folder / "test_public.py"])
    assert list(results)[:2] == ["test_double_by_hand", "test_total_by_hand"]
    assert results["test_double_by_hand"].finding.detail == "ValueError: [3.0]"


def test_the_same_key_gives_the_same_findings_and_another_key_other_data(graded):
    wrong = "def double(x): return x * 3\n"
    details = [graded(wrong, key=key)[0]["test_double_agrees"].finding.detail for key in (b"1", b"1", b"2")]
    assert details[0] == details[1] != details[2]


def test_a_suite_that_cannot_be_collected_is_the_courses_fault(graded, tmp_path):
    broken = tmp_path / "test_hidden.py"
    broken.write_text("import grader.nowhere\n")
    with pytest.raises(CourseError, match="nowhere"):
        graded(RIGHT, files=[broken])


def test_a_check_of_an_unknown_task_is_the_courses_fault(graded, tmp_path):
    stray = tmp_path / "test_hidden.py"
    stray.write_text("from grader.testing import check\n@check('triple')\ndef test_x(submission):\n    '''x.'''\n")
    with pytest.raises(CourseError, match="'triple', which is no task"):
        graded(RIGHT, files=[stray])


def test_a_check_that_does_not_find_the_graders_own_bench_is_our_fault_and_nobodys_points(course_root):
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    material = course_material(course, exercise)
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, KEY)

    def use(suite):
        item, _ = next(suite.pairs())
        item.config.stash[BENCHES].clear()
        suite.run(material.implementation("wrong", "def double(x): return x")[0])

    with pytest.raises(EnvironmentFault, match="is no folder of the suite that is being graded"):
        run_suite(bench, suite_files(course, exercise), use)
    bench.close()
    launcher.close()


PARTS = '''"""Checks that look at parts of an answer."""

import numpy as np
from grader.testing import assert_same, check


@check("double")
def test_parts(submission):
    """A pair, and a dict in it."""
    first, kept = submission.double(np.ones(2))
    assert_same(first, [1.0, 1.0])
    assert_same(kept["z"], [2.0, 2.0])
    assert_same(kept["z"][:1].take([0]), [2.0])


@check("total")
def test_total(submission):
    """Something."""
    assert submission.total(np.ones(2)) == 2
'''


@pytest.mark.parametrize(
    ("answer", "public", "hidden"),
    [
        ("x, {'z': [2.0, 3.0]}", "the second item of entry 'z' of the second item of the answer has another value", "the second item of an entry of the second item of the answer has another value"),
        ("2 * x, {'z': 2 * x}", "all values of the first item of the answer are wrong", None),
        ("x[:1], {'z': 2 * x}", "the first item of the answer should have shape (2,), but has (1,)", None),
        ("x, {}", "the answer does not have an entry that it should have", None),
        ("x, {'z': [2.0, 2.0]}", "'take' is asked of the answer, which is a list", None),
        ("None", "the answer is None: is a return missing?", None),
        ("x, None", "None is in the answer where something is asked for: is a return missing?", None),
        ("3.0", "the answer should hold several items, and holds none", None),
        ("x, x, x", "the answer does not hold as many items as it should", None),
        ("x, {'z': 2 * x}", "", None),
    ],
)
def test_the_part_of_an_answer_that_is_wrong_is_named(graded, tmp_path, answer, public, hidden):
    for name, said in (("test_public.py", public), ("test_hidden.py", public if hidden is None else hidden)):
        (tmp_path / name).write_text(PARTS)
        (results,) = graded(f"import numpy as np\ndef double(x):\n    return {answer}\n", files=[tmp_path / name])
        assert results["test_parts"].finding.text == said
        (tmp_path / name).unlink()


SLOW = '''"""A check that makes much of an answer."""

from grader.testing import check


@check("double")
def test_double_is_looked_at_for_ever(submission):
    """double is examined."""
    size = submission.double(3.0)
    while size > 5:
        sum(range(10_000))


@check("total")
def test_total_comes_after_it(submission, solution):
    """total is examined."""
    assert submission.total(3.0) == 3
'''


def test_an_answer_that_takes_the_grader_too_long_is_given_up_and_costs_its_own_check(course_root, tmp_path):
    suite = tmp_path / "test_hidden.py"
    suite.write_text(SLOW)
    course, exercise = course_exercise(course_root, "c9w9_tiny")
    material = course_material(course, exercise)
    launcher = open_launcher(exercise)
    bench = Bench(exercise, launcher, material.reference, KEY)
    found = []
    text = "def double(x): return 2 * x\ndef total(x): return x\n"
    run_suite(bench, [suite], lambda one: found.append(one.run(material.implementation("slow", text)[0]).results))
    bench.close()
    launcher.close()
    (looked_at, after) = found[0]
    assert (looked_at.verdict, after.verdict) == (Verdict.TIMED_OUT, Verdict.PASSED)
    assert looked_at.finding == GAVE_UP


def test_patience_ends_what_catches_everything_and_not_what_is_quick():
    with patience(0.05):
        pass
    with pytest.raises(OutOfPatience), patience(0.05):
        catch_everything()


def catch_everything():
    while True:
        with contextlib.suppress(Exception):
            sum(range(1000))


def test_a_message_that_stands_in_the_suite_is_told_once(tiny):
    _, told = judge(AssertionError("the labels are not ints"), tiny.tasks[0], tiny, {"the labels are not ints"})
    assert (told.text, told.detail) == ("the labels are not ints", "")
    _, other = judge(AssertionError("got 0.25"), tiny.tasks[0], tiny)
    assert other.detail == "got 0.25"
    assert other.text != other.detail
