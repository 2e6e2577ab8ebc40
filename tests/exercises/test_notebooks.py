"""Every generated notebook runs from top to bottom, says "not written yet" of each task, and passes when it is solved.

One kernel for each week: first the notebook as it is released, then the solution in one cell, then ``%check`` again.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grader.course import exercise_dir, load_course
from grader.course.checks import read_checks
from grader.course.layout import solution_file
from grader.model import Visibility

COURSE = load_course(Path(__file__).parents[2])
_PATIENCE_S = 600
"""Against a kernel that hangs; nothing is measured."""


@pytest.fixture(scope="module", params=COURSE.exercises, ids=lambda exercise: exercise.slug)
def exercise(request):
    return request.param


@pytest.fixture(scope="module")
def ran(exercise, tmp_path_factory):
    """The released notebook as it ran, cells of the solution behind it."""
    folder = tmp_path_factory.mktemp("learner") / exercise.slug
    shutil.copytree(exercise_dir(COURSE, exercise), folder)
    notebook = nbformat.reads((folder / f"{exercise.module}.ipynb").read_text(encoding="utf-8"), as_version=4)
    solution = solution_file(COURSE, exercise).read_text(encoding="utf-8")
    notebook.cells += [nbformat.v4.new_code_cell(text, metadata={"tags": ["solved"]}) for text in (solution, "%check")]
    resources = {"metadata": {"path": str(folder)}}
    return NotebookClient(notebook, timeout=_PATIENCE_S, kernel_name="python3", resources=resources).execute()


def shown(notebook, tag, form="text/plain"):
    """Return what the ``%check`` cells with a tag displayed."""
    cells = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", ()) and cell.source.startswith("%check")]
    return [output["data"][form] for cell in cells for output in cell.outputs if output.output_type == "display_data"]


def visible(exercise):
    return sum(check.visibility is Visibility.PUBLIC for check in read_checks(COURSE, exercise))


def test_of_the_released_notebook_every_task_is_not_written_yet(exercise, ran):
    reports = shown(ran, "check")
    assert len(reports) == len(exercise.tasks) + 1
    for task, report in zip(exercise.tasks, reports, strict=False):
        assert re.match(r"0 of \d+ visible checks pass\n", report)
        assert f"{', '.join(task.names)}  " in report
        assert "not written yet" in report
        assert f"Next: write {task.names[0]}, run its cell" in report
    assert reports[-1].startswith(f"0 of {visible(exercise)} visible checks pass\n")
    assert reports[-1].count("not written yet") == len(exercise.tasks)
    assert "Not in this kernel" not in reports[-1]


def test_with_the_solution_all_visible_checks_pass(exercise, ran):
    (report,) = shown(ran, "solved")
    assert report.startswith(f"{visible(exercise)} of {visible(exercise)} visible checks pass\n")
    assert report.count("Checked: In[") == 1
    assert report.endswith("grader submit")
    assert "visible checks pass" in shown(ran, "solved", "text/html")[0]


def test_nothing_fails_and_nothing_is_said_to_be_missing(ran):
    outputs = [output for cell in ran.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert not any("grader:" in output.get("text", "") for output in outputs)
