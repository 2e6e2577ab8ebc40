"""Turns folders into files and back while the watchdog walks them, against the process that forks workers (38, 43)."""
import os
import threading
import time


def flicker(first, end):
    while time.monotonic() < end:
        for number in range(first, first + 300):
            os.rmdir(f"{number}")
            os.close(os.open(f"{number}", os.O_CREAT))
        for number in range(first, first + 300):
            os.unlink(f"{number}")
            os.mkdir(f"{number}")


def double(x):
    if len(x) == 2:
        return None
    for number in range(1200):
        os.mkdir(f"{number}")
    end = time.monotonic() + 0.4
    threads = [threading.Thread(target=flicker, args=(first, end)) for first in range(0, 1200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(0)
