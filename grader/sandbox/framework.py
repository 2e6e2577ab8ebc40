"""The frameworks of exercises: what a worker has imported, and whether it is installed – found without importing it."""

from __future__ import annotations

import importlib.util
import sys
from importlib import metadata
from typing import TYPE_CHECKING

from grader.errors import FrameworkMissing
from grader.model import Framework

if TYPE_CHECKING:
    from grader.model import Exercise

_NUMPY = ("numpy", "numpy.random", "numpy.linalg", "numpy.fft")
PACKAGES = {Framework.NUMPY: _NUMPY, Framework.TENSORFLOW: (*_NUMPY, "tensorflow", "keras")}
"""What a worker has imported before a submission is loaded: each import after confinement would cost it time."""
VERSIONS = {Framework.NUMPY: ("numpy",), Framework.TENSORFLOW: ("numpy", "tensorflow", "keras")}
"""The packages on whose versions numbers depend."""


def require(exercise: Exercise) -> None:
    """Raise FrameworkMissing when what an exercise needs is not installed."""
    for package in VERSIONS[exercise.framework]:
        if importlib.util.find_spec(package) is None:
            raise FrameworkMissing(
                f"{exercise.slug} needs {package}, which is not installed in {sys.prefix}.",
                f"Install it there: {sys.executable} -m pip install {exercise.framework}",
            )


def version(package: str) -> str | None:
    """Return the version of an importable package, whatever distribution it comes from; None when it is missing."""
    if importlib.util.find_spec(package) is None:
        return None
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:  # tensorflow-cpu, say
        distributions = metadata.packages_distributions().get(package, [])
        return metadata.version(distributions[0]) if distributions else "of unknown version"
