"""`grader audit` and the gate before a release, through the command line, on a real small week."""

from __future__ import annotations

import json
import zipfile

import pytest

from grader.course import load_course
from grader.instructor import generate

SLUG = "c1w3_small_week"
SUITE = f"tests/exercises/{SLUG}"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def week(feeble_course):
    """A course of one week whose hidden suite misses things."""
    return feeble_course


@pytest.fixture
def mended(week):
    """The same week with checks that see what the survivors change."""
    hidden = week / SUITE / "test_hidden.py"
    text = hidden.read_text()
    assert "    submission.scaled(rng.normal(size=5), 2.0)\n    assert_pure(submission)\n" in text
    text = text.replace("(submission, rng):\n    \"\"\"x is the same after the call as before.\"\"\"", "(agree):\n    \"\"\"Whole numbers.\"\"\"")
    text = text.replace("    submission.scaled(rng.normal(size=5), 2.0)\n    assert_pure(submission)\n", '    agree("scaled", np.arange(4), 3)\n')
    text = text.replace("import assert_pure, assert_raises", "import assert_raises").replace("from grader", "import numpy as np\nfrom grader", 1)
    more = '\n\n@check("root_mean_square")\ndef test_small_ints(agree):\n    """Small ints do not overflow."""\n    agree("root_mean_square", np.array([200, 3], dtype=np.uint8))\n'
    hidden.write_text(text + more)
    course = load_course(week)
    generate(course, course.exercises)
    return week


@pytest.fixture
def release(run, week, tmp_path):
    wheel = tmp_path / "deep_grader-0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("grader/__init__.py", "")
        archive.writestr("deep_grader-0.dist-info/METADATA", "Name: deep-grader\n")
    return lambda *more: run("release", SLUG, "--course", week, "--wheel", wheel, "--out", tmp_path / "dist", *more)


def zips(tmp_path):
    return sorted(path.name for path in tmp_path.glob("dist/*"))


def test_a_week_with_a_feeble_suite_cannot_be_released(run, week, release, key, tmp_path):
    audited = run("audit", "c1w3", "--course", week, "--jobs", 2)
    assert audited.exit_code == 3
    assert "Survivors: 3" in audited.output
    assert json.loads((week / SUITE / "audit.json").read_text())["green"] is False
    for options in ([], ["--for", "gradescope", "--key", key]):
        refused = release(*options)
        assert refused.exit_code == 3
        assert "the audit found defects: 3" in refused.stderr
        assert f"grader audit {SLUG}" in refused.stderr
    assert zips(tmp_path) == []


def test_it_can_with_a_recorded_override_until_the_content_changes(week, release, tmp_path):
    assert release().exit_code == 3
    assert release("--override", "  ").exit_code == 2
    released = release("--override", "A trial run with two volunteers.")
    assert released.exit_code == 0, released.output
    assert "Uncertified, for this reason: A trial run with two volunteers." in released.stderr
    assert json.loads((week / SUITE / "override.json").read_text())["reason"] == "A trial run with two volunteers."
    assert zips(tmp_path) == [f"{SLUG}.zip"]
    again = release()
    assert again.exit_code == 0
    assert "Uncertified" in again.stderr
    mistakes = week / SUITE / "mistakes.py"
    mistakes.write_text(mistakes.read_text() + "\n")
    assert release().exit_code == 3


def test_a_certified_week_is_released_until_it_changes(run, mended, release, tmp_path):
    assert release().exit_code == 3
    audited = run("audit", "--course", mended, "--jobs", 2)
    assert audited.exit_code == 0, audited.output
    assert "Green" in audited.output
    assert run("audit", "--check", "--course", mended).exit_code == 0
    released = release()
    assert released.exit_code == 0, released.output
    assert "Uncertified" not in released.stderr
    hidden = mended / SUITE / "test_hidden.py"
    hidden.write_text(hidden.read_text() + "\n")
    stale = run("audit", "--check", "--course", mended)
    assert stale.exit_code == 3
    assert "not of what is there now" in stale.stderr
    assert release().exit_code == 3


def test_what_was_never_audited_is_neither_current_nor_releasable(run, week):
    checked = run("audit", "--check", "--course", week)
    assert checked.exit_code == 3
    assert "there is no record of an audit" in checked.stderr


def test_a_record_that_is_damaged_is_none(run, mended, release):
    (mended / SUITE / "audit.json").write_text("[1")
    (mended / SUITE / "override.json").write_text('{"digest": 1, "reason": null}')
    assert "there is no record" in release().stderr


def test_audits_come_as_json_too(run, mended):
    found = json.loads(run("audit", "--course", mended, "--json").stdout)
    assert [one["exercise"] for one in found] == [SLUG]
    assert found[0]["defects"] == []
    assert {"id", "mutants", "killed", "survivors", "mistakes", "checks"} <= found[0]["tasks"][0].keys()


def test_the_same_truth_gives_the_same_record(run, mended):
    record = mended / SUITE / "audit.json"
    run("audit", "--course", mended, "--jobs", 1)
    first = record.read_bytes()
    record.unlink()
    run("audit", "--course", mended, "--jobs", 2)
    assert record.read_bytes() == first
