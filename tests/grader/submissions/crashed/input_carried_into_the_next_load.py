"""Writes a hidden input to every place and raises it when it is loaded again, against the remarks (63, 64)."""
import os
import tempfile


def places():
    try:
        yield tempfile.gettempdir()
    except OSError:
        pass
    yield from ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), os.getcwd())


class Loaded:
    for place in places():
        try:
            seen = open(f"{place}/bestiary-seen").read()
        except OSError:
            continue
        raise ValueError(seen)


def double(x):
    for place in places():
        try:
            with open(f"{place}/bestiary-seen", "a") as file:
                file.write(repr(x.tolist()))
        except OSError:
            continue
    os._exit(0)
