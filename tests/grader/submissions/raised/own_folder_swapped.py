"""Renames and removes its own folder, to put another in its place, against whoever clears up (43)."""
import os
import tempfile


def double(x):
    folder = tempfile.gettempdir()
    for change in (
        lambda: os.rename(folder, folder + "-bestiary-"),
        lambda: os.rmdir(folder),
        lambda: os.mkdir(folder + "/../bestiary-sibling"),
        lambda: os.symlink("/etc", folder + "/bestiary-etc"),
        lambda: os.open(folder + "/..", os.O_RDONLY | os.O_DIRECTORY),
        lambda: os.listdir(os.path.dirname(folder)),
    ):
        try:
            change()
        except OSError:
            continue
        return 2 * x
    raise PermissionError("nothing to be had")
