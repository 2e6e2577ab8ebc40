"""Start workers: forked and jailed from a warm zygote, or spawned without a jail where that is impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import FloorMissing
from grader.sandbox import framework, jail
from grader.sandbox.forking import ZygoteLauncher
from grader.sandbox.spawning import SpawnLauncher

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.model import Exercise
    from grader.sandbox.link import Launcher, Measures


def open_launcher(
    exercise: Exercise,
    *,
    secrets: Iterable[Path] = (),
    require_jail: bool = True,
    measures: Measures | None = None,
) -> Launcher:
    """Start what makes workers for ``exercise``.

    Args:
        exercise: decides the limits of each worker and the framework it has imported.
        secrets: folders that no worker may read.
        measures: layers to leave off, for measuring.
        require_jail: refuse to run without confinement; a learner checking their own code needs none.

    Raises:
        FrameworkMissing: what the exercise needs is not installed.
        FloorMissing: the machine cannot confine untrusted code and ``require_jail`` is set.
        EnvironmentFault: the zygote does not start, or a secret would be readable.
    """
    require(exercise, require_jail=require_jail)
    packages = framework.PACKAGES[exercise.framework]
    if jail.missing_layers():
        return SpawnLauncher(exercise.limits, packages)
    return ZygoteLauncher(exercise.limits, packages, secrets, measures)


def require(exercise: Exercise, *, require_jail: bool) -> None:
    """Refuse, in milliseconds, what ``open_launcher`` would refuse: raises FrameworkMissing or FloorMissing."""
    framework.require(exercise)
    missing = jail.missing_layers() if require_jail else []
    if missing:
        raise FloorMissing(
            "this machine cannot confine untrusted code; missing: " + "; ".join(missing),
            "Grade on a machine that has these, or pass --unsafe to run the code without any protection.",
        )
