"""The instructor's verb for notebooks that were made with other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder, open_course

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command("import")
@click.argument("slug")
@click.argument("notebook", type=click.Path(path_type=Path))
@course_folder
def import_(slug: str, notebook: Path, course: Path | None) -> None:
    """Make an exercise of a notebook of nbgrader or Otter.

    NOTEBOOK is an nbgrader source notebook or one for otter assign.

    Nothing in the notebook is run, and no file is overwritten. What cannot be converted is listed.
    """
    from grader import instructor

    opened = open_course(course)
    week = instructor.import_notebook(opened, slug, notebook)
    _list("Written:", (opened.root / name for name in sorted(week.tree)))
    _list("Converted:", week.made)
    _list("Decided on the way:", week.decided)
    _list("Not converted, or to be looked at:", week.left)
    _list("Now:", (f"pytest tests/exercises/{slug}", f"grader generate {slug}"))


def _list(heading: str, lines: Iterable[object]) -> None:
    """Print lines below a heading, if there are any."""
    texts = [f"  {line}" for line in lines]
    if texts:
        click.echo("\n".join([heading, *texts]))
