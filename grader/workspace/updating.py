"""A new release of a week over a folder a learner has worked in: brought in by task, and all it replaces backed up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.course.layout import MANIFEST
from grader.course.manifest import decode_manifest, read_manifest
from grader.errors import UnreadableSubmission, UsageError
from grader.model import LARGEST_NOTEBOOK
from grader.source.merge import merge
from grader.source.merge_notebook import Unreadable, merge_notebook
from grader.source.parsing import UNREADABLE
from grader.source.reading import NOTEBOOK, decode
from grader.tree import write_file_atomically

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from grader.course.manifest import Manifest
    from grader.tree import Tree

BACKUPS = PurePosixPath(".grader/backup")
"""Where backups lie, in the exercise's folder; a dot folder is neither handed in nor graded."""


@dataclass(frozen=True)
class WorkUpdate:
    """What became of one of the two files a learner may work in.

    ``written``, ``changed``, ``added`` and ``removed`` are names as in ``Merged``; ``own_cells`` counts those moved to
    a notebook's end. Where ``beside`` is not empty the file was left as it is for a ``reason``, and ``beside`` is the
    new one.
    """

    name: str
    written: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    own_cells: int = 0
    beside: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Updated:
    """What an update did: files written, what became of the work, and where the files it replaced are now."""

    folder: Path
    exercise: str
    replaced: tuple[str, ...]
    works: tuple[WorkUpdate, ...] = ()
    backup: Path | None = None


def update(tree: Tree, folder: Path, now: datetime) -> Updated:
    """Bring a release into an exercise folder: written definitions stay, all else becomes as released.

    Whatever is replaced is first copied below ``BACKUPS``. The manifest comes last, so that an update that was ended
    half-way is simply done again.

    Args:
        tree: the files of the release.
        folder: the learner's.
        now: names the backup.

    Raises:
        UsageError: the release or what is in the folder cannot be read, the folder is of another exercise, a file
            cannot be written, or was saved meanwhile.
    """
    new = decode_manifest(tree.get(MANIFEST, b""), folder / MANIFEST)
    old = _before(folder, new)
    before = {name: _content(folder / name) for name in tree}
    works, made = _works(tree, before, old, new)
    for work in works:
        if work.beside:
            before |= {work.beside: _content(folder / work.beside)}
    target = {name: data for name, data in {**tree, **made}.items() if name not in _left(works)}
    changed = sorted((name for name in target if target[name] != before[name]), key=lambda name: name == MANIFEST)
    backup = _back_up({name: data for name in changed if (data := before[name]) is not None}, folder, now)
    for name in changed:
        _refuse_saved_meanwhile(folder / name, before[name])
        write_file_atomically(folder / name, target[name])
    return Updated(folder, new.exercise.slug, tuple(sorted(changed)), works, backup)


def _before(folder: Path, new: Manifest) -> Manifest:
    """Return what was released to a folder; where its manifest is missing or damaged, what is released now.

    Raises:
        UsageError: the folder is of another exercise.
    """
    try:
        old = read_manifest(folder)
    except UsageError:
        return new
    refuse_other(old.exercise.slug, new.exercise.slug, folder)
    return old


def refuse_other(slug: str, wanted: str, folder: Path) -> None:
    """Refuse a folder that another exercise is in."""
    if slug != wanted:
        raise UsageError(f"{folder} holds {slug}, not {wanted}.", "Name another folder: grader start SOURCE FOLDER.")


def _content(path: Path) -> bytes | None:
    """Return what is in a file, or None where there is none; raises UsageError for what is no file or too large."""
    if not path.exists() and not path.is_symlink():
        return None
    try:
        if not path.is_file():
            raise UsageError(f"{path} is in the way: it is no file.", "Move it away, and run the command again.")
        if path.stat().st_size > LARGEST_NOTEBOOK:
            raise UsageError(f"{path} has {path.stat().st_size} bytes.", "Clear its outputs, or move it away.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Nothing was changed.") from error


def _works(
    tree: Tree, before: dict[str, bytes | None], old: Manifest, new: Manifest
) -> tuple[tuple[WorkUpdate, ...], dict[str, bytes]]:
    """Return what becomes of module and notebook, where there are some, and their new contents by name."""
    works, made = [], dict[str, bytes]()
    for name in (f"{new.exercise.module}.py", f"{new.exercise.module}{NOTEBOOK}"):
        data = before.get(name)
        if data is None:
            continue
        try:
            if name.endswith(NOTEBOOK):
                work, made[name] = _notebook(name, data, tree[name], old, new)
            else:
                work, made[name] = _module(name, data, old, new)
        except (*Unreadable, UnreadableSubmission) as error:
            path = PurePosixPath(name)
            beside = path.with_suffix(f".new{path.suffix}").name
            work, made[beside] = WorkUpdate(name, beside=beside, reason=_reason(error)), tree[name]
        works.append(work)
    return tuple(works), made


def _module(name: str, data: bytes, old: Manifest, new: Manifest) -> tuple[WorkUpdate, bytes]:
    merged = merge(decode(data), old.stub, new.stub)
    text = merged.text.replace("\n", "\r\n") if b"\r\n" in data else merged.text
    work = WorkUpdate(name, merged.written, merged.changed, merged.added, merged.removed)
    # What differs in line ends or a byte-order mark alone is no change.
    return work, data if merged.text == decode(data) else text.encode()


def _notebook(name: str, data: bytes, released: bytes, old: Manifest, new: Manifest) -> tuple[WorkUpdate, bytes]:
    merged = merge_notebook(data, released, old.stub, new.stub, new.exercise.slug)
    return WorkUpdate(name, merged.written, merged.changed, merged.added, own_cells=merged.own_cells), merged.data


def _reason(error: Exception) -> str:
    """Return in a line why a file could not be merged."""
    if isinstance(error, UnreadableSubmission):
        return error.message
    if isinstance(error, UNREADABLE) and isinstance(error, SyntaxError):
        return f"line {error.lineno} is no valid Python: {error.msg}" if error.lineno else f"{error.msg}"
    return "it cannot be read" if isinstance(error, LookupError | TypeError) else f"it cannot be read: {error}"


def _left(works: tuple[WorkUpdate, ...]) -> frozenset[str]:
    return frozenset(work.name for work in works if work.beside)


def _back_up(files: dict[str, bytes], folder: Path, now: datetime) -> Path | None:
    """Copy files to a new folder of backups, and return it; None where there is nothing to copy."""
    if not files:
        return None
    backup = _new_folder(folder.joinpath(*BACKUPS.parts), f"{now:%Y%m%d-%H%M%S}")
    for name, data in files.items():
        write_file_atomically(backup / name, data)
    return backup


def _new_folder(parent: Path, name: str) -> Path:
    """Make a folder that was not there, under a name or the first that is free of ``name-2`` and so on."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            path = parent / (name if number == 1 else f"{name}-{number}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            break
    except OSError as error:
        fix = "Nothing was changed. Make it a folder that you may write to."
        raise UsageError(f"{parent} cannot be written: {error.strerror}.", fix) from error
    return path


def _refuse_saved_meanwhile(path: Path, before: bytes | None) -> None:
    if _content(path) != before:
        raise UsageError(f"{path} was saved while it was being updated.", "It was left alone; run the command again.")
