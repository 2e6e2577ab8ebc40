"""Saving what can be read of a module that does not parse: broken top-level statements are blanked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.source.parsing import compile_error, line_ends, split_lines, with_plain_line_ends
from grader.source.scanning import Piece, is_start, scan_piece, starts_definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 500_000
"""Characters of the largest broken module that is looked into; a hand-in of a week is some ten thousand."""
MOST_REMARKS = 50
LAST_REPAIRS = 20
"""How often a text made of readable pieces, but not readable as a whole, is mended at the line Python names."""
READ_FOR_REPAIRS = 1_000_000
"""Characters read again for that; a long text is mended less often."""
_SPACES = {
    **dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    0x200B: "",
    0x2060: "",
    0xFEFF: "",
}
"""What looks like a space, or like nothing, and is neither for Python."""


_UNREAD = "could not be read"


@dataclass(frozen=True)
class _Broken:
    """Lines ``first`` up to ``last`` (from 0, last excluded) that are given up."""

    first: int
    last: int
    name: str = ""

    def remark(self, error: Exception | None) -> str:
        """Return the sentence for the learner: the line that Python names if the part has a name, else all of it."""
        named = error.lineno if self.name and isinstance(error, SyntaxError) and error.lineno else 0
        first, last = (named, named) if self.first < named <= self.last else (self.first + 1, self.last)
        where = f"line {first}" if first == last else f"lines {first}–{last}"
        return f"{where}: {self.name or 'this part'} {_UNREAD} ({_reason(error)})"


def salvage(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with unreadable top-level statements blanked out, and a remark for each.

    Every line that stays keeps its number. A text that compiles is returned unchanged. Never raises, and
    takes time about in proportion to the text, whatever it holds.
    """
    if compile_error(text) is None:
        return text, ()
    if len(text) > LARGEST:
        return line_ends(text), (f"the file is too large to be mended ({len(text)} characters; at most {LARGEST})",)
    clean, remarks = _without_odd_characters(text)
    if compile_error(clean) is None:
        return clean, remarks
    lines = split_lines(with_plain_line_ends(clean))
    whole = "".join(lines)
    broken = _merged(lines, [*_broken_pieces(lines)])
    if "".join(lines) != whole:
        remarks = (*remarks, "no-break and other odd spaces were read as plain ones")
    told = [item.remark(_error_in(lines, item)) for item in broken[:MOST_REMARKS]]
    if len(broken) > MOST_REMARKS:
        told.append(f"{len(broken) - MOST_REMARKS} more parts {_UNREAD}")
    for item in broken:
        _blank(lines, item)
    return _mended(lines, (*remarks, *told))


def unread(remarks: Iterable[str]) -> tuple[str, ...]:
    """Return those of several remarks that ``salvage`` made about parts it gave up."""
    return tuple(remark for remark in remarks if _UNREAD in remark)


def unread_name(remark: str) -> str:
    """Return what a remark of ``unread`` is about: a name, or the first of our words for a part without one."""
    return remark.partition(": ")[2].partition(" ")[0]  # what a learner wrote comes later


def _without_odd_characters(text: str) -> tuple[str, tuple[str, ...]]:
    """Drop a byte order mark (silently: nobody sees one), NUL characters and halves of surrogate pairs."""
    clean = text.removeprefix("\ufeff").replace("\0", "").encode("utf-8", "replace").decode()
    kept = len(clean) == len(text.removeprefix("\ufeff")) and clean in text
    return clean, () if kept else ("characters that no Python text may hold were dropped",)


def _broken_pieces(lines: list[str]) -> Iterator[_Broken]:
    """Yield the line ranges to give up: each top-level statement is tried on its own."""
    position, budget = 0, 4 * sum(map(len, lines))
    while position < len(lines):
        # Past the budget lines are taken one by one: hostile text must not be scanned again and again.
        piece = scan_piece(lines, position, thorough=budget > 0)
        budget -= sum(len(line) for line in lines[position : piece.end])
        if compile_error("".join(lines[position : piece.end])) is None or _mend_spaces(lines, position, piece.end):
            position = piece.end
            continue
        first, last = _unreadable_part(lines, position, piece)
        yield _Broken(first, last, _name(lines[first:last]))
        position = last


