"""Workers spawned without a jail answer like jailed ones."""

from __future__ import annotations

import pytest

from grader.errors import FloorMissing
from grader.model import Implementation, Part
from grader.outcome import Death, Died
from grader.sandbox import jail
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


def test_below_the_floor_untrusted_code_is_refused_and_ones_own_runs_unjailed(tiny, monkeypatch):
    # The one thing replaced: what this machine lacks cannot be taken from it.
    monkeypatch.setattr(jail, "missing_layers", lambda: ["Landlock"])
    with pytest.raises(FloorMissing, match="missing: Landlock"):
        open_launcher(tiny)
    assert isinstance(open_launcher(tiny, require_jail=False), SpawnLauncher)
