"""A learner's notebook under a new release: the new one, with the cells that were written carried over."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.source.definitions import definitions
from grader.source.magics import plain_python
from grader.source.merge import defined, is_released, merge
from grader.source.parsing import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OWN_CELLS = "## Your own cells\n\nThey were in this notebook before the exercise was updated, and are none of its own."
"""Stands above the cells that were not of the release."""
_MOST_INDICES = 300
"""Cells of a release of which ids are recognised."""
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_CHECKS = re.compile(r"(%(load_ext +grader|check|hint)\b.*|#.*|\s*)")
Unreadable = (*UNREADABLE, LookupError, TypeError)
"""What is raised for bytes that are no notebook."""


@dataclass(frozen=True)
class MergedNotebook:
    """A merged notebook: names as in ``Merged``, and how many cells of the learner's own stand at its end."""

    data: bytes
    written: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    own_cells: int = 0


@dataclass(frozen=True)
class _Cell:
    """A cell: ``text`` is its source, ``names`` are the definitions at its top level, where it parses."""

    kind: str
    text: str
    identity: str
    tags: frozenset[str]
    attachments: dict[str, Any]
    names: tuple[str, ...]


@dataclass
class _Merging:
    """Two releases' stubs, and what is found while cells are carried over."""

    old: str
    new: str
    written: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    taken: list[_Cell] = field(default_factory=list)


def cell_id(slug: str, index: int, source: str) -> str:
    """Return the id of a generated cell: random ones, as editors make them, would make every generation a change."""
    return hashlib.sha256("\0".join([slug, str(index), source]).encode()).hexdigest()[:16]


def merge_notebook(data: bytes, released: bytes, old: str, new: str, slug: str) -> MergedNotebook:
    """Bring a new release of a notebook into a learner's; outputs are dropped.

    Args:
        data: the learner's notebook.
        released: the notebook as it is released now.
        old: the module as it was released to the learner.
        new: the module as it is released now.
        slug: the exercise's.

    Raises:
        Exception: one of ``Unreadable`` when the learner's file is no notebook of format 4.
    """
    book = json.loads(released)
    fresh, found = [_cell(each) for each in book["cells"]], _read(data)
    mine = [each for each in found if not _is_theirs(each, fresh, old, slug)]
    merging = _Merging(old, new)
    made = [each for index, cell in enumerate(book["cells"]) for each in _carried(merging, cell, fresh[index], mine)]
    extra = [each for each in mine if each not in merging.taken]
    heading = _Cell("markdown", OWN_CELLS, "", frozenset(), {}, ())
    book["cells"] = _with_own_ids([*made, *([_made(each) for each in (heading, *extra)] if extra else ())])
    names = [name for name in definitions(new) if "." not in name]
    return MergedNotebook(
        _bytes(book) if mine else released,
        tuple(name for name in names if name in merging.written),
        tuple(name for name in names if name in merging.changed),
        tuple(name for name in names if name not in definitions(old)),
        len(extra),
    )


def _read(data: bytes) -> list[_Cell]:
    book = json.loads(data.decode("utf-8-sig"))
    if not isinstance(book, dict) or book.get("nbformat") != 4:
        raise ValueError("it is not of format 4")
    return [_cell(each) for each in book["cells"]]


def _cell(cell: dict[str, Any]) -> _Cell:
    """Return one cell as it was read; raises one of ``Unreadable`` for anything else."""
    source, metadata = cell["source"], cell.get("metadata", {})
    text = (source if isinstance(source, str) else "".join(source)).replace("\r\n", "\n").replace("\r", "\n")
    tags = metadata.get("tags", ()) if isinstance(metadata, dict) else ()
    kind, identity, attached = cell["cell_type"], cell.get("id"), cell.get("attachments")
    if kind not in ("code", "markdown", "raw"):
        raise ValueError(f"it has a cell of the kind {kind!r}")
    return _Cell(
        kind,
        text,
        identity if isinstance(identity, str) and _ID.fullmatch(identity) else "",
        frozenset(tag for tag in tags if isinstance(tag, str)),
        attached if isinstance(attached, dict) else {},
        _names(text) if kind == "code" else (),
    )


