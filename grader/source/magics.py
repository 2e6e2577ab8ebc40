"""Notebook cells as plain Python: what only IPython understands is blanked out, line by line."""

from __future__ import annotations

from grader.source.parsing import compile_error, line_ends, split_lines
from grader.source.scanning import scan_line

FOREIGN = frozenset(
    "R bash bigquery cmd cython file html HTML javascript js latex markdown perl powershell pypy python python2 "
    "python3 ruby script sh shell skip sql svg SVG sx system writefile".split()
)
"""Cell magics whose cell is not run as Python here. Any other (``%%time``, ``%%capture`` …) has Python below it."""

_AS_LETTERS = str.maketrans("*[]", "___")
"""What may stand in the name that a question is about."""

Blanked = tuple[int, str]
"""Line from 1 and text of what was blanked out."""


def plain_python(text: str) -> tuple[str, tuple[Blanked, ...]]:
    """Return a cell's text with its magics, shell lines and questions blanked out, and what these were.

    Every line keeps its number. Inside a block ``pass`` takes the place of such a line. A cell that is indented as a
    whole moves to the margin, and prompts go. A text that compiles is returned unchanged; other faults are left to
    ``salvage``.
    """
    if compile_error(text) is None:
        return text, ()
    lines = _without_prompts(_at_the_margin(split_lines(text)))
    blanked: list[Blanked] = []
    first = _blank_cell_magics(lines, blanked)
    _blank_lines(lines, first, blanked)
    return "".join(lines), tuple(blanked)


def _at_the_margin(lines: list[str]) -> list[str]:
    """Take the first line's indentation from all lines that have it, as IPython does."""
    first = next((line for line in lines if line.strip()), "")
    margin = first[: len(first) - len(first.lstrip(" \t"))]
    return [line.removeprefix(margin) for line in lines]


def _without_prompts(lines: list[str]) -> list[str]:
    """Take the prompts from a session that was pasted whole, as IPython does."""
    first = next((line for line in lines if line.strip()), "")
    if not first.startswith(">>> "):
        return lines
    pasted = [line.startswith((">>> ", "... ")) or line.rstrip() in (">>>", "...") for line in lines]
    return [line[3:].removeprefix(" ") if prompt else line for line, prompt in zip(lines, pasted, strict=True)]


def _blank_cell_magics(lines: list[str], blanked: list[Blanked]) -> int:
    """Blank out the cell magics a cell begins with, or all of a cell in another language; return where code begins."""
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith("%%"):
            return number
        blanked.append((number + 1, line.rstrip()))
        lines[number] = line_ends(line)
        if line.startswith("%%!") or (line[2:].split() or [""])[0] in FOREIGN:
            lines[number:] = [line_ends(rest) for rest in lines[number:]]
            break
    return len(lines)


def _blank_lines(lines: list[str], first: int, blanked: list[Blanked]) -> None:
    """Blank out lines for IPython where a statement may begin: not inside brackets, strings or continued lines."""
    depth, quote, goes_on, foreign = 0, "", False, False
    for number in range(first, len(lines)):
        line = lines[number]
        begins = not depth and not quote and not goes_on
        goes_on = line.rstrip("\r\n").endswith("\\")
        if begins:
            foreign = _is_foreign(line.strip())
            blanked.extend([(number + 1, line.strip())] if foreign else [])
        if foreign:
            indent = line[: len(line) - len(line.lstrip(" \t"))]
            lines[number] = (f"{indent}pass" if begins and indent else "") + line_ends(line)
        else:
            depth, quote = scan_line(line, depth, quote)


def _is_foreign(text: str) -> bool:
    """Return whether a line that begins a statement is a magic, a shell line, a question, or assigns their answer."""
    if text.startswith(("%", "!", "?", "/", ",", ";")):
        return True
    if text.endswith("?"):
        return _are_names(text.rstrip("?").translate(_AS_LETTERS).split("."))
    targets, _, value = text.partition("=")
    return value.lstrip().startswith(("!", "%")) and _are_names(targets.replace(",", " ").split())


def _are_names(words: list[str]) -> bool:
    return bool(words) and all(word.isidentifier() for word in words)
