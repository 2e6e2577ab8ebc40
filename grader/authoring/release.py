"""The zip that learners get: one exercise, the framework's wheel, and how to install it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from grader.authoring.generate import generate
from grader.authoring.leaks import leaked_whole, readable
from grader.authoring.shapes import shape
from grader.authoring.texts import read_texts
from grader.authoring.wheel import wheel_faults
from grader.course.layout import suite_dir
from grader.course.load import read_handout
from grader.course.reading import read_text, refuse
from grader.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.model import Course, Exercise
    from grader.tree import Tree

PUBLIC = "test_public.py"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold, so that the same content gives the same bytes."""


def release(course: Course, exercise: Exercise, wheel: Path) -> bytes:
    """Return a zip with the exercise in ``<slug>/``, the wheel and ``INSTALL.md`` beside it.

    The same truth and wheel give the same bytes; nothing is compressed, since compressors differ.

    Raises:
        CourseError: the exercise cannot be generated, or something in the zip must not leave.
        UsageError: the wheel is none.
    """
    tree = generate(course, exercise)
    refuse([*suite_leaks(course, exercise, tree), *_wheel_leaks(course, wheel)])
    install = shape(course, "_install.md.j2", exercise=exercise, wheel=wheel.name)
    files = {f"{exercise.slug}/{name}": data for name, data in tree.items()}
    return pack({**files, wheel.name: wheel.read_bytes(), "INSTALL.md": install.encode()})


def pack(files: Tree, modes: Mapping[str, int] | None = None) -> bytes:
    """Return a zip of files that others may read; ``modes`` names those with other permissions."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3
            entry.external_attr = (0o100000 | (modes or {}).get(name, 0o644)) << 16
            archive.writestr(entry, files[name])
    return stream.getvalue()


def suite_leaks(course: Course, exercise: Exercise, tree: Tree) -> Iterator[Problem]:
    """Yield the shipped files that hold a line of what stays: hidden checks, mistakes, alternatives, probes.

    These are full of everyday lines; what the solution's kept parts, the handout or the public checks hold as
    well is no secret.
    """
    allowed = "\n".join(
        [
            read_texts(course, exercise).module,
            read_handout(course, exercise).body,
            read_text(suite_dir(course, exercise) / PUBLIC, "suite"),
        ]
    )
    for path, text in _hidden_files(course, exercise):
        for name, data in tree.items():
            for line in leaked_whole([text], readable(name, data), allowed):
                fix = "Reword one of the two."
                yield Problem(path, 0, f"the line {line!r} must not leave, but {name} would ship it", fix)


def _wheel_leaks(course: Course, wheel: Path) -> Iterator[Problem]:
    """Yield what of any exercise of the course is in the wheel."""
    secrets = [text for exercise in course.exercises for _, text in _hidden_files(course, exercise)]
    secrets += ["\n".join(read_texts(course, exercise).removed) for exercise in course.exercises]
    for fault in wheel_faults(wheel, secrets):
        yield Problem(wheel, 0, fault, "Build the wheel from a clean checkout.")


def _hidden_files(course: Course, exercise: Exercise) -> Iterator[tuple[Path, str]]:
    """Yield the Python files of a suite that never leave, with their texts.

    Hand-ins for the demonstration never leave either, but they are full of lines of the stub, and no secret.
    """
    for path in sorted(suite_dir(course, exercise).glob("*.py")):
        if path.name != PUBLIC:
            yield path, path.read_text(encoding="utf-8", errors="replace")
