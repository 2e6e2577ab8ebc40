"""Workers forked and jailed by a warm zygote, as the grader sees them; the next one is always forked ahead."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import EnvironmentFault
from grader.sandbox.link import ENVIRONMENT, EXIT_NOTICE_S, WARM_UP_S

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.model import Limits
    from grader.sandbox.link import Link

_FORK_S = 30.0
# The packages a worker should not have to import after confinement, when every import costs it time.
_PACKAGES = ("numpy", "numpy.random", "numpy.linalg", "numpy.fft")


@dataclass
class _ForkedLink:
    """A worker forked by the zygote."""

    launcher: ZygoteLauncher
    identity: int
    socket: socket.socket
    pid: int
    pidfd: int

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def exit_status(self) -> int | None:
        return self.launcher.exit_status(self.identity)

    def close(self) -> None:
        self.kill()
        self.socket.close()
        os.close(self.pidfd)
        self.launcher.forget(self.identity)


class ZygoteLauncher:
    """Forks jailed workers from one warm process; the next worker is always forked ahead."""

    def __init__(self, limits: Limits, secrets: Iterable[Path] = ()) -> None:
        self.isolation = ("landlock", "seccomp", "rlimits")
        self._limits = limits
        self._exits: dict[int, int] = {}
        self._taken: set[int] = set()
        self._spawned: dict[int, tuple[int, int]] = {}
        self._requested: list[tuple[int, socket.socket]] = []
        self._count = 0
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(  # noqa: S603 – our own module, no shell
            [sys.executable, "-s", "-P", "-m", "grader.sandbox.zygote", str(theirs.fileno()), *_PACKAGES],
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()
        try:
            _refuse_readable_secrets(secrets, self._wait_until_ready())
            self._request()
        except BaseException:
            self.close()
            raise

    def take(self) -> Link:
        """Return a connection to the worker forked ahead and ask for the next; raises EnvironmentFault."""
        identity, data = self._requested.pop()
        deadline = time.monotonic() + _FORK_S
        while identity not in self._spawned:
            self._receive(deadline)
        pid, pidfd = self._spawned.pop(identity)
        self._taken.add(identity)
        self._request()
        return _ForkedLink(self, identity, data, pid, pidfd)

    def close(self) -> None:
        """End the zygote, and with it all workers."""
        for _, data in self._requested:
            data.close()
        self._control.close()
        self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()

    def exit_status(self, identity: int) -> int | None:
        """Return how the worker ended, waiting a moment for the news."""
        deadline = time.monotonic() + EXIT_NOTICE_S
        while identity not in self._exits:
            try:
                self._receive(deadline)
            except EnvironmentFault:
                return None
        return self._exits[identity]

    def forget(self, identity: int) -> None:
        """Keep no news of a worker that nobody asks about any more."""
        self._taken.discard(identity)
        self._exits.pop(identity, None)

    def _request(self) -> None:
        self._count += 1
        ours, theirs = socket.socketpair()
        limits = self._limits
        request = {
            "id": self._count,
            "cpu_s": int(limits.submission_cpu_s) + 1,
            "data_mb": limits.memory_mb,
            "answer_bytes": limits.answer_mb << 20,
        }
        socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
        theirs.close()
        self._requested.append((self._count, ours))

    def _wait_until_ready(self) -> list[Path]:
        self._control.settimeout(WARM_UP_S)
        try:
            message = self._control.recv(1 << 16)
        except TimeoutError:
            message = b""
        if not message:
            self._process.kill()
            assert self._process.stderr is not None
            said = self._process.stderr.read().decode(errors="replace").strip()
            raise EnvironmentFault(
                f"the process that forks workers did not start: {said[-1000:] or 'it said nothing'}",
                "Check that the interpreter and its packages are complete: python -m grader.sandbox.zygote",
            )
        return [Path(path) for path in json.loads(message)["readable"]]

    def _receive(self, deadline: float) -> None:
        """Take in one message of the zygote."""
        self._control.settimeout(max(0.01, deadline - time.monotonic()))
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 1)
        except OSError:
            message, descriptors = b"", []
        if not message:
            raise EnvironmentFault("the process that forks workers is gone", "Run the command again.")
        news = json.loads(message)
        if "spawned" in news:
            self._spawned[news["spawned"]] = (news["pid"], descriptors[0])
        elif news["exit"] in self._taken:
            self._exits[news["exit"]] = news["status"]


def _refuse_readable_secrets(secrets: Iterable[Path], readable: Iterable[Path]) -> None:
    for secret in secrets:
        for path in readable:
            if secret.resolve().is_relative_to(path.resolve()):
                raise EnvironmentFault(
                    f"{secret} would be readable by submissions: it lies below {path}",
                    "Move the course out of the Python installation.",
                )
