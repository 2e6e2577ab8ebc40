"""Leave layers of the jail off, one at a time, and see which attacks then succeed.

    python benchmarks/ablation.py             # the doctor's attempts, a few seconds
    python benchmarks/ablation.py --bestiary  # every hostile hand-in of tests/grader/submissions, a few minutes

The outer layers (bubblewrap, namespaces, a user of its own) stand behind the others and would hide what those do, so
they are off in all columns but ``all``, which the bestiary does not have. The doctor's attempts are harmless. The
hand-ins are not: with seccomp off they really fork, really kill and really write. So each column grades them in a
container of its own (``containment.py``).

A hand-in's attack succeeds when the check it attacks gets another verdict than the hand-in deserves, when it leaves a
file or a process behind, or when the grader dies or stops answering.
"""

from __future__ import annotations

import json
import selectors
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from containment import contained, hand_ins

from grader.model import Exercise
from grader.sandbox import selftest
from grader.sandbox.launcher import open_launcher
from grader.sandbox.link import Measures

OUTER = frozenset({"bubblewrap", "namespaces", "user"})
COLUMNS = {
    "all": frozenset(),
    "floor": OUTER,
    **{f"-{layer}": OUTER | {layer} for layer in ("landlock", "seccomp", "rlimits", "watchdog", "descriptors")},
    "-both": OUTER | {"landlock", "seccomp"},
}
AT_A_TIME = 2
PATIENCE_S = 60


def attempts(without):
    launcher = open_launcher(Exercise("", "", 0, 0, (), limits=selftest.LIMITS), measures=Measures(frozenset(without)))
    try:
        return {attempt.what: "." if attempt.stopped else "POSSIBLE" for attempt in selftest.try_everything(launcher)}
    finally:
        launcher.close()


def successes(without):
    """Grade the bestiary without some layers; return hand-in → what its attack achieved."""
    waiting, found = hand_ins(), {}
    while waiting:
        with contained(sorted(without), waiting) as output:
            name, achieved = first_success(output, waiting)
        if achieved:
            found[name] = achieved
        # What succeeded may have broken the grader for all that follow, so these get a new container.
        waiting = waiting[waiting.index(name) + 1 :]
    return found


def first_success(output, names):
    """Return the first hand-in whose attack succeeded and what it achieved, or the last one and nothing."""
    selector = selectors.DefaultSelector()
    selector.register(output, selectors.EVENT_READ)
    for name in names:
        if not selector.select(PATIENCE_S):
            return name, "grader stuck"
        line = output.readline()
        achieved = json.loads(line) if line.endswith(b"\n") else "grader gone"
        if achieved:
            return name, achieved
    return names[-1], ""


def table(columns, rows, cell):
    width = max(map(len, rows))
    print("".ljust(width), *(column.rjust(12) for column in columns))
    for row in rows:
        print(row.ljust(width), *(cell(column, row).rjust(12) for column in columns))


def bestiary():
    started = time.monotonic()
    columns = [column for column in COLUMNS if column != "all"]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        found = dict(zip(columns, pool.map(lambda column: successes(COLUMNS[column]), columns), strict=True))
    table(columns, sorted(set().union(*found.values())), lambda column, row: found[column].get(row, "."))
    own = {column: len(found[column].keys() - found["floor"].keys()) for column in columns}
    print(f"\n{len(hand_ins())} hand-ins, {time.monotonic() - started:.0f} s; succeed beyond the floor: {own}")


def doctor():
    found = {column: attempts(without) for column, without in COLUMNS.items()}
    table(COLUMNS, list(found["all"]), lambda column, row: found[column][row])


if __name__ == "__main__":
    bestiary() if "--bestiary" in sys.argv[1:] else doctor()
