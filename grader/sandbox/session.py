"""A session: one implementation loaded in a worker, called check after check, reloaded when its worker dies."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.outcome import Death, Died, Outcome, Returned
from grader.sandbox import outcomes, wire
from grader.sandbox.connection import WALL_FACTOR, Connection, WorkerDied
from grader.sandbox.recording import Recording
from grader.sandbox.remote import Codec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.model import Implementation, Limits, Part
    from grader.sandbox.link import Launcher
    from grader.sandbox.memo import Memo

_FRAME_ROOM = 4 << 20
"""Bytes a frame may hold beside the answers themselves."""
_LOAD_ATTEMPTS = 2
PROBES = "probes."
"""What the target of a call to a probe begins with; the rest is its name."""


@dataclass(frozen=True)
class Call:
    """One call to make: a name of the module or a Remote, with its arguments."""

    target: object
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    traced: bool = False


class Session:
    """Calls into one implementation; ``worn`` tells whether the worker has served an earlier check."""

    def __init__(
        self,
        launcher: Launcher,
        implementation: Implementation,
        limits: Limits,
        probes: Part | None = None,
        memo: Memo | None = None,
    ) -> None:
        self.implementation = implementation
        self.load_errors: list[outcomes.LoadError] = []
        self.recording = Recording()
        self.worn = False
        self.calls_made = 0
        self.check_cpu_s = 0.0
        self.total_cpu_s = 0.0
        self._total_wall_s = 0.0
        self._launcher = launcher
        self._limits = limits
        self._memo = memo
        self._probes = probes
        self._lent = False
        self._codec = Codec(self)
        self._connection: Connection | None = None
        self._seeds: Callable[[int], bytes] = lambda _: bytes(16)
        self._died: Died | None = None
        self._loaded = False
        self._load_deaths: list[WorkerDied] = []
        self._dirty = False
        self._answered: Any = None
        self._callback_error: Exception | None = None
        self._calling_back = False

    def begin(self, seeds: Callable[[int], bytes]) -> None:
        """Start a check: its calls are numbered from 0 and seeded by ``seeds``; nothing is left of the last one."""
        if self._dirty and self._connection:
            self._framework(["reset"])
        self._codec.forget()
        self.recording.clear()
        self._dirty = False
        self._died = None
        self._seeds = seeds
        self.worn = self._connection is not None and (self.worn or self.calls_made > 0)
        self.calls_made = 0
        self.check_cpu_s = 0.0

    def renew(self) -> None:
        """Throw the worker away; the next call goes to a virgin one."""
        if self._connection:
            self._connection.close()
            self._connection = None
            self._lent = False
        self.worn = False
        self.calls_made = 0

    close = renew

    def stop(self) -> None:
        """Let the implementation have no more time, not even for the call that is pending; any thread may say so."""
        self.total_cpu_s = math.inf
        connection = self._connection
        if connection:
            connection.hang_up()

    def refresh(self) -> None:
        """Make sure that half of the submission's budget is left: a reference lives longer than a submission."""
        if self.total_cpu_s > self._limits.submission_cpu_s / 2:
            self.renew()
            self.total_cpu_s = 0.0
        self._total_wall_s = 0.0

    def call(self, target: object, /, *args: object, **kwargs: object) -> Any:
        """Call a name or a Remote and return the value; raises CallFailed for any other outcome."""
        return outcomes.settle(self.outcomes([Call(target, args, kwargs)])[0])

    def outcomes(self, calls: Sequence[Call]) -> list[Outcome]:
        """Make calls in one exchange and return an outcome for each."""
        first = self.calls_made
        self.calls_made += len(calls)
        payload = [
            [call.target, call.args, dict(call.kwargs), self._seeds(first + n), call.traced]
            for n, call in enumerate(calls)
        ]
        results = self._observed(["calls", payload], len(calls))
        for call, outcome in zip(calls, results, strict=True):
            # How many lines a call executed is a matter of style: a check that asks notes what it makes of it.
            if not call.traced:
                self.recording.add(_asked_for(call.target), outcome, call.args, call.kwargs)
        return results

    def examine(self, operation: str, *operands: object) -> Outcome:
        """Get, set, index, measure or take from a Remote."""
        outcome = self._observed([operation, *operands], 1)[0]
        names = [operation, *(operand for operand in operands[1:2] if type(operand) is str)]
        self.recording.add(" ".join(names), outcome)
        return outcome

    def replace(self, name: str, function: Callable[..., Any]) -> None:
        """Let the module's ``name`` be ``function``, which runs here, until ``restore`` or the next check."""
        self._framework(["replace", name, function])
        self._dirty = True

    def restore(self) -> None:
        """Put replaced definitions back before the check is over."""
        self._framework(["restore"])

    def _framework(self, request: list[Any]) -> None:
        """Send a request about the module itself; a worker that dies of it is dead for the calls that follow."""
        try:
            self._exchange(request)
        except (WorkerDied, wire.WireError) as error:
            self._bury(error)

    def _observed(self, request: list[Any], count: int) -> list[Outcome]:
        if self._died is None:
            try:
                return _read_outcomes(self._exchange(request), count)
            except (WorkerDied, wire.WireError) as error:
                self._bury(error)
        assert self._died is not None
        return [self._died] * count

    def _bury(self, error: WorkerDied | wire.WireError) -> None:
        self._died = error.died if isinstance(error, WorkerDied) else Died(Death.PROTOCOL, str(error))
        self.renew()

    def _exchange(self, request: list[Any]) -> Any:
        """Return the answer to a request, from the memo if it may be and is known there."""
        if self._calling_back:
            raise TypeError("an object of the implementation cannot be asked while a call is pending")
        self._codec.live = False
        frame = self._encoded(request)
        key = b"".join([frame.header, *map(bytes, frame.buffers)]) if self._memo and not self._stateful() else b""
        answer = self._memo.get(key) if self._memo and key else None
        if answer is not None:
            return self._message(answer)[1]
        answer = self._asked(frame, probed=_asks_for_a_probe(request))
        value = self._answered
        if self._memo and key and not self._stateful():
            self._memo.put(key, answer)
        self._dirty |= self._codec.live
        return value

    def _stateful(self) -> bool:
        return self._codec.live or self._dirty

    def _encoded(self, request: list[Any]) -> wire.Frame:
        """Encode a request of ours; what cannot cross is the suite's mistake, not the worker's."""
        try:
            return wire.encode(request, self._codec.hook)
        except wire.WireError as error:
            raise TypeError(f"{error}: pass plain values, arrays, generators, functions or remote objects") from None

    def _asked(self, frame: wire.Frame, *, probed: bool) -> wire.Frame:
        if self._connection is None:
            self._load()
        if probed and not self._lent:
            self._lend()
        self._callback_error = None
        answer = self._spend(frame, self._limits.check_cpu_s - self.check_cpu_s)
        if self._callback_error is not None:
            raise self._callback_error
        return answer

    def _spend(self, frame: wire.Frame, cpu_s: float) -> wire.Frame:
        """Converse within a budget and note what it cost."""
        assert self._connection is not None
        total, started = self._limits.submission_cpu_s, time.monotonic()
        try:
            cpu_left, wall_left = total - self.total_cpu_s, WALL_FACTOR * total - self._total_wall_s
            return self._connection.converse(frame, self._reply, max(min(cpu_s, cpu_left), 0.0), wall_left)
        finally:
            used = self._connection.charge()
            self.check_cpu_s += used
            self.total_cpu_s += used
            self._total_wall_s += time.monotonic() - started

    def _reply(self, frame: wire.Frame) -> wire.Frame | None:
        self.recording.receive(frame.size)
        match self._message(frame):
            case ["answer", value]:
                self._answered = value
                return None
            case ["callback", identity, tuple(args), dict(kwargs)] if all(type(name) is str for name in kwargs):
                return self._called_back(self._codec.callback(identity), args, kwargs)
        raise wire.WireError("neither an answer nor a callback")

    def _called_back(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> wire.Frame:
        """Run a callback; when it fails, so does the check, once the worker's call is over."""
        self._calling_back = True
        self.recording.add("callback", Returned((args, kwargs)))
        try:
            return self._encoded(["result", function(*args, **kwargs)])
        except Exception as error:  # noqa: BLE001 – whatever the check's own function raises
            self._callback_error = self._callback_error or error
            return wire.encode(["error", "the callback failed"])
        finally:
            self._calling_back = False

    def _message(self, frame: wire.Frame) -> list[Any]:
        return outcomes.tagged(wire.decode(frame, self._codec.unhook))

    def _load(self) -> None:
        """Load the implementation into a fresh worker; loading has a budget of its own."""
        if len(self._load_deaths) >= _LOAD_ATTEMPTS:
            raise self._load_deaths[-1]
        limits, implementation = self._limits, self.implementation
        self._connection = Connection(self._launcher.take(), (limits.answer_mb << 20) + _FRAME_ROOM)
        self._connection.await_ready()
        parts = [[part.filename, part.text] for part in implementation.parts]
        request = wire.encode(["load", implementation.module, parts, dict(implementation.modules)])
        try:
            self._spend(request, limits.check_cpu_s)
            if not self._loaded:
                # Learners see these. A later load may know a hidden input: by when the worker before it died, say.
                self.load_errors = outcomes.read_load_errors(self._answered)
            self._loaded = True
        except WorkerDied as death:
            self._load_deaths.append(death)
            raise
        except wire.WireError as error:
            self._load_deaths.append(WorkerDied(Died(Death.PROTOCOL, str(error))))
            raise
        self.check_cpu_s = 0.0

    def _lend(self) -> None:
        """Send the suite's probes to a worker, at the first check that asks for one."""
        if self._probes is None:
            raise TypeError("this check asks for a probe, and there is no probes.py beside it")
        self._spend(wire.encode(["lend", self._probes.filename, self._probes.text]), self._limits.check_cpu_s)
        errors = outcomes.read_load_errors(self._answered)
        if errors:
            raise TypeError(f"{errors[0].file}, line {errors[0].line}: {errors[0].type}: {errors[0].message}")
        self._lent = True


def _asked_for(target: object) -> str:
    return target if type(target) is str else "call"


def _asks_for_a_probe(request: list[Any]) -> bool:
    if request[0] != "calls":
        return False
    return any(type(call[0]) is str and call[0].startswith(PROBES) for call in request[1])


def _read_outcomes(answer: object, count: int) -> list[Outcome]:
    if type(answer) is not list or len(answer) != count:
        raise wire.WireError("a wrong number of answers")
    return [outcomes.read_outcome(item) for item in answer]
