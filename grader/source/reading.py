"""From a learner's file to module text: ``.py`` and ``.ipynb`` alike."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from grader.errors import UnreadableSubmission
from grader.model import LARGEST_HAND_IN, LARGEST_NOTEBOOK, ModuleText
from grader.source.notebook import read_notebook
from grader.source.parsing import compile_error

NOTEBOOK = ".ipynb"
SUFFIXES = (".py", NOTEBOOK)


def read_module(name: str, data: bytes) -> ModuleText:
    """Return a file as module text; its name tells whether it is a notebook, unless it clearly is one.

    Raises:
        UnreadableSubmission: there is nothing in it that could be run, with the reason.
    """
    module = read_notebook(data) if is_notebook(name) else _renamed(data) or _plain(data)
    return replace(module, digest=hashlib.sha256(data).hexdigest())


def _renamed(data: bytes) -> ModuleText | None:
    """Return the text of a notebook that was given the name of a module; Python would find nothing in it."""
    if not data.lstrip().startswith(b"{"):
        return None
    try:
        module = read_notebook(data)
    except UnreadableSubmission:
        return None
    return replace(module, remarks=("this is a notebook by another name", *module.remarks))


def _plain(data: bytes) -> ModuleText:
    text = decode(data)
    return ModuleText(text, text, broken=compile_error(text) is not None)


def is_notebook(name: str) -> bool:
    """Return whether a file of this name is a notebook."""
    return name.casefold().endswith(NOTEBOOK)


def largest(name: str) -> int:
    """Return how many bytes a file of this name may have."""
    return LARGEST_NOTEBOOK if is_notebook(name) else LARGEST_HAND_IN


def decode(data: bytes) -> str:
    """Decode a module's bytes: UTF-8 with or without a byte-order mark, any line ends.

    Raises:
        UnreadableSubmission: they are too many or no text, with the place.
    """
    if len(data) > LARGEST_HAND_IN:
        raise UnreadableSubmission(f"the file has {len(data)} bytes; at most {LARGEST_HAND_IN} are read")
    if b"\0" in data:
        raise UnreadableSubmission("the file holds NUL bytes: it is not a text file", "Hand in the .py file itself.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start}, line {data[: error.start].count(10) + 1}"
        raise UnreadableSubmission(f"the file is not UTF-8 text ({where})", "Save it as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
