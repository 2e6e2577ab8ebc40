"""Sets timers whose handlers raise while the worker waits for the next check, against the worker (46)."""
import signal


def raising(*args):
    raise SystemExit(0)


def double(x):
    if len(x) == 2:
        signal.signal(signal.SIGALRM, raising)
        signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    return None
