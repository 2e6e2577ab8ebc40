"""File names for learners' reports: safe on every system, different for different learners."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
_DIGESTED = re.compile(r".*-[0-9a-f]{10}")
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


def file_stem(learner: str) -> str:
    """Return a file name without ending for a learner, always the same one for the same name.

    A name of lower-case letters, digits, ``-`` and ``_`` is used as it is. Any other gets what can be kept of
    it and ten digits of its SHA-256, so ``Ada`` and ``ada`` stay apart where case is ignored. A plain name that
    looks as if it had such digits gets its own, so nobody can choose the name of another's file.
    """
    if _PLAIN.fullmatch(learner) and not _DIGESTED.fullmatch(learner) and not _DEVICES.fullmatch(learner):
        return learner
    digest = hashlib.sha256(learner.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    folded = unicodedata.normalize("NFKD", learner).encode("ascii", "ignore").decode().lower()
    kept = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:37].strip("-")
    return f"{kept or 'learner'}-{digest}"
