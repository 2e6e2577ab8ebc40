"""Makes folders inside folders, unreadable ones among them, against whoever clears up (43)."""
import os
import tempfile
import time


def double(x):
    try:
        os.chdir(tempfile.gettempdir())
        for number in range(400):
            os.mkdir("bestiary", 0o300 if number % 2 else 0o700)
            os.chdir("bestiary")
            if number % 50 == 0:
                open("bestiary-file", "w").close()
    except OSError:
        pass
    time.sleep(2)
