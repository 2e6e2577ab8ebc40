"""An audit for people to read: a line per task, which checks catch which mistakes, survivors, defects. Plain text."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING

from grader.audit.findings import share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.audit.findings import Audit, Caught, Survivor, TaskAudit

_NARROWEST = 60
_FAILS, _PASSES = "×", "·"
_LONGEST_NAME = 44


def render_audit(audit: Audit, width: int = 80) -> str:
    """Lay an audit out in about ``width`` columns; diffs keep their lines."""
    columns = max(width, _NARROWEST)
    parts = [*_head(audit), "", *_tasks(audit.tasks)]
    for task in audit.tasks:
        parts += ["", *_matrix(task, columns)]
    survivors = [(task, survivor) for task in audit.tasks for survivor in task.survivors]
    if survivors:
        parts += ["", f"Survivors: {len(survivors)}"]
    for task, survivor in survivors:
        parts += ["", *_survivor(task, survivor, columns)]
    parts += ["", *_verdict(audit, columns)]
    return "\n".join(line.rstrip() for line in parts) + "\n"


def _head(audit: Audit) -> Iterator[str]:
    yield audit.title
    yield audit.exercise


def _tasks(tasks: Sequence[TaskAudit]) -> Iterator[str]:
    """Yield a row per task, and one for all."""
    names = [", ".join(task.names) for task in tasks]
    room = min(max([4, *map(len, names)]), _LONGEST_NAME)
    yield f"{'task':<{room}}  points  checks  mistakes   mutants  score  equivalent"
    for task, name in zip(tasks, names, strict=True):
        caught = f"{sum(bool(one.fails) for one in task.mistakes)}/{len(task.mistakes)}"
        yield f"{_cut(name, room):<{room}}  {task.points:>6}  {len(task.checks):>6}  {caught:>8}  {_killed([task])}"
    caught = f"{sum(bool(one.fails) for task in tasks for one in task.mistakes)}/{sum(len(t.mistakes) for t in tasks)}"
    points, checks = sum(task.points for task in tasks), sum(len(task.checks) for task in tasks)
    yield f"{'in all':<{room}}  {points:>6}  {checks:>6}  {caught:>8}  {_killed(tasks)}"


def _killed(tasks: Sequence[TaskAudit]) -> str:
    made, killed = sum(task.mutants for task in tasks), sum(task.killed for task in tasks)
    equivalent = sum(len(task.equivalents) for task in tasks)
    score = f"{share(killed, made - equivalent):.0%}" if made else "–"
    return f"{f'{killed}/{made}':>8}  {score:>5}  {equivalent:>10}"


def _matrix(task: TaskAudit, width: int) -> Iterator[str]:
    """Yield a table of mistakes by checks, and what the columns stand for."""
    yield f"{task.id}  {', '.join(task.names)}"
    rows = task.mistakes
    room = min(max([8, *(len(one.name) for one in rows)]), _LONGEST_NAME)
    numbers = "".join(f"{number:>3}" for number in range(1, len(task.checks) + 1))
    yield f"  {'':<{room}}{numbers}"
    for one in rows:
        yield f"  {_cut(one.name, room):<{room}}{_row(one, task.checks)}"
    yield from (f"  {number:>3} {_cut(check, width - 6)}" for number, check in enumerate(task.checks, 1))
    if task.universal:
        alone = len(task.names) == 1
        kinds = (name.partition(": ")[2] if alone else name for name in task.universal)
        said = "universal mistakes that apply: " + "; ".join(kinds)
        yield from fill(said, width, initial_indent="  ", subsequent_indent="    ").split("\n")


def _row(one: Caught, checks: Sequence[str]) -> str:
    return "".join(f"{_FAILS if check in one.fails else _PASSES:>3}" for check in checks)


def _survivor(task: TaskAudit, survivor: Survivor, width: int) -> Iterator[str]:
    yield f"{survivor.id}  {task.id}  {survivor.operator}: {_cut(survivor.change, width)}"
    yield from indent(survivor.diff.rstrip("\n"), "  ").split("\n")
    closest = f"closest: {survivor.closest}, {survivor.gap}" if survivor.closest else "no check sees any difference"
    yield from fill(closest, width, initial_indent="  → ", subsequent_indent="    ").split("\n")


def _verdict(audit: Audit, width: int) -> Iterator[str]:
    for said in audit.skipped:
        yield from fill(f"Not looked at: {said}.", width, subsequent_indent="  ").split("\n")
    if audit.green:
        yield "Green: this suite may be released."
        return
    yield f"Not green; defects: {len(audit.defects)}"
    for defect in audit.defects:
        said = f"{defect.where}: {defect.what}"
        yield from fill(said, width, initial_indent="  ", subsequent_indent="    ").split("\n")
        if defect.fix:
            yield from fill(defect.fix, width, initial_indent="      ", subsequent_indent="      ").split("\n")


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"
