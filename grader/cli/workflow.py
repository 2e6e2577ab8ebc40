"""Speaking to GitHub's workflow runner: what it may read as a command, and what it shall."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.model import Report


def safe_here(text: str) -> str:
    """Return text to print; in a workflow, where lines of a log can be commands, none of it is one."""
    from grader.reporting.github import inert

    return inert(text) if os.environ.get("GITHUB_ACTIONS") == "true" else text


def annotate(reports: Sequence[Report], files: Mapping[str, Path]) -> None:
    """Print annotations on standard error and append to the step's summary, where there is one.

    Args:
        reports: the reports, whole.
        files: learner → the file handed in; one outside the current folder is no file of the repository.
    """
    from grader.reporting.github import annotation_lines

    inside = {learner: place for learner, path in files.items() if (place := _in_repository(path))}
    click.echo(annotation_lines(reports, inside), nl=False, err=True)
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if name:
        _summarise(reports, Path(name))


def _summarise(reports: Sequence[Report], path: Path) -> None:
    """Append to the summary what there is room for: more than a megabyte and GitHub drops all of it."""
    from grader.reporting.github import LARGEST_SUMMARY, summary

    taken = path.stat().st_size if path.exists() else 0
    with path.open("ab") as file:
        file.write(summary(reports, LARGEST_SUMMARY - taken).encode())


def _in_repository(path: Path) -> str:
    root, place = Path.cwd(), path.resolve()
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
