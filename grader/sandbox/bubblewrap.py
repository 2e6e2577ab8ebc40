"""The zygote's outer shell where bubblewrap works: a file system with Python in it and little else, and no network.

Defence in depth, not the mechanism: forks of one zygote share it, so each confines itself as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from grader.sandbox import jail

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCRATCH_BYTES = 256 << 20
_ROOT_CAPABILITIES = ("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_KILL", "CAP_SETGID", "CAP_SETUID")
"""What a root zygote needs to give each worker a user and a folder of its own, and to remove that folder."""
_PROBE_S = 10


def prefix(scratch: str) -> list[str]:
    """Return the command to put before the zygote's; empty where bubblewrap is missing or may not work here."""
    command = _command(scratch)
    if not command:
        return []
    probe = [*command, sys.executable, "-s", "-P", "-c", "import grader.sandbox.wire"]
    try:
        done = subprocess.run(probe, capture_output=True, timeout=_PROBE_S, cwd="/", check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return []
    return command if done.returncode == 0 else []


def _command(scratch: str) -> list[str]:
    program = shutil.which("bwrap")
    if program is None:
        return []
    command = [program, "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    command += ["--cap-drop", "ALL"]
    if os.geteuid() == 0:
        command += [word for name in _ROOT_CAPABILITIES for word in ("--cap-add", name)]
    else:
        command += ["--unshare-user", "--disable-userns"]
    command += ["--tmpfs", "/", "--proc", "/proc", "--dev", "/dev"]
    command += _mounts(_visible_paths(), scratch)
    # In memory and of one size for all workers: files without a name count too, and it goes with the zygote.
    command += ["--size", str(_SCRATCH_BYTES), "--tmpfs", scratch, "--chmod", "0711", scratch]
    return [*command, "--remount-ro", "/", "--"]


def _visible_paths() -> list[str]:
    """Return what the zygote must see: what workers read, the interpreter itself, and this package."""
    interpreter = Path(sys.executable)
    extra = [interpreter.parent, interpreter.resolve().parent, Path(sys.prefix) / "pyvenv.cfg"]
    extra.append(Path(__file__).parents[1])
    paths = {*jail.runtime_paths(), *(str(path) for path in extra if path.exists())}
    paths |= {os.path.realpath(path) for path in paths}
    return sorted(path for path in paths if not path.startswith(("/dev/", "/proc/")))


def _mounts(paths: Sequence[str], scratch: str) -> list[str]:
    # bubblewrap makes missing parents itself, but closed to other users, whom a root zygote's workers become.
    parents = {str(parent) for path in (*paths, scratch) for parent in PurePath(path).parents} - {"/", *paths}
    words = [word for parent in sorted(parents) if not Path(parent).is_symlink() for word in ("--dir", parent)]
    for path in paths:
        link = Path(path)
        words += ["--symlink", str(link.readlink()), path] if link.is_symlink() else ["--ro-bind", path, path]
    return words
