"""A notebook in its folder, and the course it goes to: what is read from the one, and may be written to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.importing.week import Week, week_of
from grader.errors import UsageError
from grader.model import LARGEST_NOTEBOOK

if TYPE_CHECKING:
    from pathlib import Path


def import_week(course_root: Path, slug: str, notebook: Path) -> Week:
    """Return what a notebook and the files it names become in a course; nothing is written.

    Raises:
        UsageError: the notebook cannot be read or converted, or a file of that name exists.
    """
    week = week_of(_read(notebook), slug, lambda name: _beside(notebook.parent / name))
    taken = [name for name, data in week.tree.items() if _is_taken(course_root, name, data)]
    if taken:
        raise UsageError(f"{taken[0]} exists already.", "Choose another name, or move it away.")
    return week


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Give the .ipynb file.") from error


def _beside(path: Path) -> bytes | None:
    """Return the bytes of a file that is one, and not enormous."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= LARGEST_NOTEBOOK else None
    except (OSError, ValueError):
        return None


def _is_taken(course_root: Path, name: str, data: bytes) -> bool:
    """Return whether there is such a file, other than the same picture, which another week may show too."""
    place = course_root / name
    same = name.startswith("templates/assets/") and place.is_file() and place.read_bytes() == data
    return place.exists() and not same
