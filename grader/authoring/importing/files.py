"""Pictures and data that a notebook shows or reads: inside its cells, or in files beside it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from grader.authoring.importing.pieces import Assertions, Code, Prose, Remark
from grader.source.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.authoring.importing.pieces import Piece

    Beside = Callable[[str], bytes | None]
    """The bytes of a file by its path from the notebook's folder, or None."""

_LINKS = re.compile(r"""\]\(\s*<?([^)\s>]+)|<img\b[^>]*?\bsrc\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|#|/")


@dataclass
class Files:
    """The assets of an exercise by name, links that lead elsewhere now, and what there is to tell."""

    assets: dict[str, bytes] = field(default_factory=dict)
    links: dict[tuple[int, str], str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def collect_files(pieces: Sequence[Piece], module: str, beside: Beside) -> Files:
    """Collect what cells hold, link to or read; all of it becomes assets.

    Args:
        pieces: the notebook.
        module: goes before the names of pictures that had none of their own.
        beside: returns a file beside the notebook.
    """
    found = Files()
    for piece in pieces:
        if isinstance(piece, Prose):
            for target in _targets(piece.text):
                _add_linked(found, piece, target, module, beside)
        elif isinstance(piece, Code | Assertions):
            for name in _named_files(piece.text):
                _add_read(found, piece, name, beside)
    return found


def _targets(text: str) -> Iterator[str]:
    yield from dict.fromkeys(first or second for first, second in _LINKS.findall(text))


def _add_linked(found: Files, piece: Prose, target: str, module: str, beside: Beside) -> None:
    if target.startswith("attachment:"):
        name = unquote(target.removeprefix("attachment:"))
        data, place = piece.attachments.get(name), f"{module}_{piece.cell}_{_tame(name)}"
        if data is not None:
            found.assets[place] = data
            found.links[piece.cell, target] = place
            return
    elif _ELSEWHERE.match(target):
        return
    else:
        name = unquote(target.partition("#")[0])
        data = _inside(name, beside)
        if data is not None:
            found.assets[name] = data
            return
    fix = "Put it into templates/assets/ and name it in assets = […]."
    found.remarks.append(Remark(piece.cell, f"{target} was not found beside the notebook", fix))


def _tame(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "_", name).strip("_.") or "picture"


def _inside(name: str, beside: Beside) -> bytes | None:
    path = PurePosixPath(name)
    safe = not path.is_absolute() and ".." not in path.parts and "\\" not in name and path.parts
    return beside(name) if safe else None


def _named_files(text: str) -> Iterator[str]:
    """Yield the texts in code that could name a file."""
    constants = (node.value for node in ast.walk(parse(text)) if isinstance(node, ast.Constant))
    yield from dict.fromkeys(
        value for value in constants if isinstance(value, str) and re.fullmatch(r"[\w./ -]{1,100}\.\w{1,5}", value)
    )


def _add_read(found: Files, piece: Code | Assertions, name: str, beside: Beside) -> None:
    data = _inside(name, beside)
    if data is None:
        return
    if isinstance(piece, Code):
        found.assets[name] = data
        fix = "Let it take the data as an argument, or let a given module make them."
        found.remarks.append(
            Remark(piece.cell, f"the code reads {name}; where hand-ins are graded there are no files", fix)
        )
