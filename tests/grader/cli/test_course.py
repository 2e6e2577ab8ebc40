"""A course from truth to grades, through the command line only."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from grader.reporting.json import from_json

SLUG = "c1w1_tiny_week"


@pytest.fixture
def generated(run, course):
    result = run("generate", "--course", course)
    assert result.exit_code == 0, result.output
    return course


@pytest.fixture
def exercise(run, generated, tmp_path):
    """A learner's folder with the untouched exercise."""
    result = run("start", generated / "exercises" / SLUG, tmp_path / "mine")
    assert result.exit_code == 0, result.output
    return tmp_path / "mine"


@pytest.fixture
def box(course):
    return course / "tests" / "exercises" / SLUG / "class"


def solve(folder, halve="x / 2", total="float(x.sum())"):
    code = f"def halve(x):\n    return {halve}\n\n\ndef total(x):\n    return {total}\n"
    (folder / "tiny_week.py").write_text(code)


def test_generated_exercises_pass_the_check_for_drift(run, generated):
    assert run("generate", "--check", "--course", generated).exit_code == 0


def test_an_edited_exercise_fails_the_check_for_drift(run, generated):
    path = generated / "exercises" / SLUG / "README.md"
    path.write_text(path.read_text() + "edited\n")
    result = run("generate", "--check", "--course", generated)
    assert result.exit_code == 3
    assert "README.md" in result.stderr


def test_generating_one_week_says_when_the_page_of_all_weeks_is_out_of_date(run, generated):
    page = generated / "exercises" / "README.md"
    before = page.read_text()
    (generated / "templates" / "c1w2_half.md.j2").write_text("no front matter")
    result = run("generate", SLUG, "--course", generated)
    assert result.exit_code == 0, result.output
    assert "exercises/README.md is as it was, and may be out of date:" in result.stderr
    assert "c1w2_half.md.j2:1: the handout has no front matter" in result.stderr
    assert page.read_text() == before
    assert run("generate", "--course", generated).exit_code == 3


def test_generating_the_course_fails_while_its_page_cannot_be_made(run, generated):
    handout = generated / "templates" / f"{SLUG}.md.j2"
    handout.write_text(handout.read_text().replace("points = 60", 'points = 60\ntopics = ["halves"]'))
    result = run("generate", "--course", generated)
    assert result.exit_code == 3
    assert "task 2 has no topics" in result.stderr
    assert run("generate", SLUG, "--course", generated).exit_code == 0


def test_starting_by_slug_within_a_course(run, generated, monkeypatch, tmp_path):
    monkeypatch.chdir(generated)
    result = run("start", "c1w1", tmp_path / "mine")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "mine" / "tiny_week.py").exists()
    assert "grader check" in result.output


def test_an_untouched_exercise_is_missing_everything(run, exercise):
    result = run("check", exercise)
    assert result.exit_code == 1
    assert "0 of 2 visible checks pass" in result.output
    assert "2 more checks run on your hand-in." in result.output
    assert "missing" in result.output


def test_a_solved_exercise_passes_what_is_visible_and_no_more_is_said(run, exercise):
    solve(exercise)
    result = run("check", exercise)
    assert result.exit_code == 0, result.output
    assert "2 of 2 visible checks pass\n2 more checks run on your hand-in." in result.output


def test_one_task_can_be_checked_alone(run, exercise):
    solve(exercise, total="0")
    assert run("check", exercise, "--task", "halve").exit_code == 0
    assert run("check", exercise, "--task", "total").exit_code == 1


def test_a_task_that_is_not_there_is_a_usage_error(run, exercise):
    result = run("check", exercise, "--task", "halv")
    assert result.exit_code == 2
    assert "Did you mean" in result.stderr


def test_one_folder_too_high_is_told_where_to_go(run, exercise):
    result = run("check", exercise.parent)
    assert result.exit_code == 2
    assert f"cd {exercise.name}" in result.stderr


def test_check_prints_a_report_as_json(run, exercise):
    report = from_json(run("check", exercise, "--json").stdout.encode())
    assert report.hidden_not_run == 2


def test_handing_in_gives_a_receipt(run, exercise, tmp_path):
    solve(exercise)
    result = run("submit", exercise, "--name", "Ada Lovelace", "--to", tmp_path / "box")
    assert result.exit_code == 0, result.output
    receipt = json.loads((tmp_path / "box" / "Ada Lovelace.receipt.json").read_bytes())
    assert (receipt["passed"], receipt["visible"]) == (2, 2)
    assert receipt["digest"] in result.output
    assert "2 more run on your hand-in" in result.output


