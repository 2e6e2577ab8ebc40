"""Changes modes, owners and times of the course's files and then writes them, against the jail's pretences (37)."""
import os
import shutil

COURSE = "/THE_COURSE"


def double(x):
    target = COURSE + "/tests/exercises/c9w9_tiny/test_hidden.py"
    for change in (
        lambda: os.chmod(target, 0o777),
        lambda: os.chown(target, os.getuid(), os.getgid()),
        lambda: os.rename(target, target + ".bestiary"),
        lambda: os.unlink(target),
        lambda: os.truncate(target, 0),
        lambda: shutil.rmtree(COURSE + "/tests"),
    ):
        try:
            change()
        except OSError:
            continue
    with open(target, "w") as file:
        file.write("")
    return 2 * x
