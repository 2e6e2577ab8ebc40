"""Other platforms find their file where they look for it; a workflow's log takes no orders from a learner."""

import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from grader.instructor import write_results
from grader.model import Verdict
from grader.reporting.results import Format

SLUG = "c1w1_tiny_week"
RIGHT = "def halve(x):\n    return x / 2\n\n\ndef total(x):\n    return float(x.sum())\n"


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("form", "file"),
    [
        ("junit", "junit.xml"),
        ("github", "summary.md"),
        ("gradescope", "results.json"),
        ("prairielearn", "results/results.json"),
        ("exercism", "results.json"),
        ("coursera", "feedback.json"),
    ],
)
def test_one_hand_in_has_its_file_where_the_platform_looks(tmp_path, report, form, file):
    write_results([report()], tmp_path, frozenset({Format(form)}))
    assert files(tmp_path) == [file]


def test_a_class_has_a_folder_for_each_format(tmp_path, report):
    formats = frozenset(Format) - {Format.CLASSROOM50, Format.JSON, Format.HTML, Format.CSV}
    write_results([report(), report(Verdict.FAILED, "grace")], tmp_path, formats)
    suffixes = {"coursera": "json", "exercism": "json", "gradescope": "json", "junit": "xml", "prairielearn": "json"}
    expected = [f"{form}/{learner}.{suffix}" for form, suffix in suffixes.items() for learner in ("ada", "grace")]
    assert files(tmp_path) == sorted([*expected, "summary.md"])


def test_unasked_nothing_is_written_for_other_platforms(graded):
    assert {name.partition("/")[0] for name in files(graded[1])} == {"class.csv", "class.html", "instructor", "learners"}


def test_a_hand_in_is_graded_for_several_platforms_at_once(run, course, key, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ada.py").write_text(RIGHT.replace("/ 2", "/ 4"))
    result = run(
        "grade", SLUG, "ada.py", "--course", course, "--key", key, "--out", "out", "--format", "gradescope,junit,github"
    )
    assert result.exit_code == 1, result.output
    assert files(tmp_path / "out") == ["junit.xml", "results.json", "summary.md"]
    assert json.loads((tmp_path / "out/results.json").read_text())["score"] == 40.0
    assert ET.parse(tmp_path / "out/junit.xml").find("testsuite").get("failures") == "2"
    assert "::error file=ada.py,title=halve%3A 0 / 60::" in result.stderr
    assert "::" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "gradescope,exercism"], "both write results.json"),
        (["--format", "classroom50"], "needs CLASSROOM, ASSIGNMENT"),
        (["--format", "gradscope"], "Did you mean 'gradescope'?"),
    ],
)
def test_formats_that_do_not_fit_are_refused_before_anything_runs(run, course, key, tmp_path, arguments, words, monkeypatch):
    monkeypatch.delenv("CLASSROOM", raising=False)
    (tmp_path / "ada.py").write_text(RIGHT)
    out = tmp_path / "out"
    result = run("grade", SLUG, tmp_path / "ada.py", "--course", course, "--key", key, "--out", out, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not out.exists()


@pytest.fixture
def classroom(monkeypatch):
    values = {
        "CLASSROOM": "dl",
        "ASSIGNMENT": "week-1",
        "SUBMISSION_TAG": "submit/2026-03-01T16-04-05Z-a1b2c3d",
        "COMMIT_URL": "https://example.org/commit",
        "RELEASE_URL": "https://example.org/release",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("REVIEW_URL", raising=False)


def test_the_identity_of_a_submission_comes_from_classroom_50s_runner(run, classroom, tmp_path, report):
    write_results([report()], tmp_path / "stored")
    out = tmp_path / "out"
    assert run("report", tmp_path / "stored", "--out", out, "--format", "classroom50").exit_code == 0
    result = json.loads((out / "result.json").read_text())
    assert (result["classroom"], result["assignment"], result["review"]) == ("dl", "week-1", result["commit"])
    assert (result["score"], result["max-score"]) == (800, 800)


def test_classroom_50_has_one_hand_in(run, classroom, tmp_path, report):
    write_results([report(), report(learner="grace")], tmp_path / "stored")
    result = run("report", tmp_path / "stored", "--out", tmp_path / "out", "--format", "classroom50")
    assert result.exit_code == 2
    assert "one hand-in" in result.stderr


@pytest.mark.parametrize("count", [1, 2])
def test_a_workflow_gets_annotations_and_a_summary(run, tmp_path, report, monkeypatch, count):
    summary = tmp_path / "step-summary"
    summary.write_text("before\n\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    write_results([report(Verdict.FAILED, f"learner {n}") for n in range(count)], tmp_path / "stored")
    result = run("report", tmp_path / "stored", "--format", "github")
    assert result.stderr.count("::error title=") == count
    text = summary.read_text()
    assert text.startswith("before\n\n<h3>")
    assert "0.123" not in text + result.stderr


def test_a_summary_that_is_nearly_full_is_not_made_too_long(run, tmp_path, report, monkeypatch):
    summary = tmp_path / "step-summary"
    summary.write_text("x" * 899_990)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    write_results([report(Verdict.FAILED)], tmp_path / "stored")
    run("report", tmp_path / "stored", "--format", "github")
    assert summary.stat().st_size < 900_000


FORGED = "::error::forged\n::set-output name=a::b"


def test_in_a_workflow_no_line_of_the_output_is_a_command(run, tmp_path, report, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    write_results([report(learner=FORGED), report(learner="##[error]forged")], tmp_path / "stored")
    result = run("report", tmp_path / "stored")
    assert ": :error::forged" in result.output
    assert not [line for line in result.output.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert "##[" not in run("report", tmp_path / "stored", "--json").stdout


def test_in_a_workflow_no_line_of_an_error_is_a_command(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    name = "x\n::error::forged.json"
    done = subprocess.run(
        [sys.executable, "-m", "grader", "report", name], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "forged.json cannot be read" in done.stderr
    assert not [line for line in done.stderr.splitlines() if line.lstrip().startswith("::")]


def test_elsewhere_text_is_shown_as_it_is(run, tmp_path, report, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    write_results([report(learner="::a"), report()], tmp_path / "stored")
    assert "\n::a" in run("report", tmp_path / "stored").output


def test_an_autograder_is_released_for_gradescope(run, course, key, tmp_path):
    arguments = ["--course", course, "--key", key, "--out", tmp_path / "dist", "--override", "A test of packing."]
    result = run("release", SLUG, "--for", "gradescope", *arguments)
    assert result.exit_code == 0, result.output
    assert files(tmp_path / "dist") == [f"{SLUG}-gradescope.zip"]


@pytest.mark.parametrize("option", [["--unsafe"], ["--key", "key"]])
def test_learners_get_neither_a_key_nor_an_unsafe_grading(run, course, tmp_path, option):
    result = run("release", SLUG, "--course", course, "--out", tmp_path / "dist", *option)
    assert result.exit_code == 2
    assert "--for gradescope" in result.stderr
    assert not (tmp_path / "dist").exists()
