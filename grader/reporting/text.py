"""Text written by strangers, made fit to show: what cannot be seen becomes visible, nothing else changes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SUSPECT = re.compile(r"[^\x20-\x7e\n\t]")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width (non-)joiners shape words in Persian and Hindi and hold emoji together; they move nothing."""


def plain(text: str) -> str:
    """Make control, bidirectional and other invisible characters visible; newlines and tabs stay.

    ``ESC`` becomes ``␛`` and U+202E becomes ``‹U+202E›``, so text can neither steer a terminal nor reorder
    what a reader sees. CRLF counts as a newline. Applying it twice changes nothing more.
    """
    return _SUSPECT.sub(lambda match: _shown(match[0]), text.replace("\r\n", "\n"))


def inline(text: str) -> str:
    """Return ``plain(text)`` on one line, for names, sentences and table cells."""
    return plain(text).replace("\n", "␊").replace("\t", "␉")


def ascii_controls(text: str) -> str:
    r"""Write the invisible characters of a JSON document as ``\uXXXX``, which leaves its meaning unchanged."""
    return _SUSPECT.sub(lambda match: _escaped(match[0]), text)


def source_lines(source: str) -> list[str]:
    """Split module text as Python counts its lines, each made visible with ``plain``."""
    unified = source.replace("\r\n", "\n").replace("\r", "\n")
    return [plain(line) for line in unified.removesuffix("\n").split("\n")] if unified else []


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    if not _is_invisible(char):
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"


@lru_cache(maxsize=4096)
def _escaped(char: str) -> str:
    if not _is_invisible(char):
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _is_invisible(char: str) -> bool:
    noncharacter = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return noncharacter or (unicodedata.category(char) in _INVISIBLE and char not in _JOINERS)
