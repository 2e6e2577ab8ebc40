"""``%check`` and ``%hint`` in a running IPython: what the kernel holds is checked, and the kernel goes on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from grader.model import Framework
from grader.testing.origin import folder_material
from grader.workspace.status import status


def flat(text):
    """Return a text as one line, wherever it was broken."""
    return " ".join(text.split())


DOUBLE = "import numpy as np\ndef double(x):\n    return x + x"


def test_what_the_kernel_holds_is_checked_not_what_the_file_holds(shell, folder):
    (folder / "tiny.py").write_text("def double(x): return 7")
    shell.run(DOUBLE)
    shell.run("%check double")
    assert shell.text.startswith("1 of 1 visible checks pass\n1 more check runs on your hand-in.")
    assert "Checked: In[2] (double)." in shell.text
    assert shell.text.endswith("Next: go on with total: write it, run its cell, then %check total")
    assert "then <code>%check total</code>" in shell.shown[-1]["text/html"]


def test_the_definition_in_use_counts_and_one_that_came_before_is_no_news(shell):
    shell.run("def double(x): return x")
    shell.run(DOUBLE)
    shell.run("%check double")
    assert "1 of 1" in shell.text
    assert "Checked: In[3] (double)." in shell.text
    assert "In[2]" not in shell.text


def test_of_a_cell_that_could_not_be_read_it_is_said_that_the_one_before_was_checked(shell):
    shell.run(DOUBLE)
    shell.run("def double(x):\n    return (x")
    shell.run("%check double")
    assert "In[3], line 2: double could not be read ('(' was never closed), so that cell has not run: the double of" in flat(shell.text)
    assert shell.text.index("has not run") < shell.text.index("passed")
    assert "has not run" in shell.shown[-1]["text/html"]
    shell.run(DOUBLE)
    shell.run("%check double")
    assert "could not be read" not in shell.text


def test_what_could_not_be_read_and_never_ran_is_told_at_its_task_and_once(shell):
    shell.run("def double(x):\n    return (x")
    shell.run("%check double")
    for said in shell.shown[-1].values():
        assert said.count("In[2], line 2: double could not be read") == 1


def test_what_this_kernel_has_not_run_is_not_called_unwritten(shell):
    shell.run("def total(x):\n    raise NotImplementedError\ndef mean(x):\n    raise NotImplementedError")
    shell.run("%check")
    assert "not in this kernel: its cell has not run; checks waiting for it: 1" in shell.text
    assert "not written yet; checks waiting for it: 1" in shell.text


def test_a_definition_lower_in_the_saved_notebook_that_is_not_the_one_checked_is_named(shell, folder):
    cells = [{"cell_type": "code", "source": text} for text in (DOUBLE, "def double(x):\n    return x")]
    (folder / "tiny.ipynb").write_text(json.dumps({"cells": cells}))
    shell.run(cells[1]["source"])
    shell.run(cells[0]["source"])
    shell.run("%check double")
    said = "In the saved notebook, cell 1, line 2 and cell 2, line 1: double is written in both; the lower one counts, and it"
    assert said in flat(shell.text)
    shell.run(cells[1]["source"])
    shell.run("%check double")
    assert "In the saved notebook" not in shell.text


def test_a_report_comes_as_text_and_as_html_with_lines_by_cell(shell):
    shell.run("def double(x):\n    y = x\n    return y @ [1]")
    shell.run("%check double")
    html = shell.shown[-1]["text/html"]
    for said in ("raised", "ValueError is raised", "In[2], line 3", "%check --trace double"):
        assert said in shell.text
        assert said in html
    assert "<script" not in html
    assert not re.search(r"(src|href|url)\s*[=(]", html)


def test_what_a_learner_wrote_is_escaped(shell):
    shell.run("def double(x):\n    raise ValueError('<img src=x onerror=1> \\x1b[31m')")
    shell.run("%check double")
    assert "&lt;img" in shell.shown[-1]["text/html"]
    assert "<img" not in shell.shown[-1]["text/html"]
    assert "\x1b" not in shell.text + shell.shown[-1]["text/html"]


def test_all_tasks_are_checked_without_a_name_and_those_not_run_are_named(shell):
    shell.run(DOUBLE)
    shell.run("%check")
    assert "Not in this kernel yet: total, mean." in shell.text
    assert "write total, run its cell, then %check total" in shell.text


def test_a_cell_may_define_and_check_at_once(shell):
    shell.run(f"{DOUBLE}\n%check double")
    assert "1 of 1" in shell.text


def test_hints_open_one_by_one_for_the_task_that_failed_last(shell):
    shell.run("%hint")
    assert "Name it, as in: %hint double" in shell.said
    shell.run("def double(x): return x")
    shell.run("%check double")
    shell.run("%hint")
    assert "read double" in shell.text
    assert "usually" not in shell.text
    shell.run("%hint double")
    shell.run("%hint double")
    assert "it is usually this" in shell.shown[-1]["text/html"]


def test_a_call_is_followed_line_by_line(shell):
    shell.run("def double(x):\n    y = x[None]\n    return y")
    shell.run("%check --trace double")
    assert "In[2]:2 y = x[None] y: (1, 2) float64 = [[1. 2.]]" in flat(shell.text)
    assert "Next: mend it, then: %check double" in shell.text
    html = shell.shown[-1]["text/html"]
    assert "y: (1, 2) float64" in html
    assert "pre.steps { white-space: pre; line-height: 1.35; max-height: none; }" in html  # nothing of it is hidden


def test_a_trace_comes_from_the_process_that_checks(shell, monkeypatch):
    def cold(*_):
        raise AssertionError

    monkeypatch.setattr("grader.grading.trace.trace_folder", cold)
    shell.run("def double(x):\n    print('seen')\n    return x")
    shell.run("%check --trace double")
    assert shell.said == ""
    assert "your code printed:" in shell.text


def test_tensorflow_is_said_to_start_before_the_first_trace(shell, folder, monkeypatch):
    material = folder_material(folder)
    tensors = replace(material, exercise=replace(material.exercise, framework=Framework.TENSORFLOW))
    monkeypatch.setattr("grader.notebook.magics.folder_material", lambda _: tensors)
    shell.run("def double(x):\n    return x")
    for said in (True, False):
        shell.run("%check --trace double")
        assert ("TensorFlow is starting in a process beside this one" in shell.said) is said


def test_after_a_trace_of_what_passes_comes_what_does_not_pass_yet(shell):
    shell.run(DOUBLE)
    shell.run("%check --trace double")
    assert "Next: %check total\n" in shell.text
    shell.run("def total(x): return x.sum()\ndef mean(x): return x.mean()")
    shell.run("%check")
    shell.run("%check --trace double")
    assert "Next: %check for all tasks\n" in shell.text


def test_a_task_that_hangs_is_offered_to_be_followed_to_where_it_hangs(shell):
    shell.run("def double(x):\n    return x\ndef total(x):\n    while True: pass\ndef mean(x): return 0")
    shell.run("%check")
    said = " ".join(shell.text.split())
    assert "; to see its shapes line by line: %check --trace double; to see where it hangs: %check --trace total" in said
    shell.run("%check total")
    assert "for a hint; to see where it hangs: <code>%check --trace total</code>" in shell.shown[-1]["text/html"]
    shell.run("%check --trace total")
    assert "in the loop in In[2], line 4: the call goes on for too long" in " ".join(shell.text.split())


def test_the_folder_can_be_named_once(shell, folder, tmp_path):
    shell.run(DOUBLE)
    shell.run(f"%cd -q {tmp_path}")
    shell.run("%check double")
    assert "There is no exercise in" in shell.said
    assert "%check --folder PATH" in shell.said
    shell.run(f"%check --folder {folder} double")
    assert "1 of 1" in shell.text
    shell.run("%check double")
    assert "1 of 1" in shell.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%check doubel", "Did you mean 'double'?"),
        ("%check 'double", "cannot be read"),
        ("%check --task double", "Write: %check NAME"),
        ("%check --fast", "There is no --fast here"),
        ("%check --trace", "--trace follows one task"),
        ("%hint doubel", "Did you mean 'double'?"),
    ],
)
def test_what_cannot_be_done_is_told_in_words_and_the_cell_does_not_fail(shell, line, said):
    assert shell.run(line).success
    assert shell.said.startswith("grader: ")
    assert said in shell.said


def test_a_fault_of_ours_is_told_as_ours_and_the_kernel_goes_on(shell, monkeypatch):
    monkeypatch.setattr("grader.notebook.magics.shown_report", lambda *_, **__: 1 / 0)
    assert shell.run("%check").success
    assert "failed on our side (ZeroDivisionError" in shell.said


def test_an_interrupted_check_ends_and_the_next_one_works(shell, monkeypatch):
    from grader.grading.warm import WarmChecks

    def interrupted(*_):
        raise KeyboardInterrupt

    shell.run(DOUBLE)
    with monkeypatch.context() as patch:
        patch.setattr(WarmChecks, "answer", interrupted)
        assert shell.run("%check double").success
    assert "interrupted" in shell.said
    shell.run("%check double")
    assert "1 of 1" in shell.text


def test_endless_and_deadly_work_costs_the_kernel_nothing(shell):
    shell.run("import os\ndef double(x):\n    os._exit(1)\ndef total(x):\n    while True: pass")
    shell.run("%check")
    assert "crashed" in shell.text
    assert "timed out" in shell.text


def test_nothing_of_the_learners_is_called_or_sent(shell, tmp_path):
    mark = tmp_path / "called"
    shell.run(f"from pathlib import Path\ndef double(x):\n    Path({str(mark)!r}).write_text('')\n    return x + x")
    shell.run("class Odd:\n    def __reduce__(self): raise SystemExit\nodd = Odd()")
    shell.run("%check double")
    assert not mark.exists()  # it is the worker's call, and the worker is confined
    assert shell.run("odd").success


def test_a_check_is_remembered_with_the_folder(shell, folder):
    shell.run(DOUBLE)
    shell.run("%check double")
    assert json.loads((folder / ".grader/progress.json").read_text())["tasks"]["c9w9.01"]["passed"] == 1


def test_importing_grader_imports_no_ipython():
    code = "import sys, grader.notebook.magics; assert 'IPython' not in sys.modules; import grader; grader.load_ipython_extension"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_was_checked_in_the_kernel_is_known_of_the_notebook_once_it_is_saved(shell, folder):
    cells = [DOUBLE, "def half(x):\n    return x / 2", "def total(x):\n    return 2 * half(x.sum())\ndef mean(x): return 0"]
    for cell in cells:
        shell.run(cell)
    shell.run("%check")
    written = [{"cell_type": "code", "source": f"# mine\n{cell}"} for cell in [*cells, "print(total(np.ones(3)))"]]
    (folder / "tiny.ipynb").write_text(json.dumps({"cells": written}))
    assert status(folder).checked == "up to date"
    shell.run("def half(x):\n    return x")
    shell.run("%check total")
    assert status(folder).checked == "in part"


def test_what_a_cell_warned_of_when_it_ran_is_not_said_again(shell):
    with pytest.warns(SyntaxWarning):
        shell.run("def double(x):\n    return x if 1 is 2 else x + x")
    shell.run("%check double")  # a warning would be an error here
    assert "1 of 1" in shell.text


def test_after_the_last_hint_it_is_said_that_there_are_no_more(shell):
    for _ in range(3):
        shell.run("%hint double")
    assert shell.text.endswith("%check double; these are all the hints")


def test_a_task_that_resembles_none_is_answered_with_those_there_are(shell):
    shell.run("%check 1")
    assert "Known: double, c9w9.01, total, mean, c9w9.02." in shell.said
