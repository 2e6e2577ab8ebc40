"""Workers forked and jailed by a warm zygote, as the grader sees them; the next one is always forked ahead."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import EnvironmentFault
from grader.sandbox import bubblewrap
from grader.sandbox.link import ENVIRONMENT, EXIT_NOTICE_S, WARM_UP_S, Exit, Measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.model import Limits
    from grader.sandbox.link import Link

_PREFIX = "grader-"
_FORK_S = 30.0
_LEAVE_S = 5.0


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

    def exit(self) -> Exit | None:
        return self.launcher.exit_of(self.identity)

    def close(self) -> None:
        self.kill()
        self.socket.close()
        os.close(self.pidfd)
        self.launcher.forget(self.identity)


class ZygoteLauncher:
    """Forks jailed workers from one warm process; the next worker is always forked ahead."""

    def __init__(
        self,
        limits: Limits,
        packages: Sequence[str],
        secrets: Iterable[Path] = (),
        measures: Measures | None = None,
    ) -> None:
        self._limits = limits
        self._exits: dict[int, Exit] = {}
        self._taken: set[int] = set()
        self._spawned: dict[int, int] = {}
        self._requested: list[tuple[int, socket.socket]] = []
        self._count = 0
        _sweep()
        self._scratch = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
        Path(self._scratch).chmod(0o711)  # workers with a user of their own pass through, and see nothing
        measures = measures or Measures()
        config = {
            "packages": list(packages),
            "scratch": self._scratch,
            "without": sorted(measures.without),
            "newest_abi": measures.newest_abi,
        }
        self._control, self._process = _start(config, _shell(self._scratch, measures))
        try:
            ready = self._ready() or self._ready_without_shell(config)
            self.isolation = tuple(ready["layers"])
            _refuse_readable_secrets(secrets, map(Path, ready["readable"]))
            self._request()
        except BaseException:
            self.close()
            raise

    def take(self) -> Link:
        """Return a connection to the worker forked ahead and ask for the next; raises EnvironmentFault."""
        if not self._requested:
            raise _gone()
        identity, data = self._requested.pop()
        try:
            self._await_spawned(identity)
            self._request()
        except EnvironmentFault:
            data.close()
            raise
        pidfd = self._spawned.pop(identity)
        self._taken.add(identity)
        return _ForkedLink(self, identity, data, _pid_of(pidfd), pidfd)

    def close(self) -> None:
        """End the zygote, and with it all workers and what they wrote."""
        for _, data in self._requested:
            data.close()
        for pidfd in self._spawned.values():
            os.close(pidfd)
        self._requested.clear()
        self._spawned.clear()
        self._control.close()
        try:
            self._process.wait(_LEAVE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        if Path(self._scratch).exists():
            _remove(self._scratch)

    def exit_of(self, identity: int) -> Exit | None:
        """Return how a worker ended, waiting a moment for the news; None when none comes."""
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

    def _await_spawned(self, identity: int) -> None:
        deadline = time.monotonic() + _FORK_S
        while identity not in self._spawned:
            self._receive(deadline)

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
        try:
            socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
        except OSError:
            ours.close()
            raise _gone() from None
        finally:
            theirs.close()
        self._requested.append((self._count, ours))

    def _ready(self) -> dict[str, Any] | None:
        """Wait until the zygote is warm; None when it ends instead."""
        self._control.settimeout(WARM_UP_S)
        try:
            message = self._control.recv(1 << 16)
        except OSError:
            message = b""
        return json.loads(message) if message else None

    def _ready_without_shell(self, config: dict[str, Any]) -> dict[str, Any]:
        """Try again without bubblewrap: where it may not work, it says so by ending."""
        self._last_words()
        self._control.close()
        self._control, self._process = _start(config, [])
        ready = self._ready()
        if ready is None:
            raise EnvironmentFault(
                f"the process that forks workers did not start: {self._last_words()[-1000:] or 'it said nothing'}",
                "Check that the interpreter and its packages are complete.",
            )
        return ready

    def _last_words(self) -> str:
        self._process.kill()
        _, said = self._process.communicate()
        return said.decode(errors="replace").strip()

    def _receive(self, deadline: float) -> None:
        """Take in one message of the zygote."""
        self._control.settimeout(max(0.01, deadline - time.monotonic()))
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 1)
        except OSError:
            message, descriptors = b"", []
        if not message:
            raise _gone()
        news = json.loads(message)
        if "spawned" in news:
            self._spawned[news["spawned"]] = descriptors[0]
            return
        if news["exit"] in self._taken:
            self._exits[news["exit"]] = Exit(news["status"], news["reason"])


def _gone() -> EnvironmentFault:
    return EnvironmentFault("the process that forks workers is gone", "Run the command again.")


def _shell(scratch: str, measures: Measures) -> list[str]:
    """Return the command around the zygote's."""
    return [] if "bubblewrap" in measures.without else bubblewrap.prefix(scratch)


def _start(config: dict[str, Any], around: list[str]) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """Start a zygote and return its control socket."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    config = {**config, "control": theirs.fileno(), "separated": bool(around)}
    process = subprocess.Popen(  # noqa: S603 – our own module, no shell
        [*around, sys.executable, "-s", "-P", "-m", "grader.sandbox.zygote", json.dumps(config)],
        # Keras writes its settings into the home folder, and must not read anybody's.
        env={**ENVIRONMENT, "TMPDIR": config["scratch"], "HOME": config["scratch"]},
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        pass_fds=(theirs.fileno(),),
    )
    theirs.close()
    return ours, process


def _pid_of(pidfd: int) -> int:
    """Return a worker's pid as this process knows it; in bubblewrap the zygote knows it by another."""
    with open(f"/proc/self/fdinfo/{pidfd}") as lines:  # noqa: PTH123 – for every worker, so without pathlib
        return int(next(line for line in lines if line.startswith("Pid:")).split()[1])


def _sweep() -> None:
    """Remove scratch folders of graders that were killed and could not do it themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}[0-9]*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdigit() and not Path(f"/proc/{owner}").exists() and folder.stat().st_uid == os.geteuid():
                _remove(str(folder))


def _remove(folder: str) -> None:
    """Remove a folder whatever its modes and depth; a hostile tree may be deeper than Python recurses."""
    subprocess.run(["chmod", "-R", "u+rwX", "--", folder], stderr=subprocess.DEVNULL, check=False)  # noqa: S603, S607
    subprocess.run(["rm", "-rf", "--", folder], stderr=subprocess.DEVNULL, check=False)  # noqa: S603, S607


def _refuse_readable_secrets(secrets: Iterable[Path], readable: Iterable[Path]) -> None:
    for secret in secrets:
        for path in readable:
            if secret.resolve().is_relative_to(path.resolve()):
                raise EnvironmentFault(
                    f"{secret} would be readable by submissions: it lies below {path}",
                    "Move the course out of the Python installation.",
                )
