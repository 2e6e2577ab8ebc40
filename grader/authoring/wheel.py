"""The wheel of the framework: built from a checkout, and searched for what must not be in it."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.authoring.leaks import leaked_runs, readable
from grader.authoring.shapes import PACKAGED
from grader.errors import EnvironmentFault, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGE = "grader"


def build_wheel(root: Path, out: Path) -> Path:
    """Build the framework's wheel from its checkout and return its path in ``out``.

    Built from the same files it is the same bytes. Nothing is fetched: hatchling does it in this process.

    Raises:
        UsageError: the folder is not a checkout of the framework.
        EnvironmentFault: hatchling is not installed, or fails.
    """
    if not (root / PACKAGE / "__init__.py").is_file():
        raise UsageError(f"{root} holds no source of {PACKAGE}.", "Give the wheel you installed it from.")
    try:
        from hatchling.builders.wheel import WheelBuilder
    except ImportError:
        fix = "Install it: pip install 'deep-grader[build]'."
        raise EnvironmentFault("A wheel is built with hatchling, which is not installed.", fix) from None
    try:
        (built,) = WheelBuilder(str(root)).build(directory=str(out), versions=["standard"])
    except (OSError, ValueError, TypeError) as error:
        raise EnvironmentFault(f"The wheel cannot be built from {root}: {error}", "See its pyproject.toml.") from error
    return Path(built)


def wheel_faults(wheel: Path, secrets: Iterable[str]) -> Iterator[str]:
    """Yield what must not be in a wheel: files of anything but the framework, and runs of secret lines.

    A single line of a solution or a check may well occur in the framework, too; several in a row do not, but
    for those that every new week starts with.

    Raises:
        UsageError: the file is no wheel.
    """
    texts = tuple(secrets)
    begun = [path.read_text(encoding="utf-8") for path in sorted((PACKAGED / "scaffold").rglob("*.j2"))]
    for name, data in _entries(wheel).items():
        top = PurePosixPath(name).parts[0]
        if top != PACKAGE and not top.endswith(".dist-info"):
            yield f"{name} is not part of the framework"
        for line in leaked_runs(texts, readable(name, data), begun):
            yield f"{name} holds lines that must not leave, from {line!r} on"


def _entries(wheel: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(wheel) as archive:
            return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    except (zipfile.BadZipFile, OSError) as error:
        raise UsageError(f"{wheel} is no wheel: {error}", "Build one with build_wheel.") from error
