"""A new release over a folder that was worked in: nothing of the learner's is lost, whatever is in the way."""

import os
from datetime import UTC, datetime

import nbformat
import pytest

from grader.course import Manifest, manifest_bytes
from grader.errors import UsageError
from grader.model import Exercise, Task
from grader.tree import write_tree
from grader.workspace.start import start, update

NOW = datetime(2026, 3, 1, 17, 4, 5, tzinfo=UTC)
OLD = 'def halve(x):\n    """Halve x."""\n    raise NotImplementedError\n'
NEW = OLD.replace("Halve x.", "Halve every entry.") + '\n\ndef total(x):\n    """Add up."""\n    raise NotImplementedError\n'
WRITTEN = OLD.replace("raise NotImplementedError", "return x / 2")


def notebook(code):
    return nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])).encode()


def release(stub, readme, slug="c1w1_tiny"):
    exercise = Exercise(slug, "Tiny", 1, 1, (Task("c1w1.01", ("halve",), 100),))
    return {
        "exercise.json": manifest_bytes(Manifest(exercise, stub)),
        "tiny.py": stub.encode(),
        "tiny.ipynb": notebook(stub),
        "README.md": readme,
        "given.py": b"GIVEN = 1\n",
        "assets/a.png": readme,
    }


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def new(tmp_path):
    write_tree(release(NEW, b"new"), tmp_path / "new")
    return tmp_path / "new"


@pytest.fixture
def mine(tmp_path):
    write_tree(release(OLD, b"old"), tmp_path / "mine")
    (tmp_path / "mine/tiny.py").write_text(WRITTEN)
    return tmp_path / "mine"


def test_start_keeps_all_and_tells_of_the_newer_release(new, mine):
    before = contents(mine)
    assert set(start(new, mine).outdated) == {"exercise.json", "README.md", "assets/a.png"}
    assert contents(mine) == before


def test_start_says_nothing_of_the_same_release(mine, tmp_path):
    write_tree(release(OLD, b"old"), tmp_path / "same")
    assert start(tmp_path / "same", mine).outdated == ()


def test_what_was_written_stays_and_all_else_is_as_in_the_release(new, mine):
    (work, book) = update(new, mine, NOW).works
    assert "return x / 2" in (mine / "tiny.py").read_text()
    assert "def total" in (mine / "tiny.py").read_text()
    assert (work.written, work.changed, work.added) == (("halve",), ("halve",), ("total",))
    assert book.written == ()
    expected = contents(new)
    assert {name: data for name, data in contents(mine).items() if name in expected and name != "tiny.py"} == {
        name: data for name, data in expected.items() if name != "tiny.py"
    }


def test_what_is_replaced_is_backed_up_and_nothing_else(new, mine):
    before = contents(mine)
    updated = update(new, mine, NOW)
    assert updated.backup == mine / ".grader/backup/20260301-170405"
    assert contents(updated.backup) == {name: before[name] for name in before if name != "given.py"}


def test_a_second_backup_of_the_same_second_does_not_touch_the_first(new, mine):
    first = update(new, mine, NOW).backup
    before = contents(first)
    (mine / "README.md").write_bytes(b"notes")
    second = update(new, mine, NOW).backup
    assert second.name == "20260301-170405-2"
    assert contents(second) == {"README.md": b"notes"}
    assert contents(first) == before


def test_updating_again_changes_nothing(new, mine):
    update(new, mine, NOW)
    before = contents(mine)
    again = update(new, mine, NOW)
    assert (again.replaced, again.backup) == ((), None)
    assert contents(mine) == before


def test_an_update_that_was_ended_half_way_is_done_again(new, mine):
    old = (mine / "exercise.json").read_bytes()
    update(new, mine, NOW)
    whole = contents(mine)
    (mine / "exercise.json").write_bytes(old)
    assert update(new, mine, NOW).replaced == ("exercise.json",)
    assert contents(mine)["tiny.py"] == whole["tiny.py"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("tiny.py", b"def halve(x:\n"), ("tiny.py", b"\xff"), ("tiny.py", b""), ("tiny.ipynb", b"{"), ("tiny.ipynb", b"")],
)
def test_what_cannot_be_read_is_left_and_the_new_file_is_written_beside(new, mine, name, data):
    (mine / name).write_bytes(data)
    updated = update(new, mine, NOW)
    work = next(work for work in updated.works if work.name == name)
    if data or name.endswith("ipynb"):
        assert (mine / name).read_bytes() == data
        assert work.beside == name.replace(".", ".new.")
        assert work.reason
        assert (mine / work.beside).read_bytes() == contents(new)[name]
    else:
        assert b"def total" in (mine / name).read_bytes()


def test_windows_line_ends_stay(new, mine):
    (mine / "tiny.py").write_bytes(WRITTEN.replace("\n", "\r\n").encode())
    update(new, mine, NOW)
    data = (mine / "tiny.py").read_bytes()
    assert b"def total" in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_another_exercise_in_the_folder_is_refused(mine, tmp_path):
    write_tree(release(NEW, b"new", "c1w2_other"), tmp_path / "other")
    before = contents(mine)
    for verb in (lambda: update(tmp_path / "other", mine, NOW), lambda: start(tmp_path / "other", mine)):
        with pytest.raises(UsageError, match="holds c1w1_tiny, not c1w2_other"):
            verb()
    assert contents(mine) == before


def test_a_damaged_manifest_is_mended_and_written_definitions_stay(new, mine):
    (mine / "exercise.json").write_bytes(b"{")
    assert start(new, mine).outdated == ("exercise.json",)
    update(new, mine, NOW)
    assert (mine / "exercise.json").read_bytes() == contents(new)["exercise.json"]
    assert "return x / 2" in (mine / "tiny.py").read_text()


def test_an_empty_folder_gets_the_release(new, tmp_path):
    update(new, tmp_path / "fresh", NOW)
    assert contents(tmp_path / "fresh") == contents(new)


def test_a_folder_in_a_files_place_stops_everything(new, mine):
    (mine / "README.md").unlink()
    (mine / "README.md").mkdir()
    before = contents(mine)
    with pytest.raises(UsageError, match="in the way"):
        update(new, mine, NOW)
    assert contents(mine) == before


def test_where_no_backup_can_be_made_nothing_is_replaced(new, mine):
    (mine / ".grader").write_bytes(b"a file")
    before = contents(mine)
    with pytest.raises(UsageError, match="cannot be written"):
        update(new, mine, NOW)
    assert contents(mine) == before


@pytest.mark.skipif(os.name != "posix", reason="links need no privilege on POSIX only")
def test_behind_a_link_nothing_is_changed(new, mine, tmp_path):
    (tmp_path / "elsewhere.py").write_text(WRITTEN)
    (mine / "tiny.py").unlink()
    (mine / "tiny.py").symlink_to(tmp_path / "elsewhere.py")
    update(new, mine, NOW)
    assert (tmp_path / "elsewhere.py").read_text() == WRITTEN
    assert "return x / 2" in (mine / "tiny.py").read_text()
    assert (mine / ".grader/backup/20260301-170405/tiny.py").read_text() == WRITTEN


def test_nothing_the_learner_wrote_is_run(new, mine, tmp_path):
    (mine / "tiny.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n{WRITTEN}")
    update(new, mine, NOW)
    assert not (tmp_path / "ran").exists()
    assert (mine / "tiny.py").read_text().startswith("open(")
