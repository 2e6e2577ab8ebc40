"""What trials have shown, kept by content: the same code in the same check need not be tried again."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path

import msgspec

from grader.audit.messages import Drilled, Seen
from grader.tree import digest

_WITHOUT = frozenset({"cli", "notebook", "reporting", "authoring", "workspace"})
"""Packages of the grader on which no verdict depends."""


class _Stored(msgspec.Struct):
    seen: dict[str, Seen] = {}
    drilled: dict[str, Drilled] = {}
    killers: dict[str, str] = {}


class Cache:
    """What was seen, by digests of all that it depends on; in one file per exercise, or nowhere."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stored = _read(path) if path else _Stored()
        self._used: set[str] = set()

    def seen(self, key: str) -> Seen | None:
        """Return what was seen under a key, or None."""
        self._used.add(key)
        return self._stored.seen.get(key)

    def drilled(self, key: str) -> Drilled | None:
        """Return what a drill under a key has shown, or None."""
        self._used.add(key)
        return self._stored.drilled.get(key)

    def keep(self, key: str, what: Seen | Drilled) -> None:
        """Keep something under a key."""
        self._used.add(key)
        table: dict[str, Seen] | dict[str, Drilled]
        table = self._stored.drilled if isinstance(what, Drilled) else self._stored.seen
        table[key] = what  # type: ignore[assignment]

    def killer(self, trial: str) -> str:
        """Return the check that ended a trial of this name the last time, or nothing."""
        return self._stored.killers.get(trial, "")

    def keep_killer(self, trial: str, check: str) -> None:
        """Keep the check that ended a trial, whatever else has changed when it is made again."""
        self._stored.killers[trial] = check

    def save(self, *, pruned: bool) -> None:
        """Write the file; ``pruned`` leaves out what nobody has asked for since it was read."""
        if self._path is None:
            return
        if pruned:
            seen, drilled = self._stored.seen.items(), self._stored.drilled.items()
            self._stored = _Stored(
                {key: value for key, value in seen if key in self._used},
                {key: value for key, value in drilled if key in self._used},
                self._stored.killers,
            )
        _write(self._path, msgspec.msgpack.encode(self._stored))


def default_cache_file(root: Path, slug: str) -> Path:
    """Return where the results for one exercise of the course in ``root`` are kept, in the user's cache folder."""
    import platformdirs

    place = digest(os.fsencode(root.resolve()))[:16]
    return Path(platformdirs.user_cache_dir("grader", appauthor=False)) / "audit" / place / f"{slug}.msgpack"


@cache
def engine_digest() -> str:
    """Return a digest of all code of the grader's that a verdict may depend on."""
    root = Path(__file__).parents[1]
    files = sorted(path for path in root.rglob("*.py") if path.relative_to(root).parts[0] not in _WITHOUT)
    return digest("\n".join(f"{path.relative_to(root)} {digest(path.read_bytes())}" for path in files).encode())


def _read(path: Path) -> _Stored:
    """Read a file; one that is missing, or damaged, is empty."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=_Stored)
    except (OSError, msgspec.MsgspecError):
        return _Stored()


def _write(path: Path, data: bytes) -> None:
    """Write for this user only, so that a reader sees the old file or the new; a cache that cannot be kept is none."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError:
        return
