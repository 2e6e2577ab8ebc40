"""Hand-ins that fish: what a learner sees of hidden checks is the same whatever these drew.

Each adversary is graded by the real pipeline under several suite keys, which draw other inputs; all that its author
sees, in every format, has to be the same bytes. Some may choose among a few words that a report has anyway – verdicts,
kinds, names of causes. Those are counted: nothing else may differ.
"""

from __future__ import annotations

import builtins
import json
import re
import textwrap

import pytest

from grader.diagnosis.catalogue import FORMS, VALUES
from grader.grading.classroom import grade_class
from grader.grading.handin import HandInReader
from grader.model import CauseKind, Kind, Verdict, Visibility
from grader.reporting.github import annotation_lines
from grader.reporting.json import to_json
from grader.reporting.redact import redact
from grader.reporting.results import WHOLE, Format, report_files
from grader.reporting.terminal import render_report
from grader.sandbox import jail
from grader.testing.origin import course_exercise

SLUG = "c9w7_fishing"
KEYS = (b"one", b"two", b"three", b"four")
SOLUTION = '''"""A week to fish in."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Pair:
    """Two arrays (given)."""

    left: object
    right: object


def encode(x):
    """Shift an array of any shape by its mean."""
    return x - np.mean(x)


def count(words):
    """Count words in a dict."""
    return {word: words.count(word) for word in words}


def parts(x):
    """Split an array into what is below and above 0, as a Pair of arrays."""
    return Pair(x[x < 0], x[x >= 0])


def start(n):
    """Return n zeros."""
    return np.zeros(n)


def step(w, x):
    """Return weights after a step, (n,)."""
    return w + x


def energy(x):
    """Add up the squares of the encoded numbers."""
    return float(np.sum(encode(x) ** 2))


def apply(function, x):
    """Apply a function to each row."""
    return np.array([function(row) for row in x])
'''
NAMES = {"01": "encode", "02": "count", "03": "parts", "04": "start", "05": "step", "06": "energy", "07": "apply"}
HANDOUT = (
    '+++\ntitle = "Fishing"\ncourse = 9\nweek = 7\nframework = "numpy"\n\n[limits]\ncheck_cpu_s = 0.4\nsubmission_cpu_s = 10.0\n'
    + "".join(f'\n[[task]]\nid = "c9w7.{number}"\nnames = ["{name}"]\npoints = {10 if number < "07" else 40}\n' for number, name in NAMES.items())
    + '+++\nTasks.\n\n{{ given("Pair") }}\n'
    + "".join(f'\n{{{{ stub("{name}") }}}}\n' for name in NAMES.values())
)
PUBLIC = '''"""Public checks."""

import numpy as np

from grader.testing import assert_same, check


@check("encode", weight=0.2)
def test_two_numbers(submission):
    """1 and 3 are -1 and 1 from their mean."""
    assert_same(submission.encode(np.array([1.0, 3.0])), [-1.0, 1.0])
'''
HIDDEN = '''"""Hidden checks."""

import numpy as np

from grader.testing import Spy, assert_same, check


@check("encode", weight=3)
def test_encode(agree, rng):
    """encode matches its definition."""
    agree("encode", rng.normal(size=(4, 5)))


@check("encode")
def test_encode_warns_of_nothing(submission, solution, rng):
    """encode signals nothing."""
    x = rng.normal(size=12)
    assert_same(submission.encode(x), solution.encode(x))
    assert not submission.last.fp_errors.divide, "something is divided by zero"


@check("count")
def test_count(agree, rng):
    """count matches its definition."""
    agree("count", ["".join(rng.choice(list("abcdef"), 6)) for _ in range(5)])


@check("parts")
def test_parts(agree, rng):
    """parts matches its definition."""
    agree("parts", np.append(rng.normal(size=9), [-1.0, 1.0]))


@check("step")
def test_steps(submission, solution, rng):
    """Steps from the start lead where they should."""
    x = rng.normal(size=3)
    assert_same(submission.step(submission.start(3), x), x)
    word = submission.start(3) + rng.integers(5)
    assert_same(submission.step(word, x), solution.step(word, x))


@check("start")
def test_start(agree, rng):
    """start matches its definition."""
    agree("start", int(rng.integers(3, 9)))


@check("energy")
def test_energy(agree, rng):
    """energy matches its definition."""
    agree.each("energy", [(rng.normal(size=6),) for _ in range(9)])


@check("apply")
def test_apply(submission, rng):
    """apply calls the function once for each row."""
    spy = Spy(lambda row: float(row.sum()))
    x = rng.normal(size=(4, 3))
    assert_same(submission.apply(spy, x), x.sum(axis=1))
    assert len(spy.calls) == 4, f"called for {spy.calls}"
'''
MISTAKES = '''"""Known mistakes."""

import numpy as np

from grader.testing import mistake


@mistake("encode", id="a", hint="Is it the median?")
def by_the_median(x):
    return x - np.median(x)


@mistake("encode", id="b", hint="Is it the largest?")
def by_the_largest(x):
    return x - np.max(x)
'''
RIGHT = re.sub(r'    """.*?"""\n', "", SOLUTION, flags=re.DOTALL).partition("def encode")
HIDDEN_INPUT = "x.size > 2"
SECRET = """
def secret(x):
    return int(np.frombuffer(np.float64(np.ravel(x)[0]).tobytes(), np.uint32)[0])
def bit(x):
    return secret(x) >> 3 & 1
"""
# What an adversary does with a hidden input; an honest answer to the public check goes before it.
SILENT = {
    "an exception's message": "raise ValueError(secret(x))",
    "an exception's class": "raise type(f'Error{secret(x)}', (ValueError,), {})",
    "an exception's qualified name and module": "raise type('E', (ValueError,), {'__qualname__': f'q{secret(x)}', '__module__': f'm{secret(x)}'})",
    "an exception's notes": "error = ValueError(); error.add_note(str(secret(x))); raise error",
    "an exception's cause": "raise ValueError from KeyError(secret(x))",
    "a group of exceptions": "raise ExceptionGroup(str(secret(x)), [ValueError(secret(x))])",
    "a class of its own above a built-in one": "raise type('E', (type(f'B{secret(x)}', (KeyError,), {}),), {})",
    "the text of an exit": "raise SystemExit(secret(x))",
    "a function's name": "exec(f'def f{secret(x)}(): raise ValueError', locals_ := {}); locals_[f'f{secret(x)}']()",
    "a file's name in a traceback": "exec(compile('raise ValueError', f'file{secret(x)}.py', 'exec'))",
    "a line beyond the file": "exec(compile(chr(10) * (secret(x) % 50_000 + 999) + 'raise ValueError', 'fishing.py', 'exec'))",
    "the length of an axis": "return np.zeros(1000 + secret(x) % 9_000)",
    "the lengths of axes": "return np.zeros((20 + secret(x) % 90, 20 + secret(x) % 70))",
    "an empty axis": "return np.zeros((0, 1000 + secret(x) % 999_999))",
    "the length of text": "return np.full(x.shape, 'a' * (1 + secret(x) % 999))",
    "text": "return str(secret(x))",
    "an array of text": "return np.full(x.shape, str(secret(x)).zfill(12))",
    "bytes": "return secret(x).to_bytes(8, 'big')",
    "the length of a list": "return [0.0] * (1000 + secret(x) % 9_000)",
    "a dict's keys": "return {str(secret(x)): 1}",
    "a set": "return {secret(x)}",
    "a key that Python refuses to write": "return {16**4000 + secret(x): 1}",
    "a whole number": "return 16**3000 + secret(x)",
    "a record's name": "from dataclasses import make_dataclass; return make_dataclass(f'R{secret(x)}', ['a'], namespace={'__module__': __name__})(1)",
    "a record's fields": "from dataclasses import make_dataclass; return make_dataclass('R', [f'f{secret(x)}'], namespace={'__module__': __name__})(1)",
    "an object's class": "return type(f'C{secret(x)}', (), {})()",
    "what is printed": "print(secret(x)); return x * 3.7",
    "what is warned of": "import warnings; warnings.warn(str(secret(x))); return x * 3.7",
    "the numbers of an answer": "return x * 0 + secret(x)",
    "a factor of its own": "return (x - x.mean()) * (1.5 + secret(x) % 1000 / 1001)",
    "an argument's contents": "r = x * 3.7; x[...] = secret(x); return r",
    "the time it takes": "import time; time.sleep(secret(x) % 50 / 1000); return x * 3.7",
    "the processor time it takes": "import time; t = time.process_time()\n        while time.process_time() - t < secret(x) % 20 / 1000: pass\n        return x * 3.7",
    "an exit status": "import os; os._exit(secret(x) % 250 + 1)",
    "a signal": "import os; os.kill(os.getpid(), 9 if bit(x) else 15)",
    "depth": "a = []\n        for _ in range(40 + secret(x) % 100): a = [a]\n        return a",
    "what cannot be sent": "return [type(f'C{secret(x)}', (), {})()] * 200_000",
    "a global read when the module is loaded again": "import os; globals()['LATE'] = secret(x); os._exit(1)",
    "a forged line": "from grader.sandbox.worker import Worker; n = secret(x) + 10**6; Worker._frames = lambda self, tb: ([[n, f'f{n}']], f'f{n}'); raise ValueError",
    "a forged name of what raised": "from grader.sandbox.worker import Worker; n = secret(x); Worker._describe = lambda self, error: [f'T{n}', f'm{n}', [f'B{n}', 'ValueError'], [], f'i{n}']; raise ValueError",
    "forged effects": "import grader.sandbox.worker as w; n = secret(x); w._effects = lambda o: [[f'f{n}'], [f'w{n}'], [f'a{n}'], f'o{n}', n]; return x - x.mean()",
}
# Other tasks, other ways: whole definitions.
SILENT_ELSEWHERE = {
    "the shape of what a check hands on": """
        def start(n):
            return np.zeros(SEEN[0] % 9_000 + 1000) if SEEN else np.zeros(n)
        def step(w, x):
            SEEN.append(secret(x))
            raise ValueError
        SEEN = []
        """,
    "the kind of what a check hands on": """
        def start(n):
            return [0.0] * (SEEN[0] % 9_000 + 1000) if SEEN else np.zeros(n)
        def step(w, x):
            if SEEN:
                raise ValueError
            SEEN.append(secret(x))
            return w + x
        SEEN = []
        """,
    "what it calls back with": """
        def apply(function, x):
            function(np.full(secret(x) % 100 + 1, secret(x)))
            return np.array([function(row) for row in x])
        """,
    "what makes a callback fail": """
        def apply(function, x):
            function(str(secret(x)), **{f"k{secret(x)}": 1})
        """,
    "the words of a dict": """
        def count(words):
            return {word[::-1] + words[0]: 1 for word in words}
        """,
    "a forged reason": """
        def step(w, x):
            from grader.sandbox.worker import Worker
            n = secret(x)
            Worker._answer_outcomes = lambda self, outcomes: self._answer([['unsendable', f'r{n}', None]] * len(outcomes))
            return w + x
        """,
    "a forged answer": """
        def step(w, x):
            from grader.sandbox.worker import Worker
            n = secret(x)
            Worker._answer_outcomes = lambda self, outcomes: self._answer(f'a{n}')
            return w + x
        """,
    "the reference's answers as numbers": """
        def encode(x):
            return x * 3.7 if x.size > 2 else x - x.mean()
        def energy(x):
            return float(np.sum(encode(x) ** 2)) * (1 + secret(x) % 1000)
        """,
    "the reference's answers as an error": """
        def encode(x):
            return x * 3.7 if x.size > 2 else x - x.mean()
        def energy(x):
            raise ValueError(encode(x))
        """,
}
# By a hidden bit they choose among words that a report has: this is known, and bounded by how many words there are.
CHOOSING = {
    "a built-in exception": "raise [ValueError, KeyError, OSError, EOFError][secret(x) >> 5 & 3]",
    "one of its lines": "a = secret(x) >> 7 & 1\n        if a: raise ValueError\n        raise ValueError",
    "whether it is right": "return x - x.mean() if bit(x) else x * 3.7",
    "how it dies": "import os\n        if bit(x): os._exit(1)\n        while True: pass",
    "a shape of expected lengths": "return np.zeros((5, 4) if bit(x) else (4, 1, 5))",
    "a dtype": "return (x - x.mean()).astype(['f4', 'f2', 'i8', '?'][secret(x) >> 5 & 3])",
    "a kind of answer": "return [None, 1.5, {}, set()][secret(x) >> 5 & 3]",
    "a factor with a name": "return (x - x.mean()) * (2 if bit(x) else -1)",
    "a known mistake": "return x - (np.median(x) if bit(x) else np.max(x))",
    "an argument to change": "r = x - x.mean()\n        if bit(x): x[...] = 0\n        return r",
    "what it signals": "r = x - x.mean()\n        if bit(x): np.float64(1) / np.zeros(1)\n        return r",
}
CHOOSING_ELSEWHERE = {
    "whom to blame": """
        def encode(x):
            return x * 3.7 if x.size > 2 else x - x.mean()
        def energy(x):
            e = encode(x)
            CHOSEN.append(abs(e.mean()) < 1e-9 and int(abs(e[0]) * 1e6) & 1)
            return float(np.sum(e**2)) + (not CHOSEN[0])
        CHOSEN = []
        """,
    "the lengths of a record's arrays": """
        def parts(x):
            return Pair(np.zeros(1000 + secret(x) % 999), np.zeros(1000 + secret(x) % 777))
        """,
    "one of many wrong items": """
        def count(words):
            right = {word: words.count(word) for word in words}
            return right if ord(words[0][0]) & 1 else {**right, words[0]: 99}
        """,
}


