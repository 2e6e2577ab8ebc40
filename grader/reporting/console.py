"""A terminal in memory: text laid out in columns, coloured only on request, never read as markup."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_NARROWEST = 40


def open_console(width: int, *, colour: bool) -> Console:
    """Return a console that writes to memory and reads nothing from the environment."""
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=max(width, _NARROWEST),
        color_system="standard" if colour else None,
        force_terminal=colour,
        force_jupyter=False,  # in a notebook too: else it would write there, and not to memory
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
        legacy_windows=False,
        _environ={},
    )


def written(console: Console) -> str:
    """Return what has been printed to a console of ``open_console``."""
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def put(console: Console, text: str, style: str = "", *, indent: int = 0, hang: int = 0) -> None:
    """Print text as data, wrapped to the console; lines after the first are indented by ``hang`` more."""
    from rich.text import Text

    for number, line in enumerate(_wrapped(console, text, indent + hang, style)):
        console.print(Text(" " * (indent if number == 0 else indent + hang)) + line)


def put_cut(console: Console, text: str, style: str = "", *, indent: int = 0) -> None:
    """Print text as data on one line, cut to the console."""
    from rich.text import Text

    console.print(Text(cut_to(" " * indent + text.expandtabs(4), console.width), style))


def put_beside(console: Console, label: str, style: str, text: str, column: int) -> None:
    """Print a label two columns from the left and text wrapped beside it, from ``column`` on."""
    from rich.text import Text

    first, *rest = _wrapped(console, text, column)
    start = Text.assemble("  ", (label, style), " " * (column - 2 - len(label)))
    console.print(start + first)
    for line in rest:
        console.print(Text(" " * column) + line)


def folded(text: str, width: int, command: str = "") -> list[str]:
    """Return a sentence and the command that ends it as lines that break between words, never within the command."""
    whole = f"{text} {command}".strip()
    if cells(whole) <= width:
        return [whole]
    lines = textwrap.wrap(text, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return [*lines, f"  {command}"] if command else lines


def cells(text: str) -> int:
    """Return how many columns a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def cut_to(text: str, width: int) -> str:
    """Return a text in at most ``width`` columns, with an ellipsis where it was cut."""
    from rich.text import Text

    line = Text(text)
    line.truncate(width, overflow="ellipsis")
    return line.plain


def _wrapped(console: Console, text: str, indent: int, style: str = "") -> list[Text]:
    from rich.text import Text

    lines = Text(text, style).wrap(console, console.width - indent, tab_size=4)
    for line in lines:
        line.rstrip()
    return list(lines) or [Text()]
