"""Where hand-ins lie: the entries of a folder, or of a class's zip, and the files of each."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UnreadableSubmission, UsageError
from grader.model import LARGEST_HAND_IN, LARGEST_NOTEBOOK
from grader.workspace.archive import MOST_ENTRIES
from grader.workspace.choice import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.workspace.archive import Archive

_NOBODYS = frozenset({"__pycache__", "__macosx"})


@dataclass(frozen=True)
class Stored:
    """A file of a hand-in: where it lies, or the zip it lies in, and how to read it.

    Calling it returns its bytes and raises UnreadableSubmission when it cannot or may not be read.
    """

    path: Path
    load: Callable[[], bytes]

    def __call__(self) -> bytes:
        """Read the file."""
        return self.load()


@dataclass(frozen=True)
class Item:
    """A file or folder among hand-ins; ``files`` lists what is in it by path, a file itself by its name."""

    name: str
    path: Path
    is_folder: bool
    files: Callable[[], Mapping[str, Stored]]


@dataclass(frozen=True)
class Found:
    """A hand-in that was found, not read yet.

    Attributes:
        learner: whose it is, as far as its name tells.
        path: the file or folder that people know it by.
        files: lists its files.
        keys: what a roster may call it by.
        platform: which platform named it, empty for none.
        id: the learner's number or address there, which tells namesakes apart.
        number: the platform's number of this submission, greater for a later one; 0 for none.
        submitted: ISO 8601 time with offset that the platform recorded.
        receipt: where a receipt would be.
        is_work: whether it is one file, which counts whatever its name.
    """

    learner: str
    path: Path
    files: Callable[[], Mapping[str, Stored]]
    keys: tuple[str, ...] = ()
    platform: str = ""
    id: str = ""
    number: int = 0
    submitted: str | None = None
    receipt: Path | None = None
    is_work: bool = False


def readable(name: str) -> str:
    """Return a file's name as text: composed characters, and escapes for bytes that are no UTF-8."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "backslashreplace"))


def is_passing(name: str) -> bool:
    """Return whether a file or folder of this name is nobody's work."""
    return name.startswith(".") or name.casefold() in _NOBODYS


def item_on_disk(path: Path, name: str = "") -> Item:
    """Return a file or folder as an item, by another name if one is given."""
    return Item(readable(name or path.name), path, path.is_dir(), partial(_files_on_disk, path))


def items_of_folder(folder: Path) -> list[Item]:
    """List a folder's entries, but for links to folders and what is nobody's work."""
    children = sorted(child for child in folder.iterdir() if not is_passing(child.name))
    return [item_on_disk(child) for child in children if not (child.is_dir() and child.is_symlink())]


def items_of_archive(archive: Archive, path: Path, folder: str = "") -> list[Item]:
    """List the entries of a zip, or of one folder in it."""
    by_head: dict[str, dict[str, Stored]] = {}
    folders = set()
    for entry in archive.names:
        head, _, rest = entry.removeprefix(folder).partition("/")
        if not entry.startswith(folder) or is_passing(head):
            continue
        if rest:
            folders.add(head)
        by_head.setdefault(head, {})[rest or head] = Stored(path / head, partial(_entry, archive, entry))
    return [
        Item(unicodedata.normalize("NFC", head), path / head, head in folders, partial(dict, files))
        for head, files in by_head.items()
    ]


def _entry(archive: Archive, name: str) -> bytes:
    try:
        return archive.read(name, _most(name))
    except UsageError as error:
        raise UnreadableSubmission(error.message) from error


def _files_on_disk(path: Path) -> dict[str, Stored]:
    if not path.is_dir():
        return {path.name: Stored(path, partial(_contents, path))}
    return {name: Stored(path / name, partial(_contents, path / name)) for name in _names(path)}


def _names(folder: Path) -> Iterator[str]:
    """Yield the paths of the first files in a folder, as deep as work may lie; links to folders are not followed."""
    count = 0
    for place, folders, files in os.walk(folder):
        inside = os.path.relpath(place, folder)
        depth = 0 if inside == "." else inside.count(os.sep) + 1
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if depth + 1 < DEEPEST else []
        for name in sorted(files):
            count += 1
            if count > MOST_ENTRIES:
                return
            yield name if inside == "." else f"{inside}/{name}".replace(os.sep, "/")


def _contents(file: Path) -> bytes:
    """Return a file's bytes; what may not even be opened is refused: a device or a pipe would never end."""
    if file.is_symlink() or not file.exists():
        raise UnreadableSubmission(f"the file is {'a link' if file.is_symlink() else 'missing'}")
    if not file.is_file():
        raise UnreadableSubmission("this is not a file")
    size, most = file.stat().st_size, _most(file.name)
    if size > most:
        raise UnreadableSubmission(f"the file has {size} bytes; at most {most} are read")
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableSubmission(f"the file cannot be read ({error.strerror})") from error


def _most(name: str) -> int:
    """Return how many bytes a file of this name may have."""
    return LARGEST_HAND_IN if name.casefold().endswith(".py") else LARGEST_NOTEBOOK


def merged(parts: Iterable[tuple[Item, str]]) -> dict[str, Stored]:
    """List the files of several items as one hand-in's; a file is known by the name given with it."""
    files: dict[str, Stored] = {}
    for item, file in parts:
        for name, stored in item.files().items():
            called = file or name
            files[f"{PurePosixPath(item.name).name}/{called}" if called in files else called] = stored
    return files
