"""A notebook as a week of a course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.importing import nbgrader, otter
from grader.authoring.importing.cells import read_cells
from grader.authoring.importing.checks import Draft, drafts
from grader.authoring.importing.files import Files, collect_files
from grader.authoring.importing.hints import DECIDED, hints_text
from grader.authoring.importing.module import Module, read_module
from grader.authoring.importing.pieces import Assertions, Remark
from grader.authoring.importing.prose import body, front_matter, title_of
from grader.authoring.importing.suite import ALTERNATIVES, MISTAKES, quoted, suite_text
from grader.authoring.importing.tasks import Task, tasks_of
from grader.authoring.importing.world import World
from grader.course.rules import SLUG, slug_problem
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.authoring.importing.files import Beside
    from grader.authoring.importing.pieces import Piece
    from grader.tree import Tree


@dataclass(frozen=True)
class Week:
    """What a notebook became.

    ``tree`` holds the files by their paths in a course; ``made`` counts what was converted, ``decided`` tells what
    was settled on the way, ``left`` what was not converted and why.
    """

    tree: Tree
    made: tuple[str, ...]
    decided: tuple[str, ...]
    left: tuple[Remark, ...]


def week_of(data: bytes, slug: str, beside: Beside = lambda _: None) -> Week:
    """Convert an nbgrader source notebook or an Otter-assign notebook; nothing of it is run.

    Args:
        data: the notebook.
        slug: course, week and name of the exercise it becomes.
        beside: returns a file by its path from the notebook's folder, or None.

    Raises:
        UsageError: the slug names no week; the bytes are no such notebook, or nothing in it can be asked for.
    """
    if not SLUG.fullmatch(slug):
        raise UsageError(f"{slug_problem(slug)}.", "Use small letters, digits and underscores.")
    tool, pieces = _pieces(data)
    module = read_module(pieces)
    world = World.of(module, pieces)
    found, untested = list[Draft](), list[Remark]()
    for piece in pieces:
        if isinstance(piece, Assertions):
            made, remarks = drafts(piece, world)
            found += made
            untested += remarks
    left = [*(piece for piece in pieces if isinstance(piece, Remark)), *module.remarks, *untested]
    if not found:
        told = "".join(f"\n  {remark}" for remark in left)
        raise UsageError(f"None of the notebook's tests can be converted.{told}", "Mend these in the notebook.")
    files = collect_files(pieces, slug.partition("_")[2], beside)
    return _week(slug, _Read(tool, pieces, module, files), found, [*left, *files.remarks])


@dataclass(frozen=True)
class _Read:
    """A notebook as it was read."""

    tool: str
    pieces: tuple[Piece, ...]
    module: Module
    files: Files


def _week(slug: str, read: _Read, found: Sequence[Draft], left: Sequence[Remark]) -> Week:
    title = title_of(read.pieces, slug.partition("_")[2].replace("_", " ").capitalize())
    prose = body(read.pieces, read.module, read.files.links)
    tasks, decided = tasks_of(read.module, found, prose)
    public = [one for task in tasks for one in task.public]
    hidden = [one for task in tasks for one in task.hidden]
    suite = f"tests/exercises/{slug}"
    tree = {
        f"solutions/{slug}.py": f'"""{quoted(title)}."""\n\n{read.module.text}'.encode(),
        f"templates/{slug}.md.j2": f"{_front_matter(slug, title, read, tasks)}\n{prose}\n".encode(),
        f"templates/{slug}.hints.toml": hints_text(task.names[0] for task in tasks).encode(),
        f"{suite}/test_public.py": suite_text("Checks that learners can read.", public).encode(),
        f"{suite}/test_hidden.py": suite_text("Checks that never leave.", hidden).encode(),
        f"{suite}/mistakes.py": MISTAKES.encode(),
        f"{suite}/alternatives.py": ALTERNATIVES.encode(),
        **{f"templates/assets/{name}": data for name, data in read.files.assets.items()},
    }
    in_order = sorted(dict.fromkeys(left), key=lambda remark: remark.cell)
    return Week(tree, _made(read, tasks), (*decided, DECIDED), tuple(in_order))


def _front_matter(slug: str, title: str, read: _Read, tasks: Sequence[Task]) -> str:
    match = SLUG.fullmatch(slug)
    assert match is not None
    course, number = int(match[1]), int(match[2])
    facts: dict[str, object] = {"title": title, "course": course, "week": number, "framework": read.module.framework}
    facts["assets"] = sorted(read.files.assets)
    rows = [
        {"id": f"c{course}w{number}.{index:02}", "names": list(task.names), "points": task.points}
        for index, task in enumerate(tasks, 1)
    ]
    return front_matter(facts, rows)


def _made(read: _Read, tasks: Sequence[Task]) -> tuple[str, ...]:
    """Count what was converted."""
    listed = ", ".join(f"{' + '.join(task.names)} ({task.points} points)" for task in tasks)
    public, hidden = sum(len(task.public) for task in tasks), sum(len(task.hidden) for task in tasks)
    assets = ", ".join(sorted(read.files.assets))
    return (
        f"from {read.tool}, {len(tasks)} task{'' if len(tasks) == 1 else 's'}: {listed}",
        f"{public} public and {hidden} hidden checks",
        *([f"files: {assets}"] if assets else []),
    )


def _pieces(data: bytes) -> tuple[str, tuple[Piece, ...]]:
    cells = read_cells(data)
    if otter.is_otter(cells):
        return otter.NAME, tuple(otter.otter_pieces(cells))
    if nbgrader.is_nbgrader(cells):
        return nbgrader.NAME, tuple(nbgrader.nbgrader_pieces(cells))
    fix = "Give the source notebook of nbgrader, or Otter-assign's with raw cells such as # BEGIN QUESTION."
    raise UsageError("The notebook has neither nbgrader's metadata nor Otter-assign's raw cells.", fix)
