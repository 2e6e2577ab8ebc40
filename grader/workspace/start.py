"""Starting an exercise: its files copied to where the learner works, and nothing of theirs overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.course.layout import MANIFEST
from grader.course.manifest import decode_manifest, read_manifest
from grader.errors import UsageError
from grader.source.reading import SUFFIXES
from grader.tree import read_small, read_tree, write_file_atomically
from grader.workspace import updating
from grader.workspace.archive import read_zip

if TYPE_CHECKING:
    from datetime import datetime

    from grader.tree import Tree
    from grader.workspace.updating import Updated

_LARGEST = 1 << 26
"""Bytes of the largest file that is compared with a release."""


@dataclass(frozen=True)
class Started:
    """What ``start`` did: files written, and files left as they were because something was there.

    ``outdated`` are those kept that differ from the release though no learner writes in them: a new release, which
    ``update`` brings in.
    """

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    outdated: tuple[str, ...] = ()


def start(source: Path, target: Path) -> Started:
    """Copy an exercise folder or a release ``.zip`` to ``target``; what exists there is never overwritten.

    Raises:
        UsageError: the source is no exercise, the zip is damaged, too large or would write elsewhere; or another
            exercise is in ``target``.
    """
    tree = _exercise(source)
    _refuse_blocked(tree, target)
    outdated = _outdated(tree, target)
    written = tuple(name for name in tree if not _is_taken(target / name))
    for name in written:
        write_file_atomically(target / name, tree[name])
    return Started(target, written, tuple(name for name in tree if name not in written), outdated)


def update(source: Path, target: Path, now: datetime) -> Updated:
    """Bring a new release of an exercise into a folder that was worked in; see ``updating.update``.

    Raises:
        UsageError: as ``start`` and ``updating.update`` do.
    """
    tree = _exercise(source)
    _refuse_blocked(tree, target)
    return updating.update(tree, target, now)


def _outdated(tree: Tree, target: Path) -> tuple[str, ...]:
    """Return the files beside the learner's work that are not as released; none where no exercise is yet."""
    if not (target / MANIFEST).is_file():
        return ()
    try:
        old, new = read_manifest(target).exercise, decode_manifest(tree[MANIFEST], target / MANIFEST).exercise
    except UsageError:
        return (MANIFEST,) if read_small(target / MANIFEST, _LARGEST) != tree[MANIFEST] else ()
    updating.refuse_other(old.slug, new.slug, target)
    works = {f"{new.module}{suffix}" for suffix in SUFFIXES}
    beside = (name for name in tree if name not in works and _is_taken(target / name))
    return tuple(name for name in beside if read_small(target / name, _LARGEST) != tree[name])


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
    tree = read_tree(source) if source.is_dir() else _unpacked(source)
    tops = [PurePosixPath(name).parent for name in tree if PurePosixPath(name).name == MANIFEST]
    if not tops:
        raise UsageError(f"{source} holds no {MANIFEST}.", "Give an exercise folder or the .zip of a release.")
    if len(tops) > 1:
        folders = ", ".join(str(top) for top in tops)
        raise UsageError(f"{source} holds more than one exercise: {folders}.", "Give one of these folders.")
    inside = (name for name in tree if PurePosixPath(name).is_relative_to(tops[0]))
    return {PurePosixPath(name).relative_to(tops[0]).as_posix(): tree[name] for name in inside}


def _unpacked(source: Path) -> Tree:
    try:
        return read_zip(source)
    except UsageError as error:
        fix = "Download it again, or ask for the release as `grader release` wrote it."
        raise UsageError(f"{source} was not unpacked: {error.message}.", fix) from error


def _is_taken(path: Path) -> bool:
    """Tell whether something is at ``path``, even a link that leads nowhere."""
    return path.exists() or path.is_symlink()
