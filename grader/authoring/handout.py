"""A handout rendered into its parts: prose, stubs and givens, in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.shapes import guarded, make_environment
from grader.course.reading import refuse
from grader.errors import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.course.frontmatter import Handout
    from grader.model import Course

MARK = "\0"
"""Stands around a part that is no prose; no text file holds it."""


@dataclass(frozen=True)
class Prose:
    """Markdown."""

    text: str


@dataclass(frozen=True)
class Stub:
    """The place of a definition the learner writes."""

    name: str


@dataclass(frozen=True)
class Given:
    """The place of a definition the learner is given."""

    name: str


Segment = Prose | Stub | Given


def render_handout(course: Course, handout: Handout, givens: Iterable[str]) -> tuple[Segment, ...]:
    """Return the parts of a handout in order; prose is without the empty lines around it.

    Args:
        course: the course, whose templates/ the handout may import from.
        handout: the handout as it was read.
        givens: names that ``given`` may show.

    Raises:
        CourseError: the template is wrong; a task's name is stubbed never or twice, a given shown twice; a name
            is unknown or of the other kind; a stub or given shares its line with other text.
    """
    template = make_environment(course.root / "templates").from_string
    parts = {"stub": lambda name: f"{MARK}stub {name}{MARK}", "given": lambda name: f"{MARK}given {name}{MARK}"}
    text = guarded(handout.path, lambda: template(handout.body).render(**parts))
    pieces = text.split(MARK)
    segments = tuple(_segments(pieces))
    refuse([*_name_problems(handout, segments, frozenset(givens)), *_place_problems(handout, pieces)])
    return segments


def _segments(pieces: Sequence[str]) -> Iterator[Segment]:
    """Yield the parts: between marks stands what is no prose."""
    for index, piece in enumerate(pieces):
        kind, _, name = piece.partition(" ")
        if index % 2:
            yield Stub(name) if kind == "stub" else Given(name)
        elif piece.strip():
            yield Prose(piece.strip("\n"))


def _name_problems(handout: Handout, segments: Sequence[Segment], givens: frozenset[str]) -> Iterator[Problem]:
    asked = [name for task in handout.exercise.tasks for name in task.names]
    stubs = Counter(segment.name for segment in segments if isinstance(segment, Stub))
    shown = Counter(segment.name for segment in segments if isinstance(segment, Given))
    for name in asked:
        if name not in stubs:
            fix = f'Write {{{{ stub("{name}") }}}} on a line of its own.'
            yield Problem(handout.path, 0, f"the handout has no place for {name!r}", fix)
    for name, count in (stubs + shown).items():
        if count > 1:
            yield Problem(handout.path, _line(handout, name), f"{name!r} is shown more than once", "Show it once.")
    for name in stubs.keys() - set(asked):
        fix = did_you_mean(name, asked) or "Ask for it in a [[task]], or show it with given()."
        yield Problem(handout.path, _line(handout, name), f"no task asks for {name!r}", fix)
    for name in shown.keys() - givens:
        fix = "Show it with stub()." if name in asked else did_you_mean(name, givens)
        yield Problem(handout.path, _line(handout, name), f"{name!r} is not given", fix)


def _place_problems(handout: Handout, pieces: Sequence[str]) -> Iterator[Problem]:
    """Yield the stubs and givens that share their line with other text."""
    for index in range(1, len(pieces), 2):
        before, after = pieces[index - 1], pieces[index + 1]
        crowded = "\n" not in before and index > 1
        if crowded or before.rpartition("\n")[2].strip() or after.partition("\n")[0].strip():
            name = pieces[index].partition(" ")[2]
            yield Problem(handout.path, _line(handout, name), f"{name!r} needs a line of its own", "Move it.")


def _line(handout: Handout, name: str) -> int:
    """Return the first line of the body that shows a name."""
    quoted = (f'"{name}"', f"'{name}'")
    lines = handout.body.split("\n")
    return next((number for number, line in enumerate(lines, 1) if any(word in line for word in quoted)), 0)
