"""A learner's own work: which file of an exercise folder it is in, and what that says."""

from __future__ import annotations

import errno
import shlex
import stat
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.course.layout import MANIFEST
from grader.errors import UsageError
from grader.source.reading import NOTEBOOK, largest, read_module
from grader.workspace.choice import choose, is_candidate

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model import ModuleText
    from grader.testing.material import Material


HAND_INS = "handin"
"""The folder of an exercise that hand-ins are copied to when no other is named."""
_MOST_NAMED = 5


class Form(StrEnum):
    """What a learner may work in."""

    PY = "py"
    NOTEBOOK = "notebook"


@dataclass(frozen=True)
class Work:
    """The file a learner works in; ``rival`` is the other one of the folder if it was written in too and differs."""

    file: Path
    rival: str = ""

    def data(self) -> bytes:
        """Return the file's bytes; raises UsageError when they cannot be read or are too many."""
        try:
            size = _size(self.file)
            data = self.file.read_bytes() if size <= largest(self.file.name) else b""
        except OSError as error:
            fix = "Get it again with `grader start`."
            raise UsageError(f"{self.file} cannot be read: {error.strerror}.", fix) from error
        if size > largest(self.file.name):
            message = f"{self.file} has {size} bytes; at most {largest(self.file.name)} are read."
            fix = "Clear its outputs." if self.file.suffix == NOTEBOOK else "Move data out of the module."
            raise UsageError(message, fix)
        return data

    def module(self) -> ModuleText:
        """Return the work as module text; raises UsageError when there is none in the file."""
        module = read_module(self.file.name, self.data())
        if not self.rival:
            return module
        return replace(module, remarks=(self.about, *module.remarks))

    @property
    def about(self) -> str:
        """What is to be said before anything else: that there is another file; empty where there is none."""
        said = f"this is about {self.file.name}; {self.rival} was written in too, and differs"
        return said if self.rival else ""


def _size(file: Path) -> int:
    """Return the bytes of a plain file; raises OSError for anything else: a pipe would keep us waiting for ever."""
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is no plain file")
    return found.st_size


def exercise_folder(path: Path) -> Path:
    """Return the exercise folder that a path means: itself, or the one around a file of it.

    Raises:
        UsageError: it is none, but there are exercises right below it, which are named.
    """
    folder = path if path.is_dir() else path.parent
    if not (folder / MANIFEST).exists():
        below = sorted(manifest.parent.name for manifest in folder.glob(f"*/{MANIFEST}"))
        if below:
            fix = f"Go there first: cd {shlex.quote(below[0])}"
            raise UsageError(f"This is not an exercise, but the folder above {', '.join(below[:_MOST_NAMED])}.", fix)
    return folder


def find_work(path: Path, material: Material, form: Form | None = None) -> Work:
    """Find the file that counts: the one named, or in a folder the module or the notebook, whichever was written in.

    Raises:
        UsageError: the folder holds neither of them.
    """
    files = possible_works(path, material, form)
    there = [file for file in files if file.is_file()]
    if len(there) < 2:
        return Work((there or files)[0])
    choice = choose({file.name: Work(file).data for file in there}, material)
    return Work(exercise_folder(path) / choice.file.name, choice.rivals[0].name if choice.rivals else "")


def possible_works(path: Path, material: Material, form: Form | None = None) -> list[Path]:
    """Return the files among which ``find_work`` chooses, whether they are there or not."""
    exercise = material.exercise
    if not path.is_dir() and form is None and is_candidate(path.name, exercise):
        return [path]
    folder = exercise_folder(path)
    by_form = {Form.PY: folder / f"{exercise.module}.py", Form.NOTEBOOK: folder / f"{exercise.module}{NOTEBOOK}"}
    return [by_form[form]] if form else [*by_form.values()]
