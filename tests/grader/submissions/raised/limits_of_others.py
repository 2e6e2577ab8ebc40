"""Changes limits, priorities and processors of its parent, and raises its own, against the jail (74)."""
import os
import resource


def double(x):
    wide = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    for attempt in (
        lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0)),
        lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE),
        lambda: resource.setrlimit(resource.RLIMIT_DATA, wide),
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, wide),
        lambda: resource.setrlimit(resource.RLIMIT_CPU, wide),
        lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
        lambda: os.nice(-5),
        lambda: os.sched_setaffinity(0, range(64)),
    ):
        try:
            attempt()
        except (OSError, ValueError):
            continue
        return 2 * x
    raise PermissionError("nothing to be had")
