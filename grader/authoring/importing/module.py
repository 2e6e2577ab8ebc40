"""The solution module: which statements of a notebook make it, and which of its definitions learners write."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.importing.pieces import Code, Prose, Remark
from grader.authoring.importing.scaffolds import task_text
from grader.authoring.importing.statements import Statement, needed, packages, statements
from grader.source.definitions import Assignment, Named, assigned_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.authoring.importing.pieces import Piece

TENSORFLOW = frozenset({"tensorflow", "keras"})
INSTALLED = frozenset({"numpy", *TENSORFLOW, *sys.stdlib_module_names})
"""Packages that learner code can count on."""
DROPPED = frozenset({"otter", "nbgrader", "IPython"})
"""Packages of the tools that notebooks are run with; nothing a solution needs."""


@dataclass(frozen=True)
class Module:
    """A notebook's code, sorted.

    ``all`` are its statements in order; ``kept`` those of the solution module; ``asked`` maps each name that learners
    write to its place among them, from 0; ``variables`` are the names of theirs that are no definitions.
    """

    all: tuple[Statement, ...]
    kept: tuple[Statement, ...]
    asked: Mapping[str, int]
    variables: frozenset[str]
    remarks: tuple[Remark, ...]

    @property
    def text(self) -> str:
        """The solution module without its docstring."""
        imports = sorted((one.text for one in self.kept if one.is_import), key=lambda text: "__future__" not in text)
        rest = [one.text for one in self.kept if not one.is_import]
        return "\n\n\n".join(["\n".join(dict.fromkeys(imports)), *rest]).strip("\n") + "\n"

    @property
    def framework(self) -> str:
        """What the module needs: ``numpy`` or ``tensorflow``."""
        return "tensorflow" if any(packages(one) & TENSORFLOW for one in self.kept) else "numpy"

    def definition(self, name: str) -> ast.stmt:
        """Return the syntax tree of a definition that learners write."""
        return next(one.node for one in self.kept if one.name == name)


def read_module(pieces: Sequence[Piece]) -> Module:
    """Sort the code of a notebook: into the solution module go definitions and what they need."""
    everything, repeated = _last_definitions(
        [
            one
            for piece in pieces
            if isinstance(piece, Code)
            for one in statements(piece.cell, piece.text, piece.removed, by_hand=piece.by_hand)
        ]
    )
    asked = [one for one in everything if _is_asked(one)]
    kept, told = _kept(everything, asked)
    order = {one.name: index for index, one in enumerate(asked)}
    variables = frozenset(name for one in everything if one.removed and not _is_asked(one) for name in one.binds)
    remarks = [*repeated, *told, *_removed(everything, kept, asked)]
    finished, described = _described(pieces, kept, order)
    return Module(everything, finished, order, variables - order.keys(), (*remarks, *described))


def _is_asked(one: Statement) -> bool:
    """Return whether learners write this definition."""
    return bool(one.name and one.removed and not one.by_hand)


def _last_definitions(found: list[Statement]) -> tuple[tuple[Statement, ...], list[Remark]]:
    """Return the statements without definitions that a later one of the same name replaces."""
    last = {one.name: index for index, one in enumerate(found) if one.name}
    kept = [one for index, one in enumerate(found) if not one.name or last[one.name] == index]
    remarks = [
        Remark(one.cell, f"{one.name} is defined again in cell {found[last[one.name]].cell}; the last one counts")
        for index, one in enumerate(found)
        if one.name and last[one.name] != index
    ]
    return tuple(kept), remarks


def _kept(everything: Sequence[Statement], asked: Iterable[Statement]) -> tuple[tuple[Statement, ...], list[Remark]]:
    """Return what makes the module: tasks, givens that need nothing unusual, and what these read."""
    wanted = {one.name for one in asked}
    for one in everything:
        if one.name and not one.removed:
            parts, _ = needed([one.name], everything)
            wanted |= {one.name} if all(packages(part) <= INSTALLED for part in parts) else set()
    kept, missing = needed(wanted, everything)
    futures = [one for one in everything if packages(one) == {"__future__"}]
    stars = [one for one in everything if missing and is_star(one)]
    in_order = tuple(one for one in everything if one in (*futures, *stars, *kept) and not packages(one) & DROPPED)
    return in_order, [*_unusual(in_order), *_unknown(in_order, missing, everything)]


def is_star(one: Statement) -> bool:
    """Return whether a statement imports whatever there is."""
    return isinstance(one.node, ast.ImportFrom) and one.node.names[0].name == "*"


def _unusual(kept: Iterable[Statement]) -> Iterable[Remark]:
    for one in kept:
        for name in sorted(packages(one) - INSTALLED):
            fix = f"Install it there; or, if it is a file of yours, put {name}.py into solutions/ and given_modules."
            yield Remark(one.cell, f"the solution imports {name}, which has to be there where hand-ins are graded", fix)


def _unknown(kept: Iterable[Statement], missing: frozenset[str], everything: Iterable[Statement]) -> Iterable[Remark]:
    """Yield the names that the module reads and nothing binds."""
    if any(is_star(one) for one in everything):
        return
    for one in kept:
        for name in sorted(one.reads & missing):
            yield Remark(one.cell, f"{name} is read, and nothing in the notebook defines it", "Add it to the solution.")


def _removed(
    everything: Iterable[Statement], kept: Sequence[Statement], asked: Sequence[Statement]
) -> Iterable[Remark]:
    """Yield what of the learners' own is no definition: it cannot be asked for."""
    for one in everything:
        names = ", ".join(sorted(one.binds))
        if not one.removed or one in asked or one.is_import or (one.by_hand and one not in kept):
            continue
        if one in kept:
            fix = "Turn it into an argument, or into a function that returns it."
            yield Remark(one.cell, f"learners assign {names}, and other code needs it: it is given now", fix)
        elif names:
            fix = "Ask for a function that returns it."
            yield Remark(one.cell, f"learners assign {names}: only functions and classes can be asked for", fix)
        else:
            yield Remark(one.cell, f"a statement of the solution is left out: {one.code.split(chr(10))[0][:60]}")


def _described(
    pieces: Sequence[Piece], kept: Iterable[Statement], asked: Mapping[str, int]
) -> tuple[tuple[Statement, ...], list[Remark]]:
    """Give every task its text in the module: with a docstring, and with markers around what is removed."""
    finished, remarks = list[Statement](), list[Remark]()
    for one in kept:
        if one.name in asked:
            written, told = task_text(one, _prose_above(pieces, one.cell))
            finished.append(written)
            remarks += told
        else:
            finished.append(one)
    return tuple(finished), remarks


def _prose_above(pieces: Sequence[Piece], cell: int) -> str:
    above = [piece.text for piece in pieces if isinstance(piece, Prose) and piece.cell < cell]
    return above[-1] if above else ""


def shown_name(one: Statement) -> str:
    """Return the name under which a handout can show a kept statement, or the empty string."""
    names = assigned_names(one.node) if isinstance(one.node, Assignment) else ()
    if isinstance(one.node, Named):
        return one.name
    return names[0] if len(names) == 1 else ""