def test_a_file_that_does_not_parse_is_handed_in_and_that_is_said(run, exercise, tmp_path):
    (exercise / "tiny_week.py").write_text("def halve(x:\n")
    result = run("submit", exercise, "--name", "ada", "--to", tmp_path / "box")
    assert result.exit_code == 0, result.output
    assert "Not all of it is valid Python" in result.output
    assert "line 1: halve could not be read ('(' was never closed)\nNot written yet: total\n" in result.output
    assert (tmp_path / "box" / "ada.py").exists()


@pytest.fixture
def rows(graded):
    """The rows of the graded class's CSV by learner."""
    return {row["learner"]: row for row in csv.DictReader(io.StringIO((graded[1] / "class.csv").read_text()))}


def test_a_class_is_graded(graded, rows):
    assert (rows["ada"]["score"], rows["Grace Hopper"]["score"]) == ("100", "15")
    assert len(list((graded[1] / "learners").glob("*.html"))) == 4


def test_an_unreadable_hand_in_does_not_stop_the_class(graded, rows):
    assert graded[0].exit_code == 2
    for learner in ("linus", "nul"):
        assert (rows[learner]["status"], rows[learner]["score"]) == ("unreadable", "")


def test_learners_files_show_sentences_of_hidden_checks_but_not_their_names(graded):
    seen = b"".join(path.read_bytes() for path in (graded[1] / "learners").iterdir())
    assert b"any shape" in seen
    assert b"test_random_arrays" not in seen


def test_reports_as_json_on_standard_output(graded):
    assert [document["learner"] for document in json.loads(graded[0].stdout)] == ["ada", "Grace Hopper", "linus", "nul"]


