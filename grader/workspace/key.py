"""The suite key: 32 secret bytes outside the course, from which every hidden draw is derived."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from grader.errors import EnvironmentFault

KEY_BYTES = 32


def default_key_file() -> Path:
    """Return where the key lies unless told otherwise: in the user's configuration folder."""
    import platformdirs

    return Path(platformdirs.user_config_dir("grader", appauthor=False)) / "key"


def suite_key(path: Path) -> bytes:
    """Return the key at ``path``, making one for this user only when there is none.

    Raises:
        EnvironmentFault: the key cannot be read or made, has another length, or others can read it.
    """
    try:
        if not path.exists():
            _make(path)
        mode, key = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise EnvironmentFault(f"The key {path} cannot be used: {error.strerror}.", "Name another file.") from error
    if os.name == "posix" and mode & 0o077:
        raise EnvironmentFault(f"Others can read the key {path}.", f"Make it yours: chmod 600 {path}")
    if len(key) != KEY_BYTES:
        raise EnvironmentFault(
            f"The key {path} has {len(key)} bytes, not {KEY_BYTES}.",
            "Put it back from a backup, or remove it: a new key draws new inputs.",
        )
    return key


def _make(path: Path) -> None:
    """Write a new key; of two processes that start together one wins, and neither reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(KEY_BYTES))
        os.link(temporary, path)
    except FileExistsError:
        return
    finally:
        temporary.unlink(missing_ok=True)
