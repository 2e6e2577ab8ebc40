"""Hints through the command line: opened on purpose, one at a time, remembered."""

import json

import pytest

SLUG = "c1w1_tiny_week"


@pytest.fixture
def exercise(run, course, tmp_path, monkeypatch):
    """A learner's folder with the untouched exercise, which is the current one."""
    assert run("generate", "--course", course).exit_code == 0
    assert run("start", course / "exercises" / SLUG, tmp_path / "mine").exit_code == 0
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture
def hint(run, exercise):
    """Ask for a hint and return what is printed."""

    def ask(*arguments):
        result = run("hint", *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    return ask


def test_each_call_opens_one_more_and_shows_those_before(hint):
    first, second, third = (hint("halve") for _ in range(3))
    assert "1 of 3  Read again" in first
    assert "Look at" not in first
    assert "1 of 3  Read again" in second
    assert "2 of 3  Look at" in second
    assert "3 of 3  What is usually wrong\n  Usually only the first entry is treated.\n" in third


def test_after_the_last_it_says_so_and_names_the_next_command(hint):
    texts = [hint("halve") for _ in range(4)]
    assert texts[3] == texts[2]
    assert "These are all there are." in texts[3]
    assert texts[3].endswith("  next    grader check --task halve\n")


def test_again_shows_what_is_open_and_opens_none(hint):
    assert "No hint is open yet." in hint("halve", "--again")
    opened = hint("halve")
    assert hint("halve", "--again") == opened == hint("halve", "--again")


def test_without_a_task_and_without_a_check_all_tasks_are_listed(hint):
    hint("total")
    assert hint() == (
        "Hints\n\n  halve  0 of 3 open\n  total  1 of 3 open\n\n"
        "A hint is opened by the name of its task:\n  next    grader hint NAME\n"
    )


def test_without_a_task_the_first_that_the_last_check_saw_fail_is_meant(run, hint, exercise):
    (exercise / "tiny_week.py").write_text("def halve(x):\n    return x / 2\n\n\ndef total(x):\n    return 0.0\n")
    report = run("check")
    assert report.exit_code == 1
    assert report.stdout.endswith("For a hint: grader hint total\n")
    assert "Hints for total\n\n1 of 3" in hint()
    assert "2 of 3" in hint()


def test_another_folder_is_named_in_every_command(run, hint, exercise, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = hint("halve", "--in", "mine")
    assert "grader check mine --task halve" in text
    assert "grader hint halve --in mine" in text
    assert hint("halve", "--again", "--in", "mine/tiny_week.py") == text
    assert run("check", "mine").stdout.endswith("For a hint: grader hint halve --in mine\n")


def test_a_name_that_is_not_there_is_a_usage_error_with_the_nearest(run, exercise):
    result = run("hint", "halv")
    assert result.exit_code == 2
    assert "There is no task 'halv' in c1w1_tiny_week.\n  Did you mean 'halve'?" in result.stderr


def test_an_exercise_without_hints_says_so_and_what_to_do(run, exercise):
    path = exercise / "exercise.json"
    path.write_text(json.dumps({key: value for key, value in json.loads(path.read_bytes()).items() if key != "hints"}))
    for arguments in (["hint"], ["hint", "halve"]):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "came without hints" in result.stderr
        assert "`grader check`" in result.stderr


def test_a_folder_without_an_exercise_is_a_usage_error(run, tmp_path):
    result = run("hint", "--in", tmp_path)
    assert result.exit_code == 2
    assert "is not an exercise" in result.stderr


def test_opened_hints_are_not_handed_in(run, hint, exercise, tmp_path):
    hint("halve")
    assert run("submit", "--name", "ada", "--to", tmp_path / "box").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "box").iterdir()) == ["ada.py", "ada.receipt.json"]
