"""The bench of an audit: its suite key and its limits change from trial to trial."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from grader.sandbox.launcher import open_launcher
from grader.testing.bench import Bench

if TYPE_CHECKING:
    from grader.testing.material import Material


def audit_key(number: int) -> bytes:
    """Return one of the keys that audits draw with; they judge nobody, so everybody may know them."""
    return hashlib.sha256(f"key {number} of audits".encode()).digest()


class TrialBench(Bench):
    """A bench that draws with one key for one trial, and with another for the next."""

    @classmethod
    def open(cls, material: Material) -> Self:
        """Open a bench for what is all ours, so no jail is needed where there is none; the launcher is its own."""
        exercise = material.exercise
        launcher = open_launcher(exercise, require_jail=False)
        return cls(exercise, launcher, material.reference, audit_key(0), material.probes)

    def prepare(self, key: int, check_cpu_s: float) -> None:
        """Draw with another key and allow each check other CPU seconds, from the next implementation on."""
        self._key = audit_key(key)
        self.exercise = replace(self.exercise, limits=replace(self.exercise.limits, check_cpu_s=check_cpu_s))
