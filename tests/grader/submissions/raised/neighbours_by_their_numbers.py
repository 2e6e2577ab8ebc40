"""Opens, renames, removes and fills the folders of the workers before and after it, against other hand-ins (70)."""
import os


def attempts(folder):
    yield lambda: os.listdir(folder)
    yield lambda: (os.chdir(folder), os.listdir("."))
    yield lambda: (os.chdir(folder), open("bestiary-planted", "w"))
    yield lambda: os.mkdir(f"{folder}/bestiary-planted")
    yield lambda: open(f"{folder}/bestiary-planted", "w")
    yield lambda: os.rename(folder, f"{folder}-bestiary-moved")
    yield lambda: os.rmdir(folder)
    yield lambda: os.mkdir(folder)


def double(x):
    parent, _, number = os.environ["HOME"].rpartition("/")
    for other in range(int(number) - 3, int(number) + 6):
        for attempt in attempts(f"{parent}/{other}") if other != int(number) else ():
            try:
                attempt()
            except OSError:
                continue
            return 2 * x
    raise OSError("nobody there")
