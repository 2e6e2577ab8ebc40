"""Print how long audits of a week take: cold, unchanged, and after a one-line edit of the solution and of a check.

    .venv/bin/python benchmarks/audit.py

Week c1w2 in a copy of the course, two processes, a cache of its own; about a minute and a half on two cores. One edit
leaves ``sigmoid``, which five tasks reach, what it means; the other changes the inputs of a hidden check.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
SLUG = "c1w2_logistic_regression"
PARTS = ("exercises", "solutions", "templates", "tests/exercises", "pyproject.toml")
NOT_GREEN = 3
EDITS = {
    "sigmoid edited": (f"solutions/{SLUG}.py", "np.exp(-np.abs(z))", "np.exp(-abs(z))"),
    "one hidden check edited": (f"tests/exercises/{SLUG}/test_hidden.py", "(1, 2, 9, 40)", "(1, 2, 9, 41)"),
}


def copied(folder: Path) -> Path:
    """Copy the course, and nothing else of the checkout, into a folder."""
    for name in PARTS:
        source, target = ROOT / name, folder / "course" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder / "course"


def audited(course: Path, cache: Path) -> float:
    """Audit the week; return wall seconds, start-up included."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "grader", "audit", SLUG, "--jobs", "2", "--course", str(course)]
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode not in (0, NOT_GREEN):  # an accepted equivalent of the edited definition lapses
        raise SystemExit(f"the audit ended with exit code {done.returncode}")
    return time.perf_counter() - started


def edited(course: Path, file: str, old: str, new: str) -> None:
    """Replace one piece of a file, which has to be there."""
    path = course / file
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise SystemExit(f"{file} no longer holds {old!r}: choose another edit")
    path.write_text(text.replace(old, new), encoding="utf-8")


def main() -> None:
    """Measure and print a table."""
    table = Table("audit of c1w2", "seconds", "of the cold one", title="Audits, two processes")
    with tempfile.TemporaryDirectory() as scratch:
        course, cache = copied(Path(scratch)), Path(scratch) / "cache"
        cold = audited(course, cache)
        rows = {"cold": cold, "unchanged": audited(course, cache)}
        for name, edit in EDITS.items():
            edited(course, *edit)
            rows[name] = audited(course, cache)
    for name, seconds in rows.items():
        table.add_row(name, f"{seconds:.1f}", f"{seconds / cold:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