def _mend_spaces(lines: list[str], start: int, end: int) -> bool:
    """Put plain spaces for those of other alphabets and web pages, if that makes a piece readable; tell whether."""
    mended = [line.translate(_SPACES) for line in lines[start:end]]
    if mended == lines[start:end] or compile_error("".join(mended)) is not None:
        return False
    lines[start:end] = mended
    return True


def _unreadable_part(lines: list[str], start: int, piece: Piece) -> tuple[int, int]:
    """Return the lines of a broken piece to give up: not its first line if only what follows it is misplaced."""
    if piece.resume is not None:
        return start, piece.resume
    whole = not is_start(lines[start]) or starts_definition(lines[start]) or piece.head >= piece.end
    if whole or compile_error("".join(lines[start : piece.head])):
        return start, piece.end
    return piece.head, piece.end


def _name(lines: list[str]) -> str:
    """Return the name of the definition or assignment that lines begin with, or the empty string."""
    if lines[0].startswith("@"):
        lines = [line for line in lines if starts_definition(line) and not line.startswith("@")]
    head = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    words = head.replace("(", " ").replace(":", " ").replace("=", " = ").split()
    words = words[1:] if words[:1] == ["async"] else words
    if words[:1] in (["def"], ["class"]) and len(words) > 1 and words[1].isidentifier():
        return words[1]
    return words[0] if words[1:2] == ["="] and words[0].isidentifier() else ""


def _error_in(lines: list[str], item: _Broken) -> Exception | None:
    """Return what Python says of a range, its lines numbered as in the file."""
    return compile_error("\n" * item.first + "".join(lines[item.first : item.last]))


def _reason(error: Exception | None) -> str:
    """Return Python's own words for a syntax error, and ours where it only gives up or says nothing."""
    if error is None:
        return "it runs into what follows"
    if isinstance(error, SyntaxError):
        return error.msg
    return "nested too deeply" if isinstance(error, RecursionError | MemoryError) else "not Python text"


def _merged(lines: list[str], broken: list[_Broken]) -> list[_Broken]:
    """Join a broken range with the one just before it, unless it begins a definition of its own."""
    merged: list[_Broken] = []
    for item in broken:
        before = merged[-1] if merged else None
        if before and before.last == item.first and not starts_definition(lines[item.first]):
            merged[-1] = _Broken(before.first, item.last, before.name)
        else:
            merged.append(item)
    return [_trimmed(lines, item) for item in merged]


def _trimmed(lines: list[str], item: _Broken) -> _Broken:
    """Return a range without the empty lines around it."""
    first, last = item.first, item.last
    while first + 1 < last and not lines[first].strip():
        first += 1
    while first + 1 < last and not lines[last - 1].strip():
        last -= 1
    return _Broken(first, last, item.name)


def _blank(lines: list[str], item: _Broken) -> None:
    lines[item.first : item.last] = [line_ends(line) for line in lines[item.first : item.last]]


def _mended(lines: list[str], remarks: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Blank out statements that are readable alone but not together, such as a late ``from __future__ import``."""
    for _ in range(min(LAST_REPAIRS, 1 + READ_FOR_REPAIRS // (1 + sum(map(len, lines))))):
        error = compile_error("".join(lines))
        if error is None:
            return "".join(lines), remarks
        item = _piece_at(lines, (error.lineno or 0) - 1) if isinstance(error, SyntaxError) else None
        if item is None:
            break
        remarks = (*remarks, item.remark(error))
        _blank(lines, item)
    return line_ends("".join(lines)), (*remarks, f"the file {_UNREAD}: its parts do not fit together")


def _piece_at(lines: list[str], line: int) -> _Broken | None:
    """Return the top-level statement that holds a line, or None for a line without text."""
    position = 0
    while position < len(lines):
        end = scan_piece(lines, position, thorough=True).end
        if position <= line < end and "".join(lines[position:end]).strip():
            return _trimmed(lines, _Broken(position, end, _name(lines[position:end])))
        position = end
    return None
