"""What a change is called in one line: what became what."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.audit.mutation.excerpt import Place
from grader.source.parsing import replaced

if TYPE_CHECKING:
    from grader.audit.mutation.excerpt import Edit, Excerpt

LONGEST = 70
"""Characters shown of either side."""
LEAD = 20
"""Of these at most before the first difference, where there are more than can be shown."""


def told(excerpt: Excerpt, edit: Edit) -> str:
    """Return ``what stood there → what stands there``: of an expression where one holds the change, else of lines."""
    pairs = {(excerpt.text[start:end], new) for start, end, new in edit.changes}
    if len(pairs) == 1 < len(edit.changes):
        return f"{' → '.join(*pairs)}, {len(edit.changes)} times"
    if all(not (old + new).strip() for old, new in pairs):
        return _shifted(excerpt, edit)
    start, end = _extent(excerpt, edit)
    before = excerpt.text[start:end]
    after = replaced(before, [(a - start, b - start, new) for a, b, new in edit.changes])
    if not after.strip():
        return f"{_short(_flat(before))} removed"
    return _difference(_flat(before), _flat(after))


def _shifted(excerpt: Excerpt, edit: Edit) -> str:
    """Return what is said of a statement that only moved: it stands in another block."""
    line = excerpt.text[edit.end :].partition("\n")[0]
    return f"{_short(_flat(line))}, {'after the block' if edit.end > edit.start else 'in the loop above'}"


def _extent(excerpt: Excerpt, edit: Edit) -> tuple[int, int]:
    """Return the offsets of what is shown: the smallest expression that tells enough, else the lines of the change."""
    node = excerpt.holder(edit)
    while (wider := _wider(excerpt, node)) is not None:
        node = wider
    if isinstance(node, ast.expr | ast.keyword) or _is_simple(node):
        assert isinstance(node, Place)
        return excerpt.span(node)
    start, end = edit.start, edit.end
    if not excerpt.text[start:end].strip():
        start = excerpt.text.rfind("\n", 0, start) + 1
        end = excerpt.text.find("\n", end) % (len(excerpt.text) + 1)
    return start, end


def _wider(excerpt: Excerpt, node: Place | None) -> Place | None:
    """Return what is to be shown around a number, a name, an index or an option; None for what tells enough."""
    around = None if node is None else excerpt.parents.get(node)
    small = isinstance(node, ast.Constant | ast.Name | ast.keyword | ast.Slice) or isinstance(around, ast.Subscript)
    return around if small and isinstance(around, ast.expr | ast.keyword) else None


def _is_simple(node: ast.AST | None) -> bool:
    return isinstance(node, ast.stmt) and not hasattr(node, "body")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _difference(before: str, after: str) -> str:
    """Return both sides, cut alike to where they differ."""
    if max(len(before), len(after)) > LONGEST:
        same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
        lead = max(same - LEAD, 0)
        before, after = (("…" if lead else "") + side[lead:] for side in (before, after))
    return f"{_short(before)} → {_short(after)}"


def _short(line: str) -> str:
    """Return a line, cut where it is long."""
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
