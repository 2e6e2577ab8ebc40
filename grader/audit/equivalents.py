"""Mutants accepted as equivalent: kept beside the suite with a reason, each held against the reference all the same."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.audit.findings import EQUIVALENT_SHARE, Defect
from grader.audit.messages import Drill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.audit.laboratory import Laboratory
    from grader.audit.mutants import Mutants
    from grader.audit.mutation import Mutant
    from grader.audit.subject import Audited

FILE = "equivalents.toml"
INPUTS = 1000
CPU_S = 60.0
_FIX = 'Write: [[equivalent]], mutant = "<id of a survivor>", reason = "<why nobody can tell>".'


@dataclass(frozen=True)
class Accepted:
    """One entry of the file."""

    mutant: str
    reason: str


class Equivalents:
    """The mutants of an exercise that were accepted as equivalent, and whether they may be.

    ``accepted`` names by task the ids that stand; ``inputs`` tells by id on how many inputs each agreed.
    """

    def __init__(self, audited: Audited, laboratory: Laboratory) -> None:
        self.accepted: dict[str, tuple[str, ...]] = {task.id: () for task in audited.exercise.tasks}
        self.inputs: dict[str, int] = {}
        self.defects: list[Defect] = []
        self._audited = audited
        self._laboratory = laboratory
        self._where = audited.place(FILE)
        self.entries = tuple(self._read(audited.folder / FILE))

    def examine(self, mutants: Mutants, step: Callable[[object], None]) -> None:
        """Hold each entry against the reference."""
        alive = {survivor.id for survivors in mutants.survivors.values() for survivor in survivors}
        for one in self.entries:
            if one.mutant not in alive:
                self._refuse(one.mutant, *_lapsed(killed=one.mutant in mutants.by_id))
        standing = {one.mutant: mutants.by_id[one.mutant] for one in self.entries if one.mutant in alive}
        for drill, result in self._laboratory.drills(map(self._drill, standing.values())):
            step(drill)
            mutant = standing[drill.name]
            if result.gap:
                what = f"is not equivalent ({mutant.definition}, line {mutant.line}: {mutant.change}): {result.gap}"
                self._refuse(drill.name, what, "Remove the entry, and add a check that sees the difference.")
            else:
                self.inputs[drill.name] = result.inputs
                self.accepted[mutant.task] = tuple(sorted({*self.accepted[mutant.task], drill.name}))
        self.defects += self._too_many(mutants)

    def _read(self, path: Path) -> Iterator[Accepted]:
        """Yield the sound entries of the file; what is wrong with the others are defects."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.defects.append(Defect(self._where, f"is not TOML: {error}", "Mend it there."))
            return
        entries = table.pop("equivalent", [])
        if table or not isinstance(entries, list):
            self.defects.append(Defect(self._where, "holds something else than [[equivalent]] tables", _FIX))
            return
        seen = Counter[str]()
        for entry in entries:
            found = _entry(entry)
            if found is None:
                self.defects.append(Defect(self._where, f"an entry lacks mutant or reason: {entry!r}", _FIX))
            elif seen[found.mutant]:
                self._refuse(found.mutant, "is there twice", "Remove one.")
            else:
                seen[found.mutant] += 1
                yield found

    def _refuse(self, mutant: str, what: str, fix: str) -> None:
        self.defects.append(Defect(self._where, f"{mutant} {what}", fix))

    def _drill(self, mutant: Mutant) -> Drill:
        task = self._audited.exercise.task_of(mutant.task)
        assert task is not None
        return Drill(mutant.id, mutant.source, task.names, self._audited.checks_of(task.id), INPUTS, CPU_S)

    def _too_many(self, mutants: Mutants) -> Iterator[Defect]:
        for task, accepted in self.accepted.items():
            made = mutants.count(task)
            if len(accepted) > EQUIVALENT_SHARE * made:
                what = f"accepts {len(accepted)} of {made} mutants of {task}; at most {EQUIVALENT_SHARE:.0%} may be"
                yield Defect(self._where, what, "Add checks that kill some of them.")


def _lapsed(*, killed: bool) -> tuple[str, str]:
    """Say why an id is not that of a survivor, and what now."""
    if killed:
        return "is killed by a check, so it is not equivalent", "Remove the entry."
    return "is no mutant (any more): its definition has changed", "Remove the entry, or name the new id."


def _entry(entry: Any) -> Accepted | None:
    if not isinstance(entry, dict) or entry.keys() != {"mutant", "reason"}:
        return None
    mutant, reason = entry["mutant"], entry["reason"]
    sound = isinstance(mutant, str) and isinstance(reason, str) and reason.strip()
    return Accepted(mutant, reason) if sound else None