def test_one_hand_in_is_shown_in_full(run, course, box, key, tmp_path):
    result = run("grade", SLUG, box / "ada.py", "--course", course, "--key", key, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "100 of 100 points" in result.stdout


def test_grading_again_gives_learners_the_same_bytes(run, graded, course, box, key, tmp_path):
    run("grade", SLUG, box, "--course", course, "--key", key, "--out", tmp_path / "again", "--jobs", 1)
    again = {path.name: path.read_bytes() for path in (tmp_path / "again" / "learners").iterdir()}
    assert len(again) == 4
    assert again == {name: (graded[1] / "learners" / name).read_bytes() for name in again}


def test_only_the_formats_asked_for_are_written(run, course, box, key, tmp_path):
    run("grade", SLUG, box, "--course", course, "--key", key, "--out", tmp_path / "out", "--format", "csv")
    assert [path.name for path in (tmp_path / "out").rglob("*")] == ["class.csv"]


def test_the_demonstration_grades_what_comes_with_the_course(run, generated, tmp_path):
    result = run("demo", "--course", generated, "--out", tmp_path / "demo")
    assert result.exit_code == 0, result.output
    assert "A tiny week" in result.output
    assert (tmp_path / "demo" / SLUG / "class.html").exists()


def test_a_new_exercise_is_begun(run, generated):
    result = run("new", "c1w2_something", "--course", generated)
    assert result.exit_code == 0, result.output
    assert (generated / "solutions" / "c1w2_something.py").exists()


def test_a_release_can_be_started(run, generated, tmp_path):
    result = run("release", SLUG, "--course", generated, "--out", tmp_path / "dist", "--override", "A test of packing.")
    assert result.exit_code == 0, result.output
    (archive,) = (tmp_path / "dist").glob("*.zip")
    assert run("start", archive, tmp_path / "mine").exit_code == 0
    assert (tmp_path / "mine" / "tiny_week.py").exists()


def test_a_course_named_by_a_relative_path_grades_the_hand_in_and_not_the_reference(run, course, key, tmp_path, monkeypatch):
    (tmp_path / "ada.py").write_text("def halve(x):\n    return x\n")
    monkeypatch.chdir(tmp_path)
    result = run("grade", SLUG, "ada.py", "--course", course.name, "--key", key, "--out", "out")
    assert "0 of 100 points" in result.output


def test_a_folder_named_by_a_relative_path_is_checked_on_the_file_that_counts(run, exercise, monkeypatch):
    (exercise / "mine.py").write_text("def halve(x):\n    return x / 2\n")
    monkeypatch.chdir(exercise)
    assert "1 of 2 visible checks pass" in run("check", "mine.py").output
    assert "0 of 2 visible checks pass" in run("check").output


def solve_in_the_notebook(folder, halve="x / 2", total="float(x.sum())"):
    """Fill in the stub cells as a learner does in an editor, plots and all."""
    path = folder / "tiny_week.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        for name, code in (("halve", halve), ("total", total)):
            if cell["cell_type"] == "code" and f"def {name}(" in text:
                cell["source"] = [f"%%time\n{text}".replace("raise NotImplementedError", f"return {code}")]
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": ["%matplotlib inline\n", "plt.plot(halve(x));"]})
    path.write_text(json.dumps(notebook))


def test_who_works_in_the_notebook_checks_and_hands_in_the_notebook(run, exercise, course, key, tmp_path):
    solve_in_the_notebook(exercise)
    result = run("check", exercise)
    assert result.exit_code == 0, result.output
    assert "line 1: not run: %matplotlib inline" in result.output
    result = run("submit", exercise, "--name", "ada", "--to", tmp_path / "box")
    assert result.exit_code == 0, result.output
    assert f"{tmp_path / 'box' / 'ada.ipynb'}" in result.output
    result = run("grade", SLUG, tmp_path / "box", "--course", course, "--key", key, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "100 of 100 points" in result.output


def test_a_line_of_a_notebook_is_told_by_its_cell(run, exercise):
    solve_in_the_notebook(exercise, halve="x / {}")
    result = run("check", exercise / "tiny_week.ipynb", "--task", "halve")
    assert result.exit_code == 1
    assert re.search(r"your cell \d+, line \d: return x / \{\}", result.output)


def test_work_in_both_files_is_handed_in_only_when_it_is_said_which(run, exercise, tmp_path):
    solve(exercise)
    solve_in_the_notebook(exercise, halve="x")
    assert run("check", exercise).exit_code == 0
    assert "tiny_week.ipynb was written in too" in run("check", exercise).output
    assert run("check", exercise, "--from", "notebook").exit_code == 1
    result = run("submit", exercise, "--name", "ada", "--to", tmp_path / "box")
    assert result.exit_code == 2
    assert "--from notebook" in result.stderr
    assert not (tmp_path / "box").exists()
    for form, suffix in (("py", ".py"), ("notebook", ".ipynb")):
        assert run("submit", exercise, "--name", "ada", "--to", tmp_path / "box", "--from", form).exit_code == 0
        assert sorted(path.name for path in (tmp_path / "box").iterdir()) == [f"ada{suffix}", "ada.receipt.json"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "c9w9", "."], "c9w9"),
        (["grade", "c1w1", "nowhere"], "nowhere does not exist"),
        (["check", "."], "is not an exercise"),
        (["start", "nowhere.zip"], "nowhere.zip does not exist"),
    ],
)
def test_wrong_usage_says_what_and_ends_with_2(run, generated, monkeypatch, arguments, words):
    monkeypatch.chdir(generated)
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_outside_a_course_grading_is_a_usage_error(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("grade", "c1w1", ".").exit_code == 2


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_ends_cleanly(course, box, key, tmp_path, number, code):
    for index in range(6):
        (box / f"slow{index}.py").write_text("def halve(x):\n    while True:\n        pass\n")
    command = [sys.executable, "-m", "grader", "grade", SLUG, box, "--course", course, "--key", key]
    process = subprocess.Popen(
        [*map(str, command), "--out", str(tmp_path / "out")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 30
        while not list((tmp_path / "out").glob("instructor/*.json")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == code, errors
    assert "Traceback" not in errors
    assert not list((tmp_path / "out").rglob("*.tmp"))
    for path in (tmp_path / "out").rglob("instructor/*.json"):
        from_json(path.read_bytes())


def test_a_call_is_traced_line_by_line_with_the_exit_code_of_its_check(run, exercise):
    missing = run("check", exercise, "--trace", "halve")
    assert missing.exit_code == 1
    assert "the task is not written" in missing.output
    solve(exercise, halve="x / 3")
    wrong = run("check", "--trace", "halve", exercise)
    assert wrong.exit_code == 1
    assert "return x / 3\n" in wrong.output
    assert "returned (" in wrong.output
    assert wrong.output.endswith(f"Next: mend it, then: grader check {exercise} --task halve\n")
    solve(exercise)
    right = run("check", "--trace", "halve", exercise)
    assert right.exit_code == 0
    assert right.output.split()[-4:] == ["Next:", "grader", "check", str(exercise)]
    assert run("check", exercise).exit_code == 0
    assert run("check", "--trace", "halve", exercise).output.split()[-4:] == ["Next:", "grader", "submit", str(exercise)]
    assert run("check", "--trace", "halve", "--json", exercise).exit_code == 2
    assert "Did you mean" in run("check", "--trace", "halv", exercise).output
