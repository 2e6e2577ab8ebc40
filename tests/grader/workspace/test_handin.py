"""Hand-ins are collected from files and folders; whatever is wrong with one is said of that one."""

import io
import json
import os
import stat
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.tree import digest
from grader.workspace.handin import collect as collect_for
from grader.workspace.receipt import Receipt, read_receipt, receipt_bytes
from grader.workspace.submit import submit
from grader.workspace.work import Work

MODULE = "logistic_regression"
CODE = b"def sigmoid(z):\n    return z\n"
OTHER = b"def sigmoid(z):\n    return 2 * z\n"
UNTOUCHED = b"def sigmoid(z):\n    raise NotImplementedError\n"


def notebook(code):
    return json.dumps({"cells": [{"cell_type": "code", "source": code.decode()}]}).encode()


NOTEBOOK = notebook(CODE)


@pytest.fixture
def collect(material):
    """Return a function that collects hand-ins for the exercise of one task."""
    return lambda paths: collect_for(paths, material)


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


def test_a_folder_of_files_is_sorted_by_learner(put, collect):
    put("grace.py")
    folder = put("ada.py")
    assert [handin.learner for handin in collect([folder])] == ["ada", "grace"]


def test_a_folder_of_folders_names_learners_by_folder(put, collect):
    folder = put(f"Ada Lovelace/{MODULE}.py")
    (handin,) = collect([folder])
    assert (handin.learner, handin.module.text.encode(), handin.path.name) == ("Ada Lovelace", CODE, f"{MODULE}.py")


def test_files_and_folders_may_be_mixed(put, collect):
    put("grace.py")
    folder = put(f"ada/{MODULE}.py")
    assert [handin.learner for handin in collect([folder])] == ["ada", "grace"]


def test_a_single_file_is_a_hand_in(put, collect):
    (handin,) = collect([put("ada.py") / "ada.py"])
    assert (handin.learner, handin.problem) == ("ada", "")


def test_a_learners_own_folder_is_one_hand_in(put, collect):
    put(f"ada/{MODULE}.py")
    folder = put("ada/test_public.py")
    (handin,) = collect([folder / "ada"])
    assert handin.learner == "ada"


@pytest.mark.parametrize("name", ["李雷", "=cmd()", "O'Hara, Scarlett", "[red]x", "a b"])
def test_learners_may_have_any_name(put, name, collect):
    (handin,) = collect([put(f"{name}.py")])
    assert handin.learner == name


def test_names_are_composed(put, collect):
    (handin,) = collect([put("u\u0308nal.py")])
    assert handin.learner == "ünal"


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_a_name_that_is_no_text_is_escaped(put, collect):
    put("ada.py")
    folder = put(os.fsdecode(b"\xff\xfe.py"))
    assert [handin.learner for handin in collect([folder])] == ["\\xff\\xfe", "ada"]


def test_hidden_files_and_caches_are_nobodys(put, collect):
    put(".ada.py")
    put("__pycache__/x.pyc")
    put("notes.txt")
    assert len(collect([put("ada.py")])) == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "ada.py: the file is empty."),
        (b" \n\t\n", "ada.py: the file is empty."),
        (b"# caf\xe9\n", "ada.py: the file is not UTF-8 text (byte 5, line 1)."),
        (b"#" * 1_000_001, "ada.py: the file has 1000001 bytes; at most 131072 are read."),
    ],
)
def test_what_cannot_be_read_is_an_entry_with_its_reason(put, data, problem, collect):
    put("grace.py")
    first, second = collect([put("ada.py", data)])
    assert (first.learner, first.problem, first.module.text) == ("ada", problem, "")
    assert second.problem == ""


def test_a_folder_without_the_module_is_an_entry_with_its_reason(put, collect):
    folder = put("ada/essay.docx")
    (handin,) = collect([folder])
    assert handin.problem == f"ada: there is no {MODULE}.py and no other .py or .ipynb file."


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_links_and_pipes_are_not_opened(put, tmp_path, collect):
    (tmp_path / "secret").write_text("x")
    folder = put("zoe.py")
    (folder / "ada.py").symlink_to(tmp_path / "secret")
    os.mkfifo(folder / "grace.py")
    problems = [handin.problem for handin in collect([folder])]
    assert problems == ["ada.py: the file is a link.", "grace.py: this is not a file.", ""]


