"""Handing in copies the module with a receipt; what is wrong with it is said, not held against it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.errors import UsageError
from grader.workspace.submit import Visible, submit

NOW = datetime(2026, 3, 1, 17, 4, 5, 999, tzinfo=timezone(timedelta(hours=1)))
CODE = b"def sigmoid(z):\n    return z\n"


@pytest.fixture
def folder(tmp_path, manifest):
    folder = tmp_path / "exercise"
    folder.mkdir()
    (folder / "exercise.json").write_bytes(manifest)
    (folder / "logistic_regression.py").write_bytes(CODE)
    return folder


def test_the_module_and_a_receipt_arrive(folder, tmp_path):
    submit(folder, "ada", tmp_path / "box", NOW, Visible(3, 7))
    assert sorted(path.name for path in (tmp_path / "box").iterdir()) == ["ada.py", "ada.receipt.json"]
    assert (tmp_path / "box" / "ada.py").read_bytes() == CODE
    assert json.loads((tmp_path / "box" / "ada.receipt.json").read_bytes()) == {
        "exercise": "c1w2_logistic_regression",
        "learner": "ada",
        "digest": "85c50e2be99c20b20b2f3a28cad65625ee49299f0fddc9c9b684d7202eb617df",
        "size": len(CODE),
        "submitted": "2026-03-01T17:04:05+01:00",
        "parses": True,
        "passed": 3,
        "visible": 7,
        "schema": "grader/receipt/v1",
    }


def test_a_later_hand_in_replaces_the_earlier(folder, tmp_path):
    submit(folder, "ada", tmp_path / "box", NOW)
    (folder / "logistic_regression.py").write_bytes(b"x = 1\n")
    submit(folder, "ada", tmp_path / "box", NOW)
    assert (tmp_path / "box" / "ada.py").read_bytes() == b"x = 1\n"


@pytest.mark.parametrize("code", [b"def f(:\n", b"\xff", b"x = 1\x00", b"-" * 100_000 + b"1"])
def test_a_module_that_does_not_parse_is_handed_in_and_the_receipt_says_so(folder, tmp_path, code):
    (folder / "logistic_regression.py").write_bytes(code)
    assert not submit(folder, "ada", tmp_path / "box", NOW).parses
    assert (tmp_path / "box" / "ada.py").read_bytes() == code


@pytest.mark.parametrize("name", ["李雷", "O'Hara, Scarlett", "  ada  ", "=cmd()"])
def test_names_may_be_anything_a_file_can_be_called(folder, tmp_path, name):
    assert submit(folder, name, tmp_path / "box", NOW).learner == name.strip()
    assert (tmp_path / "box" / f"{name.strip()}.py").exists()


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", ".a", "a\\b", "a:b", "a\nb", "a\u202eb", "-rf", "a" * 101])
def test_names_that_cannot_name_a_file_are_refused_and_nothing_is_written(folder, tmp_path, name):
    with pytest.raises(UsageError):
        submit(folder, name, tmp_path / "box", NOW)
    assert not (tmp_path / "box").exists()


def test_a_time_without_zone_is_a_mistake_of_the_caller(folder, tmp_path):
    with pytest.raises(ValueError, match="time zone"):
        submit(folder, "ada", tmp_path / "box", datetime.fromisoformat("2026-03-01T17:04:05"))


def test_a_folder_that_is_no_exercise_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"no exercise\.json can be read there"):
        submit(tmp_path, "ada", tmp_path / "box", NOW)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "damaged"),
        ("not json", "damaged"),
        ('{"schema": "grader/exercise/v9", "slug": "c1w2_x"}', "schema 'grader/exercise/v9'"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused(folder, tmp_path, text, reason):
    (folder / "exercise.json").write_text(text)
    with pytest.raises(UsageError, match=reason):
        submit(folder, "ada", tmp_path / "box", NOW)


def test_a_missing_module_is_refused(folder, tmp_path):
    (folder / "logistic_regression.py").unlink()
    with pytest.raises(UsageError, match=r"logistic_regression\.py cannot be read"):
        submit(folder, "ada", tmp_path / "box", NOW)


def test_a_module_too_large_to_be_read_is_refused(folder, tmp_path):
    (folder / "logistic_regression.py").write_bytes(b"#" * 1_000_001)
    with pytest.raises(UsageError, match="1000001 bytes"):
        submit(folder, "ada", tmp_path / "box", NOW)


def test_utc_is_written_with_its_offset(folder, tmp_path):
    assert submit(folder, "ada", tmp_path / "box", NOW.astimezone(UTC)).submitted == "2026-03-01T16:04:05+00:00"
