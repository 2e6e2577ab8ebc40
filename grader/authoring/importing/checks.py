"""Test cells as checks: one for each task a cell tests, and one more for what of it is hidden."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.authoring.importing import raising
from grader.authoring.importing.limits import refuse_unfit
from grader.authoring.importing.pieces import Inconvertible, Remark
from grader.authoring.importing.rewriting import rewritten
from grader.authoring.importing.statements import BUILTINS, Statement, packages, statements
from grader.authoring.importing.world import HELPERS, World, draws, seeds_generator
from grader.course.checks import is_everywhere
from grader.source.definitions import is_docstring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.authoring.importing.pieces import Assertions


@dataclass(frozen=True)
class Draft:
    """A check without its weight.

    ``shared`` are the statements above it that it needs, ``unfit`` says why learners cannot be shown it, although the
    notebook did.
    """

    name: str
    owner: str
    cell: int
    points: float
    public: bool
    sentence: str
    body: str
    shared: tuple[Statement, ...] = ()
    helpers: frozenset[str] = field(default_factory=frozenset)
    unfit: str = ""


@dataclass(frozen=True)
class _Claim:
    """A statement that can fail, the statements it needs, in order, and the task it tests."""

    statement: Statement
    needs: tuple[Statement, ...]
    owner: str
    hidden: bool


def drafts(piece: Assertions, world: World) -> tuple[list[Draft], list[Remark]]:
    """Return the checks a test cell becomes, and what of it becomes none.

    Assertions count for the task they call; of several for the one defined last, since the others have been tested by
    then. The cell's points are shared by its assertions.
    """
    own = statements(piece.cell, piece.text, piece.hidden)
    found, remarks = list[_Claim](), list[Remark]()
    candidates = _candidates(own, world)
    for statement in candidates:
        try:
            found.append(_claim(statement, own, candidates, world))
        except Inconvertible as error:
            remarks.append(Remark(piece.cell, f"{_excerpt(statement)}: {error.message}", error.fix))
    if not candidates:
        remarks.append(Remark(piece.cell, "the test cell calls nothing that learners write", "Write a check by hand."))
    made = list[Draft]()
    for group in _groups(found):
        share = round(piece.points * len(group) / len(candidates), 4)
        try:
            made.append(_draft(group, own, piece, world, share))
        except Inconvertible as error:
            remarks.append(Remark(piece.cell, error.message, error.fix))
    return made, remarks


def _excerpt(one: Statement) -> str:
    first, *more = one.code.split("\n")
    return f"{first[:60]} …" if more or len(first) > 60 else first


def _candidates(own: Sequence[Statement], world: World) -> list[Statement]:
    """Return the statements that can fail a test; where nothing is asserted, those that call a task."""
    checkers = (
        {one.name for one in (*world.before(own[0].cell), *own) if one.name and _asserts(one.node)} if own else set()
    )
    claims = [one for one in own if not one.name and (_asserts(one.node) or _runs(one, checkers))]
    return claims or [one for one in own if not one.name and world.tasks_in([one])]


def _asserts(node: ast.stmt) -> bool:
    """Return whether code asserts something anywhere."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return False
    return any(_is_assertion(part) for part in ast.walk(node))


