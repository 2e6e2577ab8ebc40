"""What this machine can do, as a Python API: which layers confine a hand-in here, and which frameworks are there."""

from __future__ import annotations

import platform
from dataclasses import dataclass

from grader.model import Exercise, Framework
from grader.sandbox import framework, jail, selftest
from grader.sandbox.launcher import open_launcher

LAYERS = {
    "landlock": ("reads Python and its packages, writes one folder of its own", "Linux 5.13 or later"),
    "seccomp": ("no process, no network, no signal to others", "libseccomp2"),
    "rlimits": ("memory, files and processor time are bounded", "Linux"),
    "descriptors": ("no open file of ours is inherited", "Linux"),
    "watchdog": ("memory, threads and disk are watched", "Linux"),
    "user": ("each hand-in is a user of its own", "root, and an interpreter that other users can read"),
    "bubblewrap": ("a file system with Python in it and little else", "bubblewrap, and user namespaces or root"),
    "namespaces": ("an empty network, no shared memory with others", "user namespaces or root"),
}
"""Layer → what it does, and what it needs."""
FLOOR = ("landlock", "seccomp", "rlimits")
"""Without these no hand-in of somebody else is run."""


@dataclass(frozen=True)
class Examination:
    """What was found: ``missing`` of the floor, layers in force, and what became of every attempt to get out."""

    system: str
    frameworks: dict[str, str | None]
    missing: tuple[str, ...]
    isolation: tuple[str, ...] = ()
    attempts: tuple[selftest.Attempt, ...] = ()

    @property
    def fit_to_grade(self) -> bool:
        """Whether hand-ins of others may be graded here."""
        return not self.missing and all(attempt.stopped for attempt in self.attempts)


def examine() -> Examination:
    """Look at this machine and try its jail; raises EnvironmentFault when the zygote does not start."""
    system = f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    frameworks = {name: framework.version(name) for name in framework.VERSIONS[Framework.TENSORFLOW]}
    missing = tuple(jail.missing_layers())
    if missing:
        return Examination(system, frameworks, missing)
    launcher = open_launcher(Exercise("", "", 0, 0, (), limits=selftest.LIMITS))
    try:
        return Examination(system, frameworks, (), launcher.isolation, selftest.try_everything(launcher))
    finally:
        launcher.close()