def _names(text: str) -> tuple[str, ...]:
    """Return what a cell defines; of one that does not parse, what it seems to."""
    try:
        return defined(plain_python(text)[0])
    except UNREADABLE:
        return tuple(dict.fromkeys(re.findall(r"^(?:async +)?(?:def|class) +(\w+)", text, re.MULTILINE)))


def _is_theirs(cell: _Cell, fresh: Sequence[_Cell], old: str, slug: str) -> bool:
    """Return whether a cell is as released, then or now, or as a merge made it: nothing of the learner's."""
    text = cell.text.strip()
    if not text or text == OWN_CELLS or any(text == each.text.strip() for each in fresh if each.kind == cell.kind):
        return True
    if cell.identity and any(cell_id(slug, index, cell.text) == cell.identity for index in range(_MOST_INDICES)):
        return True
    if cell.kind != "code":
        return False
    if "check" in cell.tags and all(_CHECKS.fullmatch(line) for line in text.splitlines()):
        return True
    with suppress(*UNREADABLE):
        return is_released(cell.text, old)
    return False


def _carried(merging: _Merging, cell: dict[str, Any], fresh: _Cell, mine: Iterable[_Cell]) -> Iterator[dict[str, Any]]:
    """Yield a cell of the new release, or those of the learner's that stand in its place."""
    belonging = [each for each in mine if each not in merging.taken and _belongs(each, fresh)]
    takes = sorted(belonging, key=lambda each: not each.names)  # what defines it comes first
    merging.taken += takes
    if not takes and not (fresh.names and merging.written.issuperset(fresh.names)):
        yield cell
    for index, each in enumerate(takes):
        text = _merged(merging, each, fresh if index == 0 else None)
        yield {**cell, "source": text} if index == 0 else _made(each, text, fresh.tags)


def _belongs(mine: _Cell, fresh: _Cell) -> bool:
    if mine.kind != "code" or fresh.kind != "code" or "check" in fresh.tags:
        return False
    return not set(mine.names).isdisjoint(fresh.names) if mine.names else not mine.tags.isdisjoint(fresh.tags)


def _merged(merging: _Merging, mine: _Cell, fresh: _Cell | None) -> str:
    """Return the source of a learner's cell with what is new; one with magics or a fault in it stays as it is."""
    known = definitions(merging.new)
    later = {name: known[name].text for name in mine.names if name in known}
    texts = [fresh.text] if fresh else []
    texts += [text for name, text in later.items() if not fresh or name not in fresh.names]
    try:
        merged = merge(mine.text, merging.old, "\n\n\n".join(dict.fromkeys(texts)))
    except UNREADABLE:
        merging.written.update(later)
        return mine.text
    merging.written.update(merged.written)
    merging.changed.update(merged.changed)
    return merged.text


def _made(cell: _Cell, text: str = "", tags: frozenset[str] = frozenset()) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.identity,
        "metadata": {"tags": sorted(tags)} if tags else {},
        "source": text or cell.text,
    }
    if cell.kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made | ({"attachments": cell.attachments} if cell.attachments else {})


def _with_own_ids(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return cells each with an id that no other has, as the format wants it."""
    used = set[str]()
    for index, cell in enumerate(cells):
        if not cell["id"] or cell["id"] in used:
            cell["id"] = cell_id("", index, cell["source"])
        used.add(cell["id"])
    return list(cells)


def _bytes(book: dict[str, Any]) -> bytes:
    for cell in book["cells"]:
        if isinstance(cell["source"], str):
            cell["source"] = cell["source"].splitlines(keepends=True)
    text = json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode("utf-8", "replace")
