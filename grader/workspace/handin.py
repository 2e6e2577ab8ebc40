"""Collecting the hand-ins of a class from files, folders and zips, each readable or with the reason why not."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from grader.errors import UnreadableSubmission, UsageError
from grader.model import LARGEST_NOTEBOOK, NO_TEXT
from grader.source.reading import SUFFIXES, largest
from grader.workspace.archive import MOST_ENTRIES, read_zip
from grader.workspace.choice import DEEPEST, choose, is_candidate
from grader.workspace.receipt import LARGEST_RECEIPT, SUFFIX, read_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from grader.model import Exercise, ModuleText
    from grader.testing.material import Material
    from grader.workspace.choice import Files
    from grader.workspace.receipt import Receipt

ZIP = ".zip"


@dataclass(frozen=True)
class HandIn:
    """What one learner handed in, read as a module; in ``problem`` the reason why there is nothing to run.

    ``path`` is the file that counts, or the zip it lies in. ``submitted`` is the time on a receipt whose digest fits,
    else None; ``remarks`` say what is odd about the files.
    """

    learner: str
    path: Path
    module: ModuleText = NO_TEXT
    submitted: str | None = None
    problem: str = ""
    remarks: tuple[str, ...] = ()


def collect(paths: Iterable[Path], material: Material) -> tuple[HandIn, ...]:
    """Read the hand-ins for an exercise, sorted by learner.

    A path is a ``.py``, ``.ipynb`` or ``.zip`` named after its learner; a folder that holds the exercise's module or
    notebook, named after its learner; or a folder of such files and folders. Links inside a folder are not followed.

    Raises:
        UsageError: a path does not exist or holds no hand-in, or two hand-ins have the same learner.
    """
    found = [(_readable(name), file) for path in paths for name, file in _entries(path, material.exercise.module)]
    _refuse_doubles(found)
    in_order = sorted(found, key=lambda pair: (pair[0].casefold(), pair))
    return tuple(_read(learner, path, material) for learner, path in in_order)


def _entries(path: Path, module: str) -> Iterator[tuple[str, Path]]:
    """Yield file name and path of each hand-in that ``path`` stands for."""
    if not path.exists():
        raise UsageError(f"{path} does not exist.", "Give a .py, .ipynb or .zip file, or a folder of hand-ins.")
    if not path.is_dir():
        yield _named(path), path
    elif any((path / f"{module}{suffix}").exists() for suffix in SUFFIXES):
        yield path.resolve().name, path
    else:
        members = [child for child in path.iterdir() if _is_hand_in(child)]
        if not members:
            raise UsageError(
                f"{path} holds no hand-in.", f"Expected <learner>.py, .ipynb or .zip, or <learner>/{module}.py in it."
            )
        yield from ((child.name if child.is_dir() else child.stem, child) for child in members)


def _readable(name: str) -> str:
    """Return a file's name as text: composed characters, and escapes for bytes that are no UTF-8."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "backslashreplace"))


def _named(path: Path) -> str:
    if not _is_one_file(path):
        raise UsageError(f"{path} is no hand-in.", "Give a .py, .ipynb or .zip file, or a folder of hand-ins.")
    return path.stem


def _is_hand_in(path: Path) -> bool:
    passing = path.name.startswith(".") or path.name in ("__pycache__", "__MACOSX")
    return not passing and (_is_one_file(path) or (path.is_dir() and not path.is_symlink()))


def _is_one_file(path: Path) -> bool:
    return path.name.casefold().endswith((*SUFFIXES, ZIP)) and not path.is_dir()


def _refuse_doubles(found: Iterable[tuple[str, Path]]) -> None:
    """Refuse two hand-ins of one learner: which of them counts is not ours to guess."""
    by_learner: dict[str, list[Path]] = defaultdict(list)
    for learner, path in found:
        by_learner[learner].append(path)
    doubles = [paths for paths in by_learner.values() if len(paths) > 1]
    if doubles:
        listed = "\n".join("  " + " and ".join(str(path) for path in paths) for paths in doubles)
        raise UsageError(f"Two hand-ins of one learner:\n{listed}", "Leave one of them out; nothing was graded.")


def _read(learner: str, path: Path, material: Material) -> HandIn:
    receipt, remarks = _receipt(path.with_name(f"{path.name if path.is_dir() else path.stem}{SUFFIX}"))
    try:
        choice = choose(_files(path, material.exercise), material, receipt.digest if receipt else "")
    except UnreadableSubmission as error:
        return HandIn(learner, path, problem=f"{path.name}: {error.message}.", remarks=remarks)
    file = path / choice.file.name if path.is_dir() else path
    if choice.file.problem:
        return HandIn(learner, file, problem=f"{choice.file.problem}.", remarks=(*remarks, *choice.remarks))
    module, submitted = choice.file.module, None
    if receipt and receipt.digest == module.digest:
        submitted = receipt.submitted
    elif receipt:
        remarks = ("the receipt belongs to another version; the time of submission is unknown.",)
    return HandIn(learner, file, module, submitted, remarks=(*remarks, *choice.remarks))


def _files(path: Path, exercise: Exercise) -> Files:
    """Return the files of a hand-in that could be the work, each to be read when it is needed.

    Raises:
        UnreadableSubmission: it is a zip that is refused.
    """
    if path.is_dir():
        return {name: partial(_contents, path / name) for name in _names(path) if is_candidate(name, exercise)}
    if not path.name.casefold().endswith(ZIP):
        return {path.name: partial(_contents, path)}
    _refuse_unfit(path, LARGEST_NOTEBOOK)
    try:
        tree = read_zip(path, LARGEST_NOTEBOOK, lambda name: is_candidate(name, exercise))
    except UsageError as error:
        raise UnreadableSubmission(error.message) from error
    return {name: partial(bytes, data) for name, data in tree.items()}


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
    """Return a file's bytes; raises UnreadableSubmission when it cannot or may not be read."""
    _refuse_unfit(file, largest(file.name))
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableSubmission(f"the file cannot be read ({error.strerror})") from error


def _refuse_unfit(file: Path, most: int) -> None:
    """Refuse what may not even be opened: a device or a pipe would never end."""
    if file.is_symlink() or not file.exists():
        raise UnreadableSubmission(f"the file is {'a link' if file.is_symlink() else 'missing'}")
    if not file.is_file():
        raise UnreadableSubmission("this is not a file")
    size = file.stat().st_size
    if size > most:
        raise UnreadableSubmission(f"the file has {size} bytes; at most {most} are read")


def _receipt(path: Path) -> tuple[Receipt | None, tuple[str, ...]]:
    """Return the receipt beside a hand-in and what is odd about it."""
    if path.is_symlink() or not path.is_file():
        return None, ()
    try:
        with path.open("rb") as file:
            receipt = read_receipt(file.read(LARGEST_RECEIPT + 1))
    except OSError:
        receipt = None
    if receipt is None:
        return None, (f"{path.name} is not a receipt; the time of submission is unknown.",)
    return receipt, ()