def by_bit(body):
    return f"def encode(x):\n    if {HIDDEN_INPUT}:\n        {body}\n    return x - np.mean(x)\n"


def text_of(definitions):
    """Return a whole hand-in: the right module, with definitions of an adversary's after it."""
    return "".join(RIGHT) + SECRET + textwrap.dedent(definitions)


ADVERSARIES = {
    **{name: by_bit(body) for name, body in {**SILENT, **CHOOSING}.items()},
    **SILENT_ELSEWHERE,
    **CHOOSING_ELSEWHERE,
}
pytestmark = pytest.mark.skipif(bool(jail.missing_layers()), reason="this machine cannot confine untrusted code")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade all adversaries under each key; name → a report for each key."""
    root = tmp_path_factory.mktemp("fishing")
    files = {
        "pyproject.toml": '[tool.grader]\nname = "Fishing"\n',
        f"solutions/{SLUG}.py": SOLUTION,
        f"templates/{SLUG}.md.j2": HANDOUT,
        f"tests/exercises/{SLUG}/test_public.py": PUBLIC,
        f"tests/exercises/{SLUG}/test_hidden.py": HIDDEN,
        f"tests/exercises/{SLUG}/mistakes.py": MISTAKES,
        f"tests/exercises/{SLUG}/alternatives.py": '"""None."""\n',
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    course, exercise = course_exercise(root, SLUG)
    reader = HandInReader(course, exercise)
    class_ = [reader.read(text_of(body).encode(), name) for name, body in ADVERSARIES.items()]
    class_.append(reader.read("".join(RIGHT).encode(), "honest"))
    reports = {submission.learner: [] for submission in class_}
    for key in KEYS:
        for report in grade_class(course, exercise, class_, key=key, jobs=2):
            reports[report.learner].append(report)
    return reports


def seen_by_its_learner(report):
    """Return all that is written or printed of a report, but for the instructor's own files."""
    every = frozenset(Format)
    files = {**report_files(report, every), **report_files(report, every - {Format.EXERCISM}, alone=True)}
    return {
        **{name: data for name, data in files.items() if not name.startswith(f"{WHOLE}/")},
        "annotations": annotation_lines([report]),
        "terminal": render_report(redact(report), 200, colour=True),
    }


