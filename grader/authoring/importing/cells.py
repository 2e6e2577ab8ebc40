"""The cells of an instructor's notebook; nothing in them is ever run."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FIX = "Save the notebook again in Jupyter, and give the .ipynb file itself."


@dataclass(frozen=True)
class Cell:
    """One cell: its place from 1, ``markdown``, ``code`` or ``raw``, its text and metadata.

    ``shown`` is the text of the value that its last line had when the author ran it, or None; ``printed`` says that
    it wrote something.
    """

    number: int
    kind: str
    source: str
    metadata: Mapping[str, Any]
    shown: str | None
    printed: bool
    attachments: Mapping[str, bytes]


def read_cells(data: bytes) -> tuple[Cell, ...]:
    """Return the cells of a notebook of format 4.

    Raises:
        UsageError: the bytes are no such notebook.
    """
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The file is no notebook: {error}.", _FIX) from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UsageError("The file is no notebook of format 4: it has no cells.", _FIX)
    return tuple(_cell(number, cell) for number, cell in enumerate(cells, 1) if isinstance(cell, dict))


def _cell(number: int, cell: Mapping[str, Any]) -> Cell:
    outputs = [output for output in _items(cell, "outputs") if isinstance(output, dict)]
    metadata = cell.get("metadata")
    return Cell(
        number=number,
        kind=str(cell.get("cell_type")),
        source=_text(cell.get("source")).replace("\r\n", "\n").replace("\r", "\n").strip("\n"),
        metadata=metadata if isinstance(metadata, dict) else {},
        shown=_shown(outputs),
        printed=any(output.get("output_type") == "stream" for output in outputs),
        attachments=_attachments(cell),
    )


def _items(cell: Mapping[str, Any], name: str) -> list[Any]:
    found = cell.get(name)
    return found if isinstance(found, list) else []


def _text(value: object) -> str:
    """Return a text that may be given as a list of lines."""
    return value if isinstance(value, str) else "".join(map(str, value)) if isinstance(value, list) else ""


def _shown(outputs: Iterable[Mapping[str, Any]]) -> str | None:
    results = [output.get("data") for output in outputs if output.get("output_type") == "execute_result"]
    found = [data["text/plain"] for data in results if isinstance(data, dict) and "text/plain" in data]
    return _text(found[-1]) if found else None


def _attachments(cell: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the pictures inside a cell by their names; one that cannot be decoded is not there."""
    found = {}
    bundles = cell.get("attachments")
    for name, bundle in (bundles if isinstance(bundles, dict) else {}).items():
        encoded = next(iter(bundle.values()), "") if isinstance(bundle, dict) else ""
        try:
            found[name] = base64.b64decode(_text(encoded))
        except binascii.Error:
            continue
    return found
