"""The notebook of an exercise: prose, stubs and givens as cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.authoring.handout import Given, Prose, Segment, Stub
from grader.authoring.markdown import fenced
from grader.source.merge_notebook import cell_id

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
CHECK = ("check",)
"""The tags of a cell that loads or runs checks."""


@dataclass(frozen=True)
class Frame:
    """What stands around a handout in a notebook: text before and behind it, and the code that loads the checks."""

    head: str
    load: str
    tail: str


def notebook_bytes(exercise: Exercise, texts: Texts, frame: Frame, segments: Sequence[Segment]) -> bytes:
    """Return a notebook of format 4.5, always the same bytes for the same arguments.

    The first code cell loads the checks, a second holds the imports, a third the givens that the handout does not
    show. A stub's cell is tagged ``exercise:<task id>``, a given's ``given``; behind a task's last stub, and at the
    end, a cell tagged ``check`` runs its checks, or all.
    """
    import nbformat

    cells = [
        ("markdown", frame.head.strip(), ()),
        ("code", frame.load.strip(), CHECK),
        ("code", texts.imports, ("imports",)),
        ("code", _unshown(exercise, texts, segments), ("given",)),
        *_cells(exercise, texts, segments),
        ("markdown", frame.tail.strip(), ()),
        ("code", "%check", CHECK),
    ]
    made = [_node(exercise.slug, index, cell) for index, cell in enumerate(cell for cell in cells if cell[1])]
    metadata = {**METADATA, "grader": {"exercise": exercise.slug}}
    notebook = nbformat.v4.new_notebook(cells=made, metadata=metadata)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return (text.rstrip("\n") + "\n").encode()


def _cells(exercise: Exercise, texts: Texts, segments: Sequence[Segment]) -> Iterator[Cell]:
    last = {exercise.task_of(segment.name): segment for segment in segments if isinstance(segment, Stub)}
    for segment in segments:
        match segment:
            case Prose(text):
                yield "markdown", text, ()
            case Stub(name):
                task = exercise.task_of(name)
                assert task is not None
                yield "code", texts.parts[name], (f"exercise:{task.id}",)
                if segment is last[task]:
                    yield "code", f"%check {task.names[0]}", CHECK
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
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return make(source, id=cell_id(slug, index, source), metadata={"tags": list(tags)} if tags else {})  # type: ignore[no-untyped-call]