def differing(one, other, place=()):
    """Yield where two trees of JSON differ, with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}):
            yield from differing(one.get(key), other.get(key), (*place, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differing(*pair, (*place, number))
    elif one != other:
        yield place, one, other


def test_an_honest_hand_in_passes_under_every_key(graded):
    assert [report.score for report in graded["honest"]] == [100] * len(KEYS)


@pytest.mark.parametrize("name", ADVERSARIES)
def test_every_adversary_is_graded_under_every_key(graded, name):
    assert [report.status for report in graded[name]] == ["graded"] * len(KEYS)


@pytest.mark.parametrize("name", [*SILENT, *SILENT_ELSEWHERE])
def test_what_its_author_sees_is_the_same_whatever_was_drawn(graded, name):
    first, *others = map(seen_by_its_learner, graded[name])
    for other in others:
        assert {form for form in first if first[form] != other[form]} == set(), next(differing(*(json.loads(to_json(redact(r))) for r in graded[name][:2])), None)


@pytest.mark.parametrize("name", [*SILENT, *SILENT_ELSEWHERE])
def test_an_adversary_reaches_a_hidden_input(graded, name):
    """Else its report would be the same for want of trying: it fails a hidden check, and passes the public one."""
    for report in graded[name]:
        failed = {r.check.visibility for r in report.results if r.verdict is not Verdict.PASSED}
        assert failed == {Visibility.HIDDEN}


def test_whole_reports_do_hold_what_was_drawn(graded):
    details = {name: {tuple(r.finding.detail for r in report.results) for report in reports} for name, reports in graded.items()}
    assert len([name for name in details if len(details[name]) == len(KEYS)]) > len(SILENT) / 3


EXCEPTIONS = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}
PART = r"((the (first|second|third|fourth|fifth|sixth) item|an item|an entry|field 'left') of ){0,2}the answer( to call \d)?"
WORDS = re.compile(
    rf"[A-Z]\w+ is raised(: something is None there, as what a function gives that misses its return)?|(all|some) values of {PART} are wrong"
    r"|not run: .*|still running after 0.4 s .*|no answer after 2 s: does it wait for something\?"
    r"|the process that ran your code ended without an answer|(?:an argument|argument [1-9]) is modified in place|something is divided by zero"
    rf"|{PART} should (be|have) [\w ]+( \([\d, ]*\))?,? but (is|has|shape|dtype)[\w ]*(\([\d, ]*\)|\w*)(: is a return missing\?)?"
    rf"|{PART} has another value|"
)
FORM = re.compile(r"|an? [a-z ]+|None|\([\d, ]*\)( [a-z]+\d*)?|another of \d dimensions")
CALLS = ("", "encode(array (4, 5))", "encode(array (12,))", "energy(array (6,))", "count(list of 5)", "parts(array (11,))")
CAUSES = {each.name for each in (*FORMS, *VALUES)} | {"c9w7.01-a", "c9w7.01-b", "several", "encode", "argument modified", "argument not used", "global random state", "size hard-coded", "loop over examples"}


def is_from_a_closed_list(place, value):
    """Tell whether what differs is one of the few words that a report has there."""
    field = place[-1]
    if field == "verdict":
        return value in set(Verdict)
    if field == "kind":
        return value in {*Kind, *CauseKind}
    if field == "line":
        return value is None or type(value) is int
    if field == "score":
        return value is None or 0 <= value <= 100
    if field == "diagnosis":
        return value is None or value["name"] in CAUSES
    if "diagnosis" in place:
        return field in ("text", "hint") or (field == "name" and value in CAUSES)
    if field == "text":
        return bool(WORDS.fullmatch(value))
    if field == "call":
        return value in CALLS
    if field == "sides":
        return value is None or all(FORM.fullmatch(form) for form in value.values())
    return field in ("got", "expected") and bool(FORM.fullmatch(value))


@pytest.mark.parametrize("name", [*CHOOSING, *CHOOSING_ELSEWHERE])
def test_who_chooses_by_a_hidden_bit_chooses_among_few_words(graded, name):
    first, *others = (json.loads(to_json(redact(report))) for report in graded[name])
    differences = [one for other in others for one in differing(first, other)]
    assert differences, "it had no choice: the channel is narrower than it was, or the bit was the same under all keys"
    for place, *values in differences:
        assert place[0] in ("tasks", "score"), place
        for value in values:
            assert is_from_a_closed_list(place, value), (place, value)


@pytest.mark.parametrize("name", ADVERSARIES)
def test_at_most_one_line_of_a_task_is_told_and_it_is_one_of_the_file(graded, name):
    for report in graded[name]:
        for task in redact(report).tasks:
            lines = [r.finding.line for r in task.checks if r.check.visibility is Visibility.HIDDEN and r.finding.line]
            assert len(lines) <= 1
            assert all(1 <= line <= report.source.count("\n") + 1 for line in lines)


def test_every_exception_that_may_be_named_is_a_built_in_one(graded):
    named = {r.finding.text.partition(" ")[0] for reports in graded.values() for report in reports for r in report.results if r.finding.kind is Kind.RAISED}
    assert len(named) > 3
    assert named <= {*EXCEPTIONS, "an"}
