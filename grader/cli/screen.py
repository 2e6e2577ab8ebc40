"""What the terminal can show, decided once from the streams and the environment, and progress on it."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WIDEST = 100
"""Longer lines are harder to read, however wide the window is."""


@dataclass(frozen=True)
class Screen:
    """Columns to fill, whether to colour, and whether moving progress may be drawn on standard error."""

    width: int = 80
    colour: bool = False
    live: bool = False


def screen() -> Screen:
    """Look at the streams: no colour and no motion elsewhere than on a terminal, nor with NO_COLOR or CI set."""
    quiet = any(os.environ.get(name) for name in ("NO_COLOR", "CI")) or os.environ.get("TERM") == "dumb"
    terminal = sys.stdout.isatty()
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if terminal else 80
    return Screen(width, colour=terminal and not quiet, live=sys.stderr.isatty() and not quiet)


@contextmanager
def progress(title: str, total: int, on: Screen) -> Iterator[Callable[[object], None]]:
    """Show how far long work is and how long it will take; yields a function to call after each step.

    Where nothing moving may be drawn, nothing is.
    """
    if not on.live or total < 2:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda _: bar.advance(task)
