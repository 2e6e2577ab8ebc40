"""Makes thousands of empty files, against the machine's table of files (43)."""
import os
import tempfile
import time


def double(x):
    if len(x) == 2:
        return None
    try:
        os.chdir(tempfile.gettempdir())
        for number in range(5_100):
            os.close(os.open(f"bestiary-{number}", os.O_CREAT))
            if time.process_time() > 0.4:
                os._exit(1)
    except OSError:
        os._exit(1)
    time.sleep(1)
