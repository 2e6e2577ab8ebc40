"""Every task of every week has a ladder of hints, and no hint gives away what was taken out of the solution."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.authoring.leaks import leaked
from grader.authoring.texts import read_texts
from grader.course import load_course, read_hints, read_manifest

COURSE = load_course(Path(__file__).parents[2])
EXERCISES = [pytest.param(exercise, id=exercise.slug) for exercise in COURSE.exercises]
SHORTEST, LONGEST = 15, 60
"""Words of a rung: fewer say nothing, more are not read by somebody who is stuck."""


def rungs(exercise):
    """Return name of definition, title and text of every rung of a week."""
    return [(name, *rung) for name, ladder in read_hints(COURSE, exercise).items() for rung in ladder.rungs]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_task_has_a_ladder_and_learners_get_it(exercise):
    hints = read_hints(COURSE, exercise)
    assert [task.id for task in exercise.tasks if task.names[0] not in hints] == []
    assert read_manifest(COURSE.root / "exercises" / exercise.slug).hints == hints


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_hint_holds_a_line_of_the_solution(exercise):
    """Whatever the handout allows: a hint that quotes the answer ends the search."""
    removed = read_texts(COURSE, exercise).removed
    assert [found for *_, text in rungs(exercise) for found in leaked(removed, text, "")] == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_no_hint_holds_an_expression_of_the_solution(exercise):
    """A line is more than its core: what stands behind `return` or `=` is looked for too, however it is spaced."""
    cores = {core for text in read_texts(COURSE, exercise).removed for core in expressions(text)}
    told = [(name, "".join(text.split())) for name, _, text in rungs(exercise)]
    assert [(name, core) for name, text in told for core in cores if core in text] == []


@pytest.mark.parametrize("exercise", EXERCISES)
def test_rungs_are_of_a_length_that_is_read_and_all_different(exercise):
    texts = [text for *_, text in rungs(exercise)]
    assert [text for text in texts if not SHORTEST <= len(text.split()) <= LONGEST] == []
    assert len(set(texts)) == len(texts)


def expressions(text):
    """Yield the expressions of a removed text that say something, without spaces."""
    for line in text.splitlines():
        try:
            (statement,) = ast.parse(line.strip()).body
        except (SyntaxError, ValueError):
            continue
        value = getattr(statement, "value", None)
        if isinstance(value, ast.expr) and isinstance(value, ast.BinOp | ast.Call | ast.Compare | ast.Subscript):
            core = "".join(ast.unparse(value).split())
            if len(core) >= 6:
                yield core
