"""Starting copies an exercise, keeps what the learner has, and unpacks nothing that could do harm."""

import os
import stat
import zipfile

import pytest

from grader.errors import UsageError
from grader.tree import write_tree
from grader.workspace.start import read_zip, start

EXERCISE = {
    "exercise.json": b'{"schema": "grader/exercise/v1", "slug": "c1w2_logistic_regression"}',
    "logistic_regression.py": b"def sigmoid(z):\n    raise NotImplementedError\n",
    "assets/unit.png": b"\x89PNG",
}


@pytest.fixture
def folder(tmp_path):
    write_tree(EXERCISE, tmp_path / "exercise")
    return tmp_path / "exercise"


@pytest.fixture
def pack(tmp_path):
    """Return a function that writes a zip of names and contents; a name may be a ZipInfo."""

    def write(entries):
        path = tmp_path / "release.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries:
                archive.writestr(name, data)
        return path

    return write


def contents(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_is_copied(folder, tmp_path):
    started = start(folder, tmp_path / "mine")
    assert contents(tmp_path / "mine") == EXERCISE
    assert (set(started.written), started.kept) == (set(EXERCISE), ())


def test_what_exists_is_kept_and_reported(folder, tmp_path):
    mine = tmp_path / "mine"
    write_tree({"logistic_regression.py": b"my work"}, mine)
    started = start(folder, mine)
    assert started.kept == ("logistic_regression.py",)
    assert (mine / "logistic_regression.py").read_bytes() == b"my work"
    assert (mine / "exercise.json").exists()


def test_starting_twice_changes_nothing(folder, tmp_path):
    start(folder, tmp_path / "mine")
    assert start(folder, tmp_path / "mine").written == ()


def test_a_release_gives_the_exercise_without_what_lies_around_it(pack, tmp_path):
    release = [(f"c1w2/{name}", data) for name, data in EXERCISE.items()]
    start(pack([*release, ("README.md", b"install"), ("grader.whl", b"PK")]), tmp_path / "mine")
    assert contents(tmp_path / "mine") == EXERCISE


def test_a_flat_zip_works_too(pack, tmp_path):
    start(pack(EXERCISE.items()), tmp_path / "mine")
    assert contents(tmp_path / "mine") == EXERCISE


def link(name, target):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (("../evil.py", b""), "outside the folder"),
        (("a/../../evil.py", b""), "outside the folder"),
        (("/etc/evil", b""), "outside the folder"),
        (("C:\\evil.py", b""), "outside the folder"),
        (("a\\..\\evil.py", b""), "outside the folder"),
        (link("shortcut", "/etc/passwd"), "is a link"),
        (("EXERCISE.json", b"{}"), "is in it twice"),
    ],
)
def test_a_harmful_zip_is_refused_and_nothing_is_written(pack, tmp_path, entry, reason):
    with pytest.raises(UsageError, match=reason):
        start(pack([*EXERCISE.items(), entry]), tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    assert not (tmp_path / "evil.py").exists()


def test_a_zip_that_unpacks_to_too_much_is_refused(pack):
    with pytest.raises(UsageError, match="unpacks to more than 100000 bytes"):
        read_zip(pack([("a", bytes(60_000)), ("b", bytes(10_000_000))]), most_bytes=100_000)


def test_a_zip_of_too_many_files_is_refused(pack, tmp_path):
    with pytest.raises(UsageError, match="it holds 1004 files"):
        start(pack([*EXERCISE.items(), *((f"f{n}", b"") for n in range(1001))]), tmp_path / "mine")


def test_a_damaged_zip_is_refused(pack, tmp_path):
    path = pack(EXERCISE.items())
    data = bytearray(path.read_bytes())
    data[45:60] = bytes(15)
    path.write_bytes(data)
    with pytest.raises(UsageError, match="cannot be unpacked"):
        start(path, tmp_path / "mine")


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([("README.md", b"")], "holds no exercise.json"),
        ([("a/exercise.json", b""), ("b/exercise.json", b"")], "more than one exercise: a, b"),
    ],
)
def test_a_zip_without_one_exercise_is_refused(pack, tmp_path, entries, reason):
    with pytest.raises(UsageError, match=reason):
        start(pack(entries), tmp_path / "mine")


def test_a_source_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        start(tmp_path / "nowhere", tmp_path / "mine")


@pytest.mark.skipif(os.name != "posix", reason="links need no privilege on POSIX only")
def test_a_dangling_link_counts_as_taken(folder, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "exercise.json").symlink_to(tmp_path / "elsewhere")
    assert "exercise.json" in start(folder, mine).kept
    assert not (tmp_path / "elsewhere").exists()
