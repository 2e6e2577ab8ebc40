"""A run of grading that was ended goes on where it was: what is finished stands, as long as it would come out the same."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from grader.reporting.json import from_json

SLUG = "c1w1_tiny_week"
RIGHT = "def halve(x):\n    return x / 2\n\n\ndef total(x):\n    return float(x.sum())\n"
SLOW = "import time\n\n\ndef halve(x):\n    time.sleep(0.1)\n    return x / 2\n"
MARK = 12345.0
"""Seconds that no grading takes: a report that still has them was not made again."""


@pytest.fixture
def put(tmp_path):
    def write(name, text=RIGHT):
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


@pytest.fixture
def grade(run, course, key, tmp_path):
    return lambda *more: run("grade", SLUG, tmp_path / "class", "--course", course, "--key", key, "--out", tmp_path / "out", *more)


def whole(out):
    return {path.name: from_json(path.read_bytes()) for path in sorted((out / "instructor").glob("*.json"))}


def mark(path, **changes):
    fields = json.loads(path.read_bytes())
    path.write_text(json.dumps({**fields, "wall_s": MARK, **changes}))


def without_times(report):
    tasks = tuple(replace(t, checks=tuple(replace(c, cpu_s=0.0) for c in t.checks)) for t in report.tasks)
    return replace(report, tasks=tasks, cpu_s=0.0, wall_s=0.0)


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_a_run_killed_twice_is_finished_and_nothing_is_graded_twice(run, put, course, key, tmp_path):
    for n in range(9):
        put(f"slow{n}.py", SLOW)
    put("latin1.py").write_bytes(b"\xff")
    command = ["grade", SLUG, tmp_path / "class", "--course", course, "--key", key, "--jobs", 1]
    out, finished = tmp_path / "out", set()
    for enough in (2, 5):
        _killed([sys.executable, "-m", "grader", *command, "--out", out], out, enough)
        reports = whole(out)
        graded = {name for name, report in reports.items() if report.status == "graded"}
        assert len(reports) == 10
        assert {reports[name].status for name in reports.keys() - graded} == {"not graded", "unreadable"}
        assert enough <= len(graded) < 9
        assert finished < graded
        assert all(reports[name].wall_s == MARK for name in finished)
        assert len([*csv.reader(io.StringIO((out / "class.csv").read_text()))]) == 11
        for name in graded:
            mark(out / "instructor" / name)
        finished = graded
    result = run(*command, "--out", out)
    assert result.stderr.splitlines()[0] == f"{len(finished)} of 10 were graded already."
    reports = whole(out)
    assert {name for name, report in reports.items() if report.wall_s == MARK} == finished
    assert not list(out.rglob(".*")), "a killed write has left something"
    run(*command, "--out", tmp_path / "unkilled")
    unkilled = whole(tmp_path / "unkilled")
    assert {name: without_times(report) for name, report in reports.items()} == {name: without_times(report) for name, report in unkilled.items()}
    _assert_same_bytes(out, tmp_path / "unkilled", "learners/*", "class.*")


def _killed(command, out, enough):
    """Run until there are enough reports, then kill the whole process group at once."""
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while sum(b'"status": "graded"' in path.read_bytes() for path in out.glob("instructor/*.json")) < enough:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _assert_same_bytes(one, other, *patterns):
    names = sorted(path.relative_to(one) for pattern in patterns for path in one.glob(pattern))
    assert len(names) > 10
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def stored(path):
    return json.loads(path.read_bytes())


def changed_provenance(**changes):
    return lambda path: mark(path, provenance={**stored(path)["provenance"], **changes})


def withheld(path):
    tasks = [{**task, "score": None} for task in stored(path)["tasks"]]
    mark(path, score=None, tasks=tasks)


def more_layers(path):
    layers = [*stored(path)["provenance"]["isolation"], "another"]
    changed_provenance(isolation=layers)(path)


KEPT = {
    "as it was written": mark,
    "behind more layers than there are": more_layers,
    "with a remark of loading": lambda path: mark(path, remarks=["line 1: raised OSError when the file was loaded: x"]),
    "before cells were stored": lambda path: path.write_text(json.dumps({k: v for k, v in {**stored(path), "wall_s": MARK}.items() if k != "cells"})),
}
NOT_KEPT = {
    "of another suite": changed_provenance(suite="0" * 64),
    "of other work": changed_provenance(submission="0" * 64),
    "of another machine": changed_provenance(environment="Python 2.7"),
    "of another key": changed_provenance(key="0" * 16),
    "of another version": changed_provenance(grader="0.0.0"),
    "behind no layers": changed_provenance(isolation=[]),
    "of somebody else": lambda path: mark(path, learner="grace"),
    "not graded": lambda path: mark(path, status="not graded"),
    "withheld": withheld,
    "without its tasks": lambda path: mark(path, tasks=[], score=100.0),
    "with a remark that holds no more": lambda path: mark(path, remarks=["of 2 hand-ins 'x' counts"]),
    "with a time that holds no more": lambda path: mark(path, submitted="2026-03-01T10:00:00+00:00"),
    "damaged": lambda path: path.write_bytes(path.read_bytes()[:-100]),
    "empty": lambda path: path.write_bytes(b""),
    "of another schema": lambda path: mark(path, schema="grader/report/v2"),
    "nested without end": lambda path: path.write_text('{"schema": ' + "[" * 100_000),
}


def test_a_stored_result_stands_while_it_would_come_out_the_same(put, grade, tmp_path):
    cases = KEPT | NOT_KEPT
    for what in cases:
        put(f"{what}.py", f"# {what}\n{RIGHT}")
    assert "already" not in grade().stderr
    files = {report.learner: tmp_path / "out/instructor" / name for name, report in whole(tmp_path / "out").items()}
    for what, change in cases.items():
        change(files[what])
    result = grade()
    assert f"{len(KEPT)} of {len(cases)} were graded already." in result.stderr
    assert result.exit_code == 0
    assert {report.learner for report in whole(tmp_path / "out").values() if report.wall_s == MARK} == {*KEPT}


def test_a_pipe_in_a_results_place_is_not_opened(put, grade, tmp_path):
    put("ada.py")
    (tmp_path / "out/instructor").mkdir(parents=True)
    os.mkfifo(tmp_path / "out/instructor/ada.json")
    assert grade().exit_code == 0


def test_all_is_graded_anew_when_that_is_wanted(put, grade, tmp_path):
    put("ada.py")
    grade()
    mark(tmp_path / "out/instructor/ada.json")
    assert "already" not in grade("--again").stderr
    assert whole(tmp_path / "out")["ada.json"].wall_s < MARK


def test_only_what_changed_is_graded_again(put, grade, tmp_path):
    for name in ("ada", "bob", "cyd"):
        put(f"{name}.py")
    grade()
    for name in ("ada", "bob", "cyd"):
        mark(tmp_path / f"out/instructor/{name}.json")
    put("bob.py", RIGHT + "\n\nX = 1\n")
    put("dan.py")
    assert "2 of 4 were graded already." in grade().stderr
    assert {name for name, report in whole(tmp_path / "out").items() if report.wall_s == MARK} == {"ada.json", "cyd.json"}


def test_a_changed_check_grades_all_again(put, grade, course):
    put("ada.py")
    grade()
    hidden = course / f"tests/exercises/{SLUG}/test_hidden.py"
    hidden.write_text(hidden.read_text() + "\n# edited\n")
    assert "already" not in grade().stderr


def test_what_a_killed_run_did_not_write_is_written_and_other_forms_too(put, grade, tmp_path):
    put("ada.py")
    grade()
    shutil.rmtree(tmp_path / "out/learners")
    assert "1 of 1" in grade("--format", "json,html,junit").stderr
    assert {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()} >= {"ada.html", "junit.xml"}
    assert (tmp_path / "out/learners/ada.json").exists()


def test_a_remark_that_comes_or_goes_with_other_files_is_told_anew(put, grade, tmp_path):
    put("ada/tiny_week.py")
    put("ada/tiny_week.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": "def halve(x): return 0"}]}))
    for rival in (True, False):
        assert "already" not in grade().stderr
        assert bool(whole(tmp_path / "out")["ada.json"].remarks) == rival
        (tmp_path / "class/ada/tiny_week.ipynb").unlink(missing_ok=True)
    assert "1 of 1" in grade().stderr


def attempts(put, *texts):
    for n, text in enumerate(texts):
        again = f"-{n}" if n else ""
        put(f"lovelaceada_12_5000{n}_tiny_week{again}.py", text)


HALF = "def halve(x):\n    return x / 2\n"
NOTHING = "def halve(x):\n    return 'no'\n"


def test_the_latest_counts_unless_the_best_is_wanted(put, grade, tmp_path):
    attempts(put, HALF, RIGHT, NOTHING)
    grade()
    latest = whole(tmp_path / "out")["lovelaceada.json"]
    assert (latest.score, latest.remarks[0].partition(",")[0]) == (0, "of 3 hand-ins 'class/lovelaceada_12_50002_tiny_week-2.py' counts")
    result = grade("--keep", "best")
    best = whole(tmp_path / "out")["lovelaceada.json"]
    assert (result.exit_code, best.score) == (0, 100)
    assert best.remarks == ("of 3 hand-ins 'class/lovelaceada_12_50001_tiny_week-1.py' counts, the best",)
    assert "3 of 3 were graded already." in grade("--keep", "best").stderr
    assert grade().exit_code == 1
    assert not (tmp_path / "out/learners/attempts").exists()


def test_of_equals_the_latest_is_the_best(put, grade, tmp_path):
    attempts(put, RIGHT, NOTHING, "X = 1\n" + RIGHT, "(")
    assert grade("--keep", "best").exit_code == 0
    assert whole(tmp_path / "out")["lovelaceada.json"].source.startswith("X = 1")


def test_one_that_can_be_read_is_better_than_none(put, grade, tmp_path):
    attempts(put, NOTHING, "")
    assert grade("--keep", "best").exit_code == 1
    report = whole(tmp_path / "out")["lovelaceada.json"]
    assert (report.status, report.score) == ("graded", 0)


def test_a_roster_names_the_rows_and_tells_what_does_not_fit(put, run, course, key, tmp_path):
    put("lovelaceada_12_50001_tiny_week.py")
    put("grace.py")
    (tmp_path / "names.csv").write_text("id,learner\n12,Ada \x1b[31mLovelace\nx,Zoë\n")
    result = run("grade", SLUG, tmp_path / "class", "--course", course, "--key", key, "--out", tmp_path / "out", "--names", tmp_path / "names.csv", "--json")
    assert [report["learner"] for report in json.loads(result.stdout)] == ["Ada \x1b[31mLovelace", "grace"]
    assert "names.csv names no single learner for 'grace'." in result.stderr
    assert "names.csv has a row, but there is no hand-in, for 'Zoë'." in result.stderr
    assert "\x1b" not in result.stderr


def test_hostile_learners_names_make_files_of_their_own_inside_the_folder(put, run, course, key, tmp_path):
    names = ["../../evil", "a/b", "con", "Ada", "ada", "ADA", "n" * 300, "n" * 299, "\x07\x1b[2J", "ada-" + "0" * 10, "=1+1", "%2e%2e", "李雷", "李 雷"]
    rows = [f'h{n},"{name}"' for n, name in enumerate(names)]
    for n in range(len(names)):
        put(f"h{n}.py")
    (tmp_path / "names.csv").write_text("file,learner\n" + "\n".join(rows) + "\n")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    run("grade", SLUG, tmp_path / "class", "--course", course, "--key", key, "--out", tmp_path / "out", "--names", tmp_path / "names.csv")
    reports = whole(tmp_path / "out")
    assert sorted(report.learner for report in reports.values()) == sorted(names)
    assert len({name.casefold() for name in reports}) == len(names)
    assert all(len(name) < 70 for name in reports)
    made = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    # Python keeps compiled suites beside them, unless it is told not to.
    made = {path for path in made if "__pycache__" not in path.parts}
    assert [path for path in made if not path.is_relative_to(tmp_path / "out")] == []
    assert not [path for path in Path(tmp_path).rglob("*evil*") if path.suffix == ".py"]
