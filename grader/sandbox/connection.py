"""One live worker at the end of a wire: frames with deadlines, its CPU clock, and the cause of its death."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING

from grader.errors import EnvironmentFault
from grader.outcome import Death, Died
from grader.sandbox import outcomes, wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.sandbox.link import Link

_READY_S = 60.0
WALL_FACTOR = 5
"""Wall seconds allowed for each CPU second: a backstop for workers that sleep."""
_ANSWERS = 8
"""How many of the largest answers all frames of one exchange may hold together: what callbacks get may be kept."""


class WorkerDied(Exception):
    """The worker is gone."""

    def __init__(self, died: Died) -> None:
        super().__init__(died)
        self.died = died


class Connection:
    """Exchanges frames with one worker, within the CPU seconds allowed for each exchange."""

    def __init__(self, link: Link, answer_limit: int) -> None:
        self._link = link
        self._answer_limit = answer_limit
        self._room = 0
        self._inbox = bytearray()
        self._request = 0
        self._last_cpu = 0.0
        self._charged = 0.0
        self._cpu_limit = 0.0
        self._deadline = 0.0

    @property
    def cpu_s(self) -> float:
        """CPU seconds the worker has used; where the system does not tell, or it is gone, the last known figure."""
        clock = (~self._link.pid << 3) | 2  # Linux: another process's CPU-time clock, see clock_getcpuclockid(3)
        with contextlib.suppress(OSError, AttributeError):
            self._last_cpu = max(self._last_cpu, time.clock_gettime(clock))
        return self._last_cpu

    def charge(self) -> float:
        """Return the CPU seconds used since the last charge: threads may have run on between exchanges."""
        used, self._charged = self.cpu_s - self._charged, self._last_cpu
        return used

    def await_ready(self) -> None:
        """Wait for the worker's word that it is confined; no learner code has run before it.

        Raises:
            EnvironmentFault: it ends instead: a fault of this machine's, never the learner's.
        """
        self._cpu_limit, self._deadline = float("inf"), time.monotonic() + _READY_S
        self._room = self._answer_limit
        try:
            self._receive()
            self.charge()
        except (WorkerDied, wire.WireError):
            raise EnvironmentFault(
                "a worker could not be confined on this machine", "Look into it with: grader doctor"
            ) from None

    def converse(
        self, frame: wire.Frame, reply: Callable[[wire.Frame], wire.Frame | None], cpu_s: float, wall_s: float
    ) -> wire.Frame:
        """Send a request and return its answer.

        Args:
            frame: the request.
            reply: called with each frame received; None means it is the answer, a frame is sent back and the
                conversation goes on (a callback).
            cpu_s: CPU seconds the worker may use for it; what it used since the last charge counts.
            wall_s: seconds that may pass, should that be less than ``WALL_FACTOR`` times as much.

        Raises:
            WorkerDied: it died, or was killed for exceeding a limit.
            WireError: it does not keep to the protocol.
        """
        self._request = (self._request + 1) % (1 << 32)
        self._cpu_limit = self._charged + cpu_s
        self._deadline = time.monotonic() + min(cpu_s * WALL_FACTOR, wall_s)
        self._room = _ANSWERS * self._answer_limit
        self._send(frame)
        while True:
            received = self._receive()
            response = reply(received)
            if response is None:
                return received
            self._send(response)

    def hang_up(self) -> None:
        """Let a pending exchange end as if the worker had died; any thread may say so."""
        with contextlib.suppress(OSError):
            self._link.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Kill the worker."""
        self._link.close()

    def _send(self, frame: wire.Frame) -> None:
        try:
            for piece in wire.join(self._request, frame):
                self._link.socket.settimeout(max(0.001, self._deadline - time.monotonic()))
                self._link.socket.sendall(piece)
        except TimeoutError:
            raise WorkerDied(Died(Death.WALL)) from None
        except OSError:
            raise WorkerDied(self._cause_of_death()) from None

    def _receive(self) -> wire.Frame:
        request, frame = wire.receive(self._read, min(self._answer_limit, self._room))
        self._room -= frame.size
        if request != self._request:
            raise wire.WireError("an answer to another request")
        return frame

    def _read(self, count: int) -> bytes:
        while len(self._inbox) < count:
            piece = self._read_some(max(1 << 16, count - len(self._inbox)))
            if not piece:
                raise WorkerDied(self._cause_of_death())
            self._inbox += piece
        data = bytes(memoryview(self._inbox)[:count])
        del self._inbox[:count]
        return data

    def _read_some(self, count: int) -> bytes:
        """Wait until there is something to read, the CPU allowance is used up, or the wall has run out."""
        while True:
            cpu_left = self._cpu_limit - self.cpu_s
            wall_left = self._deadline - time.monotonic()
            if cpu_left <= 0 or wall_left <= 0:
                raise WorkerDied(Died(Death.CPU if cpu_left <= 0 else Death.WALL))
            self._link.socket.settimeout(max(0.001, min(cpu_left, wall_left)))
            try:
                return self._link.socket.recv(count)
            except TimeoutError:
                continue
            except OSError:
                return b""

    def _cause_of_death(self) -> Died:
        self._link.kill()  # it may have closed the wire and live on; if it is dead, this changes nothing
        end = self._link.exit()
        return outcomes.death(end, cpu_used_up=self.cpu_s >= self._cpu_limit)
