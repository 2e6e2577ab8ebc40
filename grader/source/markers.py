"""The markers ``# BEGIN SOLUTION`` and ``# END SOLUTION``, found among a module's comments."""

from __future__ import annotations

import tokenize
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from grader.errors import Problem
from grader.source.parsing import Positions, split_lines

if TYPE_CHECKING:
    from pathlib import Path

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"


@dataclass(frozen=True)
class Comment:
    """A comment with its line (from 1), column and offsets; ``own_line`` when no code stands before it."""

    text: str
    line: int
    column: int
    start: int
    end: int
    own_line: bool


@dataclass(frozen=True)
class Region:
    """What a pair of markers encloses, from the first character of the one to the last of the other."""

    start: int
    end: int
    line: int


def tokens(source: str) -> tuple[tokenize.TokenInfo, ...]:
    """Return the tokens of a module that parses."""
    return tuple(tokenize.generate_tokens(iter(split_lines(source)).__next__))


def comments(source: str) -> tuple[Comment, ...]:
    """Return the comments of a module that parses, in order."""
    positions = Positions(source)
    return tuple(_comment(positions, token) for token in tokens(source) if token.type == tokenize.COMMENT)


def _comment(positions: Positions, token: tokenize.TokenInfo) -> Comment:
    line, column = token.start
    start = positions.line_start(line) + column
    own_line = not positions.text[positions.line_start(line) : start].strip()
    return Comment(token.string, line, column, start, start + len(token.string), own_line)


def header_end(positions: Positions, found: tuple[tokenize.TokenInfo, ...], line: int) -> int:
    """Return the offset right after the colon that ends the signature of a function that begins on ``line``."""
    depth = 0
    for token in found:
        if token.start[0] >= line and token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == ":" and depth == 0:
                return positions.line_start(token.end[0]) + token.end[1]
    raise LookupError(f"no signature ends after line {line}")


def regions(found: tuple[Comment, ...], path: Path) -> tuple[list[Region], list[Problem]]:
    """Return the regions that pairs of markers enclose, and what is wrong with markers among the comments."""
    problems = [_misspelt(path, comment) for comment in found if _looks_like_marker(comment.text)]
    enclosed, begin = list[Region](), None
    for comment in (comment for comment in found if is_marker(comment.text)):
        if comment.text == END and begin is not None:
            enclosed.append(Region(begin.start, comment.end, begin.line))
        elif comment.text == END:
            problems.append(Problem(path, comment.line, f"{END!r} without a beginning", f"Write {BEGIN!r} above it."))
        elif begin is not None:
            problems.append(Problem(path, comment.line, f"{BEGIN!r} inside another", f"Close line {begin.line} first."))
        begin = comment if comment.text == BEGIN else None
        if not comment.own_line:
            problems.append(Problem(path, comment.line, "a solution marker follows code", "Give it its own line."))
    if begin is not None:
        problems.append(Problem(path, begin.line, f"{BEGIN!r} without an end", f"Write {END!r} below it."))
    return enclosed, problems


def is_marker(line: str) -> bool:
    """Return whether a comment is one of the two markers, to the letter."""
    return line in (BEGIN, END)


def _misspelt(path: Path, comment: Comment) -> Problem:
    message = f"{comment.text!r} looks like a solution marker and is none"
    return Problem(path, comment.line, message, f"Write {BEGIN!r} or {END!r}, or reword the comment.")


def _looks_like_marker(text: str) -> bool:
    """Return whether a comment reads like a marker and is none: two or three words, the first like BEGIN or END."""
    if is_marker(text):
        return False
    words = "".join(character if character.isalpha() else " " for character in text.upper()).split()
    if len(words) == 1:
        return max(_likeness(words[0], "BEGINSOLUTION"), _likeness(words[0], "ENDSOLUTION")) > 0.85
    if not 2 <= len(words) <= 3:
        return False
    first = max(_likeness(words[0], "BEGIN"), _likeness(words[0], "END"))
    return first > 0.6 and any(_likeness(word, "SOLUTION") > 0.7 for word in words[1:])


def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, word, other).ratio()
