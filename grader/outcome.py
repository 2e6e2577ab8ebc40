"""What becomes of a call into an implementation, and what the call does besides."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class FloatingPoint:
    """Which floating-point errors NumPy signalled during a call, outside any ``np.errstate`` of the callee."""

    over: bool = False
    divide: bool = False
    invalid: bool = False


@dataclass(frozen=True)
class Effects:
    """What a call did beside answering: the worker's own testimony, which can only cost points.

    ``changed`` names the arguments the call modified; ``events`` counts executed lines of the author's own
    file when the call was traced.
    """

    fp_errors: FloatingPoint = field(default_factory=FloatingPoint)
    warnings: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    output: str = ""
    events: int | None = None


@dataclass(frozen=True)
class Frame:
    """One line of the author's own file in a traceback."""

    line: int
    function: str


@dataclass(frozen=True)
class Returned:
    """The call returned a value."""

    value: Any
    effects: Effects = field(default_factory=Effects)


@dataclass(frozen=True)
class Raised:
    """The call raised; ``type`` is a name, ``bases`` the built-in classes it derives from, innermost frame last."""

    type: str
    message: str
    bases: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()
    innermost: str = ""
    """The qualified name of the function that raised, whatever file it is in."""
    effects: Effects = field(default_factory=Effects)


class Death(StrEnum):
    """Why a worker is gone."""

    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    THREADS = "threads"
    DISK = "disk"
    EXITED = "exited"
    SIGNAL = "signal"
    PROTOCOL = "protocol"


@dataclass(frozen=True)
class Unsendable:
    """The call returned something too large or too deeply nested to come back; ``reason`` says which."""

    reason: str
    effects: Effects = field(default_factory=Effects)


@dataclass(frozen=True)
class Died:
    """The worker is gone; ``detail`` adds a signal's name or an exit status."""

    reason: Death
    detail: str = ""


Outcome = Returned | Raised | Unsendable | Died


@dataclass(frozen=True)
class Event:
    """One thing that passed between a check and an implementation.

    ``request`` says what was asked: a name called, ``get grad``, ``callback``; or ``note`` and a name for what the
    check itself wrote down. ``args`` and ``kwargs`` are what the check passed; a callback has them as its outcome.
    """

    request: str
    outcome: Outcome
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    looked: bool = False
    """Whether the check looked at the effects of the call."""
    late: bool = False
    """Whether the check had failed before it came to this answer, which came in one exchange with others."""
