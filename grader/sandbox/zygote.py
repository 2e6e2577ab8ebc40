"""The warm process: imports the heavy packages once, then forks one jailed worker per request.

Exec'd fresh with an empty environment, so it holds no secret; reads no submission (a worker reads its own from its
pipe, after confinement); runs no learner code. It serves one control socket: a request is JSON with the worker's end
of a data socket attached; answers are ``{"spawned": id, "pid": pid}``, with a pidfd, and ``{"exit": id, "status": n}``.

    python -s -P -m grader.sandbox.zygote CONTROL_FD PACKAGE…
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from grader.sandbox import jail, seccomp, wire
from grader.sandbox.worker import Stream, Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_REQUEST = 1 << 16


def main(control_fd: int, packages: list[str]) -> None:
    """Warm up, report ready, and serve until the grader hangs up."""
    parent = os.getppid()
    for package in packages:
        importlib.import_module(package)
    jail.die_with_parent(parent)
    jail.hide_memory()
    walls = jail.Jail(seccomp.compile_filter(), jail.runtime_paths(), jail.data_memory())
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=control_fd)
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208 – no pathlib in the zygote
    control.send(json.dumps({"ready": True, "threads": threads, "readable": list(walls.readable)}).encode())
    _serve(control, walls)


def _serve(control: socket.socket, walls: jail.Jail) -> NoReturn:
    poller = select.poll()
    poller.register(control, select.POLLIN)
    children: dict[int, tuple[int, int]] = {}
    while True:
        for descriptor, _ in poller.poll():
            if descriptor == control.fileno():
                _spawn(control, walls, poller, children)
            else:
                _reap(control, poller, descriptor, *children.pop(descriptor))


def _spawn(control: socket.socket, walls: jail.Jail, poller: select.poll, children: dict[int, tuple[int, int]]) -> None:
    message, descriptors, _, _ = socket.recv_fds(control, _MAX_REQUEST, 1)
    if not message:
        os._exit(0)  # the grader is gone; the kernel kills the workers with us
    request = json.loads(message)
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become_worker(request, descriptors[0], walls, parent)
    os.close(descriptors[0])
    pidfd = os.pidfd_open(pid)
    children[pidfd] = (request["id"], pid)
    poller.register(pidfd, select.POLLIN)
    _tell(control, {"spawned": request["id"], "pid": pid}, [pidfd])


def _reap(control: socket.socket, poller: select.poll, pidfd: int, identity: int, pid: int) -> None:
    poller.unregister(pidfd)
    os.close(pidfd)
    _, status = os.waitpid(pid, 0)
    _tell(control, {"exit": identity, "status": os.waitstatus_to_exitcode(status)})


def _tell(control: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    try:
        socket.send_fds(control, [json.dumps(message).encode()], descriptors)
    except OSError:
        os._exit(0)  # the grader is gone


def _become_worker(request: dict[str, Any], data: int, walls: jail.Jail, parent: int) -> NoReturn:
    try:
        _arrange_descriptors(data)
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        jail.confine(walls, jail.Rlimits(request["cpu_s"], request["data_mb"]), parent)
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


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
