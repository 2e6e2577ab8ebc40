"""A learner's own work: which file of an exercise folder it is in, and what that says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.source.reading import NOTEBOOK, largest, read_module
from grader.workspace.choice import choose, is_candidate

if TYPE_CHECKING:
    from pathlib import Path

    from grader.model import ModuleText
    from grader.testing.material import Material


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
            data = self.file.read_bytes()
        except OSError as error:
            fix = "Get it again with `grader start`."
            raise UsageError(f"{self.file} cannot be read: {error.strerror}.", fix) from error
        if len(data) > largest(self.file.name):
            message = f"{self.file} has {len(data)} bytes; at most {largest(self.file.name)} are read."
            fix = "Clear its outputs." if self.file.suffix == NOTEBOOK else "Move data out of the module."
            raise UsageError(message, fix)
        return data

    def module(self) -> ModuleText:
        """Return the work as module text; raises UsageError when there is none in the file."""
        module = read_module(self.file.name, self.data())
        if not self.rival:
            return module
        said = f"this is about {self.file.name}; {self.rival} was written in too, and differs"
        return replace(module, remarks=(said, *module.remarks))


def exercise_folder(path: Path) -> Path:
    """Return the exercise folder that a path means: itself, or the one around a file of it."""
    return path if path.is_dir() else path.parent


def find_work(path: Path, material: Material, form: Form | None = None) -> Work:
    """Find the file that counts: the one named, or in a folder the module or the notebook, whichever was written in.

    Raises:
        UsageError: the folder holds neither of them.
    """
    exercise = material.exercise
    if not path.is_dir() and form is None and is_candidate(path.name, exercise):
        return Work(path)
    folder = exercise_folder(path)
    by_form = {Form.PY: folder / f"{exercise.module}.py", Form.NOTEBOOK: folder / f"{exercise.module}{NOTEBOOK}"}
    there = [file for file in by_form.values() if file.is_file()]
    if form is not None or len(there) < 2:
        return Work(by_form[form] if form else (there or [by_form[Form.PY]])[0])
    choice = choose({file.name: Work(file).data for file in there}, material)
    return Work(folder / choice.file.name, choice.rivals[0].name if choice.rivals else "")
