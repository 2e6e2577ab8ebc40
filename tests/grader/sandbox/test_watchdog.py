"""The watchdog walks folders that a hostile worker changes under its feet."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grader.errors import EnvironmentFault
from grader.sandbox.launcher import open_launcher
from grader.sandbox.link import Measures
from grader.sandbox.watchdog import disk_kb, memory_and_threads


def test_a_folder_that_became_a_file_is_an_excess_and_no_fault_of_ours(tmp_path):
    (tmp_path / "file").write_text("x")
    assert disk_kb(str(tmp_path / "file")) is None


def test_a_folder_that_went_away_counts_nothing(tmp_path):
    assert disk_kb(str(tmp_path / "gone")) == 0


def test_a_launcher_without_its_zygote_says_that_it_is_our_fault(tiny):
    launcher = open_launcher(tiny, measures=Measures(frozenset({"bubblewrap"})))
    os.kill(launcher._process.pid, 9)
    launcher._process.wait()
    try:
        for _ in range(3):
            with pytest.raises(EnvironmentFault, match="is gone"):
                launcher.take()
    finally:
        launcher.close()


def test_a_process_may_have_a_name_that_is_no_text():
    program = "import ctypes, time; ctypes.CDLL(None).prctl(15, b'\\xff\\nThreads:\\t9', 0, 0, 0); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        kb, threads = memory_and_threads(process.pid)
        process.kill()
    assert kb > 1000
    assert threads == 1
