"""Workers spawned without a jail, on any system: a learner checking their own code, or ``--unsafe``."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import EnvironmentFault
from grader.sandbox.link import ENVIRONMENT, EXIT_NOTICE_S, WARM_UP_S, Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Limits
    from grader.sandbox.link import Link

_AHEAD = 2
_LOOK_S = 0.5
"""How often a worker that has not connected yet is looked at: it may have ended."""


@dataclass
class _SpawnedLink:
    """A worker in a process of its own, without a jail."""

    process: subprocess.Popen[bytes]
    socket: socket.socket

    @property
    def pid(self) -> int:
        return self.process.pid

    def kill(self) -> None:
        self.process.kill()

    def exit(self) -> Exit | None:
        try:
            return Exit(self.process.wait(EXIT_NOTICE_S))
        except subprocess.TimeoutExpired:
            return None

    def close(self) -> None:
        _end(self.process)
        self.socket.close()


@dataclass
class _Spawned:
    """A worker on its way: it connects to ``server`` and shows the token it read from its standard input."""

    process: subprocess.Popen[bytes]
    server: socket.socket
    token: bytes

    def connected(self) -> Link:
        """Wait for the connection that shows the token; raises EnvironmentFault when the worker ends instead."""
        deadline = time.monotonic() + WARM_UP_S
        self.server.settimeout(_LOOK_S)
        while self.process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                connection, _ = self.server.accept()
                connection.settimeout(WARM_UP_S)
                if connection.recv(len(self.token), socket.MSG_WAITALL) == self.token:
                    self.server.close()
                    return _SpawnedLink(self.process, connection)
                connection.close()
        self.end()
        raise EnvironmentFault("a worker could not be started on this machine", "Look into it with: grader doctor")

    def end(self) -> None:
        _end(self.process)
        self.server.close()


class SpawnLauncher:
    """Spawns unconfined workers that connect back over the loopback interface: any system, trusted code only.

    A worker takes a quarter of a second to start, with TensorFlow some seconds, so others start while one is at work:
    as many as have been asked for until then, up to ``_AHEAD``. None serves twice.
    """

    isolation: tuple[str, ...] = ()

    def __init__(self, limits: Limits, packages: Sequence[str]) -> None:
        self._limits = limits
        self._packages = packages
        self._spares: deque[_Spawned] = deque([self._spawn()])
        self._taken = 0

    def take(self) -> Link:
        """Return a connection to a fresh worker.

        Raises:
            EnvironmentFault: it does not start.
        """
        link = self._next().connected()
        self._taken += 1
        while len(self._spares) < min(self._taken, _AHEAD):
            self._spares.append(self._spawn())
        return link

    def close(self) -> None:
        """End the workers that wait to be taken."""
        while self._spares:
            self._spares.pop().end()

    def _next(self) -> _Spawned:
        while self._spares:
            spare = self._spares.popleft()
            if spare.process.poll() is None:
                return spare
            spare.end()  # it was killed while it waited
        return self._spawn()

    def _spawn(self) -> _Spawned:
        server = socket.create_server(("127.0.0.1", 0))
        port, token = server.getsockname()[1], os.urandom(16)
        ours = {name: value for name, value in ENVIRONMENT.items() if name not in ("PATH", "LANG")}
        command = [sys.executable, "-s", "-P", "-m", "grader.sandbox.spawned", str(port)]
        process = subprocess.Popen(  # noqa: S603 – our own module, no shell
            [*command, str(self._limits.answer_mb), *self._packages],
            env={**os.environ, **ours},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended already, which whoever takes it will be told
            process.stdin.write(token)
            process.stdin.flush()  # and kept open: the worker ends when it is closed
        return _Spawned(process, server, token)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
