"""What a report was made with."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from grader import __version__
from grader.model import Provenance
from grader.sandbox import framework
from grader.testing.origin import truth_files
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.model import Course, Exercise, Framework


def provenance_of(course: Course, exercise: Exercise, key: bytes) -> Provenance:
    """Return the digests of suite and key and the environment's versions; the submission's digest comes later."""
    return Provenance(
        suite=digest_of_files(course.root, truth_files(course, exercise)),
        submission="",
        environment=environment(exercise.framework),
        key=digest(key)[:16],
        grader=__version__,
    )


def digest_of_files(root: Path, files: Iterable[Path]) -> str:
    """Return one digest for the names (below ``root``) and contents of files."""
    lines = [f"{file.relative_to(root).as_posix()} {digest(file.read_bytes())}" for file in sorted(files)]
    return digest("\n".join(lines).encode())


def environment(needed: Framework) -> str:
    """Return the versions on which numbers may depend."""
    packages = [f"{name} {framework.version(name)}" for name in (*framework.VERSIONS[needed], "pytest")]
    return "; ".join([f"Python {platform.python_version()}", *packages, f"{platform.system()} {platform.machine()}"])
