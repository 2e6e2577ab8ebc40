"""Leaves files and unreadable folders in its own folder, against whoever clears up (43)."""
import os
import tempfile


def double(x):
    try:
        folder = tempfile.mkdtemp(prefix="bestiary-")
        for number in range(50):
            open(f"{folder}/{number}\n\x1b[2J\udcff", "w").close()
        os.mkdir(folder + "/closed", 0o000)
        os.chmod(folder, 0)
    except OSError:
        pass
    return None
