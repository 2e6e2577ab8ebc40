"""From what a kernel has run to the text of a module: the definitions in use, and what these need."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Cell, ModuleText
from grader.notebook.executed import History, Statement, bound, lent
from grader.source.definitions import Named
from grader.source.keep import DEFINITIONS
from grader.source.names import names_read
from grader.source.parsing import line_ends
from grader.tree import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


@dataclass(frozen=True)
class Assembled:
    """A module text of cells, and where it is from."""

    module: ModuleText
    used: tuple[str, ...]
    """Places, each with the definitions that came from it: ``In[6] (double, helper)``."""
    outdated: tuple[str, ...]
    """A sentence for each name asked for of which a newer text is there, but has not come into use."""
    undefined: tuple[str, ...]
    """Names asked for that the kernel does not hold: their cells have not run."""


def assemble(history: History, names: Sequence[str], released: Collection[str] = ()) -> Assembled:
    """Return the text of what names hold in a kernel, with what it reaches; no object leaves the kernel.

    ``released`` are names that came with the exercise; where those are from is no news.
    """
    reached = _Reached(history)
    for name in names:
        reached.reach(name)
    ordered = reached.ordered()
    text, cells = _joined(ordered, history.futures)
    there = [name for name in names if name in history.names]
    unread = [said for name in names if name not in there and (said := history.unread(name))]
    module = ModuleText(text, text, digest(text.encode()), cells, remarks=(*unread, *sorted(reached.remarks)))
    return Assembled(
        module,
        _places(ordered, names, released),
        tuple(said for name in there if (said := _outdated(history, name))),
        tuple(name for name in names if name not in history.names),
    )


class _Reached:
    """The statements that made some names and what these read, directly or through others."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._made: dict[str, list[Statement]] = {}
        self.remarks: set[str] = set()

    def reach(self, name: str) -> None:
        """Find what made a name, and all it reads."""
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in self._made and one in self._history.names:
                self._made[one] = self._found(one)
                waiting += sorted(read for made in self._made[one] for read in names_read(made.node))

    def ordered(self) -> list[Statement]:
        """Return the statements in the order they ran, but each after what it needs when it runs."""
        ordered: dict[Statement, None] = {}
        entered: set[Statement] = set()

        def enter(one: Statement) -> None:
            if one not in entered:
                entered.add(one)
                for needed in self._closure(_read_at_once(one.node)):
                    enter(needed)
                ordered[one] = None

        for one in sorted({one for made in self._made.values() for one in made}, key=lambda one: one.place):
            enter(one)
        return list(ordered)

    def _closure(self, names: Iterable[str]) -> list[Statement]:
        found: set[Statement] = set()
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                made = self._made.get(name, [])
                found.update(made)
                waiting += [read for one in made for read in names_read(one.node)]
        return sorted(found, key=lambda one: one.place)

    def _found(self, name: str) -> list[Statement]:
        made = self._history.made(name)
        if made:
            return made
        other = lent(name, self._history.names[name])
        if other is None and not hasattr(builtins, name):
            self.remarks.add(f"{name} is used, but no cell of this kernel assigns it by a plain statement")
        return [other] if other else []


def _read_at_once(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement reads when it runs: of a function its decorators, defaults, annotations."""
    if not isinstance(node, DEFINITIONS) or isinstance(node, ast.ClassDef):
        return names_read(node)
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [one for one in (arguments.vararg, arguments.kwarg) if one]
    parts = [*node.decorator_list, *arguments.defaults, *arguments.kw_defaults, *(one.annotation for one in every)]
    return frozenset(name for part in [*parts, node.returns] if part is not None for name in names_read(part))


def _joined(statements: Sequence[Statement], futures: frozenset[str]) -> tuple[str, tuple[Cell, ...]]:
    """Join statements, each in the line of its cell that it stands in, below a comment with the cell's number."""
    text = f"from __future__ import {', '.join(sorted(futures))}\n" if futures else ""
    cells: list[Cell] = []
    for group in _groups(statements):
        number = group[0].cell
        if number:
            text += f"# In[{number}]\n"
            cells.append(Cell(number, text.count("\n") + 1, in_kernel=True))
        text += _in_place(group) + "\n"
    return text, tuple(cells)


def _groups(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Put statements of one cell that follow one another together; text of no cell comes first."""
    groups: list[list[Statement]] = []
    for one in sorted(statements, key=lambda one: one.cell != 0):
        if groups and one.cell and groups[-1][-1].cell == one.cell and groups[-1][-1].end <= one.start:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _in_place(group: Sequence[Statement]) -> str:
    """Return a cell with only some of its statements, up to the last of them; each keeps its line."""
    text, position = "", 0
    for one in group:
        between = line_ends(one.text[position : one.start])
        text += (between if between or not position else "; ") + one.own_text
        position = one.end
    return text


def _places(statements: Iterable[Statement], names: Sequence[str], released: Collection[str]) -> tuple[str, ...]:
    """Return the places that what was taken is from, in order, each with the definitions it gave."""
    found: dict[int, list[str]] = {}
    for one in statements:
        defined = bound(one.node) & {*names} or ({one.node.name} if isinstance(one.node, Named) else set())
        found.setdefault(one.cell, []).extend(name for name in sorted(defined) if name in names or name not in released)
    given = [(cell, ", ".join(dict.fromkeys(told))) for cell, told in sorted(found.items()) if told]
    return tuple(f"{f'In[{cell}]' if cell else 'outside the cells'} ({told})" for cell, told in given)


def _outdated(history: History, name: str) -> str:
    """Say that what a name holds is not what was written last, and why; empty where it is."""
    made = history.made(name)
    if not made:
        return ""
    checked = f"the {name} of In[{made[0].cell}] was checked"
    unread, unfinished = history.unread(name), history.unfinished(name, made[0])
    if unread:
        return f"{unread}, so that cell has not run: {checked}."
    return f"In[{unfinished[0]}] holds a newer {name}, but did not come to its end: {checked}." if unfinished else ""
