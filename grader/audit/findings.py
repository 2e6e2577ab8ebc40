"""What an audit finds out about an exercise: the nouns of its record and of its table."""

from __future__ import annotations

from dataclasses import dataclass

AUDIT_SCHEMA = "grader/audit/v1"
WEEK_SHARE = 0.95
"""The least share of a week's mutants, equivalent ones aside, that its checks have to kill."""
TASK_SHARE = 0.85
"""The least share of one task's."""
EQUIVALENT_SHARE = 0.10
"""The largest share of a task's mutants that may be accepted as equivalent."""


@dataclass(frozen=True, order=True)
class Defect:
    """One thing to mend: in which file of the course, what it is, what to do."""

    where: str
    what: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f"\n    {self.fix}" if self.fix else "")


@dataclass(frozen=True)
class Survivor:
    """A mutant that no check of its task kills.

    ``closest`` is the check whose exchanges differ most from the reference's, empty if none sees any difference;
    ``gap`` says how they differ.
    """

    id: str
    operator: str
    change: str
    line: int
    diff: str
    closest: str = ""
    gap: str = ""


@dataclass(frozen=True)
class Agreed:
    """A mutant accepted as equivalent, and on how many inputs it agreed with the reference."""

    mutant: str
    inputs: int


@dataclass(frozen=True)
class Caught:
    """A known or universal mistake and the checks of its task that fail on it, in order of the suite."""

    name: str
    fails: tuple[str, ...]


@dataclass(frozen=True)
class TaskAudit:
    """One task's certificate: its checks, and how mistakes and mutants fare in them."""

    id: str
    names: tuple[str, ...]
    points: int
    checks: tuple[str, ...]
    mistakes: tuple[Caught, ...] = ()
    universal: tuple[str, ...] = ()
    """Names of the universal mistakes that apply; each is caught, or there is a defect."""
    mutants: int = 0
    killed: int = 0
    equivalents: tuple[Agreed, ...] = ()
    survivors: tuple[Survivor, ...] = ()

    @property
    def share(self) -> float:
        """The share of mutants killed among those that are not equivalent; 1.0 if there are none."""
        return share(self.killed, self.mutants - len(self.equivalents))


@dataclass(frozen=True)
class Audit:
    """The certificate of one exercise, green when there is no defect.

    ``digest`` stands for all that it depends on; ``skipped`` says what was not looked at.
    """

    exercise: str
    title: str
    digest: str
    tasks: tuple[TaskAudit, ...]
    defects: tuple[Defect, ...]
    skipped: tuple[str, ...] = ()
    schema: str = AUDIT_SCHEMA

    @property
    def green(self) -> bool:
        """Whether everything holds."""
        return not self.defects

    @property
    def share(self) -> float:
        """The share of the week's mutants killed among those that are not equivalent."""
        counted = sum(task.mutants - len(task.equivalents) for task in self.tasks)
        return share(sum(task.killed for task in self.tasks), counted)


def share(killed: int, counted: int) -> float:
    """Return which part of the mutants was killed; all of none is all."""
    return killed / counted if counted else 1.0
