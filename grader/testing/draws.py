"""Secret, repeatable draws: every random number of a hidden check comes from the suite's key."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import numpy as np

PUBLIC_KEY = b"public checks draw from a key that everybody knows"
"""The key where nothing is secret: public checks, and running a suite by hand."""


@dataclass(frozen=True)
class Draws:
    """The draws of one check: HMAC-SHA256 of check and purpose under the suite's key, 128 bits each."""

    key: bytes
    exercise: str
    check: str

    def bits(self, purpose: str) -> bytes:
        """Return 16 bytes for one purpose."""
        message = f"{self.exercise}\x00{self.check}\x00{purpose}".encode()
        return hmac.new(self.key, message, hashlib.sha256).digest()[:16]

    def call_seed(self, number: int, salt: str = "") -> bytes:
        """Return the seed of the check's call ``number``, counted from 0; another one for each salt."""
        return self.bits(f"call {number}{salt}")

    def generator(self) -> np.random.Generator:
        """Return the generator that makes the check's data."""
        return np.random.default_rng(int.from_bytes(self.bits("data")))
