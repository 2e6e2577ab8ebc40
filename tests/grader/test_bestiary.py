"""The bestiary: hostile hand-ins that must gain nothing, learn nothing and break nothing.

Each file of ``submissions/<verdict>/`` is a whole hand-in that attacks from ``double``; the folder names the verdict of
the hidden check of that task. All are graded once, as a class, with honest hand-ins in between. The word
``/THE_COURSE`` stands for the course's folder: an attacker is taken to know where it lies.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from grader.grading.classroom import grade_class
from grader.grading.handin import HandInReader
from grader.model import Kind, Visibility
from grader.reporting.html import report_html
from grader.reporting.json import from_json, to_json
from grader.reporting.redact import redact
from grader.reporting.terminal import render_report
from grader.sandbox import jail
from grader.testing.draws import Draws
from grader.testing.origin import course_exercise

BESTIARY = Path(__file__).parent / "submissions"
HAND_INS = {f"{path.parent.name}/{path.stem}": path for path in sorted(BESTIARY.glob("*/*.py"))}
KEY = bytes(range(100, 132))
RIGHT = b"""
def double(x): return x + x
def total(x): return float(x.sum())
def mean(x): return float(x.mean()) if len(x) else 0.0
"""
HONEST_EVERY = 10
HONEST_POINTS = 60
LONGEST_RUN_S = 180
LONGEST_HAND_IN_S = 60
LONGEST_READING_S = 60
CANARIES = {name: f"canary-{name}-{os.urandom(8).hex()}" for name in ("tests", "solutions", "secret", "environment")}
SHARED_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/root", "/home", "/run", "/", "~", ".")

pytestmark = pytest.mark.skipif(bool(jail.missing_layers()), reason="this machine cannot confine untrusted code")


@pytest.fixture(scope="module")
def place():
    """A folder that anybody may enter, so that nothing but the jail keeps hand-ins out."""
    folder = Path(tempfile.mkdtemp(prefix="class-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def guarded_course(course_root, place):
    """The tiny course with a canary in every folder that a hand-in would like to read."""
    root = place / "course"
    shutil.copytree(course_root, root)
    for name, folder in (("tests", "tests/exercises/c9w9_tiny/test_hidden.py"), ("solutions", "solutions/c9w9_tiny.py")):
        with (root / folder).open("a") as file:
            file.write(f"\n# {CANARIES[name]}\n")
    (root / "tests" / "secret.txt").write_text(CANARIES["secret"])
    for path in (root, *root.rglob("*")):
        path.chmod(0o777)
    return course_exercise(root, "c9w9_tiny")[0]


@pytest.fixture(scope="module")
def run(guarded_course, place, family, request):
    """Grade the whole bestiary, once."""
    home, temporary = place / "home", place / "tmp"
    home.mkdir(0o755)
    temporary.mkdir()
    temporary.chmod(0o1777)
    reader = HandInReader(guarded_course, guarded_course.exercises[0])
    submissions = _class(reader, str(guarded_course.root))
    before, started = _contents(guarded_course.root), time.monotonic()
    with pytest.MonkeyPatch.context() as patch, family() as ours:
        patch.setenv("BESTIARY_SECRET", CANARIES["environment"])
        patch.setenv("HOME", str(home))
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr(tempfile, "tempdir", None)
        error, reports = None, {}
        try:
            for report in grade_class(guarded_course, guarded_course.exercises[0], submissions, key=KEY, jobs=2):
                reports[report.learner] = report
        except Exception as raised:
            error = raised
        wall_s = time.monotonic() - started
        left = ours.left()
    _print(request, f"the bestiary: {len(submissions)} hand-ins in {wall_s:.0f} s")
    return SimpleNamespace(
        submissions=[submission.learner for submission in submissions],
        reports=reports,
        error=error,
        wall_s=wall_s,
        processes_left=left,
        files_left=[str(path) for path in (*home.iterdir(), *temporary.rglob("*"), *_planted())],
        course_changed=_contents(guarded_course.root) != before,
    )


def _print(request, line):
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        sys.stdout.write(f"\n{line}\n")


def _class(reader, root):
    submissions = []
    for number, (name, path) in enumerate(HAND_INS.items()):
        if number % HONEST_EVERY == 0:
            submissions.append(reader.read(RIGHT, f"honest {number}"))
        text = path.read_text().replace("/THE_COURSE", root)
        submissions.append(reader.read(text.encode(), name))
    return [*submissions, reader.read(RIGHT, "honest at last")]


def _contents(root):
    files = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path: (path.read_bytes(), path.stat().st_mode) for path in files}


def _planted():
    """Find what hand-ins leave behind: every file they write has this word in its name."""
    folders = {Path(place).expanduser().resolve() for place in SHARED_PLACES}
    readable = [folder for folder in folders if folder.is_dir() and os.access(folder, os.R_OK)]
    return [path for folder in readable for path in folder.iterdir() if "bestiary-" in path.name]


def report_of(run, name):
    assert name in run.reports, f"no report: the run ended with {run.error!r}"
    return run.reports[name]


def shown(report):
    """What a learner gets to see, in every format, without the text handed in."""
    seen = redact(report)
    bare = seen.__class__(**{**vars(seen), "source": ""})
    return {
        "json": to_json(bare).decode(),
        "html": report_html(bare),
        "terminal": render_report(bare, 400, colour=True),
    }


def hidden_inputs():
    """The leading digits of every number that a hidden check draws, and of its double."""
    drawn = Draws(KEY, "c9w9_tiny", "test_double_agrees").generator().normal(size=5)
    return {f"{abs(value):.16e}".replace(".", "")[:8] for value in (*drawn, *(2 * drawn))}


@pytest.mark.parametrize("name", HAND_INS)
class TestEveryHostileHandIn:
    def test_gets_the_verdict_it_deserves(self, run, name):
        report = report_of(run, name)
        assert report.status == "graded", report.remarks
        results = {result.check.id: result for result in report.results}
        attacked = results["test_double_agrees"]
        assert attacked.verdict.value == name.partition("/")[0].replace("_", " "), attacked

    def test_gets_honest_points_only(self, run, name):
        honest = HONEST_POINTS if name.startswith("passed/") else 0
        assert report_of(run, name).score == honest

    def test_tells_its_author_nothing_that_is_hidden(self, run, name):
        report = report_of(run, name)
        secrets = {*CANARIES.values(), KEY.hex(), repr(KEY)[2:20], *hidden_inputs()}
        for form, text in shown(report).items():
            plain = text.replace("_", "").replace(",", "")
            assert not [secret for secret in secrets if secret in text or secret in plain], form

    def test_gets_findings_in_our_own_words_only(self, run, name):
        report = report_of(run, name)
        lines = report.source.count("\n") + 1
        for result in redact(report).results:
            if result.check.visibility is Visibility.HIDDEN:
                assert not re.search(r"\d{4}", result.finding.text)
                assert len(result.finding.text) < 300
                assert result.finding.detail == ""
                assert result.finding.line is None or 1 <= result.finding.line <= lines

    def test_leaves_a_report_that_can_be_shown(self, run, name):
        report = report_of(run, name)
        assert from_json(to_json(report)).score == report.score
        texts = shown(report)
        assert all(len(text) < 500_000 for text in texts.values())
        assert not re.search(r"<(script>best|img src=x)", texts["html"])
        # Colours are ours; any other control character would be the learner's.
        assert not re.search(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202e]|\x1b(?!\[[\d;]*m)", texts["terminal"])

    def test_takes_a_bounded_time(self, run, name):
        assert report_of(run, name).wall_s < LONGEST_HAND_IN_S


def test_the_class_is_graded_to_the_end(run):
    assert run.error is None
    assert sorted(run.reports) == sorted(run.submissions)


def test_honest_hand_ins_keep_their_points_among_hostile_ones(run):
    scores = {report.score for name, report in run.reports.items() if name.startswith("honest")}
    assert scores == {100}
    assert {report.status for report in run.reports.values()} == {"graded"}


def test_no_check_is_broken_by_a_hand_in(run):
    kinds = {result.finding.kind for report in run.reports.values() for result in report.results}
    assert Kind.NOTHING in kinds
    assert not [r for report in run.reports.values() for r in report.results if r.verdict.value == "broken"]


def test_no_process_outlives_the_run(run):
    assert run.processes_left == []


def test_no_file_outlives_the_run(run):
    assert not run.files_left, "\n".join(run.files_left)
    assert not run.course_changed


def test_the_run_takes_less_than_three_minutes(run):
    assert run.wall_s < LONGEST_RUN_S


def test_the_bestiary_is_complete_and_labelled():
    assert len(HAND_INS) >= 200
    assert {name.partition("/")[0] for name in HAND_INS} == {"failed", "raised", "timed_out", "crashed", "missing", "passed"}
    for path in HAND_INS.values():
        first = path.read_text().partition("\n")[0]
        assert re.fullmatch(r'""".+\(.*\d.*\)\."""', first), path


@pytest.mark.parametrize(
    "text",
    [
        "def double(x): 1\n" * 7_000,
        'def double(x): return f"' + "{x}" * 40_000 + '"',
        "a=a\n" * 30_000,
        "def double(x): return x" + ".a" * 60_000,
        "def double(x): return " + "-" * 120_000 + "1",
        "if x: pass\n" + "elif x: pass\n" * 9_000,
        "".join(f"a{n}=a{n + 1}\n" for n in range(9_000)) + "def double(x): return a0\n",
        "x = )\n" * 20_000,
        "def double(x): return (\n" * 5_000,
    ],
    ids=["definitions", "placeholders", "assignments", "attributes", "signs", "branches", "chain", "mistakes", "brackets"],
)
def test_a_text_made_to_be_slow_is_read_soon(guarded_course, text):
    reader = HandInReader(guarded_course, guarded_course.exercises[0])
    started = time.monotonic()
    reader.read(text.encode(), "slow")
    assert time.monotonic() - started < LONGEST_READING_S
