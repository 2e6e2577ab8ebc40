"""Workers spawned without a jail answer like jailed ones."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing

import pytest

from grader.errors import EnvironmentFault, FloorMissing
from grader.model import Implementation, Part
from grader.outcome import Death, Died
from grader.sandbox import jail
from grader.sandbox.connection import Connection
from grader.sandbox.launcher import open_launcher
from grader.sandbox.session import Call, Session
from grader.sandbox.spawning import SpawnLauncher


def test_a_spawned_worker_answers_and_is_killed_when_it_loops(tiny):
    launcher = SpawnLauncher(tiny.limits, ())
    text = "def double(x):\n    while x > 2: pass\n    return 2 * x"
    session = Session(launcher, Implementation("t", "tiny", (Part("tiny.py", text),)), tiny.limits)
    assert launcher.isolation == ()
    assert session.call("double", 2) == 4
    assert session.outcomes([Call("double", (3,))]) == [Died(Death.CPU)]
    session.begin(lambda _: bytes(16))
    assert session.call("double", 1) == 2
    session.close()
    launcher.close()


@pytest.fixture
def spawning(tiny):
    launcher = SpawnLauncher(tiny.limits, ())
    yield launcher
    launcher.close()


def test_workers_that_are_spared_start_ahead_and_end_with_the_launcher(spawning):
    assert len(spawning._spares) == 1
    links = [spawning.take()]
    assert len(spawning._spares) == 1
    links += [spawning.take(), spawning.take()]
    spares = [spare.process for spare in spawning._spares]
    assert len(spares) == 2
    assert len({link.pid for link in links} | {process.pid for process in spares}) == 5
    spawning.close()
    assert all(process.returncode is not None for process in spares)
    for link in links:
        link.close()


def test_a_spare_that_was_killed_while_it_waited_is_replaced(spawning):
    spare = spawning._spares[0].process
    spare.kill()
    spare.wait()
    link = spawning.take()
    assert link.pid != spare.pid
    link.close()


def test_a_worker_that_cannot_start_is_a_fault_of_the_machine_and_not_waited_for(tiny):
    launched = closing(SpawnLauncher(tiny.limits, ("no_such_package",)))
    with launched as launcher, pytest.raises(EnvironmentFault), closing(launcher.take()) as link:
        Connection(link, 1 << 20).await_ready()  # it may have connected before it imports


def test_a_worker_that_loops_ends_when_the_grader_is_killed(family, tmp_path):
    script = tmp_path / "check.py"
    script.write_text(
        "from grader.model import Implementation, Limits, Part\n"
        "from grader.sandbox.session import Session\n"
        "from grader.sandbox.spawning import SpawnLauncher\n"
        "part = Part('tiny.py', 'def f():\\n    while True: pass')\n"
        "session = Session(SpawnLauncher(Limits(), ()), Implementation('t', 'tiny', (part,)), Limits(check_cpu_s=60))\n"
        "session.begin(lambda _: bytes(16))\n"
        "print('started', flush=True)\n"
        "session.call('f')\n"
    )
    with family() as ours:
        process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "started\n"
        time.sleep(1)  # until it loops
        workers = ours.children(process.pid)
        process.kill()
        process.communicate()
        assert workers
        assert ours.left() == []


def test_code_that_asks_its_user_gets_no_answer_and_does_not_wait(spawning, tiny):
    part = Part("tiny.py", "def f():\n    try:\n        return input()\n    except EOFError:\n        return 'nobody'\n")
    session = Session(spawning, Implementation("t", "tiny", (part,)), tiny.limits)
    session.begin(lambda _: bytes(16))
    assert session.call("f") == "nobody"
    session.close()


def test_below_the_floor_untrusted_code_is_refused_and_ones_own_runs_unjailed(tiny, monkeypatch):
    # The one thing replaced: what this machine lacks cannot be taken from it.
    monkeypatch.setattr(jail, "missing_layers", lambda: ["Landlock"])
    with pytest.raises(FloorMissing, match="missing: Landlock"):
        open_launcher(tiny)
    with closing(open_launcher(tiny, require_jail=False)) as launcher:
        assert isinstance(launcher, SpawnLauncher)
