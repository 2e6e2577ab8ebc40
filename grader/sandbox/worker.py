"""Inside the jail: load an implementation from the wire, then answer calls. Nothing that runs here is trusted.

A request is ``[operation, …]`` and gets exactly one ``["answer", …]`` under the same number, with any number of
``["callback", …]`` before it, each answered by the grader with ``["result" | "error", value]``.
"""

from __future__ import annotations

import builtins
import contextlib
import itertools
import operator
import random
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.sandbox import loader, tf_runtime, wire
from grader.sandbox.objects import Objects
from grader.sandbox.observe import Observation

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType, TracebackType

MAX_FRAMES = 10
_FRAMEWORK = ("load", "lend", "replace", "restore", "reset")
"""Operations that run our own code; the others run the learner's (a property, say) and are observed."""
_BUILTIN_ERRORS = {value for value in vars(builtins).values() if isinstance(value, type)}


class Stream:
    """Frames over a pair of functions: ``read(n)`` returns up to n bytes, ``write`` the number of bytes written.

    The jail denies socket calls, so a jailed worker passes read(2) and write(2) of its descriptor.
    """

    def __init__(self, read: Callable[[int], bytes], write: Callable[[memoryview], int]) -> None:
        self._read_some = read
        self._write_some = write

    def receive(self) -> tuple[int, wire.Frame]:
        """Wait for the next frame; raises Closed when the grader has hung up."""
        return wire.receive(self._read, 1 << 40)

    def send(self, request: int, frame: wire.Frame) -> None:
        """Write one frame."""
        for piece in wire.join(request, frame):
            view = memoryview(piece)
            while view:
                view = view[self._write_some(view) :]

    def _read(self, count: int) -> bytearray:
        data = bytearray()
        while len(data) < count:
            piece = self._read_some(count - len(data))
            if not piece:
                raise wire.Closed
            data += piece
        return data


