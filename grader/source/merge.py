"""A learner's module under a new release: what was not touched becomes the new, what was written stays."""

from __future__ import annotations

import ast
import tokenize
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.source.definitions import Named, assigned_names, is_docstring
from grader.source.markers import comments
from grader.source.own import meaning
from grader.source.parsing import Positions, compile_error, parse, replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DOCSTRING = ("the docstring of the module",)
_IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Merged:
    """A merged module.

    ``written`` are the learner's own definitions among those of the new release, in its order; of these ``changed``
    had their docstring or signature changed by it. ``added`` were not there before, ``removed`` are untouched ones
    that the new release has no more.
    """

    text: str
    written: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Statement:
    """A top-level statement: ``key`` is what it is found again by, the names it binds for a definition."""

    key: tuple[str, ...]
    node: ast.stmt
    start: int
    end: int
    text: str

    @property
    def is_head(self) -> bool:
        """Whether it is an import or a docstring, as modules begin with."""
        return isinstance(self.node, _IMPORTS) or is_docstring(self.node)

    @property
    def is_definition(self) -> bool:
        """Whether it defines what a learner may be asked for."""
        return isinstance(self.node, Named | ast.Assign | ast.AnnAssign)


_Release = dict[tuple[str, ...], _Statement]


@dataclass
class _Changes:
    """What is to be done to a text: spans with their new text, and texts to insert by offset."""

    spans: list[tuple[int, int, str]] = field(default_factory=list)
    inserts: dict[int, str] = field(default_factory=dict)

    def applied(self, text: str) -> str:
        """Return the text with all of it done."""
        return replaced(text, [*self.spans, *((at, at, new) for at, new in self.inserts.items())])


def merge(text: str, old: str, new: str) -> Merged:
    """Bring a new release of a module into a learner's text.

    Args:
        text: the learner's module.
        old: the module as it was released to them.
        new: the module as it is released now.

    Raises:
        Exception: one of ``UNREADABLE`` when a text does not parse, or what comes out would not.
    """
    mine, before, after = _statements(text), _by_key(_statements(old)), _statements(new)
    later = _by_key(after)
    kept = [each for each in mine if not _is_released(each, before, later)]
    written = {each.key for each in kept}
    removed = [each for each in mine if each not in kept and each.key not in later and not each.is_head]
    renewed = [each for each in mine if each not in kept and each.key in later]
    added = list(_missing([*kept, *(later[each.key] for each in renewed)], before, after))
    changes = _Changes([(each.start, each.end, later[each.key].text) for each in renewed])
    changes.spans += ((*_whole_lines(text, each), "") for each in removed)
    _insert(changes, text, mine, after, added)
    merged = changes.applied(text)
    if error := compile_error(merged):
        raise error
    own = [each for each in after if each.is_definition and each.key in written]
    changed = [each for each in own if each.key not in before or _promise(before[each.key].node) != _promise(each.node)]
    return Merged(merged, _names(own), _names(changed), _names(added), _names(removed))


def is_released(text: str, old: str) -> bool:
    """Return whether a text is statements of a release, untouched, without comments of the learner's; may raise too."""
    mine, before = _statements(text), _by_key(_statements(old))
    return bool(mine) and all(_is_released(each, before, before) for each in mine) and _comments(text) <= _comments(old)


def defined(text: str) -> tuple[str, ...]:
    """Return the names that the definitions at the top level of a text bind, each once.

    Raises:
        Exception: one of ``UNREADABLE`` when it does not parse.
    """
    return _names(_statements(text))


def _statements(text: str) -> tuple[_Statement, ...]:
    positions, found = Positions(text), []
    for index, node in enumerate(parse(text).body):
        start, end = positions.span(node)
        key = _DOCSTRING if index == 0 and is_docstring(node) else _key(node)
        found.append(_Statement(key, node, start, end, text[start:end]))
    return tuple(found)


def _key(node: ast.stmt) -> tuple[str, ...]:
    """Return what finds a statement again in another text."""
    if isinstance(node, Named):
        return (node.name,)
    if isinstance(node, ast.ImportFrom):
        return ("from", "." * node.level + (node.module or ""))
    return assigned_names(node) or ("statement", ast.dump(node))


def _by_key(statements: Iterable[_Statement]) -> _Release:
    return {each.key: each for each in statements}


