"""Stored reports can be shown again, whole or as their learner sees them."""

import json

import pytest

from grader.instructor import write_results
from grader.model import Verdict
from grader.reporting.json import from_json, to_json


@pytest.fixture
def stored(tmp_path, report):
    write_results([report(), report(Verdict.FAILED, "Grace Hopper")], tmp_path / "results")
    return tmp_path / "results"


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_results_have_their_places(stored):
    stem = next(path.stem for path in (stored / "learners").glob("grace-hopper-*.html"))
    assert files(stored) == [
        "class.csv",
        "class.html",
        "instructor/ada.json",
        f"instructor/{stem}.json",
        "learners/ada.html",
        "learners/ada.json",
        f"learners/{stem}.html",
        f"learners/{stem}.json",
    ]


def test_learners_files_hold_no_hidden_detail(stored):
    assert b"0.123" in b"".join(path.read_bytes() for path in (stored / "instructor").iterdir())
    assert b"0.123" not in b"".join(path.read_bytes() for path in (stored / "learners").iterdir())


def test_links_of_the_class_page_lead_to_reports(stored):
    page = (stored / "class.html").read_text()
    assert all(f'href="learners/{path.name}"' in page for path in (stored / "learners").glob("*.html"))


def test_a_folder_is_shown_as_a_class(run, stored):
    result = run("report", stored)
    assert result.exit_code == 1
    assert "Grace Hopper" in result.output
    assert "2 hand-ins" in result.output


def test_one_report_is_shown_in_full(run, stored):
    result = run("report", next((stored / "instructor").glob("grace*")))
    assert "got 0.123" in result.output


def test_a_learners_view_is_redacted(run, stored):
    result = run("report", "--learner", next((stored / "instructor").glob("grace*")))
    assert "the values differ" in result.output
    assert "0.123" not in result.output


def test_json_is_a_list_of_reports(run, stored):
    documents = json.loads(run("report", "--json", stored).output)
    assert [from_json(json.dumps(document).encode()).learner for document in documents] == ["ada", "Grace Hopper"]


def test_files_can_be_written_again(run, stored, tmp_path):
    assert run("report", stored, "--out", tmp_path / "again", "--format", "html").exit_code == 1
    assert [name for name in files(tmp_path / "again") if "grace" not in name] == ["class.html", "learners/ada.html"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.json"], "nowhere.json cannot be read"),
        (["empty"], "holds no report"),
        (["other.json"], "not a report of schema"),
        (["ada.json", "--format", "jsn"], "Did you mean 'json'?"),
    ],
)
def test_what_cannot_be_shown_is_a_usage_error(run, tmp_path, report, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.json").write_text('{"schema": "x"}')
    (tmp_path / "ada.json").write_bytes(to_json(report()))
    result = run("report", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
