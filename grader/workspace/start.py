"""Starting an exercise: its files copied to where the learner works, and nothing of theirs overwritten."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
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
LONGEST_NAME = 200
"""Bytes of the longest path in a zip; a system allows 255 for each part of it."""
_NOT_IN_NAMES = frozenset('\\:*?"<>|')
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that are devices on Windows, whatever suffix follows."""
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
"""What ``zipfile`` raises for archives that lie: text that is no UTF-8, places before the file's beginning …"""


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
    _refuse_blocked(tree, target)
    written = tuple(name for name in tree if not _is_taken(target / name))
    for name in written:
        write_file_atomically(target / name, tree[name])
    return Started(target, written, tuple(name for name in tree if name not in written))


def _refuse_blocked(tree: Tree, target: Path) -> None:
    """Refuse, before anything is written, a target where a file stands in the place of one of the tree's folders."""
    folders = {target, *(target / parent for name in tree for parent in PurePosixPath(name).parents)}
    blocked = sorted(folder for folder in folders if _is_taken(folder) and not folder.is_dir())
    if blocked:
        raise UsageError(f"{blocked[0]} is a file; a folder has to be there.", "Rename it, or name another folder.")


def _exercise(source: Path) -> Tree:
    """Return the exercise's files by paths relative to the folder that holds its manifest."""
    if not source.exists():
        raise UsageError(f"{source} does not exist.", "Give an exercise folder or the .zip of a release.")
    if not source.is_dir() and not source.is_file():
        raise UsageError(f"{source} is not a file.", "Give an exercise folder or the .zip of a release.")
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
            or it holds more than ``MOST_FILES`` files or has or unpacks to more than ``most_bytes``.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise _refused(path, f"it has more than {most_bytes} bytes")
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
            if len(entries) > MOST_FILES:
                raise _refused(path, f"it holds {len(entries)} files")
            return _unpacked(path, archive, entries, most_bytes)
    except _UNREADABLE as error:
        raise UsageError(f"{path} cannot be unpacked: {error}.", "Download it again.") from error


def _unpacked(path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> Tree:
    tree: dict[str, bytes] = {}
    names = [_safe_name(path, entry) for entry in entries]
    _refuse_clashes(path, names)
    room = most
    for name, entry in zip(names, entries, strict=True):
        # The size an archive declares may be a lie; what comes out is counted.
        with archive.open(entry) as stream:
            data = stream.read(room + 1)
        if len(data) > room:
            raise _refused(path, f"it unpacks to more than {most} bytes")
        room -= len(data)
        tree[name] = data
    return dict(sorted(tree.items()))


def _refuse_clashes(path: Path, names: list[str]) -> None:
    """Refuse files that are one on some system, and a file that another has as its folder."""
    files, folders = set[str](), set[str]()
    for name in names:
        # Where case does not count, composed and decomposed letters are often the same too.
        plain = PurePosixPath(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()))
        if str(plain) in files:
            raise _refused(path, f"{name!r} is in it twice")
        files.add(str(plain))
        folders.update(str(parent) for parent in plain.parents)
    if files & folders:
        raise _refused(path, f"{min(files & folders)!r} is a file and a folder in it")


def _safe_name(path: Path, entry: zipfile.ZipInfo) -> str:
    """Return an entry's path if it stays in the folder on every system."""
    parts = PurePosixPath(entry.filename).parts
    leaves = entry.filename.startswith("/") or ".." in parts or any(char in entry.filename for char in "\\:")
    if leaves or not parts:
        raise _refused(path, f"{entry.filename!r} would be written outside the folder")
    # The name as it stands in the archive: zipfile cuts it at a NUL.
    if (
        len(entry.orig_filename.encode()) > LONGEST_NAME
        or not all(map(_is_portable, parts))
        or "\0" in entry.orig_filename
    ):
        raise _refused(path, f"{entry.orig_filename[:LONGEST_NAME]!r} is no file name on every system")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(path, f"{entry.filename!r} is a link")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _refused(path, f"{entry.filename!r} is not a file")
    if entry.flag_bits & 0x1:
        raise _refused(path, f"{entry.filename!r} is encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(path, f"{entry.filename!r} is packed in an unusual way")
    return PurePosixPath(entry.filename).as_posix()


def _is_portable(part: str) -> bool:
    """Return whether a part of a path can be a file's or folder's name on every system."""
    device = part.partition(".")[0].rstrip().casefold() in _RESERVED
    return not device and part.isprintable() and part[-1] not in ". " and not _NOT_IN_NAMES & set(part)


def _refused(path: Path, reason: str) -> UsageError:
    return UsageError(f"{path} was not unpacked: {reason}.", "Ask for the release as `grader release` wrote it.")


def _is_taken(path: Path) -> bool:
    """Tell whether something is at ``path``, even a link that leads nowhere."""
    return path.exists() or path.is_symlink()