def _is_released(mine: _Statement, before: _Release, later: _Release) -> bool:
    """Return whether a statement is as it was released, then or (if an update was ended half-way) now."""
    releases = (release[mine.key] for release in (before, later) if mine.key in release)
    return any(_is_copy(mine, released) for released in releases)


def _is_copy(mine: _Statement, released: _Statement) -> bool:
    """Return whether a statement is another one, layout aside; a comment in it or a note is more than a copy."""
    if mine.text == released.text:
        return True
    if mine.key == _DOCSTRING:
        return False
    return _meaning(mine.text) == _meaning(released.text) and _prose(mine.text) <= _prose(released.text)


def _meaning(text: str) -> str:
    (node,) = parse(text).body  # parsed anew, for docstrings are taken out of it
    return meaning(node)


def _prose(text: str) -> frozenset[str]:
    """Return the comments and docstrings of a definition."""
    named = (node for node in ast.walk(parse(text)) if isinstance(node, Named))
    return _comments(text) | {ast.get_docstring(node) or "" for node in named} - {""}


def _comments(text: str) -> frozenset[str]:
    try:
        return frozenset(comment.text for comment in comments(text))
    except tokenize.TokenError:  # what the parser reads and the tokenizer does not is nobody's release
        return frozenset({text})


def _promise(node: ast.stmt) -> str:
    """Return what a definition promises: signatures and docstrings, those of its methods included; else all of it."""
    named = [each for each in ast.walk(node) if isinstance(each, Named)]
    if not named:
        return ast.dump(node)
    return "\n".join(f"{each.name}{_signature(each)}{ast.get_docstring(each)}" for each in named)


def _signature(node: Named) -> str:
    if isinstance(node, ast.ClassDef):
        return "".join(map(ast.dump, (*node.bases, *node.keywords)))
    return ast.dump(node.args)


def _missing(result: Sequence[_Statement], before: _Release, after: Iterable[_Statement]) -> Iterator[_Statement]:
    """Yield what a text lacks of the new release; what binds the same name in another way is there."""
    keys, bound = {each.key for each in result}, {name for each in result for name in _bound(each.node)}
    for each in after:
        names = _bound(each.node)
        there = bound.issuperset(names) if names else each.key in keys
        # An import the learner has removed stays away; a definition that is asked for does not.
        unwanted = each.is_head and each.key in before and each.key not in keys
        if not there and not unwanted:
            yield each


def _bound(node: ast.stmt) -> tuple[str, ...]:
    """Return the names a top-level statement binds."""
    if isinstance(node, _IMPORTS):
        return tuple(alias.asname or alias.name.partition(".")[0] for alias in node.names)
    return (node.name,) if isinstance(node, Named) else assigned_names(node)


def _insert(
    changes: _Changes, text: str, mine: Sequence[_Statement], after: Iterable[_Statement], added: Sequence[_Statement]
) -> None:
    """Insert what is new behind what precedes it in the new release; without that, behind the module's head."""
    positions, last = Positions(text), _by_key(mine)
    head = _end(positions, _head(mine))
    ends = {True: head, False: head}
    for each in after:
        if each in added:
            at = ends[each.is_head]
            changes.inserts[at] = (
                changes.inserts.get(at, "") + ("\n\n\n" if isinstance(each.node, Named) else "\n") + each.text
            )
        elif each.key in last and last[each.key].is_head == each.is_head:
            ends[each.is_head] = _end(positions, last[each.key])
    if 0 in changes.inserts:
        changes.inserts[0] = changes.inserts[0].lstrip("\n") + "\n\n\n"


def _head(mine: Sequence[_Statement]) -> _Statement | None:
    """Return the last of the imports and docstrings that a module begins with."""
    found = None
    for each in mine:
        if not each.is_head:
            break
        found = each
    return found


def _end(positions: Positions, statement: _Statement | None) -> int:
    """Return where the last line of a statement ends, a comment behind it included."""
    return positions.line_end(statement.node.end_lineno or 1) if statement else 0


def _whole_lines(text: str, statement: _Statement) -> tuple[int, int]:
    """Return the span of a statement and of the blank lines below it, where nothing stands behind it."""
    rest = text[statement.end :]
    blank = rest[: len(rest) - len(rest.lstrip())]
    return statement.start, statement.end + (len(blank) if "\n" in blank else 0)


def _names(statements: Iterable[_Statement]) -> tuple[str, ...]:
    found = (name for each in statements if each.is_definition for name in each.key)
    return tuple(dict.fromkeys(found))
