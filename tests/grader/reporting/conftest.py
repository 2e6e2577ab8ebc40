"""Reports built by hand: one per verdict, and scenes from a course."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from grader.model import (
    NO_FINDING,
    CauseKind,
    Check,
    CheckResult,
    Diagnosis,
    Finding,
    Kind,
    Provenance,
    Report,
    Sides,
    Task,
    TaskResult,
    Verdict,
    Visibility,
)

GOLDENS = Path(__file__).parent / "goldens"

SOURCE = '''"""Logistic regression as a one-unit network."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for an array of any shape."""
    positive = z >= 0
    result = np.empty_like(z)
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    result[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return result


def flatten_images(imgs):
    return imgs.reshape(-1, imgs.shape[0]).T / 255


def bce_from_logits(z, y):
    p = sigmoid(z)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def backprop(node):
    for parent, slope in zip(node.parents, node.slopes):
        parent.grad = slope * node.grad
        backprop(parent)


def fit_logreg(X, y, lr, steps):
    raise NotImplementedError
'''

SECRET = "0.7310585786300049"
"""Stands for whatever a hidden check drew; no learner may ever read it."""

CALL = "sigmoid(array of float64, shape (3, 4))"
POINTS = tuple((float(number), float(SECRET) * number) for number in range(1, 13))
"""What a wrong answer and the right one hold, in order; the first expected value is the secret."""

FINDINGS = {
    Verdict.PASSED: NO_FINDING,
    Verdict.FAILED: Finding(
        Kind.SHAPE,
        "expected an array of shape (3, 4), got one of shape (4, 3)",
        f"got {SECRET}",
        16,
        CALL,
        Sides("(4, 3)", "(3, 4)"),
        POINTS,
    ),
    Verdict.RAISED: Finding(
        Kind.RAISED, "IndexError is raised", f"IndexError: index 4 near {SECRET}", 11, CALL, points=POINTS
    ),
    Verdict.TIMED_OUT: Finding(
        Kind.TIME,
        "still running after 2 s of processor time: is there a loop that never ends?",
        f"after {SECRET}",
        25,
        CALL,
        points=POINTS,
    ),
    Verdict.CRASHED: Finding(
        Kind.DEATH,
        "the process that ran your code ended without an answer",
        f"near {SECRET}",
        26,
        CALL,
        points=POINTS,
    ),
    Verdict.MISSING: Finding(Kind.MISSING, "not written yet", f"NotImplementedError {SECRET}", 30),
    Verdict.BROKEN: Finding(
        Kind.VALUES,
        "this check fails on the reference",
        f"expected {SECRET}",
        3,
        CALL,
        Sides("float32", "float64"),
        POINTS,
    ),
    Verdict.SKIPPED: NO_FINDING,
}

DIAGNOSES = {
    CauseKind.MISTAKE: Diagnosis(
        CauseKind.MISTAKE,
        "c",
        "Your answers are those of a curve that falls where it should rise.",
        "Look at the sign in the exponent: which way should the curve rise?",
    ),
    CauseKind.UNIVERSAL: Diagnosis(
        CauseKind.UNIVERSAL,
        "column layout",
        "The right numbers, with rows and columns exchanged.",
        "Examples are rows in this course. Which axis of your answer runs over the examples?",
    ),
    CauseKind.RELATION: Diagnosis(
        CauseKind.RELATION,
        "negated",
        "Every wrong number is the right one with the opposite sign.",
        "Follow the minus signs from the formula to the line that computes it.",
    ),
    CauseKind.BLAME: Diagnosis(
        CauseKind.BLAME,
        "sigmoid",
        "These checks pass with a right sigmoid: mend that task first, then look here again.",
    ),
    CauseKind.UNSURE: Diagnosis(
        CauseKind.UNSURE,
        "",
        "This may come from sigmoid, or from this task itself; the checks cannot tell which.",
        "Try your function by hand on a single example.",
    ),
}

PROVENANCE = Provenance(
    suite="5b1f0c7e2a9d4463" * 4,
    submission="c0ffee1234567890" * 4,
    environment="Python 3.11.7; numpy 2.4.6; pytest 9.0.1; Linux x86_64",
    key="deadbeefdeadbeef",
    isolation=("seccomp", "landlock", "own uid"),
    grader="0.1.0",
)


def result(
    task, number, sentence, verdict=Verdict.PASSED, finding=None, visibility=Visibility.HIDDEN, notes=(), weight=1.0
):
    check = Check(f"test_{number}[{SECRET}]", task, weight, visibility, sentence)
    return CheckResult(check, verdict, FINDINGS[verdict] if finding is None else finding, notes, cpu_s=0.25, calls=3)


def report_of(verdict):
    """Return a report with one task whose public and two hidden checks all end in ``verdict``."""
    task = Task("c1w2.01", ("sigmoid",), 8)
    rest = (task.id, "sigmoid matches the definition on random arrays of any shape.", verdict)
    results = (
        result(task.id, 1, "sigmoid(0) is one half.", verdict, visibility=Visibility.PUBLIC),
        result(task.id, 2, rest[1], verdict, notes=("depends on earlier calls",)),
        result(task.id, 3, "sigmoid(±1000) is exactly 1 and 0, and nothing overflows on the way.", verdict),
    )
    score = {Verdict.PASSED: 8.0, Verdict.BROKEN: None}.get(verdict, 0.0)
    return Report(
        exercise="c1w2_logistic_regression",
        title="Logistic regression as a one-unit network",
        learner="ada",
        tasks=(TaskResult(task, score, results),),
        score=score,
        points=8,
        provenance=PROVENANCE,
        source=SOURCE,
        submitted="2026-03-01T17:04:05+01:00",
        cpu_s=1.25,
        wall_s=1.5,
    )


def diagnosed_report(kind):
    """Return a report whose public and hidden checks fail by their values, for a cause of this kind."""
    report = report_of(Verdict.FAILED)
    found = Finding(
        Kind.VALUES,
        "all values of the answer are wrong",
        f"12 of 12, at index (0,): got 1.0, expected {SECRET}",
        12,
        CALL,
    )
    checks = tuple(replace(r, finding=replace(found, points=POINTS)) for r in report.tasks[0].checks)
    task = replace(report.tasks[0], checks=checks, diagnosis=DIAGNOSES[kind])
    return replace(report, tasks=(task,))


def mixed_report(learner="Ada Lovelace"):
    """Return a report as a course has them: full marks, part, wrong, not written, and remarks."""
    public = Visibility.PUBLIC
    tasks = (
        TaskResult(
            Task("c1w2.01", ("sigmoid",), 8),
            8.0,
            (
                result("c1w2.01", 1, "sigmoid(0) is one half.", visibility=public),
                result("c1w2.01", 2, "sigmoid matches the definition on random arrays of any shape."),
                result("c1w2.01", 3, "sigmoid(±1000) is exactly 1 and 0, and nothing overflows on the way."),
            ),
        ),
        TaskResult(
            Task("c1w2.02", ("flatten_images",), 8),
            2.4,
            (
                result("c1w2.02", 1, "One image of one pixel becomes one row.", visibility=public),
                result(
                    "c1w2.02",
                    2,
                    "Two small images become two rows, pixels in reading order.",
                    Verdict.FAILED,
                    Finding(
                        Kind.VALUES,
                        "the values differ: 8 of 12 entries are wrong",
                        "flatten_images(array([[[[0, 51, 102]], [[153, 204, 255]]], …]))\n"
                        "expected [[0.  0.2 0.4 0.6 0.8 1. ]\n          [1.  0.8 0.6 0.4 0.2 0. ]]\n"
                        "got      [[0.  0.4 0.8 1.  0.6 0.2]\n          [0.2 0.6 1.  0.8 0.4 0. ]]\n"
                        "first difference at [0, 1]: expected 0.2, got 0.4",
                    ),
                    public,
                ),
                result(
                    "c1w2.02",
                    3,
                    "Permuting the images permutes the rows and changes nothing else.",
                    Verdict.FAILED,
                    Finding(
                        Kind.VALUES,
                        "Pixels of different images end up in one row. Which axis counts the images, and is it still "
                        "first when you reshape?",
                        f"expected {SECRET}",
                    ),
                ),
                result("c1w2.02", 4, "The batch given is left as it was."),
            ),
        ),
        TaskResult(
            Task("c1w2.04", ("bce_from_logits",), 12),
            4.5,
            (
                result("c1w2.04", 1, "An undecided unit (z = 0) costs ln 2.", visibility=public),
                result("c1w2.04", 2, "The loss matches the definition on random logits."),
                result(
                    "c1w2.04",
                    3,
                    "The loss is exact for logits of ±800.",
                    Verdict.FAILED,
                    Finding(Kind.VALUES, "expected a finite number, got inf", f"got {SECRET}", 20),
                    notes=("depends on earlier calls",),
                ),
                result(
                    "c1w2.04",
                    4,
                    "Labels and logits of unequal length raise ValueError.",
                    Verdict.RAISED,
                    Finding(Kind.RAISED, "expected ValueError, but IndexError is raised", f"IndexError: {SECRET}", 21),
                ),
            ),
        ),
        TaskResult(
            Task("c1w2.06", ("backprop",), 14, extension=True),
            0.0,
            (
                result(
                    "c1w2.06",
                    1,
                    "A value used twice collects both slopes.",
                    Verdict.FAILED,
                    Finding(Kind.CLAIM, "this does not hold for your answer", "assert 3.0 == 6.0", 26),
                    visibility=public,
                ),
                result(
                    "c1w2.06",
                    2,
                    "A ladder of thirty shared values takes as long as it is high, not as it has paths.",
                    Verdict.TIMED_OUT,
                    Finding(
                        Kind.TIME, "still running after 2 s of processor time: is there a loop that never ends?", "", 27
                    ),
                ),
            ),
        ),
        TaskResult(
            Task("c1w2.08", ("fit_logreg", "predict_logreg"), 10),
            0.0,
            tuple(
                result(
                    "c1w2.08",
                    number,
                    sentence,
                    Verdict.MISSING,
                    Finding(Kind.MISSING, "not written yet", "", 31),
                    visibility,
                )
                for number, sentence, visibility in (
                    (1, "The first recorded loss is ln 2, for training starts at zero.", public),
                    (2, "The parameters after the last step match the definition.", Visibility.HIDDEN),
                    (3, "losses has one entry per step.", Visibility.HIDDEN),
                )
            ),
        ),
    )
    return Report(
        exercise="c1w2_logistic_regression",
        title="Logistic regression as a one-unit network",
        learner=learner,
        tasks=tasks,
        score=14.9,
        points=52,
        provenance=PROVENANCE,
        remarks=(
            "Line 34 was not run: plt.plot(losses) is neither a definition nor needed by one.",
            "The given function contrast was changed; ours was used.",
        ),
        source=SOURCE,
        submitted="2026-03-01T17:04:05+01:00",
        cpu_s=3.2,
        wall_s=3.6,
    )


def preview_report():
    """Return a report of ``check --task sigmoid``: visible checks only, other tasks not run."""
    report = mixed_report("")
    tasks = tuple(
        TaskResult(
            task.task,
            None,
            tuple(
                r if task.task.id == "c1w2.01" else replace(r, verdict=Verdict.SKIPPED, finding=NO_FINDING)
                for r in task.checks
                if r.check.visibility is Visibility.PUBLIC
            ),
        )
        for task in report.tasks[:2]
    )
    return replace(
        report,
        tasks=tasks,
        score=None,
        status="checked",
        hidden_not_run=12,
        remarks=(),
        submitted=None,
        provenance=replace(PROVENANCE, key="", isolation=()),
    )


def stuck_report():
    """Return a report of ``check`` with all visible checks: one task passes, two fail, one is not written."""
    report = mixed_report("")
    public = [
        replace(task, score=None, checks=tuple(r for r in task.checks if r.check.visibility is Visibility.PUBLIC))
        for task in report.tasks
    ]
    unwritten, *others = reversed(public)
    return replace(preview_report(), tasks=(unwritten, *reversed(others)), remarks=report.remarks)


def unreadable_report(learner="grace"):
    return replace(
        mixed_report(learner),
        tasks=(),
        score=None,
        status="unreadable",
        source="",
        remarks=("grace.py is not UTF-8: byte 0xff at offset 0.",),
    )


def ungraded_report(learner="linus"):
    return replace(
        mixed_report(learner),
        tasks=(),
        score=None,
        status="not graded",
        remarks=(f"the suite died near {SECRET}",),
    )


HOSTILE = "<script>alert(1)</script>\x1b]0;owned\x07\x1b[2J[/oops][red]=cmd|'/c calc'!A0\u202egnp.exe\u200b\r\x9b31m{{7*7}}\x00"
"""Markup, terminal codes, rich markup, a formula, bidirectional and zero-width characters, template syntax."""


HOSTILE_DIAGNOSIS = Diagnosis(CauseKind.MISTAKE, HOSTILE, HOSTILE, HOSTILE)


def hostile_report():
    """Return a report in which every text a learner controls is hostile, and what is made of our own words as well."""
    report = report_of(Verdict.FAILED)
    finding = Finding(Kind.VALUES, "the values differ", HOSTILE, 2, HOSTILE, Sides(HOSTILE, HOSTILE), POINTS)
    checks = tuple(replace(r, finding=finding, notes=(HOSTILE,)) for r in report.tasks[0].checks)
    return replace(
        report,
        learner=HOSTILE,
        remarks=(HOSTILE,),
        source=f"x = 1\n{HOSTILE}\n",
        submitted=HOSTILE,
        tasks=(replace(report.tasks[0], checks=checks, diagnosis=HOSTILE_DIAGNOSIS),),
    )


PAYLOADS = {
    "plain": "plain",
    "markup": "<script>alert(1)</script><img src=x onerror=\"alert(1)\"><a href='javascript:1'>",
    "cdata": "]]></failure><![CDATA[<x/>",
    "entities": "&amp;&lt;&#10;&unknown;%amp;<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "command": "::error file=a,line=1::forged",
    "command on a line of its own": "x\n::error::forged\r::error::forged\r\n  \t::set-output name=a::b\nx",
    "escaped command": "%0A::set-output name=score::100%0D%0A::add-mask::a",
    "stop": "::stop-commands::token\n::token::",
    "legacy command": "text ##[error]forged ##[set-env name=PATH]/tmp",
    "joined command": "\u200d::error::forged\n\u00a0:\u200c:error::forged\n#\u200d#[error]forged",
    "properties": "a,line=2,title=b:c::d=e;f]g",
    "carriage return": "over\rwritten",
    "line separators": "a\u2028::error::b\u2029c\u0085::error::d\x0b::error::e\x0c::error::f\x1c::error::g",
    "terminal": "\x1b[31m\x1b]0;owned\x07\x1b[2J\x9b31m\x08\x7f",
    "direction": "\u202egnp.exe\u2066\u2069\u200f\u061c",
    "formula": "=cmd|'/c calc'!A0",
    "sum": "@SUM(1+1)*cmd|' /C calc'!A0",
    "markdown": "[x](javascript:alert(1)) ![x](https://example.org/x.png) <https://example.org> @octocat #1 **b** `c` | d\n\n# e\n\n```\nf",
    "end of details": "</pre></details>\n\n<h1>score: 100</h1>\n\n    code",
    "templates": "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> %s %(x)s {0}",
    "xml controls": "\x00\x01\x08\x0e\x1f\ufffe\uffff\ufdd0",
    "surrogates": "\ud800 \udfff \udc80",
    "tags": "\U000e0041\U0001f469\u200d\U0001f52c",
    "long": "x" * 300_000,
    "many lines": "::error::x\n" * 30_000,
    "wide": '\U0001f469"\\' * 60_000,
}
"""What a learner may write where a name, a message, a remark or an output is shown."""


def poisoned_report(payload):
    """Return a report with ``payload`` wherever a learner's words can stand, and where only our own should."""
    report = mixed_report(payload)

    def poisoned(task):
        checks = tuple(
            replace(
                r,
                finding=replace(r.finding, detail=payload, call=payload, sides=Sides(payload, payload), points=POINTS),
                notes=(payload,),
            )
            if r.verdict is not Verdict.PASSED
            else r
            for r in task.checks
        )
        wrong = any(r.verdict is not Verdict.PASSED for r in checks)
        cause = Diagnosis(CauseKind.MISTAKE, payload, f"cause {payload}", f"tip {payload}") if wrong else None
        return replace(task, checks=checks, diagnosis=cause)

    return replace(
        report, tasks=tuple(map(poisoned, report.tasks)), remarks=(payload, payload), source=payload, submitted=payload
    )


SAMPLES = {
    **{verdict.name.lower(): lambda verdict=verdict: report_of(verdict) for verdict in Verdict},
    **{f"diagnosed_{kind.name.lower()}": lambda kind=kind: diagnosed_report(kind) for kind in CauseKind},
    "mixed": mixed_report,
    "preview": preview_report,
    "stuck": stuck_report,
    "unreadable": unreadable_report,
    "ungraded": ungraded_report,
    "hostile": hostile_report,
}


@pytest.fixture
def sample():
    """Return a function from a sample's name to its report."""
    return lambda name: SAMPLES[name]()


@pytest.fixture(params=sorted(SAMPLES))
def any_report(request):
    return SAMPLES[request.param]()


@pytest.fixture(params=sorted(SAMPLES))
def any_sample(request):
    """The name and report of each sample."""
    return request.param, SAMPLES[request.param]()


def learner_of_a_class(number, passed, diagnosis=None):
    """Return a report of two tasks with two hidden checks each; ``passed`` are the numbers of those that pass."""
    tasks = []
    for first, task in ((1, Task("c1w2.01", ("sigmoid",), 40)), (3, Task("c1w2.02", ("flatten_images",), 60))):
        checks = tuple(
            result(task.id, n, f"Property {n} holds.", Verdict.PASSED if n in passed else Verdict.FAILED)
            for n in (first, first + 1)
        )
        share = sum(r.verdict is Verdict.PASSED for r in checks) / 2
        tasks.append(TaskResult(task, task.points * share, checks, diagnosis if share < 1 else None))
    score = sum(task.score for task in tasks)
    return replace(mixed_report(f"learner {number:02}"), tasks=tuple(tasks), score=score, points=100, remarks=())


@pytest.fixture
def whole_class():
    """Return nine reports in which check 1 always passes, 2 never, 3 goes with the rest and 4 against it."""
    passes = [{1, 3}] * 4 + [{1, 4}] * 4 + [{1, 3, 4}]
    causes = [CauseKind.MISTAKE] * 4 + [CauseKind.RELATION] * 2 + [CauseKind.UNSURE] * 2 + [CauseKind.BLAME]
    return [
        learner_of_a_class(number, passed, DIAGNOSES[kind])
        for number, (passed, kind) in enumerate(zip(passes, causes, strict=True), 1)
    ]


@pytest.fixture
def learner_of():
    return learner_of_a_class


@pytest.fixture
def class_reports():
    """Return a class: one good hand-in, mixed ones, one unreadable, one withheld, one hostile."""
    return [
        replace(mixed_report("grace"), score=52.0),
        mixed_report("Ada Lovelace"),
        replace(mixed_report("李雷"), score=40.25),
        unreadable_report("=HYPERLINK(1)"),
        replace(mixed_report("ünal"), score=None, tasks=report_of(Verdict.BROKEN).tasks),
        ungraded_report("linus"),
        replace(hostile_report(), score=0.0),
    ]


@pytest.fixture(params=list(PAYLOADS))
def payload(request):
    return PAYLOADS[request.param]


@pytest.fixture
def poisoned():
    return poisoned_report


@pytest.fixture(params=sorted(set(SAMPLES) - {"preview", "stuck"}))
def graded_sample(request):
    """The name and report of each sample that grading could have made."""
    return request.param, SAMPLES[request.param]()


@pytest.fixture
def secret():
    return SECRET


@pytest.fixture
def hostile_text():
    return HOSTILE


@pytest.fixture
def golden():
    """Compare text with a stored file; with GRADER_UPDATE_GOLDENS set, store it instead."""

    def compare(name, text):
        path = GOLDENS / name
        if os.environ.get("GRADER_UPDATE_GOLDENS"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"no golden {name}; set GRADER_UPDATE_GOLDENS=1 to write it"
        assert text == path.read_bytes().decode()

    return compare
