"""Leave layers of the jail off, one at a time, and see which attempts to get out then succeed.

    python benchmarks/ablation.py

The outer layers (bubblewrap, namespaces, a user of its own) stand behind the others and would hide what those do, so
they are off in all columns but the first. Only the harmless attempts of ``grader doctor`` are made: with seccomp off, a
hostile hand-in of the bestiary would really fork and really kill.
"""

from __future__ import annotations

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


def attempts(without):
    launcher = open_launcher(
        Exercise("", "", 0, 0, (), limits=selftest.LIMITS), measures=Measures(frozenset(without))
    )
    try:
        return {attempt.what: attempt.stopped for attempt in selftest.try_everything(launcher)}
    finally:
        launcher.close()


def main():
    table = {column: attempts(without) for column, without in COLUMNS.items()}
    width = max(map(len, table["all"]))
    print("possible when …".ljust(width), *(column.rjust(11) for column in COLUMNS))
    for what in table["all"]:
        print(what.ljust(width), *(("." if table[column][what] else "POSSIBLE").rjust(11) for column in COLUMNS))


if __name__ == "__main__":
    main()
