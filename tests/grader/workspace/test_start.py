"""Starting copies an exercise, keeps what the learner has, and unpacks nothing that could do harm."""

import os
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.tree import write_tree
from grader.workspace.archive import read_zip
from grader.workspace.start import start

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


def odd(name, mode=0, method=zipfile.ZIP_DEFLATED):
    entry = zipfile.ZipInfo(name)
    entry.external_attr, entry.compress_type = (mode | 0o644) << 16 if mode else 0, method
    return entry, b"evil"


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
        (("\\\\host\\share\\evil.py", b""), "outside the folder"),
        (("exercise.json/evil.py", b""), "is a file and a folder"),
        (("Exercise.JSON/evil.py", b""), "is a file and a folder"),
        (("con.py", b""), "no file name on every system"),
        (("assets/Aux", b""), "no file name on every system"),
        (("evil.", b""), "no file name on every system"),
        (("evil?", b""), "no file name on every system"),
        (("evil\x1b[2J", b""), "no file name on every system"),
        (("n" * 300, b""), "no file name on every system"),
        (("\U0001f600" * 60, b""), "no file name on every system"),
        (("d/" * 2500 + "evil.py", b""), "no file name on every system"),
        (odd("pipe", mode=stat.S_IFIFO), "is not a file"),
        (odd("device", mode=stat.S_IFCHR), "is not a file"),
        (odd("folder", mode=stat.S_IFDIR), "is not a file"),
        (odd("packed", method=zipfile.ZIP_LZMA), "packed in an unusual way"),
        (odd("packed", method=zipfile.ZIP_BZIP2), "packed in an unusual way"),
    ],
)
def test_a_harmful_zip_is_refused_and_nothing_is_written(pack, tmp_path, entry, reason):
    with pytest.raises(UsageError, match=reason):
        start(pack([*EXERCISE.items(), entry]), tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    assert not (tmp_path / "evil.py").exists()


def test_names_that_are_one_where_letters_are_composed_are_refused(pack, tmp_path):
    with pytest.raises(UsageError, match="is in it twice"):
        start(pack([*EXERCISE.items(), ("e\u0301.py", b""), ("\u00c9.py", b"")]), tmp_path / "mine")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"unit.png", b"un\0t.png"),
        (b"exercise.json", b"exerc\0se.json"),
        ("é".encode(), b"\xff\xfe"),
        (b"PK\3\4", b"PK\3\5"),
        (b"PK\1\2", b"PK\1\3"),
        (b"PK\5\6", b"PK\5\7"),
    ],
)
def test_an_archive_that_lies_is_refused(pack, tmp_path, old, new):
    path = pack([*EXERCISE.items(), ("é.png", b"")])
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    with pytest.raises(UsageError):
        start(path, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_an_entry_without_a_name_is_refused(pack, tmp_path):
    path = pack([*EXERCISE.items(), ("evil", b"")])
    path.write_bytes(path.read_bytes().replace(b"evil", b"\0vil"))
    with pytest.raises(UsageError, match="outside the folder"):
        start(path, tmp_path / "mine")


def test_an_encrypted_entry_is_refused(pack, tmp_path):
    path = pack(EXERCISE.items())
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UsageError, match="is encrypted"):
        start(path, tmp_path / "mine")


def test_compressed_data_that_is_none_is_refused(pack, tmp_path):
    path = pack(EXERCISE.items())
    data = bytearray(path.read_bytes())
    begin = data.index(b"exercise.json") + len("exercise.json")
    data[begin : begin + 2] = b"\xff\xff"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="damaged or no zip"):
        start(path, tmp_path / "mine")


def test_a_file_larger_than_what_may_come_out_of_it_is_not_opened(pack):
    with pytest.raises(UsageError, match="has more than 100 bytes"):
        read_zip(pack(EXERCISE.items()), most_bytes=100)


@pytest.mark.skipif(os.name != "posix", reason="named pipes are POSIX only")
def test_a_source_that_is_neither_file_nor_folder_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is not a file"):
        start(tmp_path / "pipe", tmp_path / "mine")


@pytest.mark.parametrize("taken", ["mine", "mine/assets"])
def test_a_file_in_a_folders_place_stops_everything(folder, tmp_path, taken):
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_bytes(b"my work")
    with pytest.raises(UsageError, match="is a file; a folder has to be there"):
        start(folder, tmp_path / "mine")
    assert (tmp_path / taken).read_bytes() == b"my work"
    assert not (tmp_path / "mine/exercise.json").exists()


NAMES = st.sampled_from(
    ["exercise.json", "a", "A", "a/b", "../evil", "/evil", "a/../../evil", "C:evil", "a\\b", "con", "x.", "n" * 300, "a//b", "./a", "."]
) | st.text(max_size=8)
MODES = st.sampled_from([0, 0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFIFO, stat.S_IFDIR])


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(NAMES, MODES, st.binary(max_size=20)), max_size=4),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
)
def test_any_zip_is_unpacked_into_its_folder_or_refused_without_a_trace(entries, damage):
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        with zipfile.ZipFile(place / "release.zip", "w") as archive:
            archive.writestr("exercise.json", b"{}")
            for entry, mode, data in entries:
                archive.writestr(odd(entry.encode("utf-8", "replace").decode(), mode)[0], data)
        data = bytearray((place / "release.zip").read_bytes())
        for where, value in damage:
            data[int(where * len(data))] = value
        (place / "release.zip").write_bytes(data)
        try:
            start(place / "release.zip", place / "mine")
        except UsageError:
            assert not (place / "mine").exists()
        assert {path.name for path in place.iterdir()} <= {"release.zip", "mine"}
        assert all(path.is_file() or path.is_dir() for path in (place / "mine").rglob("*"))


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
    with pytest.raises(UsageError, match="damaged or no zip"):
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