@pytest.mark.parametrize(
    ("files", "chosen", "remarks"),
    [
        ({f"{MODULE}.py": CODE, f"{MODULE}.ipynb": notebook(UNTOUCHED)}, f"{MODULE}.py", 0),
        ({f"{MODULE}.py": UNTOUCHED, f"{MODULE}.ipynb": NOTEBOOK}, f"{MODULE}.ipynb", 0),
        ({f"{MODULE}.py": UNTOUCHED, f"{MODULE}.ipynb": notebook(UNTOUCHED)}, f"{MODULE}.py", 0),
        ({f"{MODULE}.py": CODE, f"{MODULE}.ipynb": NOTEBOOK}, f"{MODULE}.py", 0),
        ({f"{MODULE}.py": CODE, f"{MODULE}.ipynb": notebook(OTHER)}, f"{MODULE}.py", 1),
        ({f"{MODULE}.py": b"\xff", f"{MODULE}.ipynb": NOTEBOOK}, f"{MODULE}.ipynb", 1),
        ({f"{MODULE}.py": b"def sigmoid(z:", f"{MODULE}.ipynb": NOTEBOOK}, f"{MODULE}.ipynb", 1),
        ({f"{MODULE}.py": b"def sigmoid(z:", f"{MODULE}.ipynb": notebook(UNTOUCHED)}, f"{MODULE}.py", 0),
        ({f"{MODULE}.py": CODE, f"{MODULE} (1).py": OTHER}, f"{MODULE}.py", 1),
        ({f"{MODULE}.py": UNTOUCHED, f"{MODULE}-final.py": CODE}, f"{MODULE}-final.py", 0),
        ({f"{MODULE}.py": UNTOUCHED, "homework.ipynb": NOTEBOOK}, "homework.ipynb", 0),
        ({f"{MODULE}.py": CODE, "homework.ipynb": notebook(OTHER)}, f"{MODULE}.py", 0),
        ({"homework.py": CODE, "coursedata.py": OTHER, "test_public.py": OTHER}, "homework.py", 0),
        ({"Logistic Regression (2).py": CODE}, "Logistic Regression (2).py", 0),
        ({f"deep/er/{MODULE}.py": CODE, "other.py": OTHER}, f"deep/er/{MODULE}.py", 0),
    ],
)
def test_of_several_files_the_one_that_was_written_in_counts(put, collect, files, chosen, remarks):
    for name, data in files.items():
        folder = put(f"ada/{name}", data)
    (handin,) = collect([folder / "ada"] if f"{MODULE}.py" in files else [folder])
    assert (handin.problem, handin.path.relative_to(folder / "ada").as_posix()) == ("", chosen)
    assert len(handin.remarks) == remarks


@pytest.mark.parametrize("suffix", [".py", ".ipynb"])
def test_the_file_that_a_receipt_is_of_counts(put, collect, suffix):
    put(f"ada/{MODULE}.py", OTHER)
    folder = put(f"ada/{MODULE}.ipynb", NOTEBOOK)
    put("ada.receipt.json", receipt(OTHER if suffix == ".py" else NOTEBOOK))
    (handin,) = collect([folder])
    assert (handin.path.suffix, handin.submitted) == (suffix, "2026-03-01T17:04:05+01:00")
    assert "was written in too, and differs" in handin.remarks[0]


def test_files_that_differ_and_are_named_alike_are_not_chosen_from(put, collect):
    put("ada/one.py")
    (handin,) = collect([put("ada/two.py", OTHER)])
    assert handin.problem == "ada: which of 'one.py' and 'two.py' counts cannot be told: they differ."


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_links_inside_a_learners_folder_lead_nowhere(put, collect, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / f"{MODULE}.py").write_bytes(CODE)
    folder = put("ada/notes.txt")
    (folder / "ada/linked").symlink_to(tmp_path / "elsewhere")
    (folder / "ada/homework.py").symlink_to(tmp_path / "elsewhere" / f"{MODULE}.py")
    (handin,) = collect([folder])
    assert handin.problem == "homework.py: the file is a link."


