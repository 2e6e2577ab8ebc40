"""Which file of a hand-in counts, where there are several; nothing is guessed that a file can tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import UnreadableSubmission
from grader.model import NO_TEXT
from grader.source.reading import SUFFIXES, is_notebook, read_module

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.model import Exercise, ModuleText
    from grader.testing.material import Material

    Files = Mapping[str, Callable[[], bytes]]

DEEPEST = 3
"""Parts of a path in a folder or zip: packers put the folder itself into it, and learners one more."""
MOST_CANDIDATES = 8
"""Files that are looked into before it is said that there are too many."""
_JUNK = frozenset({"__macosx", "__pycache__", "conftest.py", "setup.py"})


@dataclass(frozen=True)
class Candidate:
    """A file that could be the hand-in: ``own`` is what was written in it, empty for the file as released.

    ``module`` is empty and ``problem`` says why when it cannot be read.
    """

    name: str
    module: ModuleText = NO_TEXT
    own: frozenset[str] = frozenset()
    problem: str = ""


@dataclass(frozen=True)
class Choice:
    """The file that counts, and the ``rivals`` that were written in too and say something else."""

    file: Candidate
    rivals: tuple[Candidate, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to tell about the choice."""
        return tuple(
            item.problem or f"{self.file.name!r} counts; {item.name!r} was written in too, and differs"
            for item in self.rivals
        )


def is_candidate(name: str, exercise: Exercise) -> bool:
    """Return whether a path inside a hand-in may be the work itself: code that is neither hidden nor ours."""
    last = PurePosixPath(name).name
    ours = last.startswith("test_") or last in exercise.given_modules
    return _may_be_work(name) and not ours and last.casefold().endswith(SUFFIXES)


def is_zip(name: str) -> bool:
    """Return whether a path inside a hand-in may be a zip with the work in it."""
    return _may_be_work(name) and name.casefold().endswith(".zip")


def _may_be_work(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return len(parts) <= DEEPEST and not any(part.startswith(".") or part.casefold() in _JUNK for part in parts)


def choose(files: Files, material: Material, receipt: str = "") -> Choice:
    """Choose among the files of a hand-in.

    The file a receipt's digest is of counts; else the one that was written in. Names like the module's come before
    others, and where two were written in and differ the module's own name comes first, then ``.py``.

    Raises:
        UnreadableSubmission: there is no file, or which one counts cannot be told.
    """
    untouched = None
    for group in _groups([*files], material.exercise.module):
        candidates = [_candidate(name, files[name], material, alone=len(files) == 1) for name in group]
        choice = _choice(candidates, material.exercise.module, receipt)
        if len(files) == 1 or choice.file.own or (receipt and choice.file.module.digest == receipt):
            return choice
        untouched = untouched or choice
    if untouched is None:
        raise UnreadableSubmission(f"there is no {material.exercise.module}.py and no other .py or .ipynb file")
    return untouched


def _groups(names: list[str], module: str) -> list[list[str]]:
    """Return the names like the module's, then the others, the best of each first."""
    ranked = sorted(names, key=lambda name: (*_rank(name, module), is_notebook(name), name))
    like = [name for name in ranked if module.casefold() in _plain_stem(name)]
    groups = [group for group in (like, [name for name in ranked if name not in like]) if group]
    if groups and len(groups[0]) > MOST_CANDIDATES:
        raise UnreadableSubmission(f"there are {len(groups[0])} files that could be the hand-in")
    return [group[:MOST_CANDIDATES] for group in groups]


def _rank(name: str, module: str) -> tuple[bool, int]:
    path = PurePosixPath(name)
    return path.stem.casefold() != module.casefold(), len(path.parts)


def _plain_stem(name: str) -> str:
    return "".join(char if char.isalnum() else "_" for char in PurePosixPath(name).stem.casefold())


def _candidate(name: str, load: Callable[[], bytes], material: Material, *, alone: bool) -> Candidate:
    """Read one file; what is its learner's own need not be known of a file without rivals."""
    try:
        module = _module(name, load())
    except UnreadableSubmission as error:
        return Candidate(name, problem=f"{PurePosixPath(name).name}: {error.message}")
    return Candidate(name, module, frozenset() if alone else material.own_work(module.text))


def _module(name: str, data: bytes) -> ModuleText:
    if not data.strip():
        raise UnreadableSubmission("the file is empty")
    return read_module(name, data)


def _choice(candidates: Sequence[Candidate], module: str, receipt: str) -> Choice:
    written = [item for item in candidates if item.own]
    unread = [item for item in candidates if item.problem or (item.module.broken and not item.own)]
    attested = [item for item in candidates if receipt and item.module.digest == receipt]
    if not attested:
        _refuse_equals(written, module)
    chosen = [*attested, *written, *unread, *candidates][0]
    rivals = (item for item in [*written, *unread] if item is not chosen and (not item.own or item.own != chosen.own))
    return Choice(chosen, tuple(rivals))


def _refuse_equals(written: Sequence[Candidate], module: str) -> None:
    """Refuse to choose between files of one kind, equally well named, that differ."""

    def standing(item: Candidate) -> tuple[tuple[bool, int], bool]:
        return _rank(item.name, module), is_notebook(item.name)

    equals = [item for item in written if standing(item) == standing(written[0])]
    if len({item.own for item in equals}) > 1:
        names = " and ".join(repr(item.name) for item in equals)
        raise UnreadableSubmission(f"which of {names} counts cannot be told: they differ")
