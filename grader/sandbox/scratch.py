"""The folder a worker may write to: made before it starts, removed after it is dead, by the zygote."""

from __future__ import annotations

import os


def make(folder: str, uid: int | None) -> None:
    """Make a folder for a worker alone; ``uid`` is the user it will have, or None for this process's own."""
    os.mkdir(folder, 0o700)  # noqa: PTH102 – no pathlib in the zygote
    if uid is not None:
        os.chown(folder, uid, uid)


def remove(folder: str) -> None:
    """Remove a folder of any depth and any modes; raises OSError when something stays.

    Nested folders are moved up before they are emptied, so no path grows long and nothing recurses. Nobody may be
    writing to it any more.
    """
    waiting, moved = [folder], 0
    while waiting:
        current = waiting.pop()
        with os.scandir(current) as found:
            entries = list(found)
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108
                continue
            moved += 1
            os.chmod(entry.path, 0o700)  # noqa: PTH101 – a hostile one may be closed to its owner
            os.rename(entry.path, f"{folder}.{moved}")  # noqa: PTH104
            waiting.append(f"{folder}.{moved}")
        os.rmdir(current)  # noqa: PTH106
