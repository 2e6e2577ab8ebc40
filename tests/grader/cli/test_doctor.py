"""``grader doctor`` tells what this machine enforces, by trying it."""

import shutil

from grader.sandbox import jail


def test_it_names_the_layers_in_force_and_what_it_tried(run):
    result = run("doctor")
    assert result.exit_code == 0
    assert "landlock     in force" in result.output
    assert "stopped      read a file of this machine" in result.output
    assert "POSSIBLE" not in result.output
    assert "can be graded here" in result.output
    assert ("bubblewrap   in force" in result.output) == (shutil.which("bwrap") is not None)


def test_below_the_floor_it_says_what_is_missing_and_fails(run, monkeypatch):
    # The one thing replaced: what this machine lacks cannot be taken from it.
    monkeypatch.setattr(jail, "missing_layers", lambda: ["Landlock (Linux 5.13 or later)"])
    result = run("doctor")
    assert result.exit_code == 4
    assert "Missing: Landlock" in result.output
    assert "cannot be graded here" in result.output
