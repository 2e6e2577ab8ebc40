"""Handing in copies the module with a receipt; what is wrong with it is said, not held against it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.errors import UsageError
from grader.workspace.submit import Visible
from grader.workspace.submit import submit as hand_in
from grader.workspace.work import Form, Work, find_work

NOW = datetime(2026, 3, 1, 17, 4, 5, 999, tzinfo=timezone(timedelta(hours=1)))
CODE = b"def sigmoid(z):\n    return z\n"


NOTHING = Visible()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exercise"
    folder.mkdir()
    (folder / "logistic_regression.py").write_bytes(CODE)
    return folder


def submit(folder, learner, into, now, visible=NOTHING):
    return hand_in(Work(folder / "logistic_regression.py"), "c1w2_logistic_regression", learner, into, now, visible).receipt


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


OTHER = b"def sigmoid(z):\n    return 2 * z\n"
UNTOUCHED = b"def sigmoid(z):\n    raise NotImplementedError\n"


def notebook(code):
    return json.dumps({"cells": [{"cell_type": "code", "source": code.decode()}]}).encode()


@pytest.mark.parametrize(
    ("module", "cells", "form", "found", "rival"),
    [
        (CODE, UNTOUCHED, None, ".py", False),
        (UNTOUCHED, CODE, None, ".ipynb", False),
        (UNTOUCHED, UNTOUCHED, None, ".py", False),
        (CODE, CODE, None, ".py", False),
        (CODE, b"# the same\nimport numpy\n%matplotlib inline\n" + CODE + b"sigmoid(1)", None, ".py", False),
        (CODE, OTHER, None, ".py", True),
        (b"def sigmoid(z:", CODE, None, ".ipynb", True),
        (CODE, OTHER, Form.PY, ".py", False),
        (CODE, OTHER, Form.NOTEBOOK, ".ipynb", False),
        (UNTOUCHED, CODE, Form.PY, ".py", False),
        (None, CODE, None, ".ipynb", False),
        (CODE, None, None, ".py", False),
        (None, None, None, ".py", False),
    ],
)
def test_of_module_and_notebook_the_one_that_was_written_in_counts(folder, material, module, cells, form, found, rival):
    (folder / "logistic_regression.py").unlink()
    if module is not None:
        (folder / "logistic_regression.py").write_bytes(module)
    if cells is not None:
        (folder / "logistic_regression.ipynb").write_bytes(notebook(cells))
    work = find_work(folder, material, form)
    assert (work.file.suffix, bool(work.rival)) == (found, rival)


@pytest.mark.parametrize(("name", "found"), [("copy.ipynb", "copy.ipynb"), ("copy.py", "copy.py"), ("README.md", "logistic_regression.py"), ("coursedata.py", "logistic_regression.py"), ("test_public.py", "logistic_regression.py")])
def test_a_file_that_is_named_counts_if_it_can_be_the_work(folder, material, name, found):
    (folder / name).write_bytes(b"")
    assert find_work(folder / name, material).file.name == found


def test_two_files_that_differ_are_not_handed_in(folder, tmp_path):
    work = Work(folder / "logistic_regression.py", rival="logistic_regression.ipynb")
    with pytest.raises(UsageError, match="both written in, and they differ") as caught:
        hand_in(work, "c1w2", "ada", tmp_path / "box", NOW)
    assert "--from" in caught.value.fix
    assert not (tmp_path / "box").exists()
    assert "differs" in work.module().remarks[0]


def test_a_notebook_is_handed_in_as_it_is_and_replaces_a_module(folder, tmp_path):
    submit(folder, "ada", tmp_path / "box", NOW)
    (folder / "logistic_regression.ipynb").write_bytes(notebook(CODE))
    made = hand_in(Work(folder / "logistic_regression.ipynb"), "c1w2", "ada", tmp_path / "box", NOW)
    assert sorted(path.name for path in (tmp_path / "box").iterdir()) == ["ada.ipynb", "ada.receipt.json"]
    assert made.file.read_bytes() == notebook(CODE)
    assert made.receipt.parses


@pytest.mark.parametrize("data", [b"{}", notebook(b"def f(:"), b"\xff"])
def test_a_notebook_that_is_not_all_python_is_handed_in_and_the_receipt_says_so(folder, tmp_path, data):
    (folder / "logistic_regression.ipynb").write_bytes(data)
    made = hand_in(Work(folder / "logistic_regression.ipynb"), "c1w2", "ada", tmp_path / "box", NOW)
    assert made.file.read_bytes() == data
    assert not made.receipt.parses
