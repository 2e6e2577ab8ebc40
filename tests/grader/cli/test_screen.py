"""Colour and motion only on a terminal that wants them."""

import os
import subprocess
import sys

import pytest

from grader.cli.screen import Screen, progress
from grader.model import Verdict
from grader.reporting.json import to_json

pty = pytest.importorskip("pty", reason="terminals can be made on POSIX only")


@pytest.fixture
def on_terminal(tmp_path, report):
    """Return a function that shows a report on a real terminal and returns what arrived there."""
    path = tmp_path / "ada.json"
    path.write_bytes(to_json(report(Verdict.FAILED)))

    def show(**environment):
        ours, theirs = pty.openpty()
        clean = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "COLUMNS")}
        try:
            subprocess.run(
                [sys.executable, "-m", "grader", "report", str(path)],
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                env={**clean, "TERM": "xterm", **environment},
            )
        finally:
            os.close(theirs)
        received = b""
        try:
            while chunk := os.read(ours, 65536):
                received += chunk
        except OSError:
            pass
        finally:
            os.close(ours)
        return received.decode()

    return show


def test_a_terminal_gets_colour(on_terminal):
    assert "\x1b[31mfailed\x1b[0m" in on_terminal()


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"CI": "true"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_none_gets_none(on_terminal, environment):
    shown = on_terminal(**environment)
    assert "failed" in shown
    assert "\x1b" not in shown


def test_a_pipe_gets_no_colour(tmp_path, report):
    path = tmp_path / "ada.json"
    path.write_bytes(to_json(report(Verdict.FAILED)))
    result = subprocess.run([sys.executable, "-m", "grader", "report", str(path)], capture_output=True, text=True)
    assert result.returncode == 1
    assert "\x1b" not in result.stdout + result.stderr


def test_progress_is_drawn_only_where_something_may_move(capsys):
    with progress("Grading", 3, Screen()) as step:
        step(None)
    assert capsys.readouterr() == ("", "")
