"""All mutants of a solution, in one order, each meaning something of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.audit.mutation.excerpt import Excerpt
from grader.audit.mutation.general import SELECTION, Library
from grader.audit.mutation.meaning import meaning
from grader.audit.mutation.mutant import Mutant, mutant_id
from grader.audit.mutation.naming import imported_names
from grader.audit.mutation.operators import OPERATORS
from grader.audit.mutation.wording import told
from grader.source.definitions import Named, definitions
from grader.source.parsing import compile_error, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.audit.mutation.excerpt import Edit
    from grader.model import Exercise
    from grader.source.definitions import Definition

OWN_KEYWORDS = frozenset(("axis", "axes", "keepdims", "training", "from_logits"))
"""Keyword arguments that an operator of our own changes, so that the general ones leave them."""
_FRAME = "if True:\n"
"""What stands above a method's text, so that its indentation is right."""


def mutants(exercise: Exercise, solution: str) -> tuple[Mutant, ...]:
    """Return the mutants of every definition that a task names, ordered by task, line and operator.

    Each parses and compiles, and by its syntax none means what the solution or another one means. Signatures,
    docstrings, annotations, the texts of errors and what solution markers leave standing are never changed.

    Args:
        exercise: whose tasks name the definitions.
        solution: the text of its solution module.

    Raises:
        FrameworkMissing: cosmic-ray is not installed.
    """
    library = Library()
    aliases = imported_names(parse(solution))
    known = {name: item for name, item in definitions(solution).items() if isinstance(item.node, Named)}
    order = {task.id: place for place, task in enumerate(exercise.tasks)}
    asked = ((task.id, known[name]) for task in exercise.tasks for name in task.names if name in known)
    made = (mutant for task, item in asked for mutant in _of(task, item, solution, aliases, library))
    return tuple(sorted(made, key=lambda mutant: (order[mutant.task], mutant.line, mutant.operator)))


def _of(task: str, item: Definition, solution: str, aliases: Mapping[str, str], library: Library) -> Iterator[Mutant]:
    """Yield the mutants of one definition, operator by operator."""
    margin = " " * item.node.col_offset
    frame = _FRAME + margin if margin else ""
    excerpt = Excerpt(frame + item.text, aliases)
    for operator, edit, text in _distinct(excerpt, library):
        changed = text[len(frame) :]
        yield Mutant(
            task=task,
            definition=item.qualname,
            operator=operator,
            change=told(excerpt, edit),
            line=item.line + excerpt.line(edit) - (2 if frame else 1),
            source=solution[: item.start] + changed + solution[item.end :],
            id=mutant_id(item.text, changed),
        )


def _distinct(excerpt: Excerpt, library: Library) -> Iterator[tuple[str, Edit, str]]:
    """Yield operator, change and changed text of each mutant that compiles and means something new."""
    seen = {meaning(excerpt.text)}
    for operator, edit in _edits(excerpt, library):
        text = edit.applied(excerpt.text)
        if compile_error(text) is None and (new := meaning(text)) not in seen:
            seen.add(new)
            yield operator, edit, text


def _edits(excerpt: Excerpt, library: Library) -> Iterator[tuple[str, Edit]]:
    """Yield all changes, those with the more telling names first."""
    for name, operator in OPERATORS.items():
        yield from ((name, edit) for edit in operator(excerpt) if excerpt.may_change(edit))
    for name in SELECTION:
        for edit in library.edits(name, excerpt.text):
            written = excerpt.may_change(edit) and excerpt.is_written(edit)
            if written and not excerpt.in_keyword(edit, OWN_KEYWORDS):
                yield name, edit
