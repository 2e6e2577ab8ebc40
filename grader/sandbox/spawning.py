"""Workers spawned without a jail, on any system: a learner checking their own code, or ``--unsafe``."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.sandbox.link import ENVIRONMENT, EXIT_NOTICE_S, WARM_UP_S, Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Limits
    from grader.sandbox.link import Link


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
        self.kill()
        self.process.wait()
        self.socket.close()


class SpawnLauncher:
    """Spawns unconfined workers that connect back over the loopback interface: any system, trusted code only."""

    isolation: tuple[str, ...] = ()

    def __init__(self, limits: Limits, packages: Sequence[str]) -> None:
        self._limits = limits
        self._packages = packages

    def take(self) -> Link:
        """Return a connection to a freshly spawned worker."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(WARM_UP_S)
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
            return _SpawnedLink(process, _accept(server, process, token))

    def close(self) -> None:
        """Nothing is kept between workers."""


def _accept(server: socket.socket, process: subprocess.Popen[bytes], token: bytes) -> socket.socket:
    """Hand the token over on standard input and wait for the connection that repeats it."""
    assert process.stdin is not None
    process.stdin.write(token)
    process.stdin.close()
    while True:
        connection, _ = server.accept()
        if connection.recv(len(token), socket.MSG_WAITALL) == token:
            return connection
        connection.close()
