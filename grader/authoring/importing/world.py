"""What a test of a notebook can refer to: the module's statements, and those of earlier tests."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from grader.authoring.importing.module import Module, is_star
from grader.authoring.importing.pieces import Assertions, Inconvertible
from grader.authoring.importing.rewriting import Names
from grader.authoring.importing.statements import Statement, needed, statements
from grader.source.names import call_graph, reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.authoring.importing.pieces import Piece

SEEDS = frozenset({"seed", "set_seed", "manual_seed", "set_random_seed"})
HELPERS = frozenset({"assert_same", "assert_raises"})
"""Names that a check gets from ``grader.testing``."""


@dataclass(frozen=True)
class World:
    """The names around the tests: ``module`` is the notebook's code, ``tests`` are the statements of its test cells."""

    module: Module
    tests: tuple[Statement, ...]

    @classmethod
    def of(cls, module: Module, pieces: Sequence[Piece]) -> World:
        """Collect the statements of all test cells beside those of the module."""
        cells = [piece for piece in pieces if isinstance(piece, Assertions)]
        return cls(module, tuple(one for piece in cells for one in statements(piece.cell, piece.text, piece.hidden)))

    @cached_property
    def names(self) -> Names:
        """The names that learners write, and what they are."""
        asked = self.module.asked
        classes = [name for name in asked if isinstance(self.module.definition(name), ast.ClassDef)]
        own = [one for one in (*self.module.all, *self.tests) if one.name and one.name not in asked]
        callers = [one.name for one in own if self.tasks_in(self._with_needs(one))]
        return Names(frozenset(asked), frozenset(classes), frozenset(callers))

    @cached_property
    def drawing(self) -> frozenset[str]:
        """The tasks that draw from a global generator, themselves or through what they call."""
        sources = {one.name for one in self.module.kept if one.name and draws(one.node)}
        graph = call_graph(self.module.text)
        return frozenset(name for name in self.module.asked if reached(graph, [name]) & sources)

    @cached_property
    def constant(self) -> frozenset[str]:
        """The names that are bound once in the whole notebook, and whose objects nothing changes."""
        everything = (*self.module.all, *self.tests)
        bound = Counter(name for one in everything for name in one.binds)
        changed = {name for one in everything for name in one.changes}
        return frozenset(name for name, count in bound.items() if count == 1 and name not in changed)

    def before(self, cell: int) -> tuple[Statement, ...]:
        """Return the statements that have run when a cell's turn comes, tasks left out."""
        found = (one for one in (*self.module.all, *self.tests) if one.cell < cell)
        return tuple(sorted((one for one in found if one.name not in self.module.asked), key=lambda one: one.cell))

    def tasks_in(self, found: Iterable[Statement]) -> frozenset[str]:
        """Return the tasks that statements read."""
        return frozenset(name for one in found for name in one.reads if name in self.module.asked)

    def around(self, claim: Statement, above: Sequence[Statement]) -> tuple[Statement, ...]:
        """Return what a statement of a test needs: statements of earlier cells, and those ``above`` it in its own.

        Raises:
            Inconvertible: learners assign one of them, or nothing in the notebook does.
        """
        pool = (*self.before(claim.cell), *above)
        found, missing = needed(claim.reads - self.module.asked.keys(), pool)
        own_work = (one for one in found if one.removed and not one.is_import and one in self.module.all)
        assigned = [name for one in own_work for name in sorted(one.binds)]
        if assigned:
            fix = "Ask for a function that returns it, and test that."
            raise Inconvertible(f"it reads {assigned[0]}, which learners assign", fix)
        unknown = sorted(missing - self.module.asked.keys() - HELPERS - claim.binds)
        stars = [one for one in pool if is_star(one)] if unknown else []
        if unknown and not stars:
            raise Inconvertible(f"it reads {unknown[0]}, which the notebook does not define", "Define it there.")
        seeds = [one for one in self.before(claim.cell) if seeds_generator(one)] if any(map(_draws_now, found)) else []
        return tuple(one for one in pool if one in found or one in stars or one in seeds)

    def is_shared(self, one: Statement, cell: int) -> bool:
        """Return whether a statement that a test of ``cell`` needs can stand once, above all checks."""
        if one.is_import:
            return True
        parts = self._with_needs(one)
        fixed = all(part.is_import or part.binds <= self.constant for part in parts)
        return one.cell != cell and fixed and not self.tasks_in(parts) and not any(map(_draws_now, parts))

    def _with_needs(self, one: Statement) -> tuple[Statement, ...]:
        found, _ = needed(one.reads - self.module.asked.keys(), self.before(one.cell + 1))
        return (*(part for part in found if part != one), one)


def _draws_now(one: Statement) -> bool:
    """Return whether a statement draws or seeds when it runs, not when something calls it."""
    return not one.name and (draws(one.node) or seeds_generator(one))


def draws(node: ast.AST) -> bool:
    """Return whether code uses a global generator: ``np.random.…`` or ``random.…``, other than to seed or make one."""
    harmless = {*SEEDS, "default_rng", "Generator", "RandomState", "Random"}
    attributes = (part for part in ast.walk(node) if isinstance(part, ast.Attribute) and part.attr not in harmless)
    return any(getattr(part.value, "attr", getattr(part.value, "id", "")) == "random" for part in attributes)


def seeds_generator(one: Statement) -> bool:
    """Return whether a statement seeds a global generator."""
    calls = (part.func for part in ast.walk(one.node) if isinstance(part, ast.Call))
    return any(getattr(function, "attr", getattr(function, "id", "")) in SEEDS for function in calls)
