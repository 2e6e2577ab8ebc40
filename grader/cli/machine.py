"""Verbs for anyone: demo, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.group import exit_code
from grader.cli.options import course_folder, jobs, open_course, pick_exercises
from grader.cli.screen import progress, screen
from grader.errors import FrameworkMissing, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.machine import Examination
    from grader.model import Report


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]…")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="demo-results",
    show_default=True,
    metavar="DIR",
    help="Folder for the results.",
)
@jobs
@course_folder
@click.pass_context
def demo(context: click.Context, slugs: tuple[str, ...], out: Path, jobs: int, course: Path | None) -> None:
    """Grade the hand-ins that come with a course.

    Of every exercise that has some and whose framework is installed, or of those named. It always draws with the
    same key, so everybody sees the same results.
    """
    from grader import instructor
    from grader.reporting.terminal import render_class

    opened, on = open_course(course, slugs), screen()
    reports: list[Report] = []
    found = {exercise: instructor.demo_hand_ins(opened, exercise) for exercise in pick_exercises(opened, slugs)}
    if not any(found.values()):
        raise UsageError(f"{opened.root} comes with no hand-ins to grade.", "Put some in tests/exercises/SLUG/class/.")
    for exercise, hand_ins in found.items():
        if not hand_ins:
            continue
        try:
            with progress(exercise.slug, len(hand_ins), on) as step:
                graded = instructor.demo(opened, exercise, out / exercise.slug, jobs, step)
        except FrameworkMissing as missing:
            if slugs:
                raise
            click.echo(f"Left out: {missing}", err=True)
            continue
        click.echo(render_class(graded, on.width, colour=on.colour), nl=False, color=on.colour)
        click.echo(f"\nReports: {out / exercise.slug / 'class.html'}\n")
        reports += graded
    # The hand-ins are there to fail; only a fault of ours is one here.
    code = exit_code(reports)
    context.exit(code if code > 2 else 0)


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Tell what this machine can enforce, by trying it.

    Grading code of others needs a jail. This shows which of its layers are in force here, and what became of
    attempts to get out.
    """
    from grader.machine import examine

    found = examine()
    click.echo("\n".join(_told(found)))
    context.exit(0 if found.fit_to_grade else 4)


def _told(found: Examination) -> Iterator[str]:
    from grader.machine import FLOOR, LAYERS

    yield found.system
    for name, version in found.frameworks.items():
        yield f"  {name:<12} {version or 'not installed: weeks that need it cannot be checked or graded here'}"
    yield "\nLayers around a hand-in"
    for name, (does, needs) in LAYERS.items():
        state = "in force" if name in found.isolation else "needed" if name in FLOOR else "off"
        yield f"  {name:<12} {state:<9} {does if name in found.isolation else f'needs {needs}'}"
    if found.attempts:
        yield "\nTried from inside"
    for attempt in found.attempts:
        yield f"  {'stopped' if attempt.stopped else 'POSSIBLE':<12} {attempt.what}"
    yield from (f"\nMissing: {what}" for what in found.missing)
    verdict = "can" if found.fit_to_grade else "cannot"
    yield f"\nHand-ins of others {verdict} be graded here; a learner's own check runs anywhere."
