"""What an audit and its trying processes say to each other."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import Verdict  # noqa: TC001 – msgspec reads the annotations when it decodes


@dataclass(frozen=True)
class Gap:
    """How the behaviour of two implementations differs in one check: in how many of its exchanges, and first in which.

    ``exact`` is false where the numbers differ in their last digits, which is no other behaviour. ``other_words`` tells
    that exceptions of one type have different messages, which is none either, but tells two mistakes apart.
    """

    differing: int = 0
    exchanges: int = 0
    first: str = ""
    exact: bool = True
    other_words: bool = False

    @property
    def width(self) -> float:
        """The share of exchanges that differ; very little for a difference by rounding."""
        return self.differing / self.exchanges if self.differing else 0.0 if self.exact else 1e-9

    def __str__(self) -> str:
        if self.differing:
            return f"{self.differing} of {self.exchanges} exchanges differ, first {self.first}"
        return "" if self.exact else "differs by rounding only"


NO_GAP = Gap()


@dataclass(frozen=True)
class Errand:
    """Which suite a trying process is to collect, and the processor to keep to (None for any)."""

    root: str
    slug: str
    core: int | None = None


@dataclass(frozen=True)
class Trial:
    """One implementation, to be run against some checks in the order given.

    ``source`` is a whole module of ours, or with ``handed_in`` a learner's. ``key`` numbers the suite key.
    ``limit_s`` are CPU seconds of one check where the exercise's own are too generous. ``fail_fast`` ends it with the
    first check that fails. A failure in a worker that has served earlier checks is tried again in a virgin one, as in
    grading, unless the trial is ``strict``. ``beside`` is a module text whose behaviour is compared.
    """

    name: str
    source: str
    checks: tuple[str, ...]
    key: int = 0
    limit_s: float | None = None
    fail_fast: bool = False
    strict: bool = False
    handed_in: bool = False
    beside: str | None = None


@dataclass(frozen=True)
class Drill:
    """A mutant to be held against the reference, call by call, on ``inputs`` inputs.

    They are those that ``checks`` use under several keys, and others made of them for the functions ``names``;
    ``cpu_s`` bounds the processor seconds.
    """

    name: str
    source: str
    names: tuple[str, ...]
    checks: tuple[str, ...]
    inputs: int
    cpu_s: float


@dataclass(frozen=True)
class Seen:
    """What was seen of one check in a trial; ``gap`` says how its behaviour differs from that of the text beside.

    Where a trial ends with the first check that fails, that check's gap is not measured.
    """

    check: str
    verdict: Verdict
    said: str = ""
    cpu_s: float = 0.0
    gap: Gap = NO_GAP

    @property
    def passed(self) -> bool:
        """Whether the check passed."""
        return self.verdict == "passed"


@dataclass(frozen=True)
class Drilled:
    """How many inputs a mutant and the reference were compared on, and how they differ on the first where they do."""

    inputs: int
    gap: str = ""


@dataclass(frozen=True)
class Request:
    """What a trying process is asked: one of the two."""

    trial: Trial | None = None
    drill: Drill | None = None


@dataclass(frozen=True)
class Answer:
    """What a trying process says: ready (with the ids of the checks it collected), what it saw, or a fault."""

    ready: tuple[str, ...] | None = None
    seen: tuple[Seen, ...] = ()
    drilled: Drilled | None = None
    fault: tuple[int, str] | None = None
    """Exit code and message."""
