"""The warm process: imports the heavy packages once, then forks one jailed worker per request.

Exec'd fresh with an empty environment, so it holds no secret; reads no submission (a worker reads its own from its
pipe, after confinement); runs no learner code. It serves one control socket: a request is JSON with the worker's end
of a data socket attached; answers are ``{"spawned": id}``, with a pidfd, and ``{"exit": id, …}``.

    python -s -P -m grader.sandbox.zygote CONFIG   (JSON: see ``Config``)
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from grader.sandbox import jail, scratch, seccomp, tf_runtime, watchdog, wire
from grader.sandbox.worker import Stream, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_REQUEST = 1 << 16
_FIRST_UID, _UIDS = 200_000, 1 << 20


class Config(NamedTuple):
    """What a zygote is started with.

    ``scratch`` is the folder in which workers get folders of their own; ``separated`` tells that it runs in
    bubblewrap; ``without`` and ``newest_abi`` are those of ``jail.Jail``.
    """

    control: int
    packages: list[str]
    scratch: str
    separated: bool = False
    without: list[str] = []  # noqa: RUF012 – from JSON; never changed
    newest_abi: int = 99


class _Child(NamedTuple):
    """A live worker."""

    identity: int
    pid: int
    scratch: str
    watch: watchdog.Watch


def main(config: Config) -> None:
    """Warm up, report ready, and serve until the grader hangs up."""
    for package in config.packages:
        importlib.import_module(package)
    tf_runtime.settle()
    tf_runtime.require_untouched()
    without = frozenset(config.without)
    separated = "namespaces" not in without and not config.separated and jail.separate()
    jail.hide_memory()
    walls = jail.Jail(seccomp.compile_filter(), jail.runtime_paths(), jail.data_memory(), without, config.newest_abi)
    gc.collect()
    gc.freeze()
    zygote = Zygote(socket.socket(fileno=config.control), walls, config.scratch)
    zygote.tell({"ready": True, "layers": _layers(zygote, config, separated=separated), "readable": walls.readable})
    zygote.serve()


def _layers(zygote: Zygote, config: Config, *, separated: bool) -> list[str]:
    """Name the layers in force."""
    always = ["landlock", "seccomp", "rlimits", "descriptors", "watchdog"]
    layers = [layer for layer in always if layer not in config.without]
    layers += ["user"] if zygote.drops_user else []
    layers += ["namespaces"] if separated or config.separated else []
    return layers + (["bubblewrap"] if config.separated else [])


class Zygote:
    """Forks workers, watches them, and tells of their ends."""

    def __init__(self, control: socket.socket, walls: jail.Jail, folder: str) -> None:
        self._control = control
        self._walls = walls
        self._scratch = folder
        self._base_kb = watchdog.memory_and_threads(os.getpid())[0]
        self._children: dict[int, _Child] = {}
        self._watch_due = 0.0
        self._poller = select.poll()
        self._poller.register(control, select.POLLIN)
        # Not from zero: two zygotes at a time should not share users.
        self._next_uid = _FIRST_UID + int.from_bytes(os.urandom(3)) % _UIDS
        self.drops_user = os.geteuid() == 0 and "user" not in walls.without and jail.uid_works(self._next_uid)

    def serve(self) -> NoReturn:
        """Serve requests until the grader hangs up."""
        while True:
            timeout = watchdog.INTERVAL_S * 1000 if self._children else None
            for descriptor, _ in self._poller.poll(timeout):
                if descriptor == self._control.fileno():
                    self._spawn()
                else:
                    self._reap(descriptor)
            self._watch()

    def tell(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        """Tell the grader something; end when it is gone."""
        try:
            socket.send_fds(self._control, [json.dumps(message).encode()], descriptors)
        except OSError:
            self._leave()

    def _spawn(self) -> None:
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, _MAX_REQUEST, 1)
        except OSError:
            message = b""  # reset: the grader is gone and had not read our last news
        if not message:
            self._leave()
        request = json.loads(message)
        cell = self._cell(request)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become_worker(request, cell, descriptors[0], self._walls, parent)
        os.close(descriptors[0])
        pidfd = os.pidfd_open(pid)
        bounds = watchdog.Bounds(self._base_kb + (request["data_mb"] << 10), cell.scratch)
        self._children[pidfd] = _Child(request["id"], pid, cell.scratch, watchdog.Watch(pid, bounds))
        self._poller.register(pidfd, select.POLLIN)
        self.tell({"spawned": request["id"]}, [pidfd])

    def _cell(self, request: dict[str, Any]) -> jail.Cell:
        uid = None
        if self.drops_user:
            uid, self._next_uid = self._next_uid, self._next_uid + 1
        folder = f"{self._scratch}/{request['id']}"
        scratch.make(folder, uid)
        return jail.Cell(request["cpu_s"], request["data_mb"], uid, folder)

    def _reap(self, pidfd: int, reason: str | None = None) -> None:
        child = self._children.pop(pidfd)
        self._poller.unregister(pidfd)
        os.close(pidfd)
        _, status = os.waitpid(child.pid, 0)
        with contextlib.suppress(OSError):  # what stays goes with the whole, when the zygote leaves
            scratch.remove(child.scratch)
        self.tell({"exit": child.identity, "status": os.waitstatus_to_exitcode(status), "reason": reason})

    def _watch(self) -> None:
        now = time.monotonic()
        if "watchdog" in self._walls.without or now < self._watch_due:
            return
        self._watch_due = now + watchdog.INTERVAL_S
        for pidfd, child in list(self._children.items()):
            reason = child.watch.excess(now)
            if reason:
                os.kill(child.pid, signal.SIGKILL)  # our own child, not reaped: the pid is still its
                self._reap(pidfd, reason)

    def _leave(self) -> NoReturn:
        """End with everything of ours: the grader is gone."""
        for child in self._children.values():
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
        shutil.rmtree(self._scratch, ignore_errors=True)
        os._exit(0)


def _become_worker(request: dict[str, Any], cell: jail.Cell, data: int, walls: jail.Jail, parent: int) -> NoReturn:
    try:
        _arrange_descriptors(data)
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        _use_scratch(cell.scratch)
        jail.confine(walls, cell, parent)
    except BaseException:  # noqa: BLE001 – whatever fails here, no learner code may run
        os._exit(jail.SETUP_FAILED)
    try:
        with contextlib.suppress(wire.Closed, OSError):
            stream = Stream(partial(os.read, jail.DATA_FD), partial(os.write, jail.DATA_FD))
            Worker(stream, request["answer_bytes"]).serve()
    finally:
        os._exit(0)


def _arrange_descriptors(data: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(data, jail.DATA_FD)
    for standard in (0, 1, 2):
        os.dup2(null, standard)


def _use_scratch(folder: str) -> None:
    """Point temporary files and the home at the scratch folder; ``tempfile`` has cached another by now."""
    os.environ.update(HOME=folder, TMPDIR=folder)
    if "tempfile" in sys.modules:
        sys.modules["tempfile"].tempdir = None  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(Config(**json.loads(sys.argv[1])))
