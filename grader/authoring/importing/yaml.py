"""The YAML that Otter's notebooks hold: keys, lists and tables by indentation. Anything else is read as text."""

from __future__ import annotations

from collections.abc import Mapping

Value = str | list[str] | dict[str, "Value"]
"""What a key may have: a text, a list of texts, or a table."""

TRUE = frozenset({"true", "yes", "on"})


def read_yaml(text: str) -> dict[str, Value]:
    """Return a table's keys and values; lines that are no ``key: value`` are skipped."""
    lines = [line for line in map(_without_comment, text.split("\n")) if line.strip()]
    return _table(lines)


def _without_comment(line: str) -> str:
    return "" if line.lstrip().startswith("#") else line.partition(" #")[0].rstrip()


def _table(lines: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    margin = _indent(lines[0]) if lines else 0
    for index, line in enumerate(lines):
        key, colon, value = line.partition(":")
        if _indent(line) != margin or not colon or _is_item(line):
            continue
        below = _below(lines[index + 1 :], margin)
        found[_plain(key)] = _plain(value) if value.strip() or not below else _nested(below)
    return found


def _below(lines: list[str], margin: int) -> list[str]:
    """Return the lines that belong to a key: deeper ones, and items of a list, which may stand at its own margin."""
    for index, line in enumerate(lines):
        if _indent(line) <= margin and not (_indent(line) == margin and _is_item(line)):
            return lines[:index]
    return lines


def _nested(lines: list[str]) -> Value:
    if _is_item(lines[0]):
        return [_plain(line.strip()[1:]) for line in lines if _is_item(line)]
    return _table(lines)


def _is_item(line: str) -> bool:
    return line.strip() == "-" or line.strip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _plain(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def is_true(value: object) -> bool:
    """Return whether a value says yes."""
    return isinstance(value, str) and value.lower() in TRUE


def number(value: object) -> float | None:
    """Return a value as a number that is not negative, or None; of a table ``each`` counts."""
    if isinstance(value, Mapping):
        value = value.get("each")
    try:
        found = float(str(value))
    except ValueError:
        return None
    return found if 0 <= found < float("inf") else None
