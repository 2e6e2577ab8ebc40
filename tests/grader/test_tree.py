import stat

import pytest

from grader.errors import UsageError
from grader.tree import (
    Difference,
    difference,
    read_tree,
    remove_unexpected,
    remove_unfinished,
    write_file_atomically,
    write_tree,
)

TREE = {"a.txt": b"one", "deep/er/b.bin": b"\x00\xff"}


def test_what_was_written_is_read_back(tmp_path):
    write_tree(TREE, tmp_path / "new")
    assert read_tree(tmp_path / "new") == TREE


def test_writing_removes_nothing(tmp_path):
    (tmp_path / "kept").write_bytes(b"mine")
    write_tree(TREE, tmp_path)
    assert read_tree(tmp_path) == {**TREE, "kept": b"mine"}


def test_a_file_is_replaced_without_leaving_a_temporary_one(tmp_path):
    path = tmp_path / "file"
    write_file_atomically(path, b"old")
    write_file_atomically(path, b"new")
    assert [item.name for item in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == b"new"


def test_written_files_are_readable_by_others_as_the_umask_says(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    write_file_atomically(tmp_path / "file", b"")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="file/inner cannot be written"):
        write_file_atomically(tmp_path / "file" / "inner", b"")
    assert read_tree(tmp_path) == {"file": b""}


@pytest.mark.parametrize("name", ["../out", "/abs", "a/../../b", ""])
def test_a_path_that_leaves_the_tree_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="not a path inside"):
        write_tree({name: b""}, tmp_path)


def test_a_folder_that_holds_the_tree_does_not_differ(tmp_path):
    write_tree(TREE, tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"")
    (tmp_path / ".cache").write_bytes(b"")
    assert not difference(TREE, tmp_path)


def test_a_difference_lists_missing_changed_and_unexpected_files(tmp_path):
    write_tree({"a.txt": b"two", "extra/c": b""}, tmp_path)
    found = difference(TREE, tmp_path)
    assert found == Difference(missing=("deep/er/b.bin",), changed=("a.txt",), unexpected=("extra/c",))
    assert str(found) == "missing: deep/er/b.bin\nchanged: a.txt\nunexpected: extra/c"


def test_a_missing_folder_differs_by_all_its_files(tmp_path):
    assert difference(TREE, tmp_path / "none").missing == tuple(sorted(TREE))


def test_unexpected_files_go_only_when_asked_and_take_empty_folders_along(tmp_path):
    write_tree({**TREE, "extra/deep/c": b"", "deep/d": b""}, tmp_path)
    assert remove_unexpected(TREE, tmp_path) == ("deep/d", "extra/deep/c")
    assert read_tree(tmp_path) == TREE
    assert not (tmp_path / "extra").exists()


def test_what_killed_writes_have_left_is_removed_and_nothing_else(tmp_path):
    (tmp_path / "learners").mkdir()
    left, kept = tmp_path / "learners/.ada.html.0123456789ab.tmp", tmp_path / "learners/notes.tmp"
    left.write_text("half")
    kept.write_text("mine")
    remove_unfinished(tmp_path)
    assert list(tmp_path.rglob("*.*")) == [kept]
