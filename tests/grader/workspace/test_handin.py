"""Hand-ins are collected from files and folders; whatever is wrong with one is said of that one."""

import json
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.tree import digest
from grader.workspace.handin import collect
from grader.workspace.receipt import Receipt, read_receipt, receipt_bytes
from grader.workspace.submit import submit

MODULE = "logistic_regression"
CODE = b"def sigmoid(z):\n    return z\n"


@pytest.fixture
def put(tmp_path):
    """Return a function that writes a file under ``class/`` and returns the class folder."""

    def write(name, data=CODE):
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return tmp_path / "class"

    return write


def receipt(data=CODE, submitted="2026-03-01T17:04:05+01:00"):
    return receipt_bytes(Receipt("c1w2_logistic_regression", "ada", digest(data), len(data), submitted))


def test_a_folder_of_files_is_sorted_by_learner(put):
    put("grace.py")
    folder = put("ada.py")
    assert [handin.learner for handin in collect([folder], MODULE)] == ["ada", "grace"]


def test_a_folder_of_folders_names_learners_by_folder(put):
    folder = put(f"Ada Lovelace/{MODULE}.py")
    (handin,) = collect([folder], MODULE)
    assert (handin.learner, handin.data, handin.path.name) == ("Ada Lovelace", CODE, f"{MODULE}.py")


def test_files_and_folders_may_be_mixed(put):
    put("grace.py")
    folder = put(f"ada/{MODULE}.py")
    assert [handin.learner for handin in collect([folder], MODULE)] == ["ada", "grace"]


def test_a_single_file_is_a_hand_in(put):
    (handin,) = collect([put("ada.py") / "ada.py"], MODULE)
    assert (handin.learner, handin.problem) == ("ada", "")


def test_a_learners_own_folder_is_one_hand_in(put):
    put(f"ada/{MODULE}.py")
    folder = put("ada/test_public.py")
    (handin,) = collect([folder / "ada"], MODULE)
    assert handin.learner == "ada"


@pytest.mark.parametrize("name", ["李雷", "=cmd()", "O'Hara, Scarlett", "[red]x", "a b"])
def test_learners_may_have_any_name(put, name):
    (handin,) = collect([put(f"{name}.py")], MODULE)
    assert handin.learner == name


def test_names_are_composed(put):
    (handin,) = collect([put("u\u0308nal.py")], MODULE)
    assert handin.learner == "ünal"


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_a_name_that_is_no_text_is_escaped(put):
    put("ada.py")
    folder = put(os.fsdecode(b"\xff\xfe.py"))
    assert [handin.learner for handin in collect([folder], MODULE)] == ["\\xff\\xfe", "ada"]


def test_hidden_files_and_caches_are_nobodys(put):
    put(".ada.py")
    put("__pycache__/x.pyc")
    put("notes.txt")
    assert len(collect([put("ada.py")], MODULE)) == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "ada.py is empty."),
        (b" \n\t\n", "ada.py is empty."),
        (b"# caf\xe9\n", "ada.py is not UTF-8 text: byte 0xe9 at offset 5."),
        (b"#" * 1_000_001, "ada.py has 1000001 bytes; at most 131072 are read."),
    ],
)
def test_what_cannot_be_read_is_an_entry_with_its_reason(put, data, problem):
    put("grace.py")
    first, second = collect([put("ada.py", data)], MODULE)
    assert (first.learner, first.problem, first.data) == ("ada", problem, b"")
    assert second.problem == ""


def test_a_folder_without_the_module_is_an_entry_with_its_reason(put):
    folder = put("ada/homework.py")
    (handin,) = collect([folder], MODULE)
    assert handin.problem == f"{MODULE}.py is missing."


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_links_and_pipes_are_not_opened(put, tmp_path):
    (tmp_path / "secret").write_text("x")
    folder = put("zoe.py")
    (folder / "ada.py").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "grace.py")
    problems = [handin.problem for handin in collect([folder], MODULE)]
    assert problems == ["ada.py is a link.", "grace.py is not a file.", ""]


@pytest.mark.parametrize("name", ["ada.py", f"ada/{MODULE}.py"])
def test_a_receipt_gives_the_time(put, name):
    put("ada.receipt.json", receipt())
    (handin,) = collect([put(name)], MODULE)
    assert (handin.submitted, handin.remarks) == ("2026-03-01T17:04:05+01:00", ())


@pytest.mark.parametrize(
    ("data", "remark"),
    [
        (receipt(b"older"), "belongs to another version"),
        (b"{}", "is not a receipt"),
        (b"\xff", "is not a receipt"),
        (receipt(submitted="yesterday"), "is not a receipt"),
        (receipt(submitted="2026-03-01T17:04:05"), "is not a receipt"),
        (b"[" * 50_000, "is not a receipt"),
    ],
)
def test_a_receipt_that_does_not_fit_gives_no_time_and_is_remarked(put, data, remark):
    put("ada.receipt.json", data)
    (handin,) = collect([put("ada.py")], MODULE)
    assert handin.submitted is None
    assert remark in handin.remarks[0]


def test_two_hand_ins_of_one_learner_are_refused(put):
    put("ada.py")
    folder = put(f"ada/{MODULE}.py")
    with pytest.raises(UsageError, match="Two hand-ins of one learner"):
        collect([folder], MODULE)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere", "does not exist"), ("class/notes.txt", "is not a Python module"), ("empty", "holds no hand-in")],
)
def test_paths_without_a_hand_in_are_refused(put, tmp_path, name, reason):
    put("notes.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=reason):
        collect([tmp_path / name], MODULE)


def test_what_submit_writes_is_what_collect_reads(tmp_path, manifest):
    folder = tmp_path / "c1w2"
    folder.mkdir()
    (folder / "exercise.json").write_bytes(manifest)
    (folder / f"{MODULE}.py").write_bytes(CODE)
    now = datetime(2026, 3, 1, 16, 4, 5, tzinfo=UTC)
    submit(folder, "Ada Lovelace", tmp_path / "box", now)
    (handin,) = collect([tmp_path / "box"], MODULE)
    assert (handin.learner, handin.data, handin.submitted) == ("Ada Lovelace", CODE, now.isoformat())


def test_a_receipt_of_any_size_is_refused_without_reading_it_all(put):
    put("ada.receipt.json", receipt() + b" " * 100_000)
    (handin,) = collect([put("ada.py")], MODULE)
    assert handin.submitted is None
    assert "is not a receipt" in handin.remarks[0]


@pytest.mark.parametrize("between", ["\x1b", "\n", "\u202e", "<", " "])
def test_a_time_is_shown_in_one_form(put, between):
    put("ada.receipt.json", receipt(submitted=f"2026-03-01{between}17:04:05+01:00"))
    (handin,) = collect([put("ada.py")], MODULE)
    assert handin.submitted == "2026-03-01T17:04:05+01:00"


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from([*json.loads(receipt()), "more"])


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(st.dictionaries(FIELDS, documents, max_size=4), st.binary(max_size=3), st.floats(0, 1))
def test_any_document_is_a_receipt_or_none(changes, noise, where):
    data = json.dumps({**json.loads(receipt()), **changes}).encode()
    for document in (data, data[: int(where * len(data))] + noise + data[int(where * len(data)) :]):
        read = read_receipt(document)
        assert read is None or read_receipt(receipt_bytes(read)) == read