def _is_assertion(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        name = raising.last_name(node.func)
        return name.lower().startswith("assert") or name in raising.NAMES or name in ("fail", "eq_", "ok_")
    return isinstance(node, ast.Assert | ast.Raise | ast.Try)


def _runs(one: Statement, checkers: set[str]) -> bool:
    """Return whether a statement calls a function that asserts, without keeping what it returns."""
    return not one.binds and bool(one.reads & checkers)


def _claim(statement: Statement, own: Sequence[Statement], claims: Sequence[Statement], world: World) -> _Claim:
    above = [one for one in own if one.start < statement.start and (one not in claims or one.binds)]
    _refuse_changed_arguments(statement, above, world)
    needs = world.around(statement, above)
    for one in (*needs, statement):
        refuse_unfit(one)
        rewritten(one, world.names)
    tasks = world.tasks_in([*needs, statement])
    if not tasks:
        raise Inconvertible("it calls nothing that learners write", "Write a check by hand.")
    if world.drawing & tasks and any(seeds_generator(one) for one in own):
        fix = "Let it take a generator, and pass one: np.random.default_rng(0)."
        raise Inconvertible(f"it sets the seed for {min(world.drawing & tasks)}, which draws in another process", fix)
    owner = max(tasks, key=lambda name: world.module.asked[name])
    hidden = any(one.removed for one in (*needs, statement) if not one.is_import)
    return _Claim(statement, needs, owner, hidden)


def _refuse_changed_arguments(statement: Statement, above: Iterable[Statement], world: World) -> None:
    """Refuse a claim about an argument that a call above it was to change: arguments are copied."""
    for one in above:
        call = one.node.value if isinstance(one.node, ast.Expr) else None
        if isinstance(call, ast.Call) and raising.last_name(call.func) in world.names.tasks:
            changed = statement.reads & {part.id for part in call.args if isinstance(part, ast.Name)}
            if changed:
                fix = "Let the function return what it makes of it."
                raise Inconvertible(f"it looks at what a call did to {min(changed)}: arguments are copied", fix)


def _groups(found: Sequence[_Claim]) -> list[list[_Claim]]:
    keys = dict.fromkeys((claim.owner, claim.hidden) for claim in found)
    return [[claim for claim in found if (claim.owner, claim.hidden) == key] for key in keys]


def _draft(group: Sequence[_Claim], own: Sequence[Statement], piece: Assertions, world: World, points: float) -> Draft:
    hidden, owner = group[0].hidden, group[0].owner
    claims = [claim.statement for claim in group]
    wanted = {one for claim in group for one in claim.needs}
    wanted |= {one for one in _effects(own, claims, wanted, world) if hidden or not one.removed}
    in_order = [one for one in (*world.before(piece.cell), *own) if one in wanted or one in claims]
    shared = tuple(one for one in in_order if one not in claims and world.is_shared(one, piece.cell))
    made = [rewritten(one, world.names) for one in in_order if one not in shared]
    return Draft(
        name=_name(piece, owner, hidden=hidden),
        owner=owner,
        cell=piece.cell,
        points=points,
        public=not hidden,
        sentence=_sentence(piece, owner, hidden=hidden),
        body="\n".join(one.text for one in made),
        shared=shared,
        helpers=frozenset().union(*(one.helpers for one in made)) & HELPERS,
        unfit=_unfit(in_order, reference=any(one.reference for one in made)),
    )


def _effects(
    own: Sequence[Statement], claims: Sequence[Statement], wanted: set[Statement], world: World
) -> Iterable[Statement]:
    """Yield the statements before the last claim that bind nothing, but do something to what the claims need."""
    known = {name for one in wanted for name in one.binds}
    last = claims[-1].start
    for one in own:
        plain = isinstance(one.node, ast.Expr) and (is_docstring(one.node) or _is_print(one.node))
        if one.start >= last or one.binds or one.changes or one in claims or plain or _asserts(one.node):
            continue
        works_on_known = not world.tasks_in([one]) and one.reads & known and one.reads - known <= BUILTINS
        if works_on_known or (seeds_generator(one) and any(draws(part.node) for part in (*wanted, *claims))):
            yield one


def _is_print(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Call) and raising.last_name(node.value.func) in ("print", "display")


def _unfit(parts: Iterable[Statement], *, reference: bool) -> str:
    """Return why learners cannot run a check, or the empty string."""
    if reference:
        return "it hands one task to another, so it needs the reference"
    foreign = sorted(name for one in parts for name in packages(one) if name != "nose" and not is_everywhere(name))
    return f"it imports {foreign[0]}" if foreign else ""


def _name(piece: Assertions, owner: str, *, hidden: bool) -> str:
    words = re.sub(r"\W+", "_", piece.name.lower(), flags=re.ASCII).strip("_")
    named = words if owner.lower() in words else f"{owner}_{words}"
    return f"test_{named}{'_hidden' if hidden and 'hidden' not in words else ''}"


def _sentence(piece: Assertions, owner: str, *, hidden: bool) -> str:
    if hidden:
        return f"{owner} passes the hidden tests of cell {piece.cell}."
    said = " ".join(piece.sentence.split())
    return (said if said.endswith((".", "!", "?")) else f"{said}.") if said else f"{owner} passes cell {piece.cell}."
