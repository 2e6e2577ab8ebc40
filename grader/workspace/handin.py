"""Collecting the hand-ins of a class from files, folders and zips, each readable or with the reason why not."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from grader.errors import UnreadableSubmission, UsageError
from grader.model import LARGEST_NOTEBOOK, NO_TEXT
from grader.workspace.archive import unpack
from grader.workspace.attempts import Attempt, Keep, counting
from grader.workspace.choice import choose, is_candidate, is_zip
from grader.workspace.finding import distinct, find
from grader.workspace.places import Stored
from grader.workspace.receipt import LARGEST_RECEIPT, read_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.model import Exercise, ModuleText
    from grader.testing.material import Material
    from grader.workspace.places import Found
    from grader.workspace.receipt import Receipt
    from grader.workspace.roster import Roster


@dataclass(frozen=True)
class HandIn:
    """What one learner handed in, read as a module; in ``problem`` the reason why there is nothing to run.

    ``path`` is the file that counts, or the zip it lies in. ``submitted`` is the time that a platform recorded, or that
    on a receipt whose digest fits, else None; ``remarks`` say what is odd about the files; by ``keys`` a roster may
    know it.
    """

    learner: str
    path: Path
    module: ModuleText = NO_TEXT
    submitted: str | None = None
    problem: str = ""
    remarks: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def collect(
    paths: Iterable[Path], material: Material, roster: Roster | None = None, keep: Keep = Keep.LATEST
) -> tuple[HandIn, ...]:
    """Read the hand-ins for an exercise, sorted by learner.

    A path is a ``.py``, ``.ipynb`` or ``.zip`` named after its learner; a folder that holds the exercise's module or
    notebook, named after its learner; a folder of such files and folders, or of what Moodle, Canvas or Gradescope
    pack; or a zip that one of them packed. Links inside a folder are not followed.

    There is one hand-in of each learner: the latest, or an unreadable one where nothing tells which that is. To keep
    the best, all are returned that differ, the latest last.

    Raises:
        UsageError: a path does not exist or holds no hand-in.
    """
    with ExitStack() as stack:
        found = distinct(find(paths, material.exercise.module, stack), roster)
        found.sort(key=lambda each: (each.learner.casefold(), each.learner))
        by_learner = (list(group) for _, group in groupby(found, key=lambda each: each.learner))
        return tuple(hand_in for group in by_learner for hand_in in _of_one(group, material, keep))


def _of_one(found: list[Found], material: Material, keep: Keep) -> tuple[HandIn, ...]:
    """Read all that one learner handed in, and return what counts."""
    if len(found) == 1:
        return (_read(found[0], material),)
    attempts = []
    for each in found:
        hand_in = _read(each, material)
        # Two unreadable ones are not known to be the same.
        work = hand_in.path if hand_in.problem else material.own_work(hand_in.module.text)
        attempts.append(Attempt(hand_in, work, each.platform, each.number))
    return counting(attempts, keep)


def _read(found: Found, material: Material) -> HandIn:
    receipt, remarks = _receipt(found.receipt)
    make = partial(HandIn, found.learner, keys=found.keys)
    try:
        files = _work(found, material.exercise)
        choice = choose(files, material, receipt.digest if receipt else "")
    except UnreadableSubmission as error:
        problem = f"{found.path.name}: {error.message}."
        return make(found.path, problem=problem, submitted=found.submitted, remarks=remarks)
    file, remarks = files[choice.file.name].path, (*remarks, *choice.remarks)
    if choice.file.problem:
        return make(file, problem=f"{choice.file.problem}.", submitted=found.submitted, remarks=remarks)
    module, submitted = choice.file.module, found.submitted
    if receipt and receipt.digest == module.digest:
        submitted = submitted or receipt.submitted
    elif receipt:
        belongs = "the receipt belongs to another version; the time of submission is unknown."
        remarks = (belongs, *choice.remarks)
    return make(file, module, submitted, remarks=remarks)


def _work(found: Found, exercise: Exercise) -> Mapping[str, Stored]:
    """Return the files of a hand-in that could be the work; those of a zip where there are no others.

    Raises:
        UnreadableSubmission: the zip is refused, or there are two.
    """
    files = found.files()
    zips = [name for name in files if is_zip(name)]
    work = files if found.is_work and not zips else {n: files[n] for n in files if is_candidate(n, exercise)}
    if work or not zips:
        return work
    if len(zips) > 1:
        raise UnreadableSubmission(f"which of {' and '.join(map(repr, zips))} counts cannot be told")
    file = files[zips[0]]
    try:
        tree = unpack(file(), LARGEST_NOTEBOOK, lambda name: is_candidate(name, exercise))
    except UnreadableSubmission:
        raise
    except UsageError as error:
        raise UnreadableSubmission(error.message) from error
    return {name: Stored(file.path, partial(bytes, data)) for name, data in tree.items()}


def _receipt(path: Path | None) -> tuple[Receipt | None, tuple[str, ...]]:
    """Return the receipt beside a hand-in and what is odd about it."""
    if path is None or path.is_symlink() or not path.is_file():
        return None, ()
    try:
        with path.open("rb") as file:
            receipt = read_receipt(file.read(LARGEST_RECEIPT + 1))
    except OSError:
        receipt = None
    if receipt is None:
        return None, (f"{path.name} is not a receipt; the time of submission is unknown.",)
    return receipt, ()
