"""From paths to hand-ins that are not read yet: files, folders, and what platforms pack for a whole class."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.source.reading import SUFFIXES
from grader.workspace.archive import Archive
from grader.workspace.places import Found, item_on_disk, items_of_archive, items_of_folder
from grader.workspace.platforms import recognise
from grader.workspace.receipt import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import ExitStack
    from pathlib import Path

    from grader.workspace.places import Item
    from grader.workspace.roster import Roster

ZIP = ".zip"


def find(paths: Iterable[Path], module: str, stack: ExitStack) -> list[Found]:
    """Return the hand-ins that paths stand for; zips of a whole class are open until ``stack`` closes them.

    Raises:
        UsageError: a path does not exist or holds no hand-in.
    """
    found: list[Found] = []
    single: list[Item] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist.", "Give a .py, .ipynb or .zip file, or a folder of hand-ins.")
        group = _class_in_zip(path, stack) if not path.is_dir() else _class_in_folder(path, module)
        if group is None:
            single.append(item_on_disk(path, path.resolve().name if path.is_dir() else path.name))
        found += group or ()
    named, rest = recognise(single)
    for item in rest:
        if not item.is_folder and not _is_work(item):
            raise UsageError(f"{item.path} is no hand-in.", "Give a .py, .ipynb or .zip file, or a folder of hand-ins.")
    return [*found, *named, *map(_plain, rest)]


def distinct(found: Sequence[Found], roster: Roster | None) -> list[Found]:
    """Name learners as the roster does; namesakes whom a platform tells apart get its number or address."""
    learners = [roster.learner_of(each.keys) if roster else None for each in found]
    people = defaultdict[str, set[tuple[str, str]]](set)
    for each, learner in zip(found, learners, strict=True):
        if learner is None and each.id:
            people[each.learner].add((each.platform, each.id))
    namesakes = {learner for learner, ids in people.items() if len(ids) > 1}

    def name(each: Found) -> str:
        return f"{each.learner} ({each.id})" if each.id and each.learner in namesakes else each.learner

    return [replace(each, learner=learner or name(each)) for each, learner in zip(found, learners, strict=True)]


def _class_in_folder(folder: Path, module: str) -> list[Found] | None:
    """Return the hand-ins in a folder, or None for a learner's own folder."""
    if any((folder / f"{module}{suffix}").exists() for suffix in SUFFIXES) or recognise([item_on_disk(folder)])[0]:
        return None
    found, rest = recognise(items_of_folder(folder))
    found += [_plain(item) for item in rest if item.is_folder or _is_work(item)]
    if not found:
        raise UsageError(
            f"{folder} holds no hand-in.", f"Expected <learner>.py, .ipynb or .zip, or <learner>/{module}.py in it."
        )
    return found


def _class_in_zip(path: Path, stack: ExitStack) -> list[Found] | None:
    """Return the hand-ins in a zip that a platform packed for a class, or None for any other file.

    Every name in it must be the platform's. One learner's work may be named as Canvas would; several learners' is not.
    """
    if not path.name.casefold().endswith(ZIP) or not path.is_file() or path.is_symlink():
        return None
    try:
        archive = Archive(path)
    except UsageError:
        return None
    items = items_of_archive(archive, path)
    found, rest = recognise(items)
    if not found and len(items) == 1 and items[0].is_folder:
        found, rest = recognise(items_of_archive(archive, path, f"{items[0].path.name}/"))
    if not _is_class(found, rest):
        archive.close()
        return None
    stack.callback(archive.close)
    return [*found, *(_plain(item) for item in rest if item.is_folder)]


def _is_class(found: Sequence[Found], rest: Sequence[Item]) -> bool:
    platforms = {each.platform for each in found}
    if platforms == {"Canvas"}:
        return not rest and len({each.id for each in found}) > 1
    return "Gradescope" in platforms or (bool(found) and not rest)


def _plain(item: Item) -> Found:
    """Return a file or folder as the hand-in of the learner it is named after."""
    learner = item.name if item.is_folder else PurePosixPath(item.name).stem
    stem = item.path.name if item.is_folder else item.path.stem
    return Found(
        learner=learner,
        path=item.path,
        files=item.files,
        keys=(item.name, learner),
        receipt=item.path.with_name(f"{stem}{SUFFIX}"),
        is_work=not item.is_folder,
    )


def _is_work(item: Item) -> bool:
    return item.name.casefold().endswith((*SUFFIXES, ZIP))
