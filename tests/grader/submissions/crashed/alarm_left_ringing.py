"""Lets an alarm end the process, against the finding of a cause (46)."""
import signal


def double(x):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    signal.pause()