class Worker:
    """Answers the grader's requests about one implementation."""

    def __init__(self, stream: Stream, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._request = 0
        self._objects = Objects(self._callback)
        self._probes: ModuleType | None = None
        self._own = ""
        self._replaced: dict[str, Any] = {}

    def serve(self) -> None:
        """Say that we are here, confined and before any learner code; then answer until the grader hangs up."""
        self._stream.send(0, wire.encode("ready"))
        operations: dict[str, Callable[..., Any]] = {
            "load": self._load,
            "lend": self._lend,
            "get": getattr,
            "set": setattr,
            "item": operator.getitem,
            "take": lambda target, count: list(itertools.islice(iter(target), count)),
            "length": len,
            "replace": self._replace,
            "restore": self._restore,
            "reset": self._reset,
        }
        while True:
            operation, *rest = self._receive()
            if operation in _FRAMEWORK:
                self._answer(operations[operation](*rest))
            elif operation == "calls":
                self._answer_outcomes(self._calls(*rest))
            else:
                self._answer_outcomes([self._observed(operations[operation], rest, {}, traced_file=None)])

    def _receive(self) -> list[Any]:
        self._request, frame = self._stream.receive()
        request: list[Any] = wire.decode(frame, self._objects.unhook)
        return request

    def _answer(self, answer: Any) -> None:
        self._stream.send(self._request, wire.encode(["answer", answer], self._objects.hook))

    def _answer_outcomes(self, outcomes: list[list[Any]]) -> None:
        """Send outcomes; what cannot be sent is replaced by a word of why, one by one."""
        frame: wire.Frame | None = None
        with contextlib.suppress(Exception):  # a hostile object may fail in any way while it is packed
            frame = wire.encode(["answer", outcomes], self._objects.hook)
        if frame is None or frame.size > self._limit:
            frame = wire.encode(["answer", self._sendable(outcomes)], self._objects.hook)
        self._stream.send(self._request, frame)

    def _sendable(self, outcomes: list[list[Any]]) -> list[list[Any]]:
        room, sendable = self._limit, []
        for outcome in outcomes:
            try:
                room -= wire.encode(outcome, self._objects.hook).size
                reason = "" if room >= 0 else f"too large: at most {self._limit >> 20} MiB can be sent"
            except wire.WireError as error:
                reason = str(error)
            except Exception as error:  # noqa: BLE001 – whatever a hostile object does while it is packed
                reason = f"packing it raised {type(error).__name__}"
            sendable.append(["unsendable", reason, outcome[-1]] if reason else outcome)
        return sendable

    def _load(self, name: str, parts: list[list[str]], modules: dict[str, str]) -> list[loader.LoadError]:
        self._own = parts[-1][0]
        self._objects.module, errors = loader.load(name, parts, modules)
        return errors

    def _lend(self, filename: str, text: str) -> list[loader.LoadError]:
        """Take in the suite's probes: code of ours that learner code may read and break, so it holds no secret."""
        self._probes, errors = loader.load("probes", [[filename, text]], {})
        return errors

    def _calls(self, calls: list[tuple[Any, tuple[Any, ...], dict[str, Any], bytes, bool]]) -> list[Any]:
        outcomes = []
        for target, args, kwargs, seed, traced in calls:
            _seed(seed)
            outcomes.append(self._observed(partial(self._call, target), args, kwargs, self._own if traced else None))
        return outcomes

    def _call(self, target: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a name of the module, a probe or a handle.

        A missing name raises here, observed like any other mistake. A probe gets the module as its first argument.
        """
        if type(target) is not str:
            return target(*args, **kwargs)
        owner, _, probe = target.partition(".")
        if probe:
            return getattr(self._probes, probe)(self._objects.module, *args, **kwargs)
        return getattr(self._objects.module, owner)(*args, **kwargs)

    def _observed(self, function: Callable[..., Any], args: Any, kwargs: Any, traced_file: str | None) -> list[Any]:
        observation = Observation(args, kwargs, traced_file)
        try:
            with observation:
                value = function(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 – SystemExit and KeyboardInterrupt are the learner's too
            return ["raised", *self._told(error), _effects(observation)]
        return ["returned", value, _effects(observation)]

    def _told(self, error: BaseException) -> list[Any]:
        try:
            return self._describe(error)
        except BaseException:  # noqa: BLE001 – an exception of the learner's own may resist being looked at
            return ["Exception", "", [], [], ""]

    def _describe(self, error: BaseException) -> list[Any]:
        bases = [base.__name__ for base in type(error).__mro__ if base in _BUILTIN_ERRORS and base is not object]
        frames, innermost = self._frames(error.__traceback__)
        frames += map(list, tf_runtime.own_frames(error, self._own)[:MAX_FRAMES])
        return [type(error).__name__[:100], loader.safe_text(error), bases, frames, innermost]

    def _frames(self, traceback: TracebackType | None) -> tuple[list[list[Any]], str]:
        frames: list[list[Any]] = []
        innermost = ""
        while traceback:
            code = traceback.tb_frame.f_code
            innermost = code.co_qualname
            if code.co_filename == self._own:
                frames = [*frames[-(MAX_FRAMES - 1) :], [traceback.tb_lineno, code.co_qualname]]
            traceback = traceback.tb_next
        return frames, innermost

    def _replace(self, name: str, value: Any) -> None:
        self._replaced.setdefault(name, getattr(self._objects.module, name, None))
        setattr(self._objects.module, name, value)

    def _restore(self) -> None:
        for name, value in self._replaced.items():
            setattr(self._objects.module, name, value)
        self._replaced.clear()

    def _reset(self) -> None:
        """Forget handles and put replaced givens back: a check leaves nothing to the next one."""
        self._restore()
        self._objects.forget()

    def _callback(self, identity: int) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            self._stream.send(self._request, wire.encode(["callback", identity, args, kwargs], self._objects.hook))
            kind, value = self._receive()
            if kind == "error":
                raise RuntimeError(value)
            return value

        return callback


def _effects(observation: Observation) -> list[Any] | None:
    try:
        effects = observation.effects()
        return effects if any(effects) else None
    except BaseException:  # noqa: BLE001 – an argument now holds an object that resists being looked at
        return [[], [], ["an argument"], "", None]


def _seed(seed: bytes) -> None:
    """Seed the global generators with this call's own draw; NumPy's takes 32 bits fast."""
    tf_runtime.seed(seed)
    random.seed(seed)
    np.random.seed(int.from_bytes(seed[:4]))  # noqa: NPY002 – learner code may use the legacy generator
