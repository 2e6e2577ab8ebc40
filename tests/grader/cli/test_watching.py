"""grader watch on a real terminal, and without one."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from grader.cli import cli
from grader.cli.open_hints import OpenHints
from grader.grading.warm import WarmChecks
from grader.watching import Watch

pty = pytest.importorskip("pty", reason="terminals can be made on POSIX only")

RIGHT = "def halve(x):\n    return x / 2\n\n\ndef total(x):\n    return float(x.sum())\n"
WRONG = RIGHT.replace("x / 2", "x")
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
PATIENCE_S = 60


@pytest.fixture
def folder(course, tmp_path):
    """The tiny exercise, started."""
    runner = CliRunner()
    assert runner.invoke(cli, ["generate", "--course", str(course)]).exit_code == 0
    made = tmp_path / "work"
    assert runner.invoke(cli, ["start", "c1w1", str(made), "--course", str(course)]).exit_code == 0
    return made


class Terminal:
    """A verb on a terminal of its own, and what arrived there."""

    def __init__(self, *arguments, **environment):
        self.received = b""
        self._heard = 0
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        self.modes = termios.tcgetattr(theirs)
        self.theirs = theirs
        clean = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**clean, "TERM": "xterm", **environment},
            start_new_session=True,
        )

    def wait_for(self, words):
        """Read until words have come after those waited for last; return all between."""
        end = time.monotonic() + PATIENCE_S
        while True:
            text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.received.decode(errors="replace"))[self._heard :]
            if words in text:
                found = text[: text.index(words) + len(words)]
                self._heard += len(found)
                return found
            assert time.monotonic() < end, text
            if select.select([self._ours], [], [], 0.1)[0]:
                self.received += os.read(self._ours, 1 << 16)

    def type(self, keys):
        os.write(self._ours, keys.encode())

    def end(self):
        """Wait for the end and read the rest; returns the exit code."""
        code = self.process.wait(PATIENCE_S)
        while select.select([self._ours], [], [], 0.1)[0]:
            self.received += os.read(self._ours, 1 << 16)
        return code

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self._ours)
        os.close(self.theirs)


@pytest.fixture
def terminal():
    opened = []

    def run(*arguments, **environment):
        opened.append(Terminal(*arguments, **environment))
        return opened[-1]

    yield run
    for one in opened:
        one.close()


def write(folder, text):
    beside = folder / ".beside"
    beside.write_text(text)
    beside.replace(folder / "tiny_week.py")


def test_a_learner_works_at_two_tasks(folder, terminal):
    on = terminal("watch", folder)
    on.wait_for("0 of 2 tasks pass")
    on.wait_for("missing")
    write(folder, WRONG)
    assert "halve" in on.wait_for("0 of 1 check passes")
    on.type("h")
    on.wait_for("int")
    on.type("n")
    write(folder, RIGHT)
    on.wait_for("grader submit")
    on.type("q")
    assert on.end() == 0
    assert on.received.count(ENTER) == on.received.count(LEAVE) == 1
    last = on.received.partition(LEAVE)[2].decode()
    assert "2 of 2 tasks pass" in last
    assert f"grader submit {folder}" in last
    assert termios.tcgetattr(on.theirs) == on.modes


def test_hints_are_closed_shown_again_and_found_when_opened_elsewhere(folder):
    hints = OpenHints(folder)
    assert hints.more("halve") == ""
    assert hints.shown.count == 1
    hints.close()
    hints.look("halve")
    assert hints.shown is None
    hints.more("halve")
    assert hints.shown.count == 1
    CliRunner().invoke(cli, ["hint", "halve", "--in", str(folder)])
    hints.look("halve")
    assert hints.shown.count == 2
    hints.more("halve")
    assert hints.shown.left == 0
    hints.more("halve")
    assert hints.shown is None


def test_the_list_stays_when_all_is_checked_again_and_escape_closes_hints(folder, terminal):
    on = terminal("watch", folder)
    on.wait_for("missing")
    on.wait_for("q quit")
    on.type("h")
    on.wait_for("halve, hint 1 of 3")
    on.wait_for("Esc close")
    on.type("\x1b")
    on.wait_for("h hint   n next task   a all tasks")
    on.type("a")
    on.wait_for("a one task")
    write(folder, RIGHT)
    on.type("r")
    on.wait_for("2 of 2 tasks pass")
    assert "a one task" in on.wait_for("q quit")


def test_checks_that_do_not_end_are_said_to_run_and_the_next_save_ends_them(folder, terminal):
    on = terminal("watch", folder)
    on.wait_for("missing")
    write(folder, RIGHT.replace("return x / 2", "__import__('time').sleep(600)"))
    on.wait_for("halve, total, for 3 s now; another save ends that …")
    write(folder, RIGHT)
    on.wait_for("2 of 2 tasks pass")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_terminal_is_given_back_however_it_ends(folder, terminal, how):
    on = terminal("watch", folder)
    on.wait_for("missing")
    on.process.send_signal(how)
    assert on.end() == (0 if how is signal.SIGINT else 128 + signal.SIGTERM)
    assert on.received.count(ENTER) == on.received.count(LEAVE) == 1
    assert termios.tcgetattr(on.theirs) == on.modes


def test_a_window_of_another_size_is_filled_whatever_the_environment_says(folder, terminal):
    on = terminal("watch", folder, LINES="24", COLUMNS="80")
    on.wait_for("missing")
    on.wait_for("q quit")
    termios.tcsetwinsize(on.theirs, (10, 44))
    lines = re.split(r"\r+\n", on.wait_for("q quit"))
    assert len(lines) == 10
    assert max(map(len, lines)) <= 44


def test_without_colour_the_screen_is_drawn_in_words(folder, terminal):
    on = terminal("watch", folder, NO_COLOR="1")
    on.wait_for("missing")
    on.type("q")
    on.end()
    assert ENTER in on.received
    assert not re.search(rb"\x1b\[[0-9;]*m", on.received)


@pytest.mark.parametrize(("arguments", "environment"), [((), {"TERM": "dumb"}), ((), {"CI": "1"}), (("--plain",), {})])
def test_a_terminal_that_wants_lines_gets_lines(folder, terminal, arguments, environment):
    on = terminal("watch", folder, *arguments, **environment)
    on.wait_for("0 of 2 tasks pass")
    on.process.send_signal(signal.SIGINT)
    assert on.end() == 0
    assert b"\x1b" not in on.received


def test_an_answer_that_is_there_at_once_is_printed(folder, monkeypatch):
    """As on a busy machine, where it arrives before this process goes on."""
    fetch = WarmChecks.answer

    def at_once(self, wait_s):
        while (report := fetch(self, None)) is None:
            pass
        return report

    def rest(seconds):
        raise KeyboardInterrupt

    write(folder, WRONG)
    monkeypatch.setattr(WarmChecks, "answer", at_once)
    looks = Watch.step
    monkeypatch.setattr(Watch, "step", lambda self, wait_s: looks(self, wait_s) or looks(self, wait_s))
    monkeypatch.setattr("grader.cli.watching.time", SimpleNamespace(sleep=rest, monotonic=time.monotonic, strftime=time.strftime))
    printed = CliRunner().invoke(cli, ["watch", str(folder), "--plain"]).output
    assert printed.startswith("Watching tiny_week.py: ")
    assert "  failed      halve turns twos into ones.\n" in printed


def test_without_a_terminal_lines_are_printed(folder):
    write(folder, WRONG)
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "watch", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    alarm = threading.Timer(PATIENCE_S, process.kill)  # so that a line that never comes fails the test
    alarm.start()
    lines = iter(process.stdout.readline, "")
    first = list(iter(lambda: next(lines), "1 of 2 tasks pass. 1 of 2 visible checks pass; 2 more run on your hand-in.\n"))
    write(folder, RIGHT)
    then = [next(lines) for _ in range(3)]
    process.send_signal(signal.SIGINT)
    rest = process.communicate()[0]
    alarm.cancel()
    assert first[0].startswith("Watching ")
    assert "  failed      halve turns twos into ones.\n" in first
    assert then[1].split() == ["halve", "passed", "(1", "check)"]
    assert then[2] == "\n"
    assert "\n2 of 2 tasks pass." in f"\n{rest}"
    assert f"next  grader submit {folder}" in rest
    assert process.returncode == 0
