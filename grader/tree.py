"""Trees of files: relative POSIX paths to bytes, digested, compared with folders and written into them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import UsageError

Tree = Mapping[str, bytes]
"""Relative POSIX path → contents."""


@dataclass(frozen=True)
class Difference:
    """How a folder departs from the tree it should hold; false when it does not."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.unexpected)

    def __str__(self) -> str:
        kinds = (("missing", self.missing), ("changed", self.changed), ("unexpected", self.unexpected))
        return "\n".join(f"{kind}: {name}" for kind, names in kinds for name in names)


def digest(data: bytes) -> str:
    """Return the SHA-256 of data, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def read_small(path: Path, most: int) -> bytes | None:
    """Return the bytes of a plain file; None when there is none, it cannot be read, or it has more than ``most``."""
    try:
        # A pipe would keep its reader waiting for ever.
        return path.read_bytes() if path.is_file() and path.stat().st_size <= most else None
    except OSError:
        return None


def write_file_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, making its folders; a reader sees the old or the new content, never a part.

    Raises:
        UsageError: the system refuses to write there.
    """
    # Not tempfile: its files are private to the user, and the mode would survive the renaming.
    temporary = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{path} cannot be written: {reason}", "Name a place you may write to.") from error


def remove_unfinished(folder: Path) -> None:
    """Remove what writes that were killed have left in a folder and below it."""
    for path in folder.rglob(".*.????????????.tmp"):
        path.unlink(missing_ok=True)


def write_tree(tree: Tree, folder: Path) -> None:
    """Write every file of ``tree`` into ``folder``, each atomically; nothing is removed.

    Raises:
        UsageError: the system refuses to write there.
        ValueError: a path of the tree leaves the folder.
    """
    for name in sorted(tree):
        write_file_atomically(_inside(folder, name), tree[name])


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return the files of ``folder`` in order of their paths; empty when there is no such folder.

    Caches (``__pycache__``) and names that start with a dot are nobody's work and left out.
    """
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: found[name].read_bytes() for name in sorted(found) if not _is_passing(name)}


def difference(expected: Tree, folder: Path) -> Difference:
    """Return which files of ``expected`` are missing in ``folder`` or changed, and which it holds beside them."""
    actual = read_tree(folder)
    return Difference(
        missing=tuple(sorted(expected.keys() - actual.keys())),
        changed=tuple(sorted(name for name in expected.keys() & actual.keys() if expected[name] != actual[name])),
        unexpected=tuple(sorted(actual.keys() - expected.keys())),
    )


def remove_unexpected(expected: Tree, folder: Path) -> tuple[str, ...]:
    """Remove the files of ``folder`` that ``expected`` does not name, and folders this empties; return their names."""
    names = difference(expected, folder).unexpected
    for name in names:
        path = _inside(folder, name)
        path.unlink()
        _remove_empty_folders(path.parent, folder)
    return names


def _remove_empty_folders(start: Path, top: Path) -> None:
    folder = start
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _inside(folder: Path, name: str) -> Path:
    """Return the place of a tree's file in ``folder``; a path that would leave it is refused."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{name!r} is not a path inside a tree")
    return folder.joinpath(*path.parts)


def _is_passing(name: str) -> bool:
    return any(part == "__pycache__" or part.startswith(".") for part in PurePosixPath(name).parts)
