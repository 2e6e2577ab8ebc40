"""The notebook of an exercise: prose, stubs and givens as cells."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from grader.authoring.handout import Given, Prose, Segment, Stub
from grader.authoring.markdown import fenced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.authoring.texts import Texts
    from grader.model import Exercise

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

Cell = tuple[str, str, tuple[str, ...]]
"""Kind (``markdown`` or ``code``), source, tags."""


def notebook_bytes(exercise: Exercise, texts: Texts, head: str, segments: Sequence[Segment], tail: str) -> bytes:
    """Return a notebook of format 4.5, always the same bytes for the same arguments.

    The first code cell holds the imports, a second the givens that the handout does not show. A stub's cell is
    tagged ``exercise:<task id>``, a given's ``given``.
    """
    import nbformat

    cells = [
        ("markdown", head.strip(), ()),
        ("code", texts.imports, ("imports",)),
        ("code", _unshown(exercise, texts, segments), ("given",)),
        *_cells(exercise, texts, segments),
        ("markdown", tail.strip(), ()),
    ]
    made = [_node(exercise.slug, index, cell) for index, cell in enumerate(cell for cell in cells if cell[1])]
    metadata = {**METADATA, "grader": {"exercise": exercise.slug}}
    notebook = nbformat.v4.new_notebook(cells=made, metadata=metadata)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return (text.rstrip("\n") + "\n").encode()


def _cells(exercise: Exercise, texts: Texts, segments: Iterable[Segment]) -> Iterator[Cell]:
    for segment in segments:
        match segment:
            case Prose(text):
                yield "markdown", text, ()
            case Stub(name):
                task = exercise.task_of(name)
                assert task is not None
                yield "code", texts.parts[name], (f"exercise:{task.id}",)
            case Given(name) if name in texts.parts:
                yield "code", texts.parts[name], ("given",)
            case Given(name):
                # It lies in a module the notebook imports; run here, it would lack that module's own imports.
                yield "markdown", fenced(texts.lent[name]), ()


def _unshown(exercise: Exercise, texts: Texts, segments: Iterable[Segment]) -> str:
    """Return the given definitions that the handout has no place for."""
    shown = {segment.name for segment in segments if not isinstance(segment, Prose)}
    left = (text for name, text in texts.parts.items() if name not in shown and exercise.task_of(name) is None)
    return "\n\n\n".join(dict.fromkeys(left))


def _node(slug: str, index: int, cell: Cell) -> Any:
    import nbformat

    kind, source, tags = cell
    # Random ids, as editors make them, would make every generation a change.
    identity = hashlib.sha256("\0".join([slug, str(index), source]).encode()).hexdigest()[:16]
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return make(source, id=identity, metadata={"tags": list(tags)} if tags else {})  # type: ignore[no-untyped-call]
