"""What ``start`` says: of files copied, of a release that is newer, of an update brought in."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from grader.reporting.text import inline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.workspace.start import Started
    from grader.workspace.updating import Updated, WorkUpdate


def started_lines(started: Started, source: str) -> Iterator[str]:
    """Yield what was written and kept, and what to do next."""
    kept, folder = started.kept, started.folder
    count = len(started.written)
    written = f"{count} {'file' if count == 1 else 'files'} written to {folder}"
    yield inline(f"{written}, {len(kept)} kept as they were: {', '.join(kept)}." if kept else f"{written}.")
    if started.outdated:
        yield inline(f"Not as in this release: {', '.join(started.outdated)}. The folder may hold an older release.")
        yield "Next: bring this one in; what you wrote stays, and what is replaced is backed up:"
        yield inline(f"  {shlex.join(['grader', 'start', source, str(folder), '--update'])}")
        return
    yield inline(f"Next: read {folder / 'README.md'}, then: {_check(folder)}")


def updated_lines(updated: Updated) -> Iterator[str]:
    """Yield what an update replaced and kept, by task, where the backup is, and what to do next."""
    folder = updated.folder
    if not updated.replaced:
        yield inline(f"{folder} is as in this release already; nothing was changed.")
    else:
        yield inline(f"{updated.exercise} in {folder} is updated: {', '.join(updated.replaced)}.")
    for work in updated.works:
        yield from map(inline, _work_lines(work))
    if updated.backup:
        yield inline(f"What was replaced is in {updated.backup}")
    yield inline(f"Next: {_check(folder)}")


def _work_lines(work: WorkUpdate) -> Iterator[str]:
    """Yield what became of one file that a learner may work in."""
    if work.beside:
        yield f"{work.name} was left as it is: {work.reason}."
        yield f"  The new one is {work.beside}. Mend yours and give the command again, or copy by hand what you need."
        return
    cells = f"{work.own_cells} {'cell' if work.own_cells == 1 else 'cells'}" if work.own_cells else ""
    said = (
        ("as you wrote it", ", ".join(work.written)),
        ("read it again in README.md, its specification changed", ", ".join(work.changed)),
        ("new", ", ".join(work.added)),
        ("gone, and not written by you", ", ".join(work.removed)),
        ("your own, now at the end", cells),
    )
    lines = [f"  {label}: {what}" for label, what in said if what]
    yield from (work.name, *lines) if lines else ()


def _check(folder: Path) -> str:
    return shlex.join(["grader", "check", str(folder)])
