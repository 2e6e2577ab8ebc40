"""Collecting the hand-ins of a class from files and folders, each readable or with the reason why not."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.model import LARGEST_HAND_IN
from grader.tree import digest
from grader.workspace.receipt import LARGEST_RECEIPT, SUFFIX, read_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True)
class HandIn:
    """What one learner handed in: its bytes, or in ``problem`` the reason why there is nothing to run.

    ``submitted`` is the time on a receipt whose digest fits, else None; ``remarks`` say what is odd about it.
    """

    learner: str
    path: Path
    data: bytes = b""
    submitted: str | None = None
    problem: str = ""
    remarks: tuple[str, ...] = ()


def collect(paths: Iterable[Path], module: str) -> tuple[HandIn, ...]:
    """Read the hand-ins for an exercise whose learner module is ``module``, sorted by learner.

    A path is a ``.py`` file, named after its learner; a folder that holds ``<module>.py``, named after its
    learner; or a folder of such files and folders. Links inside a folder are not followed.

    Raises:
        UsageError: a path does not exist or holds no hand-in, or two hand-ins have the same learner.
    """
    found = [(_readable(name), file) for path in paths for name, file in _entries(path, module)]
    _refuse_doubles(found)
    return tuple(
        _read(learner, path, module) for learner, path in sorted(found, key=lambda pair: (pair[0].casefold(), pair))
    )


def _entries(path: Path, module: str) -> Iterator[tuple[str, Path]]:
    """Yield file name and path of each hand-in that ``path`` stands for."""
    if not path.exists():
        raise UsageError(f"{path} does not exist.", "Give a .py file, or a folder of hand-ins.")
    if not path.is_dir():
        yield _named(path), path
    elif (path / f"{module}.py").exists():
        yield path.resolve().name, path
    else:
        members = [child for child in path.iterdir() if _is_hand_in(child)]
        if not members:
            raise UsageError(f"{path} holds no hand-in.", f"Expected <learner>.py or <learner>/{module}.py in it.")
        yield from ((child.name if child.is_dir() else child.stem, child) for child in members)


def _readable(name: str) -> str:
    """Return a file's name as text: composed characters, and escapes for bytes that are no UTF-8."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "backslashreplace"))


def _named(path: Path) -> str:
    if path.suffix != ".py":
        raise UsageError(f"{path} is not a Python module.", "Give a .py file, or a folder of hand-ins.")
    return path.stem


def _is_hand_in(path: Path) -> bool:
    passing = path.name.startswith(".") or path.name == "__pycache__"
    return not passing and (path.suffix == ".py" or (path.is_dir() and not path.is_symlink()))


def _refuse_doubles(found: Iterable[tuple[str, Path]]) -> None:
    """Refuse two hand-ins of one learner: which of them counts is not ours to guess."""
    by_learner: dict[str, list[Path]] = defaultdict(list)
    for learner, path in found:
        by_learner[learner].append(path)
    doubles = [paths for paths in by_learner.values() if len(paths) > 1]
    if doubles:
        listed = "\n".join("  " + " and ".join(str(path) for path in paths) for paths in doubles)
        raise UsageError(f"Two hand-ins of one learner:\n{listed}", "Leave one of them out; nothing was graded.")


def _read(learner: str, path: Path, module: str) -> HandIn:
    file = path / f"{module}.py" if path.is_dir() else path
    data, problem = _contents(file)
    submitted, remarks = _receipt(path.with_name(f"{path.name if path.is_dir() else path.stem}{SUFFIX}"), data)
    return HandIn(learner, file, data, submitted, problem, remarks)


def _contents(file: Path) -> tuple[bytes, str]:
    """Return a hand-in's bytes and an empty string, or no bytes and the reason."""
    try:
        problem = _unfit(file)
        if problem:
            return b"", problem
        data = file.read_bytes()
        data.decode()
    except OSError as error:
        return b"", f"{file.name} cannot be read: {error.strerror}."
    except UnicodeDecodeError as error:
        return b"", f"{file.name} is not UTF-8 text: byte {data[error.start]:#04x} at offset {error.start}."
    return (data, "") if data.strip() else (b"", f"{file.name} is empty.")


def _unfit(file: Path) -> str:
    """Return why a file may not even be opened: a device or a pipe would never end."""
    if file.is_symlink() or not file.exists():
        return f"{file.name} is {'a link' if file.is_symlink() else 'missing'}."
    if not file.is_file():
        return f"{file.name} is not a file."
    size = file.stat().st_size
    return f"{file.name} has {size} bytes; at most {LARGEST_HAND_IN} are read." if size > LARGEST_HAND_IN else ""


def _receipt(path: Path, data: bytes) -> tuple[str | None, tuple[str, ...]]:
    """Return the time on the receipt beside a hand-in and what is odd about the receipt."""
    if path.is_symlink() or not path.is_file() or not data:
        return None, ()
    try:
        with path.open("rb") as file:
            receipt = read_receipt(file.read(LARGEST_RECEIPT + 1))
    except OSError:
        receipt = None
    if receipt is None:
        return None, (f"{path.name} is not a receipt; the time of submission is unknown.",)
    if receipt.digest != digest(data):
        return None, (f"{path.name} belongs to another version; the time of submission is unknown.",)
    return receipt.submitted, ()
