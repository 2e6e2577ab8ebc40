"""An IPython in this process, in a learner's exercise folder."""

from __future__ import annotations

import shutil

import pytest

from grader.course import Manifest, manifest_bytes
from grader.testing.origin import course_exercise, course_material


@pytest.fixture
def folder(course_root, tmp_path, monkeypatch):
    """The tiny exercise as a learner has it; the working directory is a folder in it."""
    from grader.course.hints import Ladder

    course, exercise = course_exercise(course_root, "c9w9_tiny")
    stub = course_material(course, exercise).stub
    made = tmp_path / "c9w9_tiny"
    (made / "deeper").mkdir(parents=True)
    shutil.copy(course_root / "tests/exercises/c9w9_tiny/test_public.py", made)
    hints = {name: Ladder(f"read {name}", "look", "it is usually this") for name in ("double", "total")}
    (made / "exercise.json").write_bytes(manifest_bytes(Manifest(exercise, stub, {"c9w9.01": 1}, hints)))
    monkeypatch.chdir(made / "deeper")
    return made


@pytest.fixture
def shell(folder, monkeypatch, tmp_path):
    """Runs cells; ``shell.said`` holds what the last one printed and ``shell.shown`` what it displayed."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.io import capture_output
    from traitlets.config import Config

    made = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    made.display_pub = CapturingDisplayPublisher(shell=made)

    class Cells:
        said, shown = "", []

        def run(self, cell):
            made.display_pub.clear_output()
            made.display_pub.outputs.clear()
            with capture_output(display=False) as captured:
                result = made.run_cell(cell, store_history=True)
            self.said, self.shown = captured.stdout, [one["data"] for one in made.display_pub.outputs]
            return result

        @property
        def text(self):
            return self.shown[-1]["text/plain"] if self.shown else ""

        names = made.user_ns

    cells = Cells()
    assert cells.run("%load_ext grader").success
    yield cells
    made.find_line_magic("check").__self__.close()
