"""Starting an exercise: its files copied to where the learner works, and nothing of theirs overwritten."""

from __future__ import annotations

import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.course.layout import MANIFEST
from grader.errors import UsageError
from grader.tree import read_tree, write_file_atomically

if TYPE_CHECKING:
    from grader.tree import Tree

MOST_FILES = 1_000
MOST_BYTES = 200_000_000
"""Caps on what is unpacked: a release holds some dozens of files and a wheel."""


@dataclass(frozen=True)
class Started:
    """What ``start`` did: files written, and files left as they were because something was there."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def start(source: Path, target: Path) -> Started:
    """Copy an exercise folder or a release ``.zip`` to ``target``; what exists there is never overwritten.

    Raises:
        UsageError: the source is no exercise, the zip is damaged, too large or would write elsewhere.
    """
    tree = _exercise(source)
    written = tuple(name for name in tree if not _is_taken(target / name))
    for name in written:
        write_file_atomically(target / name, tree[name])
    return Started(target, written, tuple(name for name in tree if name not in written))


def _exercise(source: Path) -> Tree:
    """Return the exercise's files by paths relative to the folder that holds its manifest."""
    if not source.exists():
        raise UsageError(f"{source} does not exist.", "Give an exercise folder or the .zip of a release.")
    tree = read_tree(source) if source.is_dir() else read_zip(source)
    tops = [PurePosixPath(name).parent for name in tree if PurePosixPath(name).name == MANIFEST]
    if not tops:
        raise UsageError(f"{source} holds no {MANIFEST}.", "Give an exercise folder or the .zip of a release.")
    if len(tops) > 1:
        folders = ", ".join(str(top) for top in tops)
        raise UsageError(f"{source} holds more than one exercise: {folders}.", "Give one of these folders.")
    inside = (name for name in tree if PurePosixPath(name).is_relative_to(tops[0]))
    return {PurePosixPath(name).relative_to(tops[0]).as_posix(): tree[name] for name in inside}


def read_zip(path: Path, most_bytes: int = MOST_BYTES) -> Tree:
    """Return the files of a zip by path; folders are left out.

    Raises:
        UsageError: it is no zip or damaged, an entry is a link, encrypted, double or would leave the folder,
            or it holds more than ``MOST_FILES`` files or unpacks to more than ``most_bytes``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise _refused(path, f"it holds {len(entries)} files")
            return _unpacked(path, archive, entries, most_bytes)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise UsageError(f"{path} cannot be unpacked: {error}.", "Download it again.") from error


def _unpacked(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> Tree:
    tree: dict[str, bytes] = {}
    seen: set[str] = set()
    room = most
    for entry in entries:
        name = _safe_name(path, entry)
        if name.casefold() in seen:
            raise _refused(path, f"{name!r} is in it twice")
        seen.add(name.casefold())
        # The size an archive declares may be a lie; what comes out is counted.
        with archive.open(entry) as stream:
            data = stream.read(room + 1)
        if len(data) > room:
            raise _refused(path, f"it unpacks to more than {most} bytes")
        room -= len(data)
        tree[name] = data
    return dict(sorted(tree.items()))


def _safe_name(path: Path, entry: zipfile.ZipInfo) -> str:
    """Return an entry's path if it stays in the folder on every system."""
    parts = PurePosixPath(entry.filename).parts
    leaves = entry.filename.startswith("/") or ".." in parts or any(char in entry.filename for char in "\\:")
    if leaves or not parts:
        raise _refused(path, f"{entry.filename!r} would be written outside the folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(path, f"{entry.filename!r} is a link")
    if entry.flag_bits & 0x1:
        raise _refused(path, f"{entry.filename!r} is encrypted")
    return PurePosixPath(entry.filename).as_posix()


def _refused(path: Path, reason: str) -> UsageError:
    return UsageError(f"{path} was not unpacked: {reason}.", "Ask for the release as `grader release` wrote it.")


def _is_taken(path: Path) -> bool:
    """Tell whether something is at ``path``, even a link that leads nowhere."""
    return path.exists() or path.is_symlink()
