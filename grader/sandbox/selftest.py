"""Try what the jail should stop, in a jailed worker: what a machine enforces is what it is seen to enforce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.model import Implementation, Limits, Part
from grader.outcome import Outcome, Returned
from grader.sandbox.outcomes import describe
from grader.sandbox.session import Call, Session

if TYPE_CHECKING:
    from grader.sandbox.link import Launcher

LIMITS = Limits(check_cpu_s=0.3, submission_cpu_s=20.0, memory_mb=256, answer_mb=1)
_ATTEMPTS = (
    # what is tried, and its Python expression
    ("read a file of this machine", "open('/etc/passwd').read()"),
    ("list the folders of this machine", "os.listdir('/')"),
    ("write outside its own folder", "open('/var/tmp/grader-was-here', 'w')"),
    ("read the memory of the process that started it", "open(f'/proc/{os.getppid()}/mem', 'rb')"),
    ("use a file that the grader has open", "len(os.listdir('/proc/self/fd')) > 6 or 1 / 0"),
    ("start another process", "os.fork()"),
    ("run another program", "os.execv('/bin/true', ['true'])"),
    ("open a network connection", "__import__('socket').socket()"),
    ("signal another process", "os.kill(os.getppid(), 0)"),
    ("share memory with another process", "os.memfd_create('x')"),
    ("take more memory than it may", "len([bytearray(2**20) for _ in range(10**5)])"),
    ("start hundreds of threads", "[threading.Thread(target=time.sleep, args=(9,)).start() for _ in range(400)]"),
    ("fill the disk", "[open(f'{n}', 'wb').write(bytes(2**26)) for n in range(3)] and time.sleep(1)"),
    ("run for ever", "[0 for _ in iter(int, 1)]"),
)


@dataclass(frozen=True)
class Attempt:
    """Something a hostile hand-in would try; ``how`` tells what became of it."""

    what: str
    stopped: bool
    how: str


def try_everything(launcher: Launcher) -> tuple[Attempt, ...]:
    """Try each attempt in a worker; the launcher must have been opened with ``LIMITS``."""
    names = [f"attempt_{number}" for number in range(len(_ATTEMPTS))]
    functions = [f"def {name}(): return {code}" for name, (_, code) in zip(names, _ATTEMPTS, strict=True)]
    text = "\n".join(["import os, threading, time", *functions])
    session = Session(launcher, Implementation("attempts", "attempts", (Part("attempts.py", text),)), LIMITS)
    try:
        return tuple(_attempt(session, name, what) for name, (what, _) in zip(names, _ATTEMPTS, strict=True))
    finally:
        session.close()


def _attempt(session: Session, name: str, what: str) -> Attempt:
    session.begin(lambda _: bytes(16))
    outcome: Outcome = session.outcomes([Call(name)])[0]
    session.renew()  # threads and the like must not outlive their attempt
    if isinstance(outcome, Returned):
        return Attempt(what, stopped=False, how="it worked")
    return Attempt(what, stopped=True, how=describe(outcome))
