"""The coverage page: which week and task practises which topic, made from the front matter of all weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.shapes import shape
from grader.course.load import read_handouts
from grader.course.reading import refuse
from grader.errors import Problem
from grader.model import Framework

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.course.frontmatter import Handout
    from grader.model import Course, Exercise, Task

PAGE = "README.md"
"""The page's name in the folder exercises/."""
_FRAMEWORKS = {Framework.NUMPY: "NumPy", Framework.TENSORFLOW: "TensorFlow"}


def coverage(course: Course) -> bytes:
    """Return the coverage page: every week with its tasks and their topics, then every topic with its tasks.

    Raises:
        CourseError: a front matter cannot be read, a task has no topics though others have, or a topic is spelt
            in two ways.
    """
    handouts = read_handouts(course)
    refuse([*_untold(handouts), *_spellings(handouts)])
    weeks = [
        {
            "exercise": handout.exercise,
            "framework": _FRAMEWORKS[handout.exercise.framework],
            "tasks": list(zip(handout.exercise.tasks, handout.topics, strict=True)),
        }
        for handout in handouts
    ]
    text = shape(course, "_coverage.md.j2", title=course.name, weeks=weeks, index=_index(handouts))
    return (text.rstrip("\n") + "\n").encode()


def _index(handouts: Sequence[Handout]) -> dict[str, list[tuple[Exercise, Task]]]:
    """Return the tasks of each topic, the topics in alphabetical order and the tasks in that of the course."""
    found: dict[str, list[tuple[Exercise, Task]]] = {}
    for handout, place, topic in _topics(handouts):
        found.setdefault(topic, []).append((handout.exercise, handout.exercise.tasks[place]))
    return {topic: found[topic] for topic in sorted(found, key=str.casefold)}


def _topics(handouts: Sequence[Handout]) -> Iterator[tuple[Handout, int, str]]:
    """Yield every topic with its handout and the place of its task."""
    for handout in handouts:
        for place, topics in enumerate(handout.topics):
            yield from ((handout, place, topic) for topic in topics)


def _untold(handouts: Sequence[Handout]) -> Iterator[Problem]:
    """Yield the tasks without topics in a course whose other tasks have some."""
    if not any(_topics(handouts)):
        return
    for handout in handouts:
        for place, topics in enumerate(handout.topics):
            if not topics:
                message = f"task {place + 1} has no topics, though tasks of this course have"
                fix = 'Add a line topics = ["…"]: what it practises, as the field calls it.'
                yield Problem(handout.path, handout.line("task", place, "topics"), message, fix)


def _spellings(handouts: Sequence[Handout]) -> Iterator[Problem]:
    """Yield topics that differ from an earlier one in nothing but case, hyphens, slashes and spaces."""
    first: dict[str, str] = {}
    for handout, place, topic in _topics(handouts):
        known = first.setdefault("".join(filter(str.isalnum, topic.casefold())), topic)
        if known != topic:
            message = f"task {place + 1}: the topic {topic!r} is spelt {known!r} elsewhere"
            yield Problem(handout.path, handout.line("task", place, "topics"), message, "Spell it in one way.")
