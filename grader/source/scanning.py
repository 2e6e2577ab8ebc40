"""A rough scanner of lines for text that no parser accepts: where top-level statements seem to begin and end."""

from __future__ import annotations

from dataclasses import dataclass

CONTINUATIONS = ("else", "elif", "except", "finally")
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class Piece:
    """Lines up to ``end`` (excluded) belong together, those up to ``head`` being the first logical line.

    ``resume`` is where a broken piece may end earlier: a piece that swallowed lines because a bracket or a
    string was not closed holds statements of its own, and reading goes on at the first that looks like one.
    """

    end: int
    head: int
    resume: int | None = None


def first_word(line: str) -> str:
    """Return the letters a line begins with, the empty string when it is indented."""
    end = 0
    while end < len(line) and (line[end].isalnum() or line[end] == "_"):
        end += 1
    return line[:end]


def is_start(line: str) -> bool:
    """Return whether a line at the margin may begin a statement of its own."""
    if not line.strip() or line[0].isspace() or line[0] in "#" + CLOSING:
        return False
    return first_word(line) not in CONTINUATIONS


def starts_definition(line: str) -> bool:
    """Return whether a line begins a function or class, a decorator included."""
    words = line.split(maxsplit=2)
    return line.startswith("@") or words[:1] in (["def"], ["class"]) or words[:2] == ["async", "def"]


def scan_piece(lines: list[str], start: int, *, thorough: bool) -> Piece:
    """Return the piece that begins at a line: decorators, the statement, its block and its further clauses.

    Without ``thorough`` brackets and strings are not followed, and the piece ends before the next line at
    the margin.
    """
    if not thorough:
        return Piece(_end_of_block(lines, start + 1), start + 1)
    position, head, resume, decorated = start, start, None, True
    while position < len(lines) and (position == start or decorated or not is_start(lines[position])):
        if lines[position].strip() and not lines[position].startswith("#"):
            decorated = lines[position].startswith("@")
        end, swallowed = _scan_logical_line(lines, position)
        head = end if position == start else head
        resume = swallowed if resume is None else resume
        position = end
    return Piece(position, head, resume)


def _end_of_block(lines: list[str], position: int) -> int:
    while position < len(lines) and not is_start(lines[position]):
        position += 1
    return position


def _scan_logical_line(lines: list[str], start: int) -> tuple[int, int | None]:
    """Return where the logical line that begins at ``start`` ends, and where a piece may be resumed inside it.

    Brackets, strings and backslashes are followed. An open bracket ends before a line that can only begin a
    statement (``def``, ``import`` …).
    """
    depth, quote, resume = 0, "", None
    for number in range(start, len(lines)):
        line = lines[number]
        if number > start and is_start(line):
            if depth and not quote and _must_start(line):
                return _before_decorators(lines, start, number), resume
            if resume is None and (_must_start(line) if quote else depth):
                resume = number
        depth, quote = scan_line(line, depth, quote)
        if not depth and not quote and not line.rstrip("\r\n").endswith("\\"):
            return number + 1, resume
    return len(lines), resume


def _must_start(line: str) -> bool:
    """Return whether a line at the margin can be nothing but the beginning of a statement."""
    if line.startswith("@") or starts_definition(line):
        return line.startswith("@") or "(" in line or ":" in line
    words = line.split()
    return words[0] == "import" or (words[0] == "from" and "import" in words) or words[:2] == ["if", "__name__"]


def _before_decorators(lines: list[str], start: int, number: int) -> int:
    """Return the first of the decorator lines right above a line."""
    while number - 1 > start and lines[number - 1].startswith("@"):
        number -= 1
    return number


def scan_line(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Return bracket depth and the open triple quote after a line, from those before it."""
    position = 0
    while position < len(line):
        if quote:
            position, quote = _scan_string(line, position, quote)
        elif line[position] == "#":
            break
        elif line[position] in "\"'":
            quote = line[position] * (3 if line.startswith(line[position] * 3, position) else 1)
            position += len(quote)
        else:
            depth += (line[position] in OPENING) - (line[position] in CLOSING)
            depth, position = max(depth, 0), position + 1
    # A string in single quotes ends with its line, unless a backslash leads on.
    goes_on = len(quote) == 3 or line.rstrip("\r\n").endswith("\\")
    return depth, quote if goes_on else ""


def _scan_string(line: str, position: int, quote: str) -> tuple[int, str]:
    """Return where a string ends in a line and the empty quote, or the line's end and the quote still open."""
    while position < len(line):
        if line[position] == "\\":
            position += 2
        elif line.startswith(quote, position):
            return position + len(quote), ""
        else:
            position += 1
    return position, quote
