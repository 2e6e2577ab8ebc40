"""Whole notebooks of both tools: imported, generated, run, and hand-ins made from them graded."""

import re

import pytest
from click.testing import CliRunner

from grader import instructor
from grader.authoring.importing import import_week
from grader.cli import cli
from grader.course import load_course
from grader.errors import UsageError

BESIDE = {"images/rows.png": b"rows", "heights.csv": b"1.7\n1.8\n"}
WEEKS = {
    "rows": "c1w2_rows",
    "old": "c1w3_squares",
    "distances": "c1w4_distances",
    "sieve": "c1w5_sieve",
}
KEY = b"the key of the imported weeks...."


@pytest.fixture
def course(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.grader]\nname = "Imported"\n')
    return load_course(tmp_path)


@pytest.fixture
def file(tmp_path, source):
    """Write a notebook into a folder of its own, under another name if one is given."""

    def write(name, called=None):
        path = tmp_path / "there" / f"{called or name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(source(name))
        return path

    return write


@pytest.mark.parametrize("name", WEEKS)
def test_a_notebook_becomes_a_week_whose_reference_passes_and_whose_stub_fails(name, source, imported):
    week = imported(source(name), WEEKS[name], BESIDE.get)
    assert week.exercise.points == 100
    generated = week.generated()
    passed = week.run()
    assert passed.returncode == 0, passed.stdout
    stub = week.root / "stub.py"
    stub.write_bytes(generated[f"{week.slug}/{week.exercise.module}.py"])
    failed = week.run("--implementation", str(stub)).stdout
    assert re.search(r"\d+ failed", failed), failed
    assert "passed" not in failed


def reports(course, name, file):
    """Grade an attempt and an untouched copy made from a released notebook."""
    instructor.import_notebook(course, WEEKS[name], file(name))
    opened = load_course(course.root)
    exercise = opened.exercises[0]
    paths = [file(f"{name}_ada", "ada"), file(f"{name}_untouched", "bob")]
    hand_ins = instructor.read_hand_ins(opened, exercise, paths)
    made = instructor.grade(opened, exercise, hand_ins, instructor.Grading(KEY, course.root / "results"))
    return {report.learner: report for report in made}


def verdicts(report):
    return {task.task.names[0]: {str(result.verdict) for result in task.checks} for task in report.tasks}


def test_a_hand_in_made_from_a_released_nbgrader_notebook_is_graded(course, file):
    graded = reports(course, "rows", file)
    assert verdicts(graded["ada"]) == {
        "normalise_rows": {"passed"},
        "softmax": {"passed"},
        "entropy": {"failed"},
        "RunningMean": {"missing"},
    }
    assert set().union(*verdicts(graded["bob"]).values()) == {"missing"}
    assert graded["bob"].score == 0
    said = " ".join(graded["ada"].remarks)
    assert "cell 7: not run: tests of nbgrader's" in said
    assert "cell 6, line 1: not run: normalise_rows(np.eye(2))" in said


def test_a_hand_in_made_from_a_released_otter_notebook_is_graded(course, file):
    graded = reports(course, "distances", file)
    assert verdicts(graded["ada"]) == {"distance": {"passed"}, "nearest": {"failed"}}
    assert graded["ada"].score == 77
    assert graded["bob"].score == 0
    said = " ".join(graded["ada"].remarks)
    assert 'not run: grader = otter.Notebook("distances.ipynb")' in said
    assert 'not run: grader.check("q1")' in said


def test_the_command_tells_what_was_converted_and_what_was_not(course, file):
    path = file("rows")
    done = CliRunner().invoke(cli, ["import", "c1w2_rows", str(path), "--course", str(course.root)])
    assert done.exit_code == 0, done.output
    assert f"{course.root}/solutions/c1w2_rows.py" in done.output
    assert "from nbgrader, 4 tasks: normalise_rows (38 points), softmax + shifted (25 points)" in done.output
    assert "3 public and 5 hidden checks" in done.output
    assert "cell 20: a manually graded answer (2 points) is left out" in done.output
    assert "cell 22: assert best == 2: it reads best, which learners assign" in done.output
    assert "pytest tests/exercises/c1w2_rows" in done.output
    load_course(course.root)


def test_nothing_is_overwritten(course, file):
    path = file("sieve")
    instructor.import_notebook(course, "c1w5_sieve", path)
    solution = course.root / "solutions/c1w5_sieve.py"
    solution.write_text("mine")
    done = CliRunner().invoke(cli, ["import", "c1w5_sieve", str(path), "--course", str(course.root)])
    assert done.exit_code != 0
    with pytest.raises(UsageError, match=r"c1w5_sieve\.py exists already"):
        import_week(course.root, "c1w5_sieve", path)
    assert solution.read_text() == "mine"


def test_a_picture_that_is_there_already_may_serve_two_weeks(course, file):
    path = file("rows")
    (path.parent / "images").mkdir()
    (path.parent / "images/rows.png").write_bytes(b"rows")
    picture = course.root / "templates/assets/images/rows.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"rows")
    assert "templates/assets/images/rows.png" in import_week(course.root, "c1w2_rows", path).tree
    picture.write_bytes(b"other rows")
    with pytest.raises(UsageError, match=r"images/rows\.png exists already"):
        import_week(course.root, "c1w2_rows", path)


def test_nothing_of_a_notebook_is_run(nbgrader, imported, tmp_path):
    trace = tmp_path / "trace"
    run = f"from pathlib import Path\nPath({str(trace)!r}).touch()\n"
    answer = f"{run}def f(x=Path({str(trace)!r}).touch()):\n    'Do it.'\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    imported(nbgrader(("code", run), ("answer", answer), ("tests", f"{run}assert f() == 1")))
    assert not trace.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "no notebook"),
        (b"[]", "no notebook of format 4"),
        (b'{"worksheets": []}', "no notebook of format 4"),
        (b'{"cells": []}', "neither nbgrader's metadata nor Otter-assign's raw cells"),
    ],
)
def test_what_is_no_such_notebook_is_refused(data, said, imported):
    with pytest.raises(UsageError, match=said):
        imported(data)


def test_a_notebook_that_is_not_there_and_a_bad_name_are_refused(course, tmp_path, imported):
    with pytest.raises(UsageError, match="cannot be read"):
        import_week(course.root, "c1w1_x", tmp_path / "nothing.ipynb")
    with pytest.raises(UsageError, match="no name for a week"):
        imported(b"", "week")


def test_without_any_test_that_can_be_converted_the_reasons_are_told(nbgrader, imported):
    with pytest.raises(UsageError, match="cell 2: assert x == 1: it reads x, which learners assign"):
        imported(nbgrader(("answer", "x = 1"), ("tests", "assert x == 1")))