@pytest.mark.parametrize("name", ["ada.py", f"ada/{MODULE}.py"])
def test_a_receipt_gives_the_time(put, name, collect):
    put("ada.receipt.json", receipt())
    (handin,) = collect([put(name)])
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
def test_a_receipt_that_does_not_fit_gives_no_time_and_is_remarked(put, data, remark, collect):
    put("ada.receipt.json", data)
    (handin,) = collect([put("ada.py")])
    assert handin.submitted is None
    assert remark in handin.remarks[0]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere", "does not exist"), ("class/notes.txt", "is no hand-in"), ("empty", "holds no hand-in")],
)
def test_paths_without_a_hand_in_are_refused(put, tmp_path, name, reason, collect):
    put("notes.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=reason):
        collect([tmp_path / name])


@pytest.mark.parametrize(("suffix", "data"), [(".py", CODE), (".ipynb", NOTEBOOK)])
def test_what_submit_writes_is_what_collect_reads(tmp_path, collect, suffix, data):
    (tmp_path / f"{MODULE}{suffix}").write_bytes(data)
    now = datetime(2026, 3, 1, 16, 4, 5, tzinfo=UTC)
    submit(Work(tmp_path / f"{MODULE}{suffix}"), "c1w2", "Ada Lovelace", tmp_path / "box", now)
    (handin,) = collect([tmp_path / "box"])
    assert (handin.learner, handin.module.digest, handin.submitted) == ("Ada Lovelace", digest(data), now.isoformat())
    assert "return z" in handin.module.text


def test_a_receipt_of_any_size_is_refused_without_reading_it_all(put, collect):
    put("ada.receipt.json", receipt() + b" " * 100_000)
    (handin,) = collect([put("ada.py")])
    assert handin.submitted is None
    assert "is not a receipt" in handin.remarks[0]


@pytest.mark.parametrize("between", ["\x1b", "\n", "\u202e", "<", " "])
def test_a_time_is_shown_in_one_form(put, between, collect):
    put("ada.receipt.json", receipt(submitted=f"2026-03-01{between}17:04:05+01:00"))
    (handin,) = collect([put("ada.py")])
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


NAMES = st.sampled_from(
    [f"{MODULE}.py", f"{MODULE}.ipynb", f"a/{MODULE}.py", f"A/{MODULE}.py", f"a\\{MODULE}.py", "homework.py", "../evil.py", "/evil.py", "C:evil.py", "con.py", "a.zip", f"__MACOSX/._{MODULE}.py", "n" * 300 + ".py", "a//b.py", "./a.py", "a.py/b.py", ".py"]
) | st.text(max_size=6).map(lambda name: f"{name}.py")
CONTENTS = st.sampled_from([CODE, OTHER, UNTOUCHED, NOTEBOOK, b"", b"\xff", b"def f(:", b"{}"]) | st.binary(max_size=20)
MODES = st.sampled_from([0, 0, 0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFIFO])
DAMAGE = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4)


def packed(entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, mode, data in entries:
            entry = zipfile.ZipInfo(name.encode("utf-8", "replace").decode())
            entry.external_attr = mode << 16
            archive.writestr(entry, data)
    return bytearray(buffer.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(derandomize=True, database=None, deadline=None, max_examples=400)
@given(entries=st.lists(st.tuples(NAMES, MODES, CONTENTS), max_size=4), damage=DAMAGE)
def test_any_zip_is_a_hand_in_or_an_entry_with_its_reason(material, entries, damage):
    data = packed(entries)
    for where, value in damage:
        data[int(where * len(data))] = value
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "ada.zip").write_bytes(data)
        (handin,) = collect_for([Path(place)], material)
        assert bool(handin.problem) != bool(handin.module.digest)
        assert [path.name for path in Path(place).iterdir()] == ["ada.zip"]


FILES = st.sampled_from([f"{MODULE}.py", f"{MODULE}.ipynb", f"{MODULE} (1).py", f"in/{MODULE}.py", "other.ipynb", "other.py", ".hidden.py", "test_x.py", "a/b/c/d.py", "notes.txt"])


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(files=st.dictionaries(FILES, CONTENTS, max_size=5))
def test_any_folder_is_a_hand_in_or_an_entry_with_its_reason(material, files):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "class/ada"
        folder.mkdir(parents=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        (handin,) = collect_for([folder.parent], material)
        assert bool(handin.problem) != bool(handin.module.digest)
        written = [data for name, data in files.items() if name.startswith(MODULE) and name.endswith(".py") and data in (CODE, OTHER)]
        assert not written or handin.problem.endswith("they differ.") or "return" in handin.module.text
