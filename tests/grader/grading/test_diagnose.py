"""The cause of a failure is named when there is just one, and naming it changes nothing else."""

from __future__ import annotations

import re
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

from grader.course import read_mistakes
from grader.grading.behaviours import Behaviours
from grader.grading.classroom import grade_class
from grader.grading.collect import run_suite
from grader.grading.diagnose import SEVERAL, diagnose
from grader.grading.experiments import MOST_ATTEMPTS
from grader.grading.handin import HandInReader
from grader.grading.scoring import report_of
from grader.model import CauseKind, Kind, Provenance, Submission, Verdict
from grader.sandbox.launcher import open_launcher
from grader.testing.bench import Bench
from grader.testing.origin import course_exercise, course_material, suite_files

KEY = b"a fixed key for tests"
SLUG = "c9w8_causes"
SOLUTION = '''"""A week whose tasks call each other."""

import numpy as np


def unit_rows(X):
    """Scale each row to length 1.

    Args:
        X: array (m, n), float64.

    Returns:
        Array (m, n), float64.
    """
    return X / np.linalg.norm(X, axis=1, keepdims=True)


def scores(X, w):
    """Score each row after scaling it.

    Args:
        X: array (m, n), float64.
        w: array (n,), float64.

    Returns:
        Array (m,), float64.
    """
    return unit_rows(X) @ w


def loss(X, w, y):
    """Average the squared errors of the scores.

    Args:
        X: array (m, n), float64.
        w: array (n,), float64.
        y: array (m,), float64.

    Returns:
        A float.
    """
    return float(np.mean((scores(X, w) - y) ** 2))


def logistic(z):
    """Return 1 / (1 + exp(-z)) for an array of any shape, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def random_rows(m, rng):
    """Draw m rows of three numbers from a generator.

    Args:
        m: int.
        rng: generator.

    Returns:
        Array (m, 3), float64.
    """
    return rng.normal(size=(m, 3))
'''
TASKS = {"01": ("unit_rows", 20), "02": ("scores", 20), "03": ("loss", 20), "04": ("logistic", 20), "05": ("random_rows", 20)}
HANDOUT = (
    '+++\ntitle = "Causes"\ncourse = 9\nweek = 8\nframework = "numpy"\n\n[limits]\ncheck_cpu_s = 0.5\nsubmission_cpu_s = 12.0\n'
    + "".join(f'\n[[task]]\nid = "c9w8.{number}"\nnames = ["{name}"]\npoints = {points}\n' for number, (name, points) in TASKS.items())
    + "+++\nTasks that call each other.\n"
    + "".join(f'\n{{{{ stub("{name}") }}}}\n' for name, _ in TASKS.values())
)
PUBLIC = '''"""Public checks."""

import numpy as np

from grader.testing import assert_same, check


@check("unit_rows")
def test_one_row(submission):
    """A row of 3 and 4 is 0.6 and 0.8."""
    assert_same(submission.unit_rows(np.array([[3.0, 4.0]])), [[0.6, 0.8]])
'''
HIDDEN = '''"""Hidden checks."""

import numpy as np

from grader.testing import assert_pure, assert_same, check


@check("unit_rows", weight=3)
def test_rows_agree(agree, rng):
    """unit_rows matches its definition."""
    for m in (4, 7):
        agree("unit_rows", rng.normal(size=(m, 3)))


@check("unit_rows")
def test_rows_need_no_loop(agree, rng):
    """unit_rows does no Python work for each row."""
    agree.vectorised("unit_rows", (rng.normal(size=(4, 3)),), (rng.normal(size=(90, 3)),))


@check("unit_rows")
def test_rows_need_no_warning(submission, solution, rng):
    """unit_rows divides by no zero."""
    X = rng.normal(size=(5, 3))
    assert_same(submission.unit_rows(X), solution.unit_rows(X))
    assert not submission.last.fp_errors.divide


@check("scores", weight=2)
def test_scores_agree(agree, rng):
    """scores matches its definition."""
    agree.each("scores", [(rng.normal(size=(m, 3)), rng.normal(size=3)) for m in (4, 6, 9)])


@check("loss", weight=2)
def test_loss_agrees(agree, rng):
    """loss matches its definition."""
    X, w = rng.normal(size=(11, 3)), rng.normal(size=3)
    agree.each("loss", [(X[:m], w, rng.normal(size=m)) for m in range(3, 12)])


@check("logistic", weight=2)
def test_logistic_agrees(agree, rng):
    """logistic matches its definition for arrays of any shape."""
    agree("logistic", rng.normal(size=(4, 3)) * 3)
    agree("logistic", rng.normal(size=9))


@check("logistic")
def test_logistic_stays_finite(submission):
    """Nothing overflows for large inputs."""
    assert_same(submission.logistic(np.array([-1000.0, 1000.0])), [0.0, 1.0])
    assert not submission.last.fp_errors.over


@check("random_rows")
def test_rows_are_drawn(agree, rng):
    """random_rows draws from the generator that it is given."""
    for m in (3, 6, 8):
        agree("random_rows", m, rng)
'''
MISTAKES = '''"""Known mistakes."""

import numpy as np

from grader.testing import mistake


@mistake("unit_rows", id="a", hint="Which norm is Euclid's?")
def by_the_sum_of_squares(X):
    return X / (X**2).sum(axis=1, keepdims=True)


@mistake("unit_rows", id="b", hint="Over which axis?")
def by_columns(X):
    return X / np.linalg.norm(X, axis=0, keepdims=True)


@mistake("scores", id="a", hint="Is every row scaled?")
def without_scaling(X, w):
    return X @ w


@mistake("logistic", id="a", hint="What becomes of exp for large numbers?")
def overflows(z):
    with np.errstate(invalid="ignore"):
        return 1 / (1 + np.exp(-z))


@mistake("logistic", id="b", hint="Which way should the curve rise?")
def falls(z):
    return 0.5 * (1 - np.tanh(0.5 * z))


@mistake("logistic", id="c", hint="How steep is it?")
def too_steep(z):
    return 0.5 * (1 + np.tanh(z))


@mistake("logistic", id="d", hint="Where is the factor in the exponent?")
def too_steep_otherwise(z):
    return 0.5 * (1 + np.tanh(2 * z * 0.5))


@mistake("random_rows", id="a", hint="Is it a normal distribution?")
def uniform(m, rng):
    return rng.uniform(size=(m, 3))


@mistake("random_rows", id="b", hint="Is it a normal distribution?")
def uniform_otherwise(m, rng):
    return rng.random((m, 3))
'''
RIGHT = re.sub(r'    """.*?"""\n', "", SOLUTION, flags=re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("causes")
    files = {
        "pyproject.toml": '[tool.grader]\nname = "Causes"\n',
        f"solutions/{SLUG}.py": SOLUTION,
        f"templates/{SLUG}.md.j2": HANDOUT,
        f"tests/exercises/{SLUG}/test_public.py": PUBLIC,
        f"tests/exercises/{SLUG}/test_hidden.py": HIDDEN,
        f"tests/exercises/{SLUG}/mistakes.py": MISTAKES,
        f"tests/exercises/{SLUG}/alternatives.py": '"""None."""\n',
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture(scope="module")
def course(root):
    return course_exercise(root, SLUG)[0]


@pytest.fixture(scope="module")
def diagnosed(root):
    """Grade a whole module text and name the causes; the launcher serves all tests."""
    course, exercise = course_exercise(root, SLUG)
    material = course_material(course, exercise)
    launcher = open_launcher(exercise)

    def examine(text):
        bench = Bench(exercise, launcher, material.reference, KEY)
        seen = SimpleNamespace()

        def use(suite):
            # Read where the stack is not deep, as it is when a class is read.
            with ThreadPoolExecutor(1) as thread:
                implementation, _ = thread.submit(material.implementation, "learner", text).result()
            seen.ran = suite.run(implementation)
            put, count = bench.put, []
            bench.put = lambda *args, **kwargs: count.append(args[0].name) or put(*args, **kwargs)
            seen.causes = diagnose(suite, implementation, seen.ran, Behaviours(suite, material, read_mistakes(course, exercise)))
            seen.tried = count

        run_suite(bench, suite_files(course, exercise), use)
        bench.close()
        submission = Submission("learner", SLUG, text, "", implementation=None)
        provenance = Provenance("", "", "", "")
        seen.with_causes, seen.without = (
            report_of(exercise, submission, seen.ran.results, provenance, 0.0, causes) for causes in (seen.causes, None)
        )
        seen.results = {result.check.id: result for result in seen.ran.results}
        return seen

    yield examine
    launcher.close()


def learner(**definitions):
    """Return the right module with some definitions written by a learner."""
    text = RIGHT
    for name, body in definitions.items():
        pattern = rf"def {name}\(.*?(?=\n\n\ndef |\Z)"
        assert re.search(pattern, text, re.DOTALL), name
        text = re.sub(pattern, lambda _, body=body: textwrap.dedent(body).strip(), text, flags=re.DOTALL)
    return text


def told(seen):
    return {task.rpartition(".")[2]: (cause.kind, cause.name) for task, cause in seen.causes.items()}


BY_SQUARES = """
def unit_rows(X):
    lengths = np.einsum("ij,ij->i", X, X)
    return (X.T / lengths).T
"""
BY_COLUMNS = """
def unit_rows(X):
    return X / np.sqrt(np.sum(X * X, axis=0))
"""


def test_right_answers_have_no_cause_and_nothing_is_tried(diagnosed):
    seen = diagnosed(RIGHT)
    assert {result.verdict for result in seen.ran.results} == {Verdict.PASSED}
    assert (seen.causes, seen.tried) == ({}, [])
    assert dict(seen.ran.transcripts) == {}


class TestAKnownMistake:
    def test_is_known_though_it_is_written_differently(self, diagnosed):
        seen = diagnosed(learner(unit_rows=BY_SQUARES, scores="def scores(X, w):\n    return (X / np.linalg.norm(X, axis=1, keepdims=True)) @ w"))
        assert told(seen) == {"01": (CauseKind.MISTAKE, "c9w8.01-a")}
        assert seen.causes["c9w8.01"].hint == "Which norm is Euclid's?"

    def test_is_told_from_another_of_its_task(self, diagnosed):
        seen = diagnosed(learner(unit_rows=BY_COLUMNS))
        assert told(seen)["01"] == (CauseKind.MISTAKE, "c9w8.01-b")

    def test_that_shows_in_floating_point_errors_only_is_known_where_a_check_looks(self, diagnosed):
        seen = diagnosed(learner(logistic="def logistic(z):\n    return np.reciprocal(1 + np.exp(-z))"))
        assert [name for name, result in seen.results.items() if result.verdict is not Verdict.PASSED] == ["test_logistic_stays_finite"]
        assert told(seen) == {"04": (CauseKind.MISTAKE, "c9w8.04-a")}

    def test_that_behaves_as_another_with_another_hint_stays_open(self, diagnosed):
        seen = diagnosed(learner(logistic="def logistic(z):\n    e = np.exp(-2 * np.abs(z))\n    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))"))
        assert seen.causes == {"c9w8.04": SEVERAL}
        assert SEVERAL.kind is CauseKind.UNSURE

    def test_that_behaves_as_another_with_the_same_hint_gets_that_hint(self, diagnosed):
        seen = diagnosed(learner(random_rows="def random_rows(m, rng):\n    return rng.uniform(0.0, 1.0, (m, 3))"))
        assert told(seen)["05"][0] is CauseKind.MISTAKE
        assert seen.causes["c9w8.05"].hint == "Is it a normal distribution?"

    def test_is_not_named_where_something_else_is_wrong_as_well(self, diagnosed):
        seen = diagnosed(learner(unit_rows="def unit_rows(X):\n    X[:] = X / (X**2).sum(axis=1, keepdims=True)\n    return X"))
        assert told(seen).get("01", (None,))[0] is not CauseKind.MISTAKE

    def test_is_not_named_for_a_raised_error(self, diagnosed):
        seen = diagnosed(learner(logistic="def logistic(z):\n    return z.reshape(99)"))
        assert seen.causes == {}


class TestBlame:
    def test_falls_on_a_failing_helper(self, diagnosed):
        seen = diagnosed(learner(unit_rows="def unit_rows(X):\n    return X / (1 + np.abs(X).max(axis=1, keepdims=True))"))
        assert told(seen)["02"] == (CauseKind.BLAME, "unit_rows")
        assert "unit_rows" in seen.causes["c9w8.02"].text

    def test_is_followed_to_its_root(self, diagnosed):
        seen = diagnosed(learner(unit_rows=BY_SQUARES))
        assert told(seen) == {
            "01": (CauseKind.MISTAKE, "c9w8.01-a"),
            "02": (CauseKind.BLAME, "unit_rows"),
            "03": (CauseKind.BLAME, "unit_rows"),
        }

    def test_does_not_fall_on_a_helper_that_fails_but_is_innocent(self, diagnosed):
        minus = "def loss(X, w, y):\n    return -float(np.mean((scores(X, w) - y) ** 2))"
        purely = "def scores(X, w):\n    X = X.copy()\n    X /= np.linalg.norm(X, axis=1, keepdims=True)\n    w += 0\n    w[0] += 1e-13\n    return X @ w"
        seen = diagnosed(learner(loss=minus, scores=purely))
        assert told(seen)["02"] == (CauseKind.UNIVERSAL, "argument modified")
        assert told(seen)["03"] == (CauseKind.RELATION, "negated")

    def test_does_not_fall_on_a_function_that_is_not_used(self, diagnosed):
        seen = diagnosed(learner(unit_rows=BY_SQUARES, logistic="def logistic(z):\n    return -0.5 * (1 + np.tanh(0.5 * z))"))
        assert told(seen)["04"] == (CauseKind.RELATION, "negated")

    def test_does_not_fall_on_a_helper_alone_when_the_task_is_wrong_too(self, diagnosed):
        seen = diagnosed(learner(unit_rows=BY_SQUARES, scores="def scores(X, w):\n    return unit_rows(X) @ w * 1.37 + 0.2"))
        assert told(seen)["02"] != (CauseKind.BLAME, "unit_rows")

    def test_changes_no_verdict_and_no_points(self, diagnosed):
        seen = diagnosed(learner(unit_rows=BY_SQUARES))
        assert seen.causes
        assert seen.with_causes.score == seen.without.score == 40
        bare = replace(seen.with_causes, tasks=tuple(replace(task, diagnosis=None) for task in seen.with_causes.tasks))
        assert bare == seen.without


@pytest.mark.parametrize(
    ("task", "kind", "name", "definitions"),
    [
        ("01", CauseKind.UNIVERSAL, "argument modified", {"unit_rows": "def unit_rows(X):\n    X /= np.linalg.norm(X, axis=1, keepdims=True)\n    return X"}),
        ("01", CauseKind.UNIVERSAL, "loop over examples", {"unit_rows": "def unit_rows(X):\n    rows = np.zeros_like(X)\n    for i in range(len(X)):\n        rows[i] = X[i] / np.linalg.norm(X[i])\n    return rows"}),
        ("02", CauseKind.UNIVERSAL, "list for array", {"scores": "def scores(X, w):\n    return [float(row @ w) for row in unit_rows(X)]"}),
        ("02", CauseKind.UNIVERSAL, "axes of length one", {"scores": "def scores(X, w):\n    return unit_rows(X) @ w.reshape(-1, 1)"}),
        ("02", CauseKind.UNIVERSAL, "truncation", {"scores": "def scores(X, w):\n    s = np.zeros(len(X), dtype=int)\n    s[:] = unit_rows(X) @ w\n    return s"}),
        ("03", CauseKind.RELATION, "sum for mean", {"loss": "def loss(X, w, y):\n    return float(np.sum((scores(X, w) - y) ** 2))"}),
        ("03", CauseKind.RELATION, "half", {"loss": "def loss(X, w, y):\n    return float(np.mean((scores(X, w) - y) ** 2) / 2)"}),
        ("03", CauseKind.RELATION, "square root", {"loss": "def loss(X, w, y):\n    return float(np.sqrt(np.mean((scores(X, w) - y) ** 2)))"}),
        ("03", CauseKind.UNIVERSAL, "not averaged", {"loss": "def loss(X, w, y):\n    return (scores(X, w) - y) ** 2"}),
        ("04", CauseKind.RELATION, "range from -1 to 1", {"logistic": "def logistic(z):\n    return np.tanh(0.5 * z)"}),
        ("05", CauseKind.UNIVERSAL, "column layout", {"random_rows": "def random_rows(m, rng):\n    return rng.normal(size=(m, 3)).T"}),
        ("02", CauseKind.UNIVERSAL, "size hard-coded", {"scores": "def scores(X, w):\n    s = np.zeros(4)\n    for i in range(4):\n        s[i] = unit_rows(X)[i] @ w\n    return s"}),
        ("05", CauseKind.UNIVERSAL, "argument not used", {"random_rows": "def random_rows(m, rng):\n    return rng.normal(size=(5, 3))"}),
        ("05", CauseKind.UNIVERSAL, "global random state", {"random_rows": "def random_rows(m, rng):\n    return np.random.randn(m, 3)"}),
        ("05", CauseKind.UNIVERSAL, "lower precision", {"random_rows": "def random_rows(m, rng):\n    return rng.normal(size=(m, 3)).astype(np.float32)"}),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_learners_mistake_is_named(diagnosed, task, kind, name, definitions):
    assert told(diagnosed(learner(**definitions))).get(task) == (kind, name)


def test_the_global_random_state_is_not_blamed_for_a_mere_mention(diagnosed):
    seen = diagnosed(learner(random_rows="def random_rows(m, rng):\n    other = np.random.default_rng(3)\n    return other.normal(size=(m, 3)) + rng.normal()"))
    assert told(seen).get("05", (None, ""))[1] != "global random state"


@pytest.fixture(scope="module")
def finding(diagnosed):
    text = learner(scores="def scores(X, w):\n    rows = unit_rows(X)\n    return rows @ np.ones((5, 5)) @ w")
    seen = diagnosed(text)
    assert "02" not in told(seen)
    return text, seen.results["test_scores_agree"].finding


class TestARaisedError:
    def test_names_the_learners_own_line(self, finding):
        text, found = finding
        assert found.kind is Kind.RAISED
        assert "np.ones((5, 5))" in text.splitlines()[found.line - 1]

    def test_tells_the_call_with_the_shapes_of_its_arguments_and_no_value(self, finding):
        assert finding[1].call == "scores(array (4, 3), array (3,))"

    def test_tells_the_call_that_failed_among_several_in_one_exchange(self, diagnosed):
        seen = diagnosed(learner(scores="def scores(X, w):\n    return unit_rows(X)[:6].sum(axis=1).reshape(len(X)) * 0 + unit_rows(X) @ w"))
        assert seen.results["test_scores_agree"].finding.call == "scores(array (9, 3), array (3,))"


HOSTILE = {
    "loops for ever when the reference stands in": """
def scores(X, w):
    rows = unit_rows(X)
    while unit_rows.__name__ == "callback":
        pass
    return rows @ w
""",
    "sleeps when the reference stands in": """
import time
def scores(X, w):
    if unit_rows.__name__ == "callback":
        time.sleep(60)
    return unit_rows(X) @ w
""",
    "kills itself when the reference stands in": """
import os
def scores(X, w):
    if unit_rows.__name__ == "callback":
        os.kill(os.getpid(), 9)
    return unit_rows(X) @ w
""",
    "floods the reference with calls": """
def scores(X, w):
    for n in range(100_000 if unit_rows.__name__ == "callback" else 0):
        unit_rows(X + n)
    return unit_rows(X) @ w
""",
    "floods the reference with large arguments": """
def scores(X, w):
    for n in range(100_000 if unit_rows.__name__ == "callback" else 0):
        unit_rows(np.ones((100_000, 3)) + n)
    return unit_rows(X) @ w
""",
    "hands the reference what it cannot take": """
def scores(X, w):
    if unit_rows.__name__ == "callback":
        for odd in (None, "x", unit_rows, object(), [X] * 500, {16**4000: 1}, np.ones((0, 9)), X.astype("U3")):
            try:
                unit_rows(odd)
            except Exception:
                pass
    return unit_rows(X) @ w
""",
    "keeps the reference's answers for later": """
import json, pathlib, tempfile
KEPT = []
def scores(X, w):
    rows = unit_rows(X)
    KEPT.append(rows)
    try:
        path = pathlib.Path(tempfile.gettempdir()) / "kept"
        if unit_rows.__name__ == "callback":
            path.write_text(json.dumps([rows.tolist() for rows in KEPT]))
        elif path.exists():
            return np.array(json.loads(path.read_text())[-1]) @ w
    except OSError:
        pass
    return rows @ w
""",
    "answers with keys that cannot be written": """
def scores(X, w):
    return {16**4000: X @ w, (16**4000,): {16**4000}}
""",
    "answers with complex numbers": """
def scores(X, w):
    return unit_rows(X) @ w * 1j
""",
}


@pytest.fixture(scope="module")
def graded_class(course):
    """Grade all hostile hand-ins as one class, each followed by the same honest ones; learner → report."""
    reader = HandInReader(course, course.exercises[0])
    honest = {"right": RIGHT, "wrong": learner(unit_rows=BY_SQUARES), "steep": learner(logistic="def logistic(z):\n    return 0.5 * (1 + np.tanh(0.5 * z)) * 2")}
    submissions = [reader.read(text.encode(), f"first {name}") for name, text in honest.items()]
    for attack, text in HOSTILE.items():
        submissions.append(reader.read(learner(unit_rows=BY_SQUARES, scores=text).encode(), attack))
        submissions += [reader.read(honest[name].encode(), f"{name} after {attack}") for name in ("right", "wrong")]
    submissions += [reader.read(text.encode(), f"last {name}") for name, text in honest.items()]
    reports = grade_class(course, course.exercises[0], submissions, key=KEY, jobs=1)
    return {report.learner: report for report in reports}


def outcome(report):
    """Return what must not depend on who was graded before."""
    return report.status, report.score, [(task.score, task.diagnosis) for task in report.tasks], [(r.verdict, r.finding) for r in report.results]


def test_a_hand_in_can_tell_that_the_reference_stands_in(diagnosed):
    """Else the attacks below would try nothing."""
    seen = diagnosed(learner(unit_rows=BY_SQUARES, scores="""
        def scores(X, w):
            if unit_rows.__name__ == "callback":
                return unit_rows(X) @ w
            return X @ w + 7.3
        """))
    assert told(seen)["02"] == (CauseKind.BLAME, "unit_rows")


@pytest.mark.parametrize("attack", HOSTILE)
class TestAHostileHandIn:
    def test_is_graded(self, graded_class, attack):
        assert graded_class[attack].status == "graded", graded_class[attack].remarks

    def test_gains_nothing(self, graded_class, attack):
        assert graded_class[attack].score <= graded_class["last wrong"].score
        scored = {task.task.names[0]: task.score for task in graded_class[attack].tasks}
        assert (scored["scores"], scored["unit_rows"], scored["loss"]) == (0, 0, 0)

    def test_uses_no_more_than_its_bounds(self, graded_class, attack):
        report, limits = graded_class[attack], 12.0
        assert report.cpu_s <= limits
        # On the wall five times the processor time is allowed, for judging and for what is tried afterwards.
        assert report.wall_s < 5 * limits * 1.25 + 30

    def test_leaves_those_after_it_alone(self, graded_class, attack):
        for name in ("right", "wrong"):
            assert outcome(graded_class[f"{name} after {attack}"]) == outcome(graded_class[f"first {name}"])


def test_those_graded_last_are_graded_as_those_graded_first(graded_class):
    for name in ("right", "wrong", "steep"):
        assert outcome(graded_class[f"last {name}"]) == outcome(graded_class[f"first {name}"])
    assert graded_class["last right"].score == 100


@pytest.mark.parametrize("depth", range(2840, 2960, 30))
def test_a_text_nested_to_the_limit_is_graded(diagnosed, depth):
    """It parses where it is read and not where the stack is deeper; that must not end the grading of a class."""
    nested = "+".join(["w"] * depth)
    seen = diagnosed(learner(unit_rows=BY_SQUARES, scores=f"def scores(X, w):\n    z = {nested}\n    return unit_rows(X) @ w"))
    assert seen.results["test_rows_agree"].verdict is Verdict.FAILED


def test_few_suspicions_are_tried(diagnosed):
    seen = diagnosed(learner(unit_rows=BY_SQUARES, scores="def scores(X, w):\n    return unit_rows(X) @ w + 0.1", loss="def loss(X, w, y):\n    return float(np.mean((scores(X, w) - y) ** 2)) + unit_rows(X)[0, 0]"))
    assert 0 < seen.tried.count("learner") <= MOST_ATTEMPTS
