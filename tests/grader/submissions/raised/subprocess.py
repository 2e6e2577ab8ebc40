"""Starts a shell by every way the library has, against the machine (38)."""
import os
import subprocess


def double(x):
    for attempt in (
        lambda: os.system("touch /tmp/bestiary-shell") or 1 / 0,
        lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "touch /tmp/bestiary-spawn"], {}),
        lambda: subprocess.check_call(["touch", "/tmp/bestiary-subprocess"]),
        lambda: os.popen("id").read() or 1 / 0,
    ):
        try:
            attempt()
        except (OSError, ZeroDivisionError):
            continue
    os.execv("/bin/true", ["true"])
    return 2 * x
