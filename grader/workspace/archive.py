"""Reading zips that strangers packed: in memory, within limits, and nothing that would leave the folder.

A hand-in is unpacked as a whole (``unpack``); a class's download may be of any size, and its files are read one by one
(``Archive``).
"""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.tree import Tree

MOST_FILES = 1_000
MOST_BYTES = 200_000_000
"""Caps on what is unpacked: a release holds some dozens of files and a wheel."""
MOST_ENTRIES = 50_000
"""Entries of the largest directory that is looked at; a folder with a virtual environment in it has some thousands."""
LONGEST_NAME = 200
"""Bytes of the longest path in a zip; a system allows 255 for each part of it."""
_ENTRY = b"PK\1\2"
_LARGEST_DIRECTORY = 1 << 24
"""Bytes of a class's directory: some hundred thousand entries."""
_NOT_IN_NAMES = frozenset('\\:*?"<>|')
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that are devices on Windows, whatever suffix follows."""
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, OverflowError)
"""What ``zipfile`` raises for archives that lie: text that is no UTF-8, places before the file's beginning …"""


def read_zip(path: Path, most_bytes: int = MOST_BYTES, wanted: Callable[[str], bool] = lambda _: True) -> Tree:
    """Return the files of a zip by path, those alone whose names are wanted; folders are left out.

    Raises:
        UsageError: it is no zip or damaged, an entry would leave the folder, one that is wanted is a link, encrypted or
            double, it holds more than ``MOST_FILES`` of them, or has or unpacks to more than ``most_bytes``.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise UsageError(f"it has more than {most_bytes} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"it cannot be read ({error.strerror})") from error
    return unpack(data, most_bytes, wanted)


def unpack(data: bytes, most_bytes: int = MOST_BYTES, wanted: Callable[[str], bool] = lambda _: True) -> Tree:
    """Return the files of a zip that was read, as ``read_zip`` does; raises UsageError for the same reasons."""
    try:
        # Each entry of the directory costs a hundred times its bytes once it is read.
        if data.count(_ENTRY) > MOST_ENTRIES:
            raise UsageError(f"it has more than {MOST_ENTRIES} entries")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpacked(archive, _wanted(archive, wanted), most_bytes)
    except _UNREADABLE as error:
        raise UsageError(f"it is damaged or no zip ({error})") from error


class Archive:
    """A zip of any size: its directory is read once, and each file when it is asked for.

    ``names`` are the paths of its files as they stand in it; what a name leads to is nobody's business here, for
    nothing is written.

    Raises:
        UsageError: it is no zip or damaged, or its directory is too large.
    """

    def __init__(self, path: Path) -> None:
        self._file = _Bounded(path)
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        try:
            # Until the directory is read: what it costs is bounded by its size, whatever the archive declares.
            self._file.most = _LARGEST_DIRECTORY
            self._zip = zipfile.ZipFile(self._file)
            self._file.most = None
        except _UNREADABLE as error:
            self._file.close()
            raise UsageError(f"it is damaged or no zip ({error})") from error
        for entry in self._zip.infolist():
            if not _name(entry).endswith("/"):
                self._entries.setdefault(_name(entry), []).append(entry)

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of the files in it, in its order."""
        return tuple(self._entries)

    def read(self, name: str, most: int) -> bytes:
        """Return one file's bytes; raises UsageError when it is damaged, no plain file, or longer than ``most``."""
        entries = self._entries[name]
        try:
            if len(entries) > 1:
                raise UsageError(f"{name!r} is in it twice")
            _refuse_unusual(entries[0])
            return _unpacked_entry(self._zip, entries[0], most)
        except _UNREADABLE as error:
            raise UsageError(f"it is damaged ({error})") from error

    def close(self) -> None:
        """Give the file back."""
        self._zip.close()
        self._file.close()


class _Bounded(io.FileIO):
    """A file of which, while ``most`` is set, no more bytes are read at a time."""

    most: int | None = None

    def read(self, size: int | None = -1, /) -> bytes:
        if self.most is not None and (size or 0) > self.most:
            raise zipfile.BadZipFile(f"its directory has {size} bytes")
        return super().read(-1 if size is None else size) or b""


def _wanted(archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> list[zipfile.ZipInfo]:
    """Return the entries to unpack; a name that leads elsewhere is refused, wanted or not."""
    files = [entry for entry in archive.infolist() if not _name(entry).endswith("/")]
    for entry in files:
        _refuse_leaving(_name(entry))
    entries = [entry for entry in files if wanted(_name(entry))]
    if len(entries) > MOST_FILES:
        raise UsageError(f"it holds {len(entries)} files")
    return entries


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> Tree:
    tree: dict[str, bytes] = {}
    names = [_safe_name(entry) for entry in entries]
    _refuse_clashes(names)
    room = most
    for name, entry in zip(names, entries, strict=True):
        try:
            tree[name] = _unpacked_entry(archive, entry, room)
        except _TooLarge:
            raise UsageError(f"it unpacks to more than {most} bytes") from None
        room -= len(tree[name])
    return dict(sorted(tree.items()))


class _TooLarge(UsageError):
    """More comes out of an entry than may."""


def _unpacked_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Return what comes out of an entry: the size an archive declares may be a lie, so it is counted."""
    with archive.open(entry) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise _TooLarge(f"the file has more than {most} bytes")
    return data


def _refuse_clashes(names: list[str]) -> None:
    """Refuse files that are one on some system, and a file that another has as its folder."""
    files, folders = set[str](), set[str]()
    for name in names:
        # Where case does not count, composed and decomposed letters are often the same too.
        plain = PurePosixPath(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()))
        if str(plain) in files:
            raise UsageError(f"{name!r} is in it twice")
        files.add(str(plain))
        folders.update(str(parent) for parent in plain.parents)
    if files & folders:
        raise UsageError(f"{min(files & folders)!r} is a file and a folder in it")


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's path; some packers of Windows part it with backslashes."""
    return entry.filename.replace("\\", "/")


def _refuse_leaving(name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in name or not parts:
        raise UsageError(f"{name[:LONGEST_NAME]!r} would be written outside the folder")


def _safe_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's path if it is that of a plain file on every system."""
    path = PurePosixPath(_name(entry))
    # The name as it stands in the archive: zipfile cuts it at a NUL.
    if (
        len(entry.orig_filename.encode()) > LONGEST_NAME
        or not all(map(_is_portable, path.parts))
        or "\0" in entry.orig_filename
    ):
        raise UsageError(f"{entry.orig_filename[:LONGEST_NAME]!r} is no file name on every system")
    _refuse_unusual(entry)
    return path.as_posix()


def _refuse_unusual(entry: zipfile.ZipInfo) -> None:
    """Refuse what is no plain file, or not packed as everybody packs."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UsageError(f"{entry.filename!r} is a link")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise UsageError(f"{entry.filename!r} is not a file")
    if entry.flag_bits & 0x1:
        raise UsageError(f"{entry.filename!r} is encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UsageError(f"{entry.filename!r} is packed in an unusual way")


def _is_portable(part: str) -> bool:
    """Return whether a part of a path can be a file's or folder's name on every system."""
    device = part.partition(".")[0].rstrip().casefold() in _RESERVED
    return not device and part.isprintable() and part[-1] not in ". " and not _NOT_IN_NAMES & set(part)
