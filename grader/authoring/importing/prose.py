"""The handout: front matter, the notebook's prose, and a place for every definition."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from grader.authoring.importing.module import shown_name
from grader.authoring.importing.pieces import Code, Prose
from grader.authoring.importing.statements import Statement, packages
from grader.authoring.markdown import fenced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.authoring.importing.module import Module
    from grader.authoring.importing.pieces import Piece

_JINJA = re.compile(r"\{[{%#]")
_HEADING = re.compile(r"^# +(.+?)\s*#*$", re.MULTILINE)
_RUN_BY = frozenset({"otter", "nose", "nbgrader"})


def title_of(pieces: Sequence[Piece], otherwise: str) -> str:
    """Return the first first-level heading of the prose, or another title."""
    for piece in pieces:
        found = _HEADING.search(piece.text) if isinstance(piece, Prose) else None
        if found:
            return found[1].strip("*_ ")
    return otherwise


def front_matter(facts: Mapping[str, object], tasks: Iterable[Mapping[str, object]]) -> str:
    """Return the TOML between its fences; values are texts, numbers and lists of texts."""
    lines = [f"{key} = {_toml(value)}" for key, value in facts.items() if value != []]
    for task in tasks:
        lines += ["", "[[task]]", *(f"{key} = {_toml(value)}" for key, value in task.items())]
    return "\n".join(["+++", *lines, "+++"])


def _toml(value: object) -> str:
    # The texts of JSON are texts of TOML too, but for one control character that editors do not write.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def body(pieces: Sequence[Piece], module: Module, links: Mapping[tuple[int, str], str]) -> str:
    """Return the handout below its front matter.

    Definitions stand where their code was; what is code and part of nothing is shown as text.

    Args:
        pieces: the notebook.
        module: its code, sorted.
        links: cell and target of each link that leads elsewhere now.
    """
    parts = list[str]()
    for piece in pieces:
        if isinstance(piece, Prose) and piece.text.strip():
            parts.append(plain(_linked(piece, links)))
        elif isinstance(piece, Code):
            parts += _places([one for one in module.all if one.cell == piece.cell], module)
    return "\n\n".join(parts)


def plain(text: str) -> str:
    """Return Markdown as a template that renders to it: where there are signs of jinja, it is told to leave them."""
    text = text.replace("\0", "").strip("\n")
    if not _JINJA.search(text):
        return text
    if "endraw" in text:
        return _JINJA.sub(lambda found: '{{ "' + found[0] + '" }}', text)
    return f"{{% raw %}}\n{text}\n{{% endraw %}}"


def _linked(piece: Prose, links: Mapping[tuple[int, str], str]) -> str:
    def place(found: re.Match[str]) -> str:
        target = links.get((piece.cell, found[1]))
        return found[0] if target is None else found[0].replace(found[1], target)

    return re.sub(r"""(?<=[(<"'])\s*([^\s()<>"']+)(?=[)>"'\s])""", place, piece.text)


def _places(found: Iterable[Statement], module: Module) -> Iterator[str]:
    """Yield the place of each definition, and other code between them as text."""
    kept = {(one.cell, one.start) for one in module.kept}
    loose = list[str]()
    for one in found:
        if (one.cell, one.start) in kept:
            name = _place(one, module)
            if name:
                yield from _text(loose)
                loose = []
                yield name
        elif not one.removed and not packages(one) & _RUN_BY:
            loose.append(f"\n{one.text}\n" if one.name else one.text)
    yield from _text(loose)


def _place(one: Statement, module: Module) -> str:
    """Return the template's call that shows a statement, if it is the one that defines its name for good."""
    name = shown_name(one)
    last = [other for other in module.kept if shown_name(other) == name][-1:]
    if not name or last[0].start != one.start or last[0].cell != one.cell:
        return ""
    return f'{{{{ {"stub" if name in module.asked else "given"}("{name}") }}}}'


def _text(loose: Sequence[str]) -> Iterator[str]:
    code = "\n".join(loose).strip("\n")
    if code:
        yield plain(fenced(code))
